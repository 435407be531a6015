"""The tables in which the settings keep caches; ``createcachetable`` makes them, every context may use them."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_lint.frameworks.django.settings import Settings

BACKEND = "django.core.cache.backends.db.DatabaseCache"


def cache_tables(settings: Settings) -> Iterator[str]:
    """Yield the names of the tables."""
    for module in settings.modules:
        caches = settings.of(module, "CACHES")
        for cache in caches.values() if isinstance(caches, dict) else ():
            if isinstance(cache, dict) and cache.get("BACKEND") == BACKEND and isinstance(cache.get("LOCATION"), str):
                yield str(cache["LOCATION"])
