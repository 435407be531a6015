"""Read every function of the program, for every receiver it runs for, in two passes.

The second pass knows what callers pass. A third would find nothing that run-time truth confirms.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from boundary_lint.link.evaluate import BudgetExceeded, Effect, Evaluator, Frame, Sink
from boundary_lint.link.program import Function
from boundary_lint.link.values import Value

RECURSION_LIMIT = 20_000
"""Frames of Python that one path may take; what needs more is a gap."""


class Reading(NamedTuple):
    """One function read for one receiver: (position of the use, effect) events, and why it failed ("" where it did not)."""

    function: Function
    receiver: Value | None
    events: list[tuple[int, Effect]]
    failed: str


def read_all(link: Evaluator, functions: Iterable[Function]) -> Iterator[Reading]:
    """Yield the last reading of every function and receiver, in the order given.

    A function is read again only if it consulted something that the first pass has found out.
    """
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, RECURSION_LIMIT))
    try:
        first = [(read(link, f, receiver), link.consulted) for f in functions for receiver in link.meaning.selves(f)]
        news = link.next_pass()
        for reading, consulted in first:
            if news.isdisjoint(consulted):
                yield reading
            else:
                yield read(link, reading.function, reading.receiver)
    finally:
        sys.setrecursionlimit(limit)


def read(link: Evaluator, function: Function, receiver: Value | None) -> Reading:
    """Read one function for one receiver."""
    sink = Sink()
    frame = Frame(link, function, receiver, sink=sink)
    link.steps, link.consulted = 0, set()
    failed = ""
    try:
        _read_uses(function, frame, sink)
        for store in function.record.stores:
            link.meaning.stored(frame.evaluate(store.target), store.name, store.value, frame, store.line)
    except BudgetExceeded:
        failed = "too many paths to follow"
    except RecursionError:
        failed = "paths nested too deep"
    return Reading(function, receiver, sink.events, failed)


def _read_uses(function: Function, frame: Frame, sink: Sink) -> None:
    """Evaluate every use; a path used again has the same effects at the later line."""
    noted: dict[int, list[Effect]] = {}
    for position, use in enumerate(function.record.uses):
        sink.use = position
        before = noted.get(use.node)
        if before is not None:
            for effect in before:
                sink.add(effect)
            continue
        start = len(sink.events)
        frame.evaluate(use.node)
        noted[use.node] = [effect for _, effect in sink.events[start:]]
