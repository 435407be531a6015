"""What a router takes in: other routers, lists of routes, classes of routes."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_lint.facts import syntax
from boundary_lint.frameworks.web.arguments import Arguments
from boundary_lint.frameworks.web.groups import Groups
from boundary_lint.frameworks.web.page import Pages, Row
from boundary_lint.frameworks.web.register import Register
from boundary_lint.frameworks.web.routers import Inclusion, Router, Routers
from boundary_lint.frameworks.web.trace import Expr, Place, Tracer
from boundary_lint.frameworks.web.views import Views
from boundary_lint.link.program import Class

MAX_NESTED = 12
"""Lists of routes inside of each other."""


class Entries:
    """Takes in what stands at the places of a row."""

    def __init__(
        self, pages: Pages, tracer: Tracer, arguments: Arguments, routers: Routers, register: Register, groups: Groups
    ) -> None:
        self.pages, self.tracer, self.arguments, self.routers = pages, tracer, arguments, routers
        self.register, self.groups = register, groups
        self.views = Views(pages, tracer)

    def take_in(self, router: Router, row: Row, call: Expr, place: Place, depth: int = 0) -> None:
        """Take in everything that a row finds in a call: it is included in a router."""
        prefixes = self.arguments.prefixes(row, [call])
        overrides = "overrides" in row.words and bool(prefixes)
        for one in self.arguments.at(call, row.places("router")):
            for included in self.routers.wrapped(one) or self.routers.guessed(one):
                included.parents.append(Inclusion(router, prefixes, overrides))
        for one in self.arguments.at(call, row.places("into")):
            router.parents += (Inclusion(parent, prefixes) for parent in self.routers.wrapped(one))
        for one in self.arguments.at(call, row.places("module")):
            self._modules(router, one, prefixes)
        for one in self.arguments.at(call, row.places("group")):
            self._groups(router, one, [call], place)
        listed = self.arguments.at(call, row.places("routes"))
        if listed:
            self.listed(self._under(router, prefixes), listed, place, depth)

    def made(self, router: Router, calls: list[Expr]) -> None:
        """Take in the routes that a router is made with."""
        for call in calls:
            for one in self.arguments.at(call, router.row.places("group")):
                self._groups(router, one, [], Place(call.scope.module, 1))
            listed = self.arguments.at(call, router.row.places("routes"))
            sites = self.tracer.sites.at(call.scope.module, call.node)
            place = Place(call.scope.module, sites[0].line if sites else 1)
            if listed:
                self.listed(router, listed, place)
                return

    def listed(self, router: Router, exprs: list[Expr], place: Place, depth: int = 0) -> None:
        """Take in lists of entries, and entries that stand by themselves."""
        if depth > MAX_NESTED:
            return
        for expr in exprs:
            if not self._entry(router, expr, place, depth):
                for item in self.tracer.items(expr):
                    self._entry(router, item, place, depth)

    def _entry(self, router: Router, expr: Expr, place: Place, depth: int) -> bool:
        framework = router.row.framework
        included = self.routers.of(expr)
        for taken in included:
            taken.parents.append(Inclusion(router))
        found = bool(included)
        for one in self.tracer.trace(expr) if not included else ():
            record = one.record
            if isinstance(record, syntax.Call):
                found = self._call(router, one, record, self._at(one, place), depth) or found
            elif isinstance(record, syntax.Collection) and record.kind == "tuple" and framework in self.pages.tuples:
                found = self._route(router, self.pages.tuples[framework], one, place, depth)
            elif isinstance(record, syntax.FunctionRef):
                function = one.scope.module.functions[record.function]
                found = self.groups.function(router, function, framework) or found
            elif isinstance(record, syntax.ClassRef):
                found = self._class(router, one.scope.module.classes[record.cls], [], place) or found
        return found

    def _call(self, router: Router, one: Expr, record: syntax.Call, place: Place, depth: int) -> bool:
        found = False
        for callee in self.tracer.callees(one.part(record.func)):
            names = self.tracer.names.lineage(callee.cls) if callee.cls is not None else (callee.path,)
            row = next((row for name in names if (row := self.pages.entry.get(name)) is not None), None)
            if row is not None:
                found = self._route(router, row, one, place, depth) or found
        return found

    def _route(self, router: Router, row: Row, one: Expr, place: Place, depth: int) -> bool:
        views = [view for arg in self.arguments.at(one, row.places("view")) for view in self.views.of(arg)]
        if row.places("path"):
            self.register.add(router, row, one, views, place)
        self.take_in(router, row, one, place, depth + 1)
        return True

    def _groups(self, router: Router, expr: Expr, calls: list[Expr], place: Place) -> None:
        for cls in self._classes(expr):
            self._class(router, cls, calls, place)

    def is_group(self, expr: Expr, framework: str) -> bool:
        """Whether an expression is a class of routes of a framework, or an instance of one."""
        return any(self.groups.row_of(cls, framework) is not None for cls in self._classes(expr))

    def _classes(self, expr: Expr) -> Iterator[Class]:
        for one in self.tracer.trace(expr):
            record = one.record
            cls = one.scope.module.classes[record.cls] if isinstance(record, syntax.ClassRef) else None
            made = cls or (self.tracer.instance_of(one) if isinstance(record, syntax.Call) else None)
            if isinstance(made, Class):
                yield made

    def _class(self, router: Router, cls: Class, calls: list[Expr], place: Place) -> bool:
        row = self.groups.row_of(cls, router.row.framework)
        if row is not None:
            self.groups.take_in(router, cls, row, calls, place)
        return row is not None

    def _modules(self, router: Router, expr: Expr, prefixes: tuple[str, ...]) -> None:
        """Include the hooks of modules that are named: ``config.include(".views")``, or that are given."""
        module = expr.scope.module
        package = module.name if module.is_package else module.name.rpartition(".")[0]
        for text in self.register.texts.of(expr):
            name = package + text if text.startswith(".") else text
            found = self.tracer.names.program.find(module.root, name.rstrip("."))
            for function in found.functions if found is not None else ():
                hooked = self.routers.hook(function)
                if hooked is not None:
                    hooked.parents.append(Inclusion(router, prefixes))

    def _under(self, router: Router, prefixes: tuple[str, ...]) -> Router:
        return Router(router.row, None, None, prefixes, parents=[Inclusion(router)]) if prefixes else router

    def _at(self, one: Expr, place: Place) -> Place:
        sites = self.tracer.sites.at(one.scope.module, one.node)
        return Place(one.scope.module, sites[0].line) if sites else place
