"""Routers: the objects of a program that hold routes, each one once, and which of them takes in which."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field

from boundary_lint.facts import syntax
from boundary_lint.frameworks.web.arguments import Arguments
from boundary_lint.frameworks.web.page import Pages, Row
from boundary_lint.frameworks.web.texts import Texts
from boundary_lint.frameworks.web.trace import Callee, Expr, Scope, Tracer
from boundary_lint.link.program import Class, Function

MAX_WRAPPED = 5
"""Calls around an application that are looked through: ``CORSMiddleware(WSGIMiddleware(app))``."""


@dataclass(slots=True, eq=False)
class Router:
    """One object that holds routes. prefixes: what it puts in front of its paths itself; cls: its class, where it is the program's.

    absolute: what paths begin with in front of which no prefix is put; its class says so.
    """

    row: Row
    made: Expr | None = None
    cls: Class | None = None
    prefixes: Sequence[str] = ()
    absolute: Sequence[str] = ()
    parents: list[Inclusion] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Inclusion:
    """A router takes another one in. overrides: the prefix stands in place of the included router's own."""

    parent: Router
    prefixes: Sequence[str] = ()
    overrides: bool = False


class Routers:
    """All routers of a program, found on demand."""

    def __init__(self, pages: Pages, tracer: Tracer, texts: Texts, arguments: Arguments) -> None:
        self.pages, self.tracer, self.texts, self.arguments = pages, tracer, texts, arguments
        self.known: dict[Hashable, Router] = {}
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

    def row_of(self, cls: Class | None, path: str = "") -> Row | None:
        """Return what is said of a class, or of the nearest one above it."""
        if cls is None:
            return self.pages.router.get(path)
        above = (base if isinstance(base, str) else base.id for base in self.tracer.names.mro(cls))
        return next((row for name in above if (row := self.pages.router.get(name)) is not None), None)

    def _made(self, expr: Expr) -> Router | None:
        record = expr.record
        if isinstance(record, syntax.Call):
            for callee in self.tracer.callees(expr.part(record.func)):
                row = self.row_of(callee.cls, callee.path)
                if row is not None:
                    return self._constructed(expr, callee, row)
            return None
        if isinstance(record, syntax.Attr):
            return self._again(expr, record)
        if not isinstance(record, syntax.Param | syntax.Typed):
            return None
        cls = self.tracer.instance_of(expr)
        row = self.row_of(cls) if isinstance(cls, Class) else self.row_of(None, cls or "")
        if row is None:
            return None
        function = expr.scope.module.functions[record.function] if isinstance(record, syntax.Param) else None
        if (
            function is not None
            and isinstance(cls, Class)
            and isinstance(record, syntax.Param)
            and record.name == function.self_name
        ):
            return self.of_class(cls, row)
        key = (id(expr.scope.module), id(function), expr.node)
        return self.known.setdefault(key, Router(row, expr, cls if isinstance(cls, Class) else None))

    def _again(self, expr: Expr, record: syntax.Attr) -> Router | None:
        """Return a router of which an attribute is a view of the same: ``app.router``."""
        for router in self.of(expr.part(record.base)):
            if record.name in self.pages.same.get(router.row.framework, ()):
                return router
        return None

    def of_class(self, cls: Class, row: Row) -> Router:
        """Return what stands for all instances of a class, in its own methods."""
        return self.known.setdefault(cls, Router(row, None, cls))

    def _constructed(self, expr: Expr, callee: Callee, row: Row) -> Router:
        given = self._given(expr, callee.cls)
        prefixes = self._prefixes(given, row)
        key = self._key(expr, bool(prefixes))
        known = self.known.get(key)
        if known is None:
            known = self.known[key] = Router(row, expr, callee.cls, prefixes, self._absolute(callee.cls, row))
            for place in self.arguments.at(given, row.places("into")):
                known.parents += (Inclusion(parent) for parent in self.wrapped(place))
        return known

    def _prefixes(self, given: Expr, row: Row) -> Sequence[str]:
        found = [text for one in self.arguments.at(given, row.places("prefix")) for text in self.texts.of(one)]
        if not found:
            named = (text for one in self.arguments.at(given, row.places("segment")) for text in self.texts.of(one))
            found = ["/" + text for text in named]
        return found

    def _given(self, expr: Expr, cls: Class | None) -> Expr:
        """Return the call that says what a router is given: that of ``super().__init__`` where its class makes one with keywords."""
        for function in self.tracer.methods(cls, "__init__") if cls is not None else ():
            if function.module.is_stub:
                return expr
            nodes = function.module.nodes
            scope = self.tracer.of_function(function, self.tracer.bind(function, expr, expr))
            for use in function.record.uses:
                call = nodes[use.node]
                if isinstance(call, syntax.Call) and _is_super_init(nodes, call):
                    passed = any(key == "**" for key, _ in call.keywords)
                    return expr if passed else Expr(use.node, scope)
        return expr

    def _absolute(self, cls: Class | None, row: Row) -> Sequence[str]:
        """Return the marks of absolute paths that the program's own routers know: ``if rule.startswith("!/")`` where they add a rule."""
        above = self.tracer.names.mro(cls) if cls is not None else ()
        modules = dict.fromkeys(base.module for base in above if not isinstance(base, str) and not base.module.is_stub)
        adding = self.pages.route.get(row.framework, {})
        found = (
            mark
            for module in modules
            for function in module.functions
            if function.cls is not None and function.record.qualname.rpartition(".")[2] in adding
            for mark in _marks(function)
        )
        return tuple(dict.fromkeys(found))

    def _key(self, expr: Expr, has_prefix: bool) -> Hashable:
        """Return what tells routers apart: the name of the module that holds it, else where it is made; with what its maker is given
        where its prefix depends on it."""
        scope: Scope = expr.scope
        depends = has_prefix and scope.function is not None and self.tracer.depends(scope.function, expr.node)
        bound = tuple(scope.bound.items()) if depends else ()
        return (id(scope.module), id(scope.function), id(scope.cls), scope.via, expr.node, bound)

    def all(self) -> Iterator[Router]:
        """Yield every router that was found."""
        yield from self.known.values()


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


def _is_super_init(nodes: Sequence[syntax.Node], call: syntax.Call) -> bool:
    func = nodes[call.func]
    return isinstance(func, syntax.Attr) and func.name == "__init__" and isinstance(nodes[func.base], syntax.Super)
