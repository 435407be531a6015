"""Which route of a service a call reaches: by verb and path, segment by segment."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import msgspec

from boundary_lint.facts.program import DeclaredEndpoint, Hop, RemoteCall, Route

_HOLE = re.compile(r"<[^<>]*>|\{[^{}]*\}|\(\?P<\w+>[^()]*\)|\([^()]*\)|:\w+")


class _Endpoint(NamedTuple):
    """One endpoint. parts: of its path; shown: by which step a call comes to it."""

    parts: tuple[str, ...]
    pattern: str
    methods: tuple[str, ...]
    shown: Hop


class Endpoints:
    """The routes of every service, and what documents say that it serves."""

    def __init__(self, routes: Iterable[tuple[str, Route]], declared: Iterable[DeclaredEndpoint] = ()) -> None:
        """routes: service and route."""
        self._known: dict[str, list[_Endpoint]] = {}
        self._procedures: dict[tuple[str, str], str] = {}
        for service, route in routes:
            self._add(service, route, route.methods)
        for one in declared:
            if one.protocol == "http":
                self._add(one.service, one, (one.method,))
            else:
                self._procedures[one.service, one.pattern] = one.pattern

    def _add(self, service: str, one: Route | DeclaredEndpoint, methods: tuple[str, ...]) -> None:
        shown = Hop(what="route", text=one.pattern, file=one.file, line=one.line)
        known = self._known.setdefault(service, [])
        known.append(_Endpoint(segments(one.pattern), one.pattern, methods, shown))
        if isinstance(one, Route) and one.behind:
            known.append(_Endpoint(segments(f"{one.behind}/{one.pattern}"), one.pattern, methods, shown))

    def guessed(self, call: RemoteCall, caller: Collection[str]) -> RemoteCall:
        """Return a call with the only service that serves its path, if its own does not: a guess, where no address tells it."""
        asked = segments(call.path.split("?", 1)[0])
        if not set(asked) - {"{}"} or call.protocol != "http":
            return call
        found = {
            service: shown for service in sorted(self._known) if (shown := self._answering(service, asked, call.method))
        }
        if len(found) != 1 or not found.keys().isdisjoint(caller):
            return call
        ((service, hop),) = found.items()
        return msgspec.structs.replace(call, service=service, hops=(*call.hops, hop), confidence="low")

    def _answering(self, service: str, asked: Sequence[str], method: str) -> Hop | None:
        ends = (one for one in self._known[service] if _serves(one.methods, method))
        return next((one.shown for one in ends if _score(asked, one.parts) is not None), None)

    def matched(self, call: RemoteCall) -> RemoteCall:
        """Return a call with the pattern of the route it reaches, where there is exactly one best."""
        if not call.service or call.endpoint:
            return call
        if call.protocol != "http":
            declared = self._procedures.get((call.service, call.path), "")
            return msgspec.structs.replace(call, endpoint=declared) if declared else call
        asked = segments(call.path.split("?", 1)[0])
        found = [
            (score, one.pattern)
            for one in self._known.get(call.service, ())
            if (score := _score(asked, one.parts)) is not None and _serves(one.methods, call.method)
        ]
        if not found:
            return call
        reaches = () if call.method else self._handed_on(call.service, asked)
        return msgspec.structs.replace(call, endpoint=max(found)[1], reaches=reaches)

    def _handed_on(self, service: str, asked: tuple[str, ...]) -> tuple[str, ...]:
        """Return all that a call may reach whose verb is that of somebody else's request; so is the end of its path, where it varies."""
        start, more = (asked[:-1], True) if asked[-1:] == ("{}",) else (asked, False)
        below = (one for one in self._known[service] if _score(start, one.parts[: len(start)]) is not None)
        return tuple(sorted({one.pattern for one in below if (len(one.parts) > len(start)) is more}))


def serving(calls: Iterable[RemoteCall]) -> list[RemoteCall]:
    """Return calls without those that none of the services serves which one place may reach, where another of them does.

    A client for several services is read with the addresses of all of them; the path tells which one is meant, if it is known.
    """
    calls = list(calls)
    asked: dict[tuple[object, ...], set[str]] = {}
    for call in calls:
        if call.service and set(segments(call.path)) - {"{}"}:
            asked.setdefault(_place(call), set()).add(call.endpoint)
    return [call for call in calls if not call.service or call.endpoint or not any(asked.get(_place(call), ()))]


def _place(call: RemoteCall) -> tuple[object, ...]:
    return call.file, call.line, call.column, call.function, call.library, call.path, call.sink, call.sink_line


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


def _serves(methods: Sequence[str], method: str) -> bool:
    return not method or not methods or method in methods or "*" in methods
