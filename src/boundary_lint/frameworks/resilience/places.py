"""Where an expression stands: the function and use in which it is evaluated first, and what it is the decorator of."""

from __future__ import annotations

from typing import NamedTuple

from boundary_lint.facts import syntax
from boundary_lint.link.paths import children
from boundary_lint.link.program import Function, Module


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
        self._parts: dict[syntax.NodeId, Place] | None = None
        for function in module.functions:
            for use in function.record.uses:
                self._own.setdefault(use.node, []).append(Place(function, use.line, use.context))

    def of(self, node: syntax.NodeId) -> list[Place]:
        """Return where an expression is evaluated: as a whole, or else where it is a part of another first."""
        own = self._own.get(node)
        if own is not None:
            return own
        if self._parts is None:
            self._parts = self._first_places()
        return [self._parts[node]] if node in self._parts else []

    def of_decorator(self, node: syntax.NodeId, function: Function) -> int:
        """Return the line of a decorator; that of its function where a bare name tells none."""
        line = function.record.line
        return max((place.line for place in self._own.get(node, ()) if place.line <= line), default=line)

    def inside(self, node: syntax.NodeId) -> tuple[int, int] | None:
        """Return the lines of the loop or of the ``with`` block that goes through, or enters, what an expression makes."""
        for loop in self.module.syntax.loops:
            if loop.over == node:
                return loop.line, loop.end_line
        contexts = self.module.syntax.contexts
        lines = [p.line for places in self._own.values() for p in places if node in contexts[p.context].with_items]
        return (min(lines), max(lines)) if lines else None

    def _first_places(self) -> dict[syntax.NodeId, Place]:
        nodes, first = self.module.nodes, dict[syntax.NodeId, Place]()
        for whole, places in self._own.items():
            todo = [whole]
            while todo:
                node = todo.pop()
                if node not in first:
                    first[node] = places[0]
                    todo += children(nodes[node])
        for node, line in self.module.syntax.places:
            if node in first:
                first[node] = first[node]._replace(line=line)
        return first
