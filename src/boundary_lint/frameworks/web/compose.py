"""Full patterns: what a router is included under, and its routes with that in front."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from boundary_lint.facts.program import Route
from boundary_lint.frameworks.web.register import Registered
from boundary_lint.frameworks.web.routers import Router

MAX_PREFIXES = 64
"""Places where one router is included, all ways to them counted."""

MAX_NESTED = 24
"""Routers inside of each other."""

_SLASHES = re.compile("/{2,}")


class Composer:
    """Puts prefixes in front of paths."""

    def __init__(self) -> None:
        self._prefixes: dict[Router, Sequence[str]] = {}

    def routes(self, found: Registered) -> Iterator[Route]:
        """Yield the routes that one registration makes."""
        behind = _behind(found.router) if found.router is not None else ""
        for pattern in dict.fromkeys(self._patterns(found)):
            route = found.view.route(pattern or "/", *found.place, found.methods, found.framework)
            yield msgspec.structs.replace(route, behind=behind) if behind else route

    def _patterns(self, found: Registered) -> Iterator[str]:
        router = found.router
        prefixes = self.prefixes(router) if router is not None else ("",)
        for path in found.paths:
            mark = (
                next((mark for mark in router.absolute if path.startswith(mark + "/")), "")
                if router is not None
                else ""
            )
            if mark:
                yield path[len(mark) :]
            else:
                yield from (joined(prefix, path) for prefix in prefixes)

    def prefixes(self, router: Router, depth: int = 0) -> Sequence[str]:
        """Return everything that may stand in front of a router's paths; a router that nobody takes in is served as it is."""
        known = self._prefixes.get(router)
        if known is not None:
            return known
        self._prefixes[router] = ()
        found = list(dict.fromkeys(self._find(router, depth)))[:MAX_PREFIXES] if depth < MAX_NESTED else []
        if found or not depth:
            self._prefixes[router] = found
        else:
            del self._prefixes[router]
        return found

    def _find(self, router: Router, depth: int) -> Iterator[str]:
        own = router.prefixes or ("",)
        if not router.parents:
            yield from own
        for inclusion in router.parents:
            for above in self.prefixes(inclusion.parent, depth + 1):
                for between in inclusion.prefixes or ("",):
                    for last in ("",) if inclusion.overrides else own:
                        yield joined(joined(above, between), last)


def _behind(router: Router) -> str:
    """Return what may stand in front of a router's whole paths, too: what the nearest application says that takes it in."""
    level = seen = {router: None}
    for _ in range(MAX_NESTED):
        said = next((one.behind for one in level if one.behind), "")
        if said or not level:
            return said
        level = {one.parent: None for child in level for one in child.parents if one.parent not in seen}
        seen = {**seen, **level}
    return ""


def joined(prefix: str, path: str) -> str:
    """Return a path behind a prefix, one slash between them."""
    if not path or not prefix:
        return _SLASHES.sub("/", prefix or path)
    return _SLASHES.sub("/", f"{prefix.rstrip('/')}/{path.lstrip('/')}")
