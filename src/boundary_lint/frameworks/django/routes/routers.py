"""Routers of Django REST framework: the patterns that a router makes of the view sets that are registered with it.

Source: https://www.django-rest-framework.org/api-guide/routers/ and rest_framework.routers (3.15): list and detail routes, extra
actions, the suffixes and the root of the DefaultRouter.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from boundary_lint.facts import syntax
from boundary_lint.frameworks.django.routes.arguments import Arguments
from boundary_lint.frameworks.django.routes.things import (
    Bound,
    Builtin,
    Listing,
    Made,
    Pattern,
    Scope,
    Thing,
    Things,
    options,
)
from boundary_lint.frameworks.routes.view import View
from boundary_lint.link.program import Class, Function, Module
from boundary_lint.link.values import External

if TYPE_CHECKING:
    from boundary_lint.frameworks.catalog import Catalog
    from boundary_lint.frameworks.django.routes.calls import Calls
    from boundary_lint.frameworks.django.routes.reader import Reader

LIST, DETAIL = "list", "detail"

STANDARD = {
    LIST: (("list", "GET"), ("create", "POST")),
    DETAIL: (("retrieve", "GET"), ("update", "PUT"), ("partial_update", "PATCH"), ("destroy", "DELETE")),
}
"""What a view set's method answers, of the collection and of one object."""

SUFFIX = r"\.(?P<format>[a-z0-9]+)/?$"
"""What a router with suffixes puts in the place of a pattern's end."""

Place = tuple[Module, "str | int"]


