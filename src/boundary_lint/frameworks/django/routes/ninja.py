"""APIs whose operations are functions with decorators: ``@api.get("/orders/{order_id}")``, and routers that are mounted on them.

Source: https://django-ninja.dev/guides/routers/ and ninja.main, ninja.router: the path of an operation is the prefixes and its own
path, with single slashes; a router may be named by a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from boundary_lint.facts import syntax
from boundary_lint.frameworks.django.routes.arguments import Arguments
from boundary_lint.frameworks.django.routes.things import (
    Listing,
    Made,
    Pattern,
    Scope,
    Thing,
    Things,
    options,
)
from boundary_lint.frameworks.routes.view import View
from boundary_lint.link.program import Function, Module
from boundary_lint.link.values import External

if TYPE_CHECKING:
    from boundary_lint.frameworks.catalog import Catalog
    from boundary_lint.frameworks.django.routes.calls import Calls
    from boundary_lint.frameworks.django.routes.reader import Reader

VERBS = frozenset({"get", "post", "put", "patch", "delete", "api_operation"})
"""Last names of the decorators that make an operation."""

MAX_MOUNTS = 10
"""Routers mounted on routers mounted on routers ...; more are a circle."""

_PARAMETER = re.compile(r"\{(?:(\w+):)?(\w+)\}")

Place = tuple[Module, "str | int"]


class Operations:
    """Finds the operations and mounts of the program's APIs."""

    def __init__(self, reader: Reader, calls: Calls, catalog: Catalog) -> None:
        self._reader, self._calls = reader, calls
        self._known = catalog.rows("django.api")
        self._operations: dict[Place, list[tuple[Function, syntax.NodeId]]] | None = None
        self._mounts: dict[Place, list[tuple[Module, syntax.Call]]] = {}

    def attribute(self, thing: Made, name: str) -> Things:
        """Return the patterns of an API, as ``api.urls``."""
        if name != "urls" or thing.place is None or not self._is_api(thing):
            return ()
        return (Listing.of(self._patterns(thing.place, "", MAX_MOUNTS)),)

    def _is_api(self, thing: Made) -> bool:
        if isinstance(thing.cls, External):
            return thing.cls.path in self._known
        return any(base in self._known for base in self._reader.names.external_bases(thing.cls))

    def _patterns(self, place: Place, prefix: str, mounts: int) -> Iterator[Pattern]:
        if self._operations is None:
            self._operations = {}
            self._find(self._operations)
        for function, decorator in self._operations.get(place, ()):
            yield from self._pattern(function, decorator, prefix)
        for module, record in self._mounts.get(place, ()) if mounts else ():
            arguments = Arguments.of(record, Scope(module), self._reader.read)
            below = f"{prefix}/{options(arguments.get(0, 'prefix'))[0]}"
            for router in arguments.get(1, "router"):
                at = self._router(router, module)
                if at is not None:
                    yield from self._patterns(at, below, mounts - 1)

    def _router(self, thing: Thing, module: Module) -> Place | None:
        """Return where a router is that is mounted itself, or by its dotted name."""
        if isinstance(thing, str):
            holder, _, name = thing.rpartition(".")
            for one in self._reader.things(self._reader.names.dotted(module.root, holder)):
                if isinstance(one, Module) and name in one.syntax.names:
                    return (one, name)
        return thing.place if isinstance(thing, Made) else None

    def _pattern(self, function: Function, decorator: syntax.NodeId, prefix: str) -> Iterator[Pattern]:
        module = function.module
        call = module.nodes[decorator]
        if not isinstance(call, syntax.Call):
            return
        arguments = Arguments.of(call, Scope(module), self._reader.read)
        verb = getattr(module.nodes[call.func], "name", "")
        is_open = verb == "api_operation"
        lists = (thing for thing in (arguments.get(0, "methods") if is_open else ()) if isinstance(thing, Listing))
        named = tuple(text.upper() for one in lists for text in one.elements if isinstance(text, str))
        for path in options(arguments.get(int(is_open), "path")):
            whole = re.sub("/{2,}", "/", f"{prefix}/{path}").lstrip("/")
            text = _PARAMETER.sub(lambda found: f"<{found[1]}:{found[2]}>" if found[1] else f"<{found[2]}>", whole)
            yield Pattern((text,), module, function.record.line, View(function, named if is_open else (verb.upper(),)))

    def _find(self, operations: dict[Place, list[tuple[Function, syntax.NodeId]]]) -> None:
        for module in self._reader.names.program.modules:
            if module.role not in ("source", "settings"):
                continue
            for function in module.functions:
                for decorator in function.record.decorators if VERBS & function.kinds else ():
                    at = self._place(module, decorator, VERBS)
                    if at is not None:
                        operations.setdefault(at, []).append((function, decorator))
            for node, record in module.calls("add_router"):
                at = self._place(module, node, {"add_router"})
                if at is not None:
                    self._mounts.setdefault(at, []).append((module, record))

    def _place(self, module: Module, node: syntax.NodeId, names: frozenset[str] | set[str]) -> Place | None:
        """Return on what a method of some name is called."""
        call = module.nodes[node]
        func = module.nodes[call.func] if isinstance(call, syntax.Call) else None
        if not isinstance(func, syntax.Attr) or func.name not in names:
            return None
        return self._reader.callers.place(func.base, module)
