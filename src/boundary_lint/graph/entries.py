"""Where work of a service begins, and which calls of other services that leads to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from boundary_lint.facts.program import Invocation, ProgramFacts, RemoteCall, Route
from boundary_lint.graph.ids import Ids
from boundary_lint.graph.reach import CallGraph, Function, Way, callee_of, caller_of, way_in_words
from boundary_lint.graph.rows import Row
from boundary_lint.graph.surroundings import function_of

HANDLERS = {
    "get": "GET", "list": "GET", "retrieve": "GET", "on_get": "GET", "head": "HEAD", "on_head": "HEAD",
    "post": "POST", "create": "POST", "on_post": "POST", "put": "PUT", "update": "PUT", "on_put": "PUT",
    "patch": "PATCH", "partial_update": "PATCH", "on_patch": "PATCH",
    "delete": "DELETE", "destroy": "DELETE", "on_delete": "DELETE", "options": "OPTIONS",
    "perform_create": "POST", "perform_update": "PUT", "perform_destroy": "DELETE",
}  # fmt: skip
"""Names of methods of class-based views -> the HTTP method that they answer."""


_WORD = re.compile(r"(?<![\w<?:])[a-z][\w-]*(?![\w>:])", re.I)
"""A word of a URL pattern that is no parameter."""


class EntryPoint(NamedTuple):
    """A function at which work begins. methods: HTTP methods that it answers; empty where any, or none."""

    kind: str
    name: str
    methods: tuple[str, ...]
    service: str
    function: Function


class EntryCall(NamedTuple):
    """An entry point leads to a call. line: where the way begins in the entry point."""

    entry: EntryPoint
    call: int
    way: Way
    path: str
    line: int


def service_calls(facts: ProgramFacts, ids: Ids) -> dict[int, RemoteCall]:
    """Return the calls between services by their position, where the target is known."""
    found = {i: c for i, c in enumerate(facts.calls) if c.service and not c.sink}
    return {i: c for i, c in found.items() if ids.service_at(c.file) not in ("", c.service)}


def entry_calls(facts: ProgramFacts, ids: Ids, graph: CallGraph) -> list[EntryCall]:
    """Return which entry points lead to which calls between services."""
    calls = service_calls(facts, ids)
    if not calls:
        return []
    handlers = _Handlers(facts, ids)
    found: list[EntryCall] = []
    for index, call in calls.items():
        ways = graph.ways_to(function_of(call))
        for function, way in ways.items():
            if handlers.is_entry(function, graph):
                for begun, path, line in _begins(graph, ways, function, way, call):
                    entries = handlers.of(function, begun)
                    found += [EntryCall(entry, index, begun, path, line) for entry in entries]
    return _nearest(sorted(found, key=lambda e: (e.entry, e.line, e.way.depth, e.call)), facts.calls)


def _nearest(found: list[EntryCall], calls: list[RemoteCall]) -> list[EntryCall]:
    """Leave out what a line of an entry point reaches through a helper that is told on that line itself."""
    kept: dict[tuple[object, ...], EntryCall] = {}
    for one in found:
        call = calls[one.call]
        sink = (call.sink_file, call.sink_line) if call.sink_file else (call.file, call.line)
        nearest = kept.setdefault((one.entry, one.line, call.service, sink), one)
        if nearest.way.depth == one.way.depth and nearest.call != one.call:
            kept[one.entry, one.line, call.service, sink, one.call] = one
    return sorted(kept.values(), key=lambda e: (e.entry, e.line, e.call))


def _begins(
    graph: CallGraph, ways: dict[Function, Way], function: Function, way: Way, call: RemoteCall
) -> Iterator[tuple[Way, str, int]]:
    """Yield every place in a function from which a call is reached, with the way and the functions on it."""
    if way.next is None:
        yield Way(0, call.in_loop, None), "", call.line
    places: dict[tuple[int, Function], Invocation] = {}
    for i in graph.below(function):
        if callee_of(i) in ways and callee_of(i) != function:
            known = places.setdefault((i.line, callee_of(i)), i)
            if i.in_loop and not known.in_loop:
                places[i.line, callee_of(i)] = i
    for (line, callee), i in places.items():
        rest = ways[callee]
        in_loop = i.in_loop or rest.in_loop or call.in_loop
        path = " -> ".join(filter(None, [f"{i.callee}()", way_in_words(ways, callee)]))
        yield Way(rest.depth + 1, in_loop, i), path, line


class _Handlers:
    """The entry points of a program by their function."""

    def __init__(self, facts: ProgramFacts, ids: Ids) -> None:
        self._ids = ids
        self._consumers: dict[Function, list[EntryPoint]] = {}
        self._routes: dict[Function, list[Route]] = {}
        for route in facts.routes:
            if route.view_name:
                self._routes.setdefault((route.view_root, route.view_module, route.view_name), []).append(route)
        for use in facts.channel_uses:
            module, _, name = use.handler.partition(":")
            if use.side == "consume":
                function = (use.root, module, name) if name else function_of(use)
                entry = EntryPoint("consumer", use.channel, (), ids.service_at(use.file), function)
                self._consumers.setdefault(function, []).append(entry)

    def is_entry(self, function: Function, graph: CallGraph) -> bool:
        """Tell whether something begins at a function: a route, a message, or something from outside that nothing is known of."""
        if function in self._routes or function in self._consumers or not graph.above(function):
            return True
        root, module, name = function
        outer, _, method = name.rpartition(".")
        is_view = (root, module, outer) in self._routes and not method.startswith("_")
        return is_view and not _is_helper(graph, function, outer)

    def of(self, function: Function, way: Way) -> list[EntryPoint]:
        """Return what begins at an entry point and goes this way."""
        root, module, name = function
        outer, _, method = name.rpartition(".")
        entries = list(self._consumers.get(function, ()))
        for route in self._routes.get(function, ()):
            owner, _, hook = way.next.callee.rpartition(".") if way.next is not None else ("", "", "")
            if owner != name:
                entries.append(self._entry(route, route.methods, function))
            elif hook not in HANDLERS or hook.startswith("perform_"):
                entries.append(self._entry(route, self._answered(route, hook) or route.methods, function))
        for route in self._routes.get((root, module, outer), ()):
            action = self._action(route)
            answered = self._answered(route, method) if method in HANDLERS else route.methods
            if (action == method or (not action and method not in self._actions(root, module, outer))) and (
                answered or not route.methods
            ):
                entries.append(self._entry(route, answered, function))
        if function in self._routes or (root, module, outer) in self._routes or entries:
            return sorted(set(entries))
        return [EntryPoint("top", name, (), self._ids.service_of(root, module), function)]

    def _answered(self, route: Route, method: str) -> tuple[str, ...]:
        """Return the HTTP method that a method of a class answers, if the route takes it."""
        verb = HANDLERS.get(method, "")
        return (verb,) if verb and (not route.methods or verb in route.methods) else ()

    def _action(self, route: Route) -> str:
        """Return the method of the class that a route names in its path, as routers do: ``orders/1/cancel/``."""
        index = self._ids.of_module.get((route.view_root, route.view_module))
        defined = self._ids.modules[index].definitions if index is not None else ()
        words = [word.replace("-", "_") for word in _WORD.findall(route.pattern)]
        return next((word for word in reversed(words) if word in defined and word not in HANDLERS), "")

    def _actions(self, root: str, module: str, view: str) -> set[str]:
        return {self._action(route) for route in self._routes.get((root, module, view), ())}

    def _entry(self, route: Route, methods: tuple[str, ...], function: Function) -> EntryPoint:
        service = self._ids.service_at(route.file) or self._ids.service_of(*function[:2])
        return EntryPoint("route", route.pattern, methods, service, function)


def _is_helper(graph: CallGraph, function: Function, outer: str) -> bool:
    """Tell whether a method is called by another one of its class: then it begins nothing itself."""
    own = (function[0], function[1])
    callers = (caller_of(i) for i in graph.above(function))
    return any(c[:2] == own and c[2].startswith(outer + ".") and c != function for c in callers)


def entry_rows(entries: list[EntryCall], ids: Ids) -> tuple[list[Row], list[Row]]:
    """Return the rows of entry_point_ and of entry_call_."""
    numbers = {entry: i for i, entry in enumerate(dict.fromkeys(e.entry for e in entries))}

    def module(entry: EntryPoint) -> int | None:
        return ids.of_module.get(entry.function[:2])

    points: list[Row] = [
        (i, e.kind, e.name, ", ".join(e.methods), e.service, module(e), e.function[2]) for e, i in numbers.items()
    ]
    calls: list[Row] = [
        (numbers[e.entry], e.call, e.way.depth, e.path, e.way.in_loop, module(e.entry), e.line) for e in entries
    ]
    return points, calls
