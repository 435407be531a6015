"""Registrations: which calls and decorators of a program give a router a route, or take one router into another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from boundary_lint.facts import syntax
from boundary_lint.frameworks.web.arguments import Arguments
from boundary_lint.frameworks.web.page import Pages, Row
from boundary_lint.frameworks.web.routers import Inclusion, Router, Routers
from boundary_lint.frameworks.web.sites import Site, Sites
from boundary_lint.frameworks.web.texts import UNKNOWN, Texts
from boundary_lint.frameworks.web.trace import Expr, Place, Scope, Tracer
from boundary_lint.frameworks.web.views import View, Views, of_class, of_function
from boundary_lint.link.program import Class, Function, Module

MAX_ROUTES = 50_000
"""Registrations of a program; the largest known has some thousands."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A router, or nobody in particular, is given a route. paths: what it may be; methods () where any."""

    router: Router | None
    framework: str
    paths: tuple[str, ...]
    view: View
    methods: tuple[str, ...]
    place: Place


class Finder:
    """Goes through the program once."""

    def __init__(self, pages: Pages, tracer: Tracer, sites: Sites) -> None:
        self.pages, self.tracer, self.sites = pages, tracer, sites
        self.texts, self.arguments = Texts(tracer), Arguments(tracer)
        self.routers = Routers(pages, tracer, self.texts, self.arguments)
        self.views = Views(pages, tracer)
        self.found: dict[Registered, None] = {}
        self._forwarding: dict[Function, bool] = {}

    def run(self) -> None:
        """Find everything."""
        for module in self.sites.modules:
            for name in self._named_in(module):
                for node, _ in module.calls(name):
                    for site in self.sites.at(module, node):
                        self._statement(site, name)
            for function in module.functions[1:]:
                if not function.kinds.isdisjoint(self.pages.methods):
                    self._decorated(function, function.record.decorators)
            for cls in module.classes:
                if cls.record.decorators:
                    self._decorated(cls, cls.record.decorators)

    def _named_in(self, module: Module) -> Iterator[str]:
        return (name for name in sorted(self.pages.methods) if module.calls(name))

    # -- calls

    def _statement(self, site: Site, name: str) -> None:
        rows = [
            (rows[name], table)
            for table in (self.pages.route, self.pages.include)
            for rows in table.values()
            if name in rows
        ]
        if not any(row.places("view") or row.places("router") or row.places("into") for row, _ in rows):
            return
        for scope in self.tracer.scopes(site):
            call = Expr(site.node, scope)
            for router in self._receivers(call, site.call, name):
                self._register(router, name, call, site)

    def _receivers(self, call: Expr, record: syntax.Call, name: str) -> list[Router]:
        """Return the routers whose own method is called: not one that the program puts in its place, which is read itself."""
        func = call.scope.module.nodes[record.func]
        if not isinstance(func, syntax.Attr):
            return []
        if isinstance(call.scope.module.nodes[func.base], syntax.Super):
            return self._above(call.scope, name)
        return [r for r in self.routers.of(call.part(func.base)) if not self._overridden(r.cls, name)]

    def _above(self, scope: Scope, name: str) -> list[Router]:
        method = scope.function.method if scope.function is not None else None
        if (
            method is None
            or method.cls is None
            or method.self_name is None
            or self._overridden(method.cls, name, method.cls)
        ):
            return []
        bound = scope.bound.get(method.self_name)
        row = self.routers.row_of(method.cls)
        return (
            self.routers.of(bound)
            if bound is not None
            else [self.routers.of_class(method.cls, row)]
            if row is not None
            else []
        )

    def _overridden(self, cls: Class | None, name: str, after: Class | None = None) -> bool:
        functions = self.tracer.methods(cls, name, after) if cls is not None else []
        return any(not function.module.is_stub and self._forwards(function) for function in functions)

    def _forwards(self, function: Function) -> bool:
        """Whether a method registers something itself: one that does not is taken for the framework's."""
        known = self._forwarding.get(function)
        if known is None:
            nodes = function.module.nodes
            called = (nodes[use.node] for use in function.record.uses)
            names = {getattr(nodes[call.func], "name", "") for call in called if isinstance(call, syntax.Call)}
            known = self._forwarding[function] = not names.isdisjoint(self.pages.methods)
        return known

    def _register(self, router: Router, name: str, call: Expr, site: Site) -> None:
        framework = router.row.framework
        row = self.pages.route.get(framework, {}).get(name)
        if row is not None and row.places("view"):
            views = [view for one in self.arguments.at(call, row.places("view")) for view in self.views.of(one)]
            self._add(router, row, call, views, Place(site.function.module, site.line))
        row = self.pages.include.get(framework, {}).get(name)
        if row is not None:
            self._include(router, row, call)

    def _include(self, router: Router, row: Row, call: Expr) -> None:
        prefixes = tuple(text for one in self.arguments.at(call, row.places("prefix")) for text in self.texts.of(one))
        overrides = "overrides" in row.words and bool(prefixes)
        for one in self.arguments.at(call, row.places("router")):
            for included in self.routers.wrapped(one):
                included.parents.append(Inclusion(router, prefixes, overrides))
        for one in self.arguments.at(call, row.places("into")):
            router.parents += (Inclusion(parent, prefixes) for parent in self.routers.wrapped(one))

    # -- decorators

    def _decorated(self, what: Function | Class, decorators: Sequence[syntax.NodeId]) -> None:
        view = of_class(what) if isinstance(what, Class) else of_function(what)
        for node in decorators:
            call = what.module.nodes[node]
            func = what.module.nodes[call.func] if isinstance(call, syntax.Call) else None
            if not isinstance(func, syntax.Attr) or func.name not in self.pages.methods:
                continue
            for scope in self._around(what, node):
                for router in self.routers.of(Expr(func.base, scope)):
                    row = self.pages.route.get(router.row.framework, {}).get(func.name)
                    if row is not None:
                        self._add(router, row, Expr(node, scope), [view], Place(what.module, self._line(what, node)))

    def _around(self, what: Function | Class, node: syntax.NodeId) -> list[Scope]:
        """Return the scopes in which a decorator stands."""
        module = what.module
        parent = what.parent if isinstance(what, Function) else _function_around(what)
        cls = what.cls if isinstance(what, Function) else what.parent
        if parent is None or not parent.index:
            return [self.tracer.scope(module, cls=cls)]
        callers = self.tracer.callers(parent) if self.tracer.depends(parent, node) else []
        return callers or [self.tracer.of_function(parent)]

    def _line(self, what: Function | Class, node: syntax.NodeId) -> int:
        lines = [site.line for site in self.sites.at(what.module, node) if site.line <= what.record.line]
        return max(lines, default=what.record.line)

    # -- routes

    def _add(self, router: Router | None, row: Row, call: Expr, views: Iterable[View], place: Place) -> None:
        given = self.arguments.at(call, row.places("path"))
        scope = call.scope
        if scope.origin is not None and any(self.tracer.mentions(scope.module, one.node) for one in given):
            place = scope.origin  # what is passed on is registered where it is passed
        paths = tuple(dict.fromkeys(text for one in given for text in self.texts.of(one))) if given else ("",)
        suffix = "".join(text for one in self.arguments.at(call, row.places("suffix")) for text in self.texts.of(one))
        for view in views:
            methods = self._methods(row, call, view, suffix)
            if paths and len(self.found) < MAX_ROUTES:
                self.found[Registered(router, row.framework, paths, view, methods, place)] = None

    def _methods(self, row: Row, call: Expr, view: View, suffix: str) -> tuple[str, ...]:
        given = self.arguments.at(call, row.places("methods"))
        if given:
            texts = [text.upper() for one in given for text in self.texts.listed(one)]
            return () if UNKNOWN in texts else tuple(sorted(set(texts)))
        own = self.views.methods(row.framework, view, suffix)
        return tuple(sorted(own)) if own else row.verbs


def _function_around(cls: Class) -> Function | None:
    return cls.module.functions[cls.record.parent_function] if cls.record.parent_function >= 0 else None
