"""Routes that name no router: marked functions, and classes whose marked methods are routes once they are taken in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boundary_lint.facts import syntax
from boundary_lint.frameworks.routes.view import View
from boundary_lint.frameworks.web.arguments import Arguments
from boundary_lint.frameworks.web.page import Pages, Row
from boundary_lint.frameworks.web.register import Register
from boundary_lint.frameworks.web.routers import Inclusion, Router
from boundary_lint.frameworks.web.trace import Expr, Place, Tracer
from boundary_lint.link.program import Class, Function


class Groups:
    """Reads the marks of functions and classes."""

    def __init__(self, pages: Pages, tracer: Tracer, arguments: Arguments, register: Register) -> None:
        self.pages, self.tracer, self.arguments, self.register = pages, tracer, arguments, register
        self.names = frozenset(path.rpartition(".")[2] for path in pages.mark)
        self.is_asked = any("listed" not in row.words for row in pages.mark.values())
        self._taken: set[tuple[Router | None, Class]] = set()

    def marks(self, what: Function | Class) -> Iterator[tuple[Row, Expr]]:
        """Yield the marks that something bears, each with its decorator."""
        module = what.module
        cls = what.cls if isinstance(what, Function) else what.parent
        for node in what.record.decorators:
            call = module.nodes[node]
            func = call.func if isinstance(call, syntax.Call) else node
            if getattr(module.nodes[func], "name", "") not in self.names and not isinstance(
                module.nodes[func], syntax.Name
            ):
                continue
            scope = self.tracer.scope(module, cls=cls)
            for callee in self.tracer.callees(Expr(func, scope)):
                row = self.pages.mark.get(callee.path or (callee.cls.id if callee.cls is not None else ""))
                if row is not None:
                    yield row, Expr(node, scope)

    def decorated(self, what: Function | Class) -> None:
        """Take in the marks that count by themselves."""
        for row, call in self.marks(what):
            if "listed" not in row.words:
                view = View(what)
                place = Place(what.module, self._line(what, call))
                self.register.add(None, row, call, [view], place, view.last_name)

    def function(self, router: Router | None, function: Function, framework: str) -> bool:
        """Take in a marked function that a router lists."""
        found = False
        for row, call in self.marks(function):
            if row.framework == framework:
                found = True
                name = function.record.qualname.rpartition(".")[2]
                self.register.add(
                    router, row, call, [View(function)], Place(function.module, self._line(function, call)), name
                )
        return found

    def row_of(self, cls: Class, framework: str) -> Row | None:
        """Return what a framework's page says of the classes to which a class belongs."""
        rows = (self.pages.group.get(name) for name in (*self.tracer.names.lineage(cls), "*"))
        return next((row for row in rows if row is not None and row.framework == framework), None)

    def take_in(self, router: Router | None, cls: Class, row: Row, calls: Sequence[Expr], place: Place) -> None:
        """Take in all routes of a class; ``calls`` may say the prefix, ``place`` is where it is taken in."""
        if (router, cls) in self._taken:
            return
        self._taken.add((router, cls))
        prefixes = self.arguments.prefixes(row, calls, cls)
        group = Router(row, None, cls, prefixes)
        if router is not None:
            group.parents.append(Inclusion(router))
        only = self.arguments.of_class(cls, row.places("only"))
        never = self.arguments.of_class(cls, row.places("except"))
        for name, function in self._methods(cls).items():
            if name in never or (only and name not in only):
                continue
            for mark, call in self.marks(function):
                if mark.framework == row.framework:
                    line = place if function.module.is_stub else Place(function.module, self._line(function, call))
                    self.register.add(group, mark, call, [View(function)], line, name)
        if "path" in row.words:
            self._itself(group, cls, row)

    def _itself(self, group: Router, cls: Class, row: Row) -> None:
        """The class serves the paths that its attributes hold."""
        paths = self.arguments.of_class(cls, row.places("path"))
        if paths:
            self.register.serve(group, row, tuple(paths), View(cls), Place(cls.module, cls.record.line))

    def _methods(self, cls: Class) -> dict[str, Function]:
        found: dict[str, Function] = {}
        for above in self.tracer.names.mro(cls):
            for name in above.names if not isinstance(above, str) else ():
                for function in self.tracer.methods(cls, name) if name not in found else ():
                    if function.record.decorators:
                        found[name] = function
        return found

    def _line(self, what: Function | Class, call: Expr) -> int:
        return self.tracer.sites.line(what, call.node)
