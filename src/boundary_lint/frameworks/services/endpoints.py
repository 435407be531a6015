"""Which route of a service a call reaches: by verb and path, segment by segment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from boundary_lint.facts.program import RemoteCall, Route

_HOLE = re.compile(r"<[^<>]*>|\{[^{}]*\}|\(\?P<\w+>[^()]*\)|\([^()]*\)|:\w+")


class Endpoints:
    """The routes of every service."""

    def __init__(self, routes: Iterable[tuple[str, Route]]) -> None:
        """routes: service and route."""
        self._routes: dict[str, list[tuple[tuple[str, ...], Route]]] = {}
        for service, route in routes:
            self._routes.setdefault(service, []).append((segments(route.pattern), route))

    def matched(self, call: RemoteCall) -> RemoteCall:
        """Return a call with the pattern of the route it reaches, where there is exactly one best."""
        if call.protocol != "http" or not call.service:
            return call
        asked = segments(call.path)
        found = [
            (score, route)
            for path, route in self._routes.get(call.service, ())
            if (score := _score(asked, path)) is not None and _serves(route, call.method)
        ]
        if not found:
            return call
        best = max(found, key=lambda one: (one[0], one[1].pattern))
        return msgspec.structs.replace(call, endpoint=best[1].pattern)

    def knows(self, service: str) -> bool:
        """Whether any route of a service is known."""
        return service in self._routes


def segments(pattern: str) -> tuple[str, ...]:
    """Return the parts of a path, ``{}`` for those that vary; without regard to regular expressions' anchors and slashes at the ends."""
    text = _HOLE.sub("{}", pattern.split("?", 1)[0] if not pattern.startswith("^") else pattern.strip("^$"))
    text = text.replace("\\Z", "").replace("\\/", "/").replace("$", "").replace("^", "")
    return tuple("{}" if "{}" in part else part for part in text.split("/") if part)


def _score(asked: Sequence[str], served: Sequence[str]) -> int | None:
    """Return how well a path fits a pattern: the number of equal parts; None where it does not."""
    if len(asked) != len(served):
        return None
    score = 0
    for one, other in zip(asked, served, strict=True):
        if one == other:
            score += 2 if one != "{}" else 1
        elif "{}" not in (one, other):
            return None
    return score


def _serves(route: Route, method: str) -> bool:
    return not method or not route.methods or method in route.methods or "*" in route.methods
