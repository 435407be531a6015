"""Caches: those that the settings keep in a database are tables. Source: django.core.cache.backends.db.BaseDatabaseCache."""

from django.conf import settings
from django.utils.module_loading import import_string


class DatabaseCache:
    def __init__(self, table, params=None):
        self._table = table

    def get(self, key, default=None, version=None):
        __read_table__(self._table)

    def get_many(self, keys, version=None):
        __read_table__(self._table)

    def has_key(self, key, version=None):
        __read_table__(self._table)

    def set(self, key, value, timeout=None, version=None):
        __read_table__(self._table)
        __write_table__(self._table)

    def add(self, key, value, timeout=None, version=None):
        self.set(key, value)

    def set_many(self, data, timeout=None, version=None):
        self.set(data, data)

    def touch(self, key, timeout=None, version=None):
        self.set(key, key)

    def incr(self, key, delta=1, version=None):
        self.set(key, key)

    def decr(self, key, delta=1, version=None):
        self.set(key, key)

    def get_or_set(self, key, default, timeout=None, version=None):
        self.set(key, key)

    def delete(self, key, version=None):
        __delete_table__(self._table)

    def delete_many(self, keys, version=None):
        __delete_table__(self._table)

    def clear(self):
        __delete_table__(self._table)


class CacheHandler:
    def __getitem__(self, alias):
        return import_string(settings.CACHES[alias]["BACKEND"])(settings.CACHES[alias]["LOCATION"])


caches = CacheHandler()


class ConnectionProxy:
    def __getattr__(self, name):
        return getattr(caches["default"], name)


cache = ConnectionProxy()
