"""Registrations: which calls and decorators of a program give a router a route, or take one router into another."""

from __future__ import annotations

from boundary_lint.facts import syntax
from boundary_lint.frameworks.routes.sites import Site, Sites
from boundary_lint.frameworks.routes.view import View
from boundary_lint.frameworks.web.arguments import Arguments
from boundary_lint.frameworks.web.entries import Entries
from boundary_lint.frameworks.web.groups import Groups
from boundary_lint.frameworks.web.page import Pages, Row
from boundary_lint.frameworks.web.register import Register
from boundary_lint.frameworks.web.routers import Router, Routers
from boundary_lint.frameworks.web.texts import Texts
from boundary_lint.frameworks.web.trace import Expr, Place, Scope, Tracer
from boundary_lint.frameworks.web.views import Views
from boundary_lint.frameworks.web.wrappers import Wrappers
from boundary_lint.link.names import Names
from boundary_lint.link.program import Class, Function, Module


class Finder:
    """Goes through the program once."""

    def __init__(self, pages: Pages, names: Names, sites: Sites) -> None:
        self.pages, self.sites = pages, sites
        self.tracer = Tracer(names, sites)
        self.texts = Texts(self.tracer)
        self.arguments = Arguments(self.tracer, self.texts)
        self.routers = Routers(pages, self.tracer, self.arguments)
        self.views = Views(pages, self.tracer)
        self.register = Register(self.tracer, self.texts, self.arguments, self.views)
        self.groups = Groups(pages, self.tracer, self.arguments, self.register)
        self.entries = Entries(pages, self.tracer, self.arguments, self.routers, self.register, self.groups)
        self.wrappers = Wrappers(pages, self.tracer)
        self._decorating = {*pages.methods, *self.wrappers.names}
        self._forwarding: dict[Function, bool] = {}
        self._calls = sorted(name for name, rows in pages.methods.items() if any(row.is_call for row in rows.values()))
        self._made = self._makers()

    def run(self) -> Register:
        """Find everything."""
        for name in self._made:
            for module in self.sites.calling(name):
                self._makes(module, name)
        for name in self._calls:
            for site in self.sites.of(name):
                self._statement(site)
        for site in self.sites.of("()"):
            self._applied(site)
        for module in self.sites.modules:
            self._decorators_in(module)
        while self.routers.new:
            router, calls = self.routers.new.pop()
            self.entries.made(router, list(calls))
        return self.register

    def _makers(self) -> list[str]:
        """Return the last names of what makes routers that are given their routes."""
        given = {path for path, row in self.pages.router.items() if row.places("routes")}
        names = {path.rpartition(".")[2] for path in given}
        for cls in self.tracer.names.program.classes():
            if not cls.module.is_stub and not given.isdisjoint(self.tracer.names.lineage(cls)):
                names.add(cls.name)
        return sorted(names)

    # -- calls

    def _makes(self, module: Module, name: str) -> None:
        for node, _ in module.calls(name):
            for scope in self._scopes(module, node):
                self.routers.of(Expr(node, scope))

    def _scopes(self, module: Module, node: syntax.NodeId) -> list[Scope]:
        sites = self.sites.at(module, node)
        return [scope for site in sites for scope in self.tracer.scopes(site)] or [self.tracer.scope(module)]

    def _statement(self, site: Site) -> None:
        for scope in self.tracer.scopes(site):
            self._called(Expr(site.node, scope), Place(site.function.module, site.line))

    def _called(self, call: Expr, place: Place) -> None:
        """Read a method of a router that is called."""
        record = call.record
        func = call.scope.module.nodes[record.func] if isinstance(record, syntax.Call) else None
        if not isinstance(func, syntax.Attr) or func.name not in self.pages.methods:
            return
        for router in self._receivers(call, func):
            row = self.pages.methods[func.name].get(router.row.framework)
            if row is not None and row.is_call:
                self._register(router, row, call, place)

    def _applied(self, site: Site) -> None:
        """Read a decorator that is called by hand: ``router.get("/x")(view)``."""
        nodes = site.function.module.nodes
        inner = nodes[site.call.func]
        func = nodes[inner.func] if isinstance(inner, syntax.Call) else None
        if not isinstance(func, syntax.Attr) or func.name not in self.pages.methods or len(site.call.args) != 1:
            return
        plain = Expr(func.base, self.tracer.of_function(site.function))
        if self.tracer.depends(site.function, func.base) or not self.routers.of(plain):
            return  # ``handlers.get(name)(request)`` looks the same, and is everywhere
        for scope in self.tracer.scopes(site):
            views = self.views.of(Expr(site.call.args[0], scope))
            self._decorates(Expr(site.call.func, scope), views, Place(site.function.module, site.line))

    def _register(self, router: Router, row: Row, call: Expr, place: Place) -> None:
        views = [view for one in self.arguments.at(call, row.places("view")) for view in self.views.of(one)]
        if row.places("path"):
            self.register.add(router, row, call, views, place)
        self.entries.take_in(router, row, call, place)

    def _receivers(self, call: Expr, func: syntax.Attr) -> list[Router]:
        """Return the routers whose own method is called: not one that the program puts in its place, which is read itself."""
        if isinstance(call.scope.module.nodes[func.base], syntax.Super):
            return self._above(call.scope, func.name)
        found = self.routers.of(call.part(func.base))
        own = [router for router in found if not self._overridden(router.cls, func.name)]
        return own if found else self._unknown(call, func.name)

    def _above(self, scope: Scope, name: str) -> list[Router]:
        """Return the routers for which a method calls that of ``super()``."""
        method = scope.function.method if scope.function is not None else None
        cls = method.cls if method is not None else None
        if method is None or cls is None or method.self_name is None or self._overridden(cls, name, cls):
            return []
        bound = scope.bound.get(method.self_name)
        if bound is not None:
            return self.routers.of(bound)
        row = self.routers.row_of(cls)
        return [self.routers.of_class(cls, row)] if row is not None else []

    def _unknown(self, call: Expr, name: str) -> list[Router]:
        """Return a router of which nothing is known, where what it takes in says of which framework it is."""
        for framework, row in self.pages.methods[name].items():
            given = self.arguments.at(call, row.places("router"))
            groups = self.arguments.at(call, row.places("group"))
            if any(r.row.framework == framework for one in given for r in self.routers.of(one)) or any(
                self.entries.is_group(one, framework) for one in groups
            ):
                return [Router(Row(framework, {}))]
        return []

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

    # -- decorators

    def _decorators_in(self, module: Module) -> None:
        defined: list[Function | Class] = [*module.functions[1:], *module.classes]
        for what in defined:
            if what.record.decorators:
                self._decorated(what)
                if self.groups.is_asked:
                    self.groups.decorated(what)

    def _decorated(self, what: Function | Class) -> None:
        view = View(what)
        for node in what.record.decorators:
            call = what.module.nodes[node]
            func = what.module.nodes[call.func] if isinstance(call, syntax.Call) else call
            if getattr(func, "name", "") not in self._decorating:
                continue
            place = Place(what.module, self.sites.line(what, node))
            for scope in self._around(what, node):
                self._decorates(Expr(node, scope), [view], place)
                for applied, is_decorator in self.wrappers.of(what, node, scope, place):
                    if is_decorator:
                        self._decorates(applied, [view], place)
                    else:
                        self._called(applied, place)

    def _decorates(self, decorator: Expr, views: list[View], place: Place) -> None:
        """Read a method of a router that is called as a decorator."""
        call = decorator.record
        func = decorator.scope.module.nodes[call.func] if isinstance(call, syntax.Call) else None
        if not isinstance(func, syntax.Attr) or func.name not in self.pages.methods:
            return
        for router in self.routers.of(decorator.part(func.base)):
            row = self.pages.methods[func.name].get(router.row.framework)
            if row is not None and row.places("path"):
                self.register.add(router, row, decorator, views, place)

    def _around(self, what: Function | Class, node: syntax.NodeId) -> list[Scope]:
        """Return the scopes in which a decorator stands."""
        module = what.module
        parent = what.parent if isinstance(what, Function) else _function_around(what)
        cls = what.cls if isinstance(what, Function) else what.parent
        if parent is None or not parent.index:
            return [self.tracer.scope(module, cls=cls)]
        callers = self.tracer.callers(parent) if self.tracer.depends(parent, node) else []
        return callers or [self.tracer.of_function(parent)]


def _function_around(cls: Class) -> Function | None:
    return cls.module.functions[cls.record.parent_function] if cls.record.parent_function >= 0 else None