class Routers:
    """Finds what is registered with routers, and makes their patterns."""

    def __init__(self, reader: Reader, calls: Calls, catalog: Catalog) -> None:
        self._reader, self._calls = reader, calls
        self._known = catalog.rows("django.router")
        self._actions = catalog.rows("django.action")
        self._registered: dict[Place, list[tuple[Module, int, syntax.Call]]] | None = None
        self._made: dict[Place, Things] = {}

    def kind(self, thing: Made) -> tuple[str, ...] | None:
        """Return the catalogue's row of a router's class, None where it is no router."""
        if isinstance(thing.cls, External):
            return self._known.get(thing.cls.path)
        return next((self._known[path] for path in self._reader.names.lineage(thing.cls) if path in self._known), None)

    def attribute(self, thing: Made, name: str) -> Things:
        """Return an attribute of a router that the library gives it."""
        if name not in ("urls", "get_urls", "register") or self.kind(thing) is None:
            return ()
        if name == "urls":
            own = self._reader.attribute(thing, "get_urls") if isinstance(thing.cls, Class) else ()
            for one in own:
                if isinstance(one, Bound):
                    return self._reader.invoke(one)
            return (Listing.of(self._patterns(thing)),)
        return (Builtin(name, thing),)

    def call(self, thing: Made, name: str) -> Things:
        """Return what a router's method gives."""
        return (Listing.of(self._patterns(thing)),) if name == "get_urls" else ()

    # -- what is registered

    def _registrations(self, place: Place) -> list[tuple[Module, int, syntax.Call]]:
        if self._registered is None:
            self._registered = {}
            for module in self._reader.names.program.modules:
                if module.role not in ("source", "settings") or not module.calls("register"):
                    continue
                lines = {use.node: use.line for function in module.functions for use in function.record.uses}
                for node, record in module.calls("register"):
                    func = module.nodes[record.func]
                    at = self._reader.callers.place(func.base, module) if isinstance(func, syntax.Attr) else None
                    if at is not None and len(record.args) + len(record.keywords) > 1:
                        self._registered.setdefault(at, []).append((module, lines.get(node, 0), record))
        return sorted(self._registered.get(place, []), key=lambda one: (one[0].name, one[1]))

    # -- patterns

    def _patterns(self, router: Made) -> Iterator[Pattern]:
        if router.place is None:
            return
        row = self.kind(router) or ()
        slash = self._slash(router)
        above = self._above(router) if "nested" in row else ""
        for module, line, record in self._registrations(router.place):
            given = Arguments.of(record, Scope(module), self._reader.read)
            prefixes = options(given.get(0, "prefix"))
            for view_set in given.get(1, "viewset"):
                cls = view_set.cls if isinstance(view_set, Made) else view_set
                if not isinstance(cls, Class):
                    continue
                for regex, methods in self._routes(router, cls):
                    for prefix in prefixes:
                        text = regex.format(prefix=above + prefix, slash=slash)
                        text = "^" + text[2:] if not above + prefix and text.startswith("^/") else text
                        endings = (
                            (text, text.removesuffix("$").removesuffix("/") + SUFFIX) if "suffixes" in row else (text,)
                        )
                        yield Pattern(endings, module, line, View(cls, methods))

    def _slash(self, router: Made) -> str:
        given = router.arguments.named("trailing_slash") if router.arguments is not None else None
        if given is None:
            return "/"
        text = next((thing for thing in given if isinstance(thing, str)), "")
        return "/" if text == "/" else ""

    def _routes(self, router: Made, cls: Class) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the pattern, with ``{prefix}`` and ``{slash}``, and the methods of every route of a view set."""
        extra = list(self._extra(cls))
        lookup = self._lookup(router, cls).replace("{", "{{").replace("}", "}}")
        for kind, start in ((LIST, "^{prefix}"), (DETAIL, "^{prefix}/" + lookup)):
            methods = tuple(sorted(verb for name, verb in STANDARD[kind] if self._reader.names.lookup(cls, name)))
            if methods:
                yield start + "{slash}$", methods
            for at, path, verbs in extra:
                if at == kind:
                    yield f"{start}/{path.replace('{', '{{').replace('}', '}}')}" + "{slash}$", verbs

    def _lookup(self, router: Made, cls: Class) -> str:
        """Return the pattern of what names one object."""
        if isinstance(router.cls, Class):
            for method in self._reader.attribute(router, "get_lookup_regex"):
                if isinstance(method, Bound):
                    found = self._reader.invoke(method, Arguments([(cls,)], {"lookup_prefix": ("",)}))
                    if known := next((text for text in found if isinstance(text, str)), None):
                        return known
        name = self._text(cls, "lookup_url_kwarg") or self._text(cls, "lookup_field") or "pk"
        return f"(?P<{name}>{self._text(cls, 'lookup_value_regex') or '[^/.]+'})"

    def _text(self, thing: Thing, name: str) -> str:
        return next((text for text in self._reader.attribute(thing, name) if isinstance(text, str)), "")

    def _above(self, router: Made) -> str:
        """Return what a nested router puts before its prefixes: the parent's prefix, and the lookup of one of its objects."""
        own = router.arguments or Arguments()
        parent = next((thing for thing in own.get(0, "parent_router") if isinstance(thing, Made)), None)
        prefix = options(own.get(1, "parent_prefix"))[0]
        lookup = next((t for t in own.get(2, "lookup") if isinstance(t, str)), "nested_1")
        if parent is None or parent.place is None:
            return ""
        above = self._above(parent) if "nested" in (self.kind(parent) or ()) else ""
        field, value = "pk", "[^/.]+"
        for module, _, record in self._registrations(parent.place):
            given = Arguments.of(record, Scope(module), self._reader.read)
            if prefix in options(given.get(0, "prefix")):
                for cls in given.get(1, "viewset"):
                    field = self._text(cls, "lookup_url_kwarg") or self._text(cls, "lookup_field") or field
                    value = self._text(cls, "lookup_value_regex") or value
        return f"{above}{prefix}/(?P<{lookup}_{field}>{value})/"

    # -- extra actions

    def _extra(self, cls: Class) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Yield kind, path and methods of every extra action of a view set."""
        seen: set[str] = set()
        for base in self._reader.names.mro(cls):
            if isinstance(base, str):
                continue
            for name in (name for name in base.names if name not in seen):
                for function in base.functions(name):
                    yield from self._action(base, function)
            seen |= base.names.keys()

    def _action(self, cls: Class, function: Function) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        for decorator in function.record.decorators:
            call = cls.module.nodes[decorator]
            func = cls.module.nodes[call.func] if isinstance(call, syntax.Call) else None
            name = getattr(func, "name", "")
            if name not in self._actions or not isinstance(call, syntax.Call):
                continue
            arguments = Arguments.of(call, Scope(cls.module, cls=cls), self._reader.read)
            given = arguments.get(0, "methods")
            verbs = {
                text.upper()
                for thing in given
                for text in (thing.elements if isinstance(thing, Listing) else ())
                if isinstance(text, str)
            }
            path = next(
                (t for t in arguments.named("url_path") or () if isinstance(t, str)),
                function.record.qualname.rpartition(".")[2],
            )
            detail = self._actions[name][0]
            if detail == "argument":
                flag = next((cls.module.nodes[value] for keyword, value in call.keywords if keyword == "detail"), None)
                detail = DETAIL if isinstance(flag, syntax.Const) and flag.value == "True" else LIST
            yield detail, path, tuple(sorted((verbs or {"GET"}) | self._mapped(cls, function)))

    def _mapped(self, cls: Class, function: Function) -> set[str]:
        """Return the methods that ``@action_name.mapping.delete`` adds to an action."""
        name, nodes, found = function.record.qualname.rpartition(".")[2], cls.module.nodes, set()
        for other in cls.module.functions:
            if other.cls is not cls:
                continue
            for decorator in other.record.decorators:
                verb = nodes[decorator]
                mapping = nodes[verb.base] if isinstance(verb, syntax.Attr) else None
                if isinstance(verb, syntax.Attr) and isinstance(mapping, syntax.Attr) and mapping.name == "mapping":
                    is_named = getattr(nodes[mapping.base], "name", "") == name
                    if is_named or cls.module.function_at(mapping.base) is function:
                        found.add(verb.name.upper())
        return found
