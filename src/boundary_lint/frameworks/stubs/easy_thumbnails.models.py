from django.db import models


class File(models.Model):
    name = models.CharField()

    class Meta:
        abstract = True


class Source(File):
    class Meta:
        app_label = "easy_thumbnails"


class Thumbnail(File):
    source = models.ForeignKey(Source, related_name="thumbnails")

    class Meta:
        app_label = "easy_thumbnails"
