"""What a module's own code does to one of its names, in the order of its lines: assignments, and calls that change a list in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from boundary_lint.facts import syntax
from boundary_lint.link.program import Function, Module

CHANGES = frozenset({"append", "extend", "insert"})
"""Methods of a list that add to it."""


FRACTION = 1 / 4096
"""What lies between two events of one line."""

MAX_SEARCHED = 300
"""Expressions inside of one in which loops are looked for."""


class Event(NamedTuple):
    """A name is assigned a value (change is ""), or its list is changed by the call ``node``.

    line: where it stands; two of one line differ by a fraction, in their order. maybe: only under a condition. grows: the new value
    is made of the old one.
    """

    line: float
    node: syntax.NodeId
    change: str = ""
    maybe: bool = False
    grows: bool = False


class Body:
    """The own code of one module."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._maybe = frozenset(module.syntax.maybe)
        uses = module.functions[0].record.uses if module.functions else ()
        self._lines: dict[syntax.NodeId, int] = {}
        for node, line in (*((use.node, use.line) for use in uses), *module.syntax.places):
            self._lines.setdefault(node, line)
        self._events: dict[str, list[Event]] = {}
        self._changes: dict[str, list[Event]] = {}
        self.tests: dict[str, list[tuple[int, str]]] = {}
        """Name -> lines on which ``hasattr(name, "attribute")`` is asked, with the attribute."""
        for use in uses:
            self._note(use)

    def line(self, node: syntax.NodeId) -> int:
        """Return the line of an expression of the module's own code, 0 where it is not known."""
        return self._lines.get(node, 0)

    def events(self, name: str) -> list[Event]:
        """Return what happens to a name."""
        known = self._events.get(name)
        if known is None:
            line: float = self._module.syntax.name_lines.get(name, 0)
            found: list[Event] = []
            for node in self._module.syntax.names.get(name, ()):
                line = self._line_of_value(node) or line
                found.append(Event(line, node, maybe=node in self._maybe, grows=self._mentions(node, name)))
            found += self._changes.get(name, ())
            found.sort(key=lambda event: event.line)
            known = self._events[name] = []
            for event in found:
                after = known[-1].line + FRACTION if known else 0
                known.append(event._replace(line=max(event.line, after)))
        return known

    def _note(self, use: syntax.Use) -> None:
        nodes = self._module.nodes
        call = nodes[use.node]
        if not isinstance(call, syntax.Call):
            return
        func = nodes[call.func]
        if isinstance(func, syntax.Attr) and func.name in CHANGES and call.args:
            base = nodes[func.base]
            if isinstance(base, syntax.Name):
                event = Event(use.line, use.node, func.name, use.node in self._maybe, grows=True)
                self._changes.setdefault(base.name, []).append(event)
        elif isinstance(func, syntax.Name) and func.name == "bool" and call.args:
            self._note_test(nodes[call.args[0]], use.line)

    def _note_test(self, call: syntax.Node, line: int) -> None:
        nodes = self._module.nodes
        if isinstance(call, syntax.Call) and len(call.args) == 2:
            func, subject, attribute = nodes[call.func], nodes[call.args[0]], nodes[call.args[1]]
            is_test = isinstance(func, syntax.Name) and func.name == "hasattr"
            if is_test and isinstance(subject, syntax.Name) and isinstance(attribute, syntax.Text):
                self.tests.setdefault(subject.name, []).append((line, attribute.value))

    def _line_of_value(self, node: syntax.NodeId) -> int:
        record = self._module.nodes[node]
        if node not in self._lines and isinstance(record, syntax.Binary):
            return self._line_of_value(record.right)
        return self._lines.get(node, 0)

    def _mentions(self, node: syntax.NodeId, name: str) -> bool:
        """Whether a value is made of what a name was before: ``x + [...]``, ``changed(x, ...)``, ``[*x, ...]``."""
        nodes = self._module.nodes
        record = nodes[node]
        match record:
            case syntax.Name():
                return record.name == name
            case syntax.Binary():
                return self._mentions(record.left, name) or self._mentions(record.right, name)
            case syntax.Call():
                return any(self._mentions(argument, name) for argument in record.args)
            case syntax.Collection():
                stars = (nodes[item] for item in record.items)
                return any(isinstance(star, syntax.Star) and self._mentions(star.base, name) for star in stars)
        return False


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
    parts = ((part, nodes[part]) for part in parts_of(nodes, node))
    return tuple(part for part, record in parts if isinstance(record, syntax.Element) and record.index == syntax.NONE)


def parts_of(nodes: Sequence[syntax.Node], node: syntax.NodeId) -> list[syntax.NodeId]:
    """Return the expressions of which one is made, and itself: each after its own parts."""
    found: dict[syntax.NodeId, None] = {}
    waiting = [(node, False)]
    seen: set[syntax.NodeId] = set()
    while waiting:
        one, is_done = waiting.pop()
        if is_done:
            found[one] = None
        elif one >= 0 and one not in seen and len(seen) < MAX_SEARCHED:
            seen.add(one)
            waiting.append((one, True))
            waiting += ((part, False) for part in reversed(_direct_parts(nodes[one])))
    return list(found)


def _direct_parts(record: syntax.Node) -> tuple[syntax.NodeId, ...]:
    match record:
        case syntax.Attr(base, _) | syntax.Item(base, _) | syntax.Star(base) | syntax.Element(base, _):
            return (base,)
        case syntax.Narrowed(base, _) | syntax.Outer(base):
            return (base,)
        case syntax.Call(func, args, keywords):
            return (func, *args, *(value for _, value in keywords))
        case syntax.Format(parts) | syntax.Collection(_, parts) | syntax.Either(parts):
            return parts
        case syntax.Binary(_, left, right):
            return (left, right)
    return ()
