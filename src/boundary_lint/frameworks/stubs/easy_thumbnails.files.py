"""Thumbnails are remembered in two tables: what they were made of, and each of them."""

from easy_thumbnails.models import Source, Thumbnail


def _remembered():
    Source.objects.get_or_create()
    Thumbnail.objects.get_or_create()


class Thumbnailer:
    def __init__(self, *args, **kwargs):
        pass

    def get_thumbnail(self, thumbnail_options, save=True, generate=None, silent_template_exception=False):
        _remembered()

    def get_existing_thumbnail(self, thumbnail_options, high_resolution=False):
        _remembered()

    def generate_thumbnail(self, thumbnail_options, **kwargs):
        pass

    def save_thumbnail(self, thumbnail):
        _remembered()

    def get_thumbnails(self, *args, **kwargs):
        return Thumbnail.objects.all()

    def delete_thumbnails(self, source_cache=None):
        list(Thumbnail.objects.filter())
        __delete__(Thumbnail)

    def delete(self, *args, **kwargs):
        self.delete_thumbnails()
        list(Source.objects.filter())
        __delete__(Source)


class ThumbnailerFieldFile(Thumbnailer):
    pass


class ThumbnailerImageFieldFile(ThumbnailerFieldFile):
    pass


def get_thumbnailer(obj, relative_name=None):
    return Thumbnailer()
