"""What lies around a remote call, in its own function or in any that leads to it: a loop, a transaction, a retry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from boundary_lint.facts.program import ChannelUse, Invocation, ProgramFacts, RemoteCall, Retry
from boundary_lint.graph.ids import Ids
from boundary_lint.graph.reach import CallGraph, Function, callee_of
from boundary_lint.graph.rows import Row

MAX_RETRIED_DEPTH = 3
"""Function calls followed from what is tried again; what is reached through more is seldom what the author had in mind."""

MAX_LOOP_DEPTH = 8
"""Function calls between a loop and a call; what is further away is seldom done for each element."""

Sent: TypeAlias = RemoteCall | ChannelUse


def function_of(fact: Sent | Retry) -> Function:
    """Return the function in which a fact stands."""
    return fact.root, fact.module, fact.function


def loops(facts: ProgramFacts, ids: Ids, graph: CallGraph) -> Iterator[Row]:
    """Yield the rows of call_loop_."""
    for index, depth, place in _looped(facts, graph):
        yield index, depth, ids.of_file[place.file], place.function, place.line


def looped_calls(facts: ProgramFacts, graph: CallGraph) -> Iterator[tuple[int, int]]:
    """Yield position and depth of the calls that stand in a loop over data, or below an invocation that does."""
    for index, depth, _ in _looped(facts, graph):
        yield index, depth


def _looped(facts: ProgramFacts, graph: CallGraph) -> Iterator[tuple[int, int, Sent | Invocation]]:
    """Yield (position, depth, what stands in the loop) for the nearest loop on every way that leads to a call."""
    inside = {(c.file, c.line): c for c in facts.calls if c.sink and c.in_loop}
    above: dict[Function, dict[tuple[str, str, int], tuple[int, Invocation]]] = {}
    for index, call in enumerate(facts.calls):
        place = call if call.in_loop else inside.get((call.sink_file, call.sink_line))
        if place is not None:
            yield index, 0, place
            continue
        function = function_of(call)
        if function not in above:
            marked = graph.marked_above(function, lambda i: i.in_loop, MAX_LOOP_DEPTH)
            above[function] = {(i.file, i.function, i.line): (depth, i) for depth, i in reversed(list(marked))}
        yield from ((index, depth, i) for depth, i in above[function].values())


def call_transactions(facts: ProgramFacts, ids: Ids, graph: CallGraph) -> Iterator[Row]:
    """Yield the rows of call_transaction_."""
    yield from _transactions(facts.calls, ids, graph)


def publish_transactions(facts: ProgramFacts, ids: Ids, graph: CallGraph) -> Iterator[Row]:
    """Yield the rows of publish_transaction_."""
    yield from _transactions(facts.channel_uses, ids, graph)


def _transactions(sent: Sequence[Sent], ids: Ids, graph: CallGraph) -> Iterator[Row]:
    def in_transaction(fact: Sent | Invocation) -> bool:
        return fact.transaction != ""

    for index, depth, place in _around(sent, graph, in_transaction):
        yield index, depth, place.transaction, ids.of_file[place.file], place.function, place.line


def _around(
    sent: Sequence[Sent], graph: CallGraph, marked: Callable[[Sent | Invocation], bool]
) -> Iterator[tuple[int, int, Sent | Invocation]]:
    """Yield (position, depth, marked place) of every call that is marked itself, or stands below an invocation that is."""
    above = graph.nearest_above((function_of(s) for s in sent if not marked(s)), marked)
    for index, fact in enumerate(sent):
        if marked(fact):
            yield index, 0, fact
        elif (found := above.get(function_of(fact))) is not None:
            yield index, found.depth, found.invocation


def retried_calls(facts: ProgramFacts, graph: CallGraph) -> Iterator[Row]:
    """Yield the rows of retried_call_."""
    by_function: dict[Function, list[int]] = {}
    for index, call in enumerate(facts.calls):
        by_function.setdefault(function_of(call), []).append(index)
    for number, retry in enumerate(facts.retries if facts.calls else ()):
        depths: dict[int, int] = {}
        for index in by_function.get(function_of(retry), ()):
            if _covers(retry, facts.calls[index].line):
                depths[index] = 0
        for i in graph.below(function_of(retry)):
            if _covers(retry, i.line):
                for function, depth in graph.reached_from(callee_of(i), MAX_RETRIED_DEPTH - 1):
                    for index in by_function.get(function, ()):
                        depths[index] = min(depth + 1, depths.get(index, depth + 1))
        yield from ((number, index, depth) for index, depth in sorted(depths.items()))


def _covers(retry: Retry, line: int) -> bool:
    return not retry.first_line or retry.first_line <= line <= retry.last_line
