"""Caches that the settings keep in a database are tables."""

from __future__ import annotations

from tests.helpers import check

CODE = """
from django.core.cache import cache, caches

def f(key):
    cache.get(key)  # fact: read cached
    cache.set(key, 1)  # fact: read cached, write cached
    cache.delete(key)  # fact: delete cached
    caches["default"].clear()  # fact: delete cached
    caches["memory"].get(key)
"""

SETTINGS = """
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cached"},
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
INSTALLED_APPS = ["shop"]
ROOT_URLCONF = "shop.urls"
"""


def test_a_cache_in_the_database() -> None:
    found = check({"settings.py": SETTINGS, "shop/__init__.py": "", "shop/code.py": CODE})
    assert [(table.table, table.shared_kernel) for table in found.tables] == [("cached", True)]


def test_no_cache_in_the_database() -> None:
    memory = SETTINGS.replace("db.DatabaseCache", "redis.RedisCache")
    check({"settings.py": memory, "shop/__init__.py": "", "shop/code.py": CODE.replace("# fact:", "#")})
