"""Where things are called: the uses of call nodes, by the last name of what is called."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from boundary_lint.facts import syntax
from boundary_lint.facts.program import is_checked
from boundary_lint.frameworks.web.parts import parts_of
from boundary_lint.link.program import Function, Module, Program


class Site(NamedTuple):
    """A call, where it stands: context as of `syntax.Use`."""

    function: Function
    node: syntax.NodeId
    call: syntax.Call
    line: int
    context: int

    @property
    def entered(self) -> tuple[syntax.NodeId, ...]:
        """The ``with`` items around it."""
        return self.function.module.syntax.contexts[self.context].with_items


class Sites:
    """All calls of the program's checked code."""

    def __init__(self, program: Program) -> None:
        self.modules = [m for m in program.modules if is_checked(m.role, m.syntax.depth)]
        self._uses: dict[Module, dict[syntax.NodeId, list[Site]]] = {}
        self._nested: dict[Module, dict[syntax.NodeId, list[Site]]] = {}
        self._calling: dict[str, list[Module]] | None = None

    def calling(self, name: str) -> Sequence[Module]:
        """Return the modules that call something of a last name."""
        if self._calling is None:
            self._calling = {}
            for module in self.modules:
                for called in module.called():
                    self._calling.setdefault(called, []).append(module)
        return self._calling.get(name, ())

    def of(self, name: str) -> Iterator[Site]:
        """Yield the calls of what has a last name."""
        for module in self.calling(name):
            for node, _ in module.calls(name):
                yield from self.inside(module, node)

    def inside(self, module: Module, node: syntax.NodeId) -> Sequence[Site]:
        """Return where a call node is used, or else where it stands inside of something that is: ``include(make_router())``."""
        found = self.at(module, node)
        if found:
            return found
        nested = self._nested.get(module)
        if nested is None:
            nested = self._nested[module] = _nested(module, self._uses[module])
        return nested.get(node, ())

    def at(self, module: Module, node: syntax.NodeId) -> Sequence[Site]:
        """Return where a call node is used."""
        uses = self._uses.get(module)
        if uses is None:
            uses = self._uses[module] = _uses(module)
        return uses.get(node, ())

    def line(self, module: Module, node: syntax.NodeId, definition: int) -> int:
        """Return the line of a decorator of what is defined at a line."""
        lines = [site.line for site in self.at(module, node) if site.line <= definition]
        return max(lines, default=definition)


def _uses(module: Module) -> dict[syntax.NodeId, list[Site]]:
    nodes = module.nodes
    found: dict[syntax.NodeId, list[Site]] = {}
    for function in module.functions:
        for node, line, context in ((use.node, use.line, use.context) for use in function.record.uses):
            call = nodes[node]
            if call.__class__ is syntax.Call:
                found.setdefault(node, []).append(Site(function, node, call, line, context))
    return found


def _nested(module: Module, known: Container[syntax.NodeId]) -> dict[syntax.NodeId, list[Site]]:
    """Return the calls that stand inside of others alone, with the first places of these."""
    nodes = module.nodes
    found: dict[syntax.NodeId, list[Site]] = {}
    seen: set[tuple[int, syntax.NodeId]] = set()
    for function in module.functions:
        for use in function.record.uses:
            left = [use.node]
            while left:
                node = left.pop()
                if (function.index, node) in seen:
                    continue
                seen.add((function.index, node))
                record = nodes[node]
                if isinstance(record, syntax.Call) and node not in known:
                    found.setdefault(node, []).append(Site(function, node, record, use.line, use.context))
                left += parts_of(record)
    return found
