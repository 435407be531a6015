"""Where things are called: the places of call nodes, by the last name of what is called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from boundary_lint.facts import syntax
from boundary_lint.facts.program import is_checked
from boundary_lint.frameworks.places import Place, Places
from boundary_lint.link.program import Class, Function, Module, Program


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
        self._places: dict[Module, Places] = {}
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
            places = self.places(module)
            for node, call in module.calls(name):
                yield from (_site(node, call, place) for place in places.of(node))

    def at(self, module: Module, node: syntax.NodeId) -> list[Site]:
        """Return where a call node is used as a whole."""
        call = module.nodes[node]
        places = self.places(module).own(node) if isinstance(call, syntax.Call) else ()
        return [_site(node, call, place) for place in places]  # type: ignore[arg-type]

    def line(self, what: Function | Class, node: syntax.NodeId) -> int:
        """Return the line of a decorator that is called, else that of what it decorates."""
        is_called = isinstance(what.module.nodes[node], syntax.Call)
        return self.places(what.module).of_decorator(node, what) if is_called else what.record.line

    def places(self, module: Module) -> Places:
        """Return the places of a module's expressions."""
        known = self._places.get(module)
        if known is None:
            known = self._places[module] = Places(module)
        return known


def _site(node: syntax.NodeId, call: syntax.Call, place: Place) -> Site:
    return Site(place.function, node, call, place.line, place.context)
