"""What a module's name is at a line, where the module's own code makes it out of itself: ``prefix = "/api" + prefix`` in a loop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from boundary_lint.facts import syntax
from boundary_lint.frameworks.web.parts import inside_of
from boundary_lint.link.program import Module

FRACTION = 1 / 4096
"""What lies between two assignments of one line."""


class Event(NamedTuple):
    """A name is assigned a value. line: two of one line, or of lines not known, differ by a fraction. maybe: only under a condition.
    grows: the value is made of the old one."""

    line: float
    node: syntax.NodeId
    maybe: bool
    grows: bool


class Order:
    """The assignments of one module's own code, by name and line."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._maybe = frozenset(module.syntax.maybe)
        self._lines: dict[syntax.NodeId, list[int]] = {}
        for use in module.functions[0].record.uses if module.functions else ():
            self._lines.setdefault(use.node, []).append(use.line)
        self._events: dict[str, list[Event]] = {}

    def at(self, name: str, line: float) -> Sequence[tuple[syntax.NodeId, float]]:
        """Return what a name may be before a line, each value with the line before which its own names are to be looked up."""
        events = self._of(name)
        before = [event for event in events if event.line < line]
        chosen = _reaching(before) or events[:1]
        first = min((event.line for event in chosen if event.maybe or event is chosen[0]), default=0)
        return [(event.node, first if event.grows else event.line) for event in chosen]

    @property
    def matters(self) -> bool:
        """Whether any name is made out of itself."""
        names = self._module.syntax.names
        return any(
            len(nodes) > 1 and any(self._mentions(node, name) for node in nodes) for name, nodes in names.items()
        )

    def _of(self, name: str) -> list[Event]:
        known = self._events.get(name)
        if known is None:
            known = self._events[name] = []
            for event in sorted(self._found(name), key=lambda event: event.line):
                after = known[-1].line + FRACTION if known else 0
                known.append(event._replace(line=max(event.line, after)))
        return known

    def _found(self, name: str) -> Iterator[Event]:
        """Yield the assignments in their order; one whose line is not known comes after the one before it."""
        line: float = self._module.syntax.name_lines.get(name, 0)
        for node in self._module.syntax.names.get(name, ()):
            lines: list[float] = [*self._lines_of(node)] or [line]
            line = lines[-1]
            for one in lines:
                yield Event(one, node, node in self._maybe, self._mentions(node, name))

    def _lines_of(self, node: syntax.NodeId) -> list[int]:
        record = self._module.nodes[node]
        if node not in self._lines and isinstance(record, syntax.Item):
            return self._lines_of(record.base)
        if node not in self._lines and isinstance(record, syntax.Binary):
            return self._lines_of(record.right)
        return self._lines.get(node, [])

    def _mentions(self, node: syntax.NodeId, name: str) -> bool:
        records = (self._module.nodes[part] for part in inside_of(self._module, node))
        return any(isinstance(record, syntax.Name) and record.name == name for record in records)


def _reaching(before: Sequence[Event]) -> list[Event]:
    """Return the last assignment, and those that it is an alternative to: under ``if`` and ``else``, or under ``if`` alone."""
    chosen: list[Event] = []
    for event in reversed(before):
        if chosen and not chosen[-1].maybe:
            is_branch = event.maybe and event.grows == chosen[-1].grows and len(chosen) == 1
            if not is_branch:
                break
        elif chosen and not event.maybe and len(chosen) > 1 and not chosen[0].maybe:
            break  # ``if`` and ``else`` have both been seen
        chosen.append(event)
        if not event.maybe and len(chosen) > 1:
            break
    return chosen
