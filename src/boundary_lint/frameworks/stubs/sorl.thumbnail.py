"""Thumbnails are remembered in a table of keys."""

from sorl.thumbnail.models import KVStore


def get_thumbnail(file_, geometry_string, **options):
    KVStore.objects.get_or_create()


def delete(file_, delete_file=True):
    list(KVStore.objects.filter())
    __delete__(KVStore)
