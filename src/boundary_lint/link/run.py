"""Read every function of the program, for every receiver it runs for, in three passes.

The second pass knows what callers pass, the third what their callers have passed to them; each reads again only what the
one before has found news for. The program is read in
parts whose memos see nothing of each other, so that the split - a matter of the program alone - and not the number of
processes decides the result.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from boundary_lint.facts import syntax
from boundary_lint.link.evaluate import Evaluator
from boundary_lint.link.frame import Effect, Frame, Invoked, Sink
from boundary_lint.link.learned import ArgumentTypes, Consulted, Knowledge, Learned, bounded, leading_to
from boundary_lint.link.nodes import BudgetExceeded
from boundary_lint.link.paths import MAX_INSIDE
from boundary_lint.link.program import CONTAINED, Class, Function
from boundary_lint.link.values import ClassValue, Instance, Value, Values

RECURSION_LIMIT = 20_000
"""Frames of Python that one path may take; what needs more is a gap."""

PASSES = 3
"""How often the program is read: values travel through one call less."""

SHARE = 1 / 8
"""The part of what is left that is read on its own next: guided self-scheduling (Polychronopoulos and Kuck, 1987)."""

LEAST_USES = 3_000
"""Uses of one part: of smaller ones many summaries are made twice (12 % more work with 2,500 for all than with 10,000)."""


class Reading(NamedTuple):
    """One function read for one receiver: (position, effect) events, what each ``return`` gives, and why it failed.

    Positions count the function's uses, then its stores. failed is "" where it did not. among: how many instances the receiver
    is one of, each made with other classes.
    """

    function: Function
    receiver: Value | None
    events: list[tuple[int, Effect]]
    returned: list[Values]
    failed: str
    among: int = 1


class Part:
    """A part of the program, read on its own."""

    def __init__(self, make_link: Callable[[], Evaluator], functions: Sequence[Function]) -> None:
        self._make_link, self._functions = make_link, functions
        self._read: list[tuple[Reading, set[Consulted]]] = []
        self.link: Evaluator

    def first_pass(self) -> Learned:
        """Read everything once, with nothing remembered; return what callers pass."""
        self.link, self._read = self._make_link(), []
        with _deep_recursion():
            for function in self._functions:
                for receiver in self.link.meaning.selves(function):
                    self._read.append((read(self.link, function, receiver), bounded(self.link.consulted)))
        return self._learned()

    def next_pass(self, known: Knowledge) -> Learned:
        """Read again what consulted something that the passes before have found out; return what this one has."""
        self.link.next_pass(known)
        with _deep_recursion():
            for position, (reading, consulted) in enumerate(self._read):
                if not known.news.isdisjoint(consulted):
                    again = read(self.link, reading.function, reading.receiver, reading.among)
                    self._read[position] = (again, bounded(self.link.consulted))
            for function, receiver, among in self._new_receivers(known):
                self._read.append((read(self.link, function, receiver, among), bounded(self.link.consulted)))
        return self._learned()

    def _new_receivers(self, known: Knowledge) -> list[tuple[Function, Value, int]]:
        """Return the methods of classes of which instances were made that they have not been read for yet."""
        if not known.receivers:
            return []
        names = self.link.names
        below: dict[Class, list[Class]] = {}
        for cls in known.receivers:
            for above in names.mro(cls):
                if isinstance(above, Class):
                    below.setdefault(above, []).append(cls)
        done = {(reading.function, reading.receiver) for reading, _ in self._read}
        return [
            (function, receiver, len(known.receivers[cls]))
            for function in self._functions
            if function.method is not None and function.method.cls is not None
            for cls in below.get(function.method.cls, ())
            if names.lookup(cls, function.method.record.qualname.rpartition(".")[2]) is function.method.cls
            for receiver in known.receivers[cls]
            if (function, receiver) not in done
        ]

    def _learned(self) -> Learned:
        return Learned(
            self.link.next_argument_types,
            self.link.next_foreign_stores,
            self.link.next_receivers,
            with_data(reading for reading, _ in self._read) | made_with_addresses(self.link.next_argument_types),
        )

    def readings(self) -> Iterator[Reading]:
        """Yield the last reading of every function and receiver, in order."""
        done, self._read = self._read, []
        for reading, _ in done:
            yield reading


class _deep_recursion:  # noqa: N801 - reads as a statement
    def __enter__(self) -> None:
        self._limit = sys.getrecursionlimit()
        sys.setrecursionlimit(max(self._limit, RECURSION_LIMIT))

    def __exit__(self, *_: object) -> None:
        sys.setrecursionlimit(self._limit)


def split(functions: Iterable[Function]) -> list[list[Function]]:
    """Return the functions in parts, each a `SHARE` of what is left: large ones first, so that no process waits long for
    another's last. A module is never split."""
    modules: dict[int, list[Function]] = {}
    for function in functions:
        modules.setdefault(id(function.module), []).append(function)
    sizes = [sum(len(f.record.uses) for f in members) for members in modules.values()]
    left, size = sum(sizes), 0
    parts: list[list[Function]] = [[]]
    for members, uses in zip(modules.values(), sizes, strict=True):
        if parts[-1] and size + uses / 2 > max(left * SHARE, LEAST_USES):
            parts.append([])
            left, size = left - size, 0
        parts[-1] += members
        size += uses
    return [part for part in parts if part]


