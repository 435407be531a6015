"""Where an expression stands: the functions and uses in which it is evaluated first, and what it is the decorator of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from boundary_lint.facts import syntax
from boundary_lint.link.paths import children
from boundary_lint.link.program import Class, Function, Module


class Place(NamedTuple):
    """A function, and a line and context in it."""

    function: Function
    line: int
    context: int


class Places:
    """The places of one module's expressions."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self._own: dict[syntax.NodeId, list[Place]] = {}
        self._parts: dict[syntax.NodeId, list[Place]] | None = None
        for function in module.functions:
            for use in function.record.uses:
                self._own.setdefault(use.node, []).append(Place(function, use.line, use.context))

    def own(self, node: syntax.NodeId) -> Sequence[Place]:
        """Return where an expression is evaluated as a whole."""
        return self._own.get(node, ())

    def of(self, node: syntax.NodeId) -> Sequence[Place]:
        """Return where an expression is evaluated: as a whole, or else where it is a part of another first, in each function."""
        return self._own[node] if node in self._own else self._within().get(node, ())

    def line(self, node: syntax.NodeId, function: Function) -> int | None:
        """Return the line in a function on which an expression stands first, None where it is not there."""
        places = (*self._own.get(node, ()), *self._within().get(node, ()))
        return next((place.line for place in places if place.function is function), None)

    def of_decorator(self, node: syntax.NodeId, what: Function | Class) -> int:
        """Return the line of a decorator; that of what it decorates where a bare name tells none."""
        line = what.record.line
        return max((place.line for place in self._own.get(node, ()) if place.line <= line), default=line)

    def inside(self, node: syntax.NodeId) -> tuple[int, int] | None:
        """Return the lines of the loop or of the ``with`` block that goes through, or enters, what an expression makes."""
        for loop in self.module.syntax.loops:
            if loop.over == node:
                return loop.line, loop.end_line
        contexts = self.module.syntax.contexts
        lines = [p.line for places in self._own.values() for p in places if node in contexts[p.context].with_items]
        return (min(lines), max(lines)) if lines else None

    def _within(self) -> dict[syntax.NodeId, list[Place]]:
        """Return the places of what is evaluated inside of something, the first one in each function."""
        if self._parts is None:
            self._parts = {}
            exact = dict(self.module.syntax.places)
            for function in self.module.functions:
                self._add_parts(function, {} if function.index else exact, self._parts)
        return self._parts

    def _add_parts(
        self, function: Function, exact: dict[syntax.NodeId, int], found: dict[syntax.NodeId, list[Place]]
    ) -> None:
        nodes, seen = self.module.nodes, set[syntax.NodeId]()
        for use in function.record.uses:
            todo = [use.node]
            while todo:
                node = todo.pop()
                if node not in seen:
                    seen.add(node)
                    found.setdefault(node, []).append(Place(function, exact.get(node, use.line), use.context))
                    todo += children(nodes[node])
