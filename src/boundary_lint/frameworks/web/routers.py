"""Routers: the objects of a program that hold routes, each one once, and which of them takes in which."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field

from boundary_lint.facts import syntax
from boundary_lint.frameworks.web.arguments import Arguments
from boundary_lint.frameworks.web.page import Pages, Row
from boundary_lint.frameworks.web.trace import Callee, Expr, Scope, Tracer
from boundary_lint.link.program import Class, Function

MAX_WRAPPED = 5
"""Calls around an application that are looked through: ``CORSMiddleware(WSGIMiddleware(app))``."""


MAX_GUESSED = 64
"""Classes with an attribute of one name that may hold a router; of more the name says nothing."""


@dataclass(slots=True, eq=False)
class Router:
    """One object that holds routes. prefixes: what it puts in front of its paths itself; cls: its class, where it is the program's.

    absolute: what paths begin with in front of which no prefix is put; its class says so. behind: what may stand in front of all, too.
    """

    row: Row
    made: Expr | None = None
    cls: Class | None = None
    prefixes: Sequence[str] = ()
    absolute: Sequence[str] = ()
    behind: str = ""
    parents: list[Inclusion] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Inclusion:
    """A router takes another one in. overrides: the prefix stands in place of the included router's own."""

    parent: Router
    prefixes: Sequence[str] = ()
    overrides: bool = False