def with_data(readings: Iterable[Reading]) -> set[Class | Function]:
    """Return the functions that touch or return data, and the classes whose methods they are."""
    found: set[Class | Function] = set()
    leads = leading_to(set())
    for function, _, events, returned, *_ in readings:
        if function not in found and (
            any(not isinstance(effect, Invoked) for _, effect in events) or any(map(leads, returned))
        ):
            found.add(function)
            if function.cls is not None:
                found.add(function.cls)
    return found


def made_with_addresses(passed: ArgumentTypes) -> set[Class | Function]:
    """Return the classes whose instances are made with an address or a client: whoever holds one calls others."""
    return {
        function.cls
        for (function, _, _), values in passed.items()
        if function.cls is not None
        and function.record.qualname.endswith(".__init__")
        and any(value.is_data and not isinstance(value, Instance | ClassValue) for value in values)
    }


def read(link: Evaluator, function: Function, receiver: Value | None, among: int = 1) -> Reading:
    """Read one function for one receiver."""
    sink = Sink()
    frame = Frame(link, function, receiver, sink=sink)
    link.steps, link.consulted = 0, set()
    returned: list[Values] = []
    failed = ""
    try:
        _read_uses(function, frame, sink)
        for position, store in enumerate(function.record.stores, len(function.record.uses)):
            if store.name.endswith(CONTAINED):
                continue
            sink.use = position
            link.meaning.stored(frame.evaluate(store.target), store.name, store.value, frame, store.line)
        returned = [frame.evaluate(node) for node in function.record.returns]
    except BudgetExceeded:
        failed = "too many paths to follow"
    except RecursionError:
        failed = "paths nested too deep"
    return Reading(function, receiver, sink.events, returned, failed, among)


def _read_uses(function: Function, frame: Frame, sink: Sink) -> None:
    """Evaluate every use; a path used again has the same effects at the later line, but for what is loaded once.

    So has one that was part of another before. What was used on its own since is at hand, and not done again: a variable holds it.
    """
    noted: dict[int, list[Effect]] = {}
    repeats = frame.link.meaning.repeats
    for position, use in enumerate(function.record.uses):
        sink.use = position
        before = noted.get(use.node)
        if before is None:
            was_part = use.node in frame.memo and _forget(use.node, frame, noted)
            frame.evaluate(use.node)
            repeated = noted[use.node] = [effect for effect in sink.of_use() if repeats(effect)]
            if was_part:
                sink.leave(repeated)
        elif before:
            held = _held(use.node, frame.nodes, noted)
            for effect in before:
                if effect not in held:
                    sink.add(effect)


def _forget(node: int, frame: Frame, noted: dict[int, list[Effect]]) -> bool:
    """Forget what a path is, down to where a variable may hold it."""
    while node not in noted:
        frame.memo.pop(node, None)
        match frame.nodes[node]:
            case syntax.Attr(base) | syntax.Call(base):
                node = base
            case _:
                break
    return True


def _held(node: int, nodes: Sequence[syntax.Node], noted: dict[int, list[Effect]]) -> set[Effect]:
    """Return the effects of the values inside a path, that of a call with its arguments, that were used on their own."""
    found: set[Effect] = set()
    waiting = [node]
    for part in waiting:
        if part != node and (effects := noted.get(part)):
            found.update(effects)
        record = nodes[part]
        if record.__class__ is syntax.Attr:
            waiting.append(record.base)
        elif record.__class__ is syntax.Call and len(waiting) < MAX_INSIDE:
            waiting += (record.func, *record.args)
    return found
