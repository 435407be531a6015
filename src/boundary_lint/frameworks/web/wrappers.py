"""Decorators of the program's own that register what they decorate: ``@api_route("/x")`` that gives ``bp.route("/api" + path)``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from boundary_lint.facts import syntax
from boundary_lint.frameworks.web.page import Pages
from boundary_lint.frameworks.web.trace import Expr, Place, Scope, Tracer
from boundary_lint.link.program import Class, Function


class Application(NamedTuple):
    """A decorator of the program's own comes down to this call; ``is_decorator``: what it gives is what decorates."""

    call: Expr
    is_decorator: bool


class Wrappers:
    """Finds what such decorators do."""

    def __init__(self, pages: Pages, tracer: Tracer) -> None:
        self.pages, self.tracer = pages, tracer
        self._adding = {name for name, rows in pages.methods.items() if any(row.is_call for row in rows.values())}
        self._modules = {module for name in self._adding for module in tracer.sites.calling(name)}
        self._known = {
            function
            for module in tracer.sites.modules
            for function in module.functions[1:]
            if (function.record.returns and any(True for _ in self._inside(function))) or self._calls(function)
        }
        self.names = {function.record.qualname.rpartition(".")[2] for function in self._known}
        self.names.difference_update(pages.methods)

    def of(self, what: Function | Class, decorator: syntax.NodeId, scope: Scope, place: Place) -> Iterator[Application]:
        """Yield the calls that one decorator of something comes down to."""
        call = what.module.nodes[decorator]
        func = call.func if isinstance(call, syntax.Call) else decorator
        if getattr(what.module.nodes[func], "name", "") not in self.names:
            return
        given = Expr(_reference(what), self.tracer.scope(what.module))
        for callee in self.tracer.callees(Expr(func, scope)):
            function = callee.function
            if function is None or function not in self._known:
                continue
            if isinstance(call, syntax.Call):
                bound = self.tracer.bind(function, Expr(decorator, scope), callee.receiver)
                yield from self._returned(function, bound, given, place)
            elif function.positional:
                inner = self.tracer.of_function(function, [(function.positional[0], given)], origin=place)
                yield from (Application(Expr(node, inner), False) for node in self._calls(function))

    def _returned(
        self, function: Function, bound: list[tuple[str, Expr]], given: Expr, place: Place
    ) -> Iterator[Application]:
        scope = self.tracer.of_function(function, bound, origin=place)
        for node in self._inside(function):
            record = function.module.nodes[node]
            if not isinstance(record, syntax.FunctionRef):
                yield Application(Expr(node, scope), True)
                continue
            inner = function.module.functions[record.function]
            if inner.positional:
                own = self.tracer.of_function(inner, [*bound, (inner.positional[0], given)], origin=place)
                yield from (Application(Expr(call, own), False) for call in self._calls(inner))

    def _inside(self, function: Function) -> Iterator[syntax.NodeId]:
        """Yield what a function gives that registers: a decorator of a router, or a function in it that calls one."""
        nodes = function.module.nodes
        for node in function.record.returns:
            record = nodes[node]
            if isinstance(record, syntax.FunctionRef):
                inner = function.module.functions[record.function]
                if inner.parent is function and self._calls(inner):
                    yield node
            elif isinstance(record, syntax.Call):
                func = nodes[record.func]
                if isinstance(func, syntax.Attr) and func.name in self.pages.methods:
                    yield node

    def _calls(self, function: Function) -> list[syntax.NodeId]:
        """Return the calls in a function that give a router a view that its first parameter may be."""
        if function.module not in self._modules or not function.positional:
            return []
        nodes = function.module.nodes
        found = []
        for use in function.record.uses:
            record = nodes[use.node]
            if isinstance(record, syntax.Call) and getattr(nodes[record.func], "name", "") in self._adding:
                passed = (nodes[node] for node in (*record.args, *(node for _, node in record.keywords)))
                if any(isinstance(p, syntax.Param) and p.name == function.positional[0] for p in passed):
                    found.append(use.node)
        return found


def _reference(what: Function | Class) -> syntax.NodeId:
    """Return the node that stands for something where it is defined."""
    is_class = isinstance(what, Class)
    for number, record in enumerate(what.module.nodes):
        if is_class and isinstance(record, syntax.ClassRef) and what.module.classes[record.cls] is what:
            return number
        if not is_class and isinstance(record, syntax.FunctionRef) and what.module.functions[record.function] is what:
            return number
    return syntax.NONE