class Routers:
    """All routers of a program, found on demand."""

    def __init__(self, pages: Pages, tracer: Tracer, arguments: Arguments) -> None:
        self.pages, self.tracer, self.arguments = pages, tracer, arguments
        self.known: dict[Hashable, Router] = {}
        self.new: list[tuple[Router, Sequence[Expr]]] = []
        """Routers whose makers nobody has asked yet for the routes that they are given, each with the calls that say it."""
        self._attributes: dict[str, list[Class]] | None = None
        self._of: dict[Expr, list[Router]] = {}

    def of(self, expr: Expr) -> list[Router]:
        """Return the routers that an expression may be."""
        known = self._of.get(expr)
        if known is None:
            self._of[expr] = []
            made = (self._made(one) for one in self.tracer.trace(expr))
            known = self._of[expr] = list(dict.fromkeys(router for router in made if router is not None))
        return known

    def wrapped(self, expr: Expr, depth: int = 0) -> list[Router]:
        """Return the routers that an expression is or wraps."""
        found = self.of(expr)
        if found or depth > MAX_WRAPPED:
            return found
        inside = (one.part(one.record.args[0]) for one in self.tracer.trace(expr) if _is_wrapper(one.record))  # type: ignore[union-attr]
        return [router for one in inside for router in self.wrapped(one, depth + 1)]

    def guessed(self, expr: Expr) -> list[Router]:
        """Return the routers that an attribute or method of unknown objects may be: those of the classes that have one of its name."""
        found: list[Router] = []
        for one in self.tracer.trace(expr):
            record = one.record
            func = one.scope.module.nodes[record.func] if isinstance(record, syntax.Call) else record
            if isinstance(func, syntax.Attr) and not isinstance(one.scope.module.nodes[func.base], syntax.Imported):
                candidates = self._having(func.name)
                for attribute in candidates if len(candidates) <= MAX_GUESSED else ():
                    found += self._given_by(attribute)
        return list(dict.fromkeys(found))

    def _given_by(self, attribute: Expr) -> list[Router]:
        function = attribute.scope.module.function_at(attribute.node)
        if function is None:
            return self.of(attribute)
        scope = self.tracer.of_function(function)
        return [router for node in function.record.returns for router in self.of(Expr(node, scope))]

    def _having(self, name: str) -> list[Expr]:
        """Return what the classes of the program say an attribute is."""
        if self._attributes is None:
            self._attributes = {}
            for module in self.tracer.sites.modules:
                for cls in module.classes:
                    for key in cls.names:
                        self._attributes.setdefault(key, []).append(cls)
        classes = self._attributes.get(name, ())
        return [attribute for cls in classes for attribute in self.tracer.class_attribute(cls, name)]

    def row_of(self, cls: Class | None, path: str = "") -> Row | None:
        """Return what is said of a class, or of the nearest one above it."""
        if cls is None:
            return self.pages.router.get(path)
        return next(
            (row for name in self.tracer.names.lineage(cls) if (row := self.pages.router.get(name)) is not None), None
        )

    def _made(self, expr: Expr) -> Router | None:
        record = expr.record
        if isinstance(record, syntax.Call):
            for callee in self.tracer.callees(expr.part(record.func)):
                row = self.row_of(callee.cls, callee.path)
                if row is not None:
                    return self._constructed(expr, callee, row)
            return None
        if isinstance(record, syntax.Attr):
            return self._again(expr, record) or self._object(expr)
        if isinstance(record, syntax.Imported):
            return self._object(expr)
        return self._passed(expr, record) if isinstance(record, syntax.Param | syntax.Typed) else None

    def _passed(self, expr: Expr, record: syntax.Param | syntax.Typed) -> Router | None:
        """Return what an annotation, or the name of its function, says that a parameter is; nobody is known who passes it."""
        function = expr.scope.module.functions[record.function] if isinstance(record, syntax.Param) else None
        hooked = self.hook(function) if function is not None and function.positional[:1] == (record.name,) else None  # type: ignore[union-attr]
        if hooked is not None:
            return hooked
        cls = self.tracer.instance_of(expr)
        own = cls if isinstance(cls, Class) else None
        row = self.row_of(own, cls if isinstance(cls, str) else "")
        if row is None:
            return None
        if function is not None and own is not None and record.name == function.self_name:  # type: ignore[union-attr]
            return self.of_class(own, row)
        return self.known.setdefault((id(expr.scope.module), id(function), expr.node), Router(row, expr, own))

    def hook(self, function: Function) -> Router | None:
        """Return the router that a function of a certain name is handed: ``def includeme(config)``."""
        framework = self.pages.hooks.get(function.record.qualname)
        if framework is None:
            return None
        return self.known.setdefault(function, Router(Row(framework, {})))

    def _again(self, expr: Expr, record: syntax.Attr) -> Router | None:
        """Return a router of which an attribute is a view of the same: ``app.router``."""
        for router in self.of(expr.part(record.base)):
            if record.name in self.pages.same.get(router.row.framework, ()):
                return router
        return None

    def _object(self, expr: Expr) -> Router | None:
        """Return a router that a framework makes itself: ``cherrypy.tree``."""
        for callee in self.tracer.callees(expr):
            row = self.pages.router.get(callee.path)
            if row is not None:
                return self.known.setdefault((expr.scope.module.root, callee.path), Router(row))
        return None

    def of_class(self, cls: Class, row: Row) -> Router:
        """Return what stands for all instances of a class, in its own methods."""
        return self.known.setdefault(cls, Router(row, None, cls))

    def _constructed(self, expr: Expr, callee: Callee, row: Row) -> Router:
        calls = [*self._passed_up(expr, callee.cls), expr]
        prefixes = self.arguments.prefixes(row, calls, callee.cls)
        key = self._key(expr, bool(prefixes))
        known = self.known.get(key)
        if known is None:
            known = self.known[key] = Router(row, expr, callee.cls, prefixes, self._absolute(callee.cls, row))
            known.behind = self.arguments.behind(row, calls, callee.cls)
            self.new.append((known, calls))
            places = (self.arguments.at(call, row.places("into")) for call in calls)
            for place in next((found for found in places if found), ()):
                known.parents += (Inclusion(parent) for parent in self.wrapped(place))
        return known

    def _passed_up(self, expr: Expr, cls: Class | None) -> Iterator[Expr]:
        """Yield the call of ``super().__init__`` by which a router of the program's own class says what it is given."""
        for function in self.tracer.methods(cls, "__init__") if cls is not None else ():
            nodes = function.module.nodes
            scope = self.tracer.of_function(function, self.tracer.bind(function, expr, expr))
            for use in function.record.uses if not function.module.is_stub else ():
                call = nodes[use.node]
                if isinstance(call, syntax.Call) and _is_init(nodes[call.func]):
                    yield Expr(use.node, scope)

    def _absolute(self, cls: Class | None, row: Row) -> Sequence[str]:
        """Return the marks of absolute paths that the program's own routers know: ``if rule.startswith("!/")`` where they add a rule."""
        above = self.tracer.names.mro(cls) if cls is not None else ()
        modules = dict.fromkeys(base.module for base in above if not isinstance(base, str) and not base.module.is_stub)
        found = (
            mark
            for module in modules
            for function in module.functions
            if function.cls is not None and self._adds(function, row.framework)
            for mark in _marks(function)
        )
        return tuple(dict.fromkeys(found))

    def _adds(self, function: Function, framework: str) -> bool:
        return framework in self.pages.methods.get(function.record.qualname.rpartition(".")[2], ())

    def _key(self, expr: Expr, has_prefix: bool) -> Hashable:
        """Return what tells routers apart: the name of the module that holds it, else where it is made; with what its maker is given
        where its prefix depends on it."""
        scope: Scope = expr.scope
        depends = has_prefix and scope.function is not None and self.tracer.depends(scope.function, expr.node)
        bound = tuple(scope.bound.items()) if depends else ()
        return (id(scope.module), id(scope.function), id(scope.cls), scope.via, expr.node, bound)


def _is_wrapper(record: syntax.Node) -> bool:
    return isinstance(record, syntax.Call) and bool(record.args)


def _marks(function: Function) -> Iterator[str]:
    """Yield what a function asks whether a parameter begins with, a slash at its end: without it."""
    nodes = function.module.nodes
    for _, call in function.module.calls("startswith"):
        func = nodes[call.func]
        asked = nodes[func.base] if isinstance(func, syntax.Attr) else None
        if isinstance(asked, syntax.Param) and asked.function == function.index and call.args:
            text = nodes[call.args[0]]
            if isinstance(text, syntax.Text) and len(text.value) > 1 and text.value.endswith("/"):
                yield text.value[:-1]


def _is_init(func: syntax.Node) -> bool:
    return isinstance(func, syntax.Attr) and func.name == "__init__"
