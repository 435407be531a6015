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
        asked = segments(call.path.split("?", 1)[0])
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
    """Return the parts of a path, ``{}`` for what varies; without regard to regular expressions' anchors and slashes at the ends."""
    text = _HOLE.sub("{}", pattern).replace("/?", "/")
    for mark, plain in (("\\Z", ""), ("\\/", "/"), ("\\.", "."), ("$", ""), ("^", "")):
        text = text.replace(mark, plain)
    return tuple(part for part in text.split("/") if part)


def _score(asked: Sequence[str], served: Sequence[str]) -> int | None:
    """Return how well a path fits a pattern: the number of equal parts; None where it does not."""
    if len(asked) != len(served):
        return None
    score = 0
    for one, other in zip(asked, served, strict=True):
        if one == other:
            score += 2 if one != "{}" else 1
        elif not (_fits(one, other) or _fits(other, one)):
            return None
    return score


def _fits(part: str, pattern: str) -> bool:
    """Whether one part of a path is what another, of which something varies, may be: "a.json" of "a.{}"."""
    start, hole, end = pattern.partition("{}")
    if not hole or part == "{}":
        return bool(hole) and pattern == part
    return len(part) > len(start) + len(end) and part.startswith(start) and part.endswith(end.rpartition("{}")[2])


def _serves(route: Route, method: str) -> bool:
    return not method or not route.methods or method in route.methods or "*" in route.methods
