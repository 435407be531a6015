"""What a module's own code does to one of its names, in the order of its lines: assignments, and calls that change a list in place.

Names are made out of themselves: ``urlpatterns += [...]``, ``prefix = "/api" + prefix`` in a loop.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from boundary_lint.facts import syntax
from boundary_lint.link.paths import inside
from boundary_lint.link.program import Function, Module

CHANGES = frozenset({"append", "extend", "insert"})
"""Methods of a list that add to it."""

FRACTION = 1 / 4096
"""What lies between two events of one line."""


class Event(NamedTuple):
    """A name is assigned a value (change is ""), or its list is changed by the call ``node``.

    line: where it stands; two of one line, or of lines not known, differ by a fraction, in their order. maybe: only under a condition.
    grows: the new value is made of the old one.
    """

    line: float
    node: syntax.NodeId
    change: str = ""
    maybe: bool = False
    grows: bool = False


class Order:
    """What happens to the names of one module in its own code."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._maybe = frozenset(module.syntax.maybe)
        self._lines: dict[syntax.NodeId, list[int]] = {}
        self._events: dict[str, list[Event]] = {}
        self._changes: dict[str, list[Event]] = {}
        self.tests: dict[str, list[tuple[int, str]]] = {}
        """Name -> lines on which ``hasattr(name, "attribute")`` is asked, with the attribute."""
        for use in module.functions[0].record.uses if module.functions else ():
            self._lines.setdefault(use.node, []).append(use.line)
            self._note(use)
        for node, line in module.syntax.places:
            self._lines.setdefault(node, [line])

    def line(self, node: syntax.NodeId) -> int:
        """Return the line of an expression of the module's own code, 0 where it is not known."""
        return self._lines.get(node, (0,))[0]

    def events(self, name: str) -> list[Event]:
        """Return what happens to a name."""
        known = self._events.get(name)
        if known is None:
            known = self._events[name] = []
            for event in sorted(self._found(name), key=lambda event: event.line):
                after = known[-1].line + FRACTION if known else 0
                known.append(event._replace(line=max(event.line, after)))
        return known

    def at(self, name: str, line: float) -> Sequence[tuple[syntax.NodeId, float]]:
        """Return what a name may be before a line, each value with the line before which its own names are to be looked up."""
        events = [event for event in self.events(name) if not event.change]
        before = [event for event in events if event.line < line]
        chosen = _reaching(before) or events[:1]
        first = min((event.line for event in chosen if event.maybe or event is chosen[0]), default=0)
        return [(event.node, first if event.grows else event.line) for event in chosen]

    @property
    def matters(self) -> bool:
        """Whether any name is made out of itself."""
        names = self._module.syntax.names
        return any(
            len(nodes) > 1 and any(mentions(self._module, node, name) for node in nodes)
            for name, nodes in names.items()
        )

    def _found(self, name: str) -> Iterator[Event]:
        """Yield the events; an assignment whose line is not known comes after the one before it."""
        line: float = self._module.syntax.name_lines.get(name, 0)
        for node in self._module.syntax.names.get(name, ()):
            grows = mentions(self._module, node, name)
            lines: list[float] = [*self._lines_of(node)] or [line]
            for line in lines if grows or self._is_turn(node) else lines[:1]:
                yield Event(line, node, "", node in self._maybe, grows)
        yield from self._changes.get(name, ())

    def _is_turn(self, node: syntax.NodeId) -> bool:
        """Whether a value is what a loop goes through: of two equal loops it is the same expression."""
        record = self._module.nodes[node]
        while isinstance(record, syntax.Item):
            record = self._module.nodes[record.base]
        return isinstance(record, syntax.Element)

    def _lines_of(self, node: syntax.NodeId) -> list[int]:
        record = self._module.nodes[node]
        if node not in self._lines and isinstance(record, syntax.Item | syntax.Binary):
            return self._lines_of(record.base if isinstance(record, syntax.Item) else record.right)
        return self._lines.get(node, [])

    def _note(self, use: syntax.Use) -> None:
        nodes = self._module.nodes
        call = nodes[use.node]
        func = nodes[call.func] if isinstance(call, syntax.Call) and call.args else None
        if isinstance(func, syntax.Attr) and func.name in CHANGES:
            base = nodes[func.base]
            if isinstance(base, syntax.Name):
                event = Event(use.line, use.node, func.name, use.node in self._maybe, grows=True)
                self._changes.setdefault(base.name, []).append(event)
        elif isinstance(func, syntax.Name) and func.name == "bool" and isinstance(call, syntax.Call):
            self._note_test(nodes[call.args[0]], use.line)

    def _note_test(self, call: syntax.Node, line: int) -> None:
        nodes = self._module.nodes
        if isinstance(call, syntax.Call) and len(call.args) == 2:
            func, subject, attribute = nodes[call.func], nodes[call.args[0]], nodes[call.args[1]]
            is_test = isinstance(func, syntax.Name) and func.name == "hasattr"
            if is_test and isinstance(subject, syntax.Name) and isinstance(attribute, syntax.Text):
                self.tests.setdefault(subject.name, []).append((line, attribute.value))


def mentions(module: Module, node: syntax.NodeId, name: str) -> bool:
    """Whether an expression mentions a name of its module."""
    records = (module.nodes[part] for part in inside(module.nodes, node))
    return any(isinstance(record, syntax.Name) and record.name == name for record in records)


def changes_of(function: Function) -> dict[syntax.NodeId, list[Event]]:
    """Return the calls in a function that add to a list, by what the list is; those of which the path of the list tells are not
    among those of its last state."""
    found: dict[syntax.NodeId, list[Event]] = {}
    nodes = function.module.nodes
    for use in function.record.uses:
        call = nodes[use.node]
        func = nodes[call.func] if isinstance(call, syntax.Call) and call.args else None
        if isinstance(func, syntax.Attr) and func.name in CHANGES:
            found.setdefault(func.base, []).append(Event(use.line, use.node, func.name))
    return found


def loops_in(nodes: Sequence[syntax.Node], node: syntax.NodeId) -> tuple[syntax.NodeId, ...]:
    """Return the elements of which an expression is made, those of outer loops first."""
    parts = ((part, nodes[part]) for part in inside(nodes, node))
    return tuple(part for part, record in parts if isinstance(record, syntax.Element) and record.index == syntax.NONE)


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
