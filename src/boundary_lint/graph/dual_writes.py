"""Operations that write their own tables and tell somebody else of it, with nothing that ties the two together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from boundary_lint.facts.program import Access, ChannelUse, ProgramFacts, RemoteCall
from boundary_lint.graph.channels import meet
from boundary_lint.graph.entries import service_calls
from boundary_lint.graph.ids import Ids
from boundary_lint.graph.reach import CallGraph, Function, callee_of, caller_of
from boundary_lint.graph.rows import Row
from boundary_lint.graph.surroundings import function_of
from boundary_lint.graph.transactions import MAX_DEPTH, is_write

MAX_UP = 2
"""Callers looked at above the function that sends, for one that also writes."""

CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
"""HTTP methods that change something at the other side."""

_OUTBOX = re.compile(r"outbox|event_?store", re.I)
"""Tables that tie a message to a write. Source: the rule catalogue (D3)."""


class Sending(NamedTuple):
    """A message or a call that changes something elsewhere."""

    kind: str
    sent: str
    service: str
    fact: RemoteCall | ChannelUse


def dual_writes(facts: ProgramFacts, ids: Ids, graph: CallGraph) -> Iterator[Row]:
    """Yield the rows of dual_write_."""
    sendings = list(_sendings(facts, ids))
    if not sendings:
        return
    writes: dict[Function, list[Access]] = {}
    for access in facts.accesses:
        if is_write(access, ids) and access.op != "lock" and access.confidence != "low":
            writes.setdefault((access.root, access.module, access.function), []).append(access)
    for sending in sendings:
        for operation, reached in _operations(graph, function_of(sending.fact), writes):
            if any(_OUTBOX.search(a.table) for a in reached):
                continue
            sent_at = _sent_at(graph, operation, sending.fact)
            own = _own(_written_before(graph, operation, writes, sent_at), ids.service_at(sending.fact.file), ids)
            deleted = {a.table for a in reached if a.op == "delete"}
            yield from _rows(sending, (*operation, sent_at), own, deleted, ids)


def _sendings(facts: ProgramFacts, ids: Ids) -> Iterator[Sending]:
    if not facts.services:
        return
    consumers = [u for u in facts.channel_uses if u.side == "consume"]
    places = set()
    for use in facts.channel_uses:
        if use.side == "publish":
            places.add((use.file, use.line))
            services = {ids.service_at(c.file) for c in consumers if meet(use, c)}
            if services != {ids.service_at(use.file)}:
                yield Sending("publish", use.channel, "", use)
    for call in service_calls(facts, ids).values():
        if (call.file, call.line) not in places:
            if not call.sync:
                yield Sending("publish", call.path, call.service, call)
            elif call.method in CHANGING:
                yield Sending("call", f"{call.method} {call.path}", call.service, call)


def _operations(
    graph: CallGraph, function: Function, writes: dict[Function, list[Access]]
) -> Iterator[tuple[Function, list[Access]]]:
    """Yield the nearest functions that lead to one, itself included, and also lead to writes; and those writes."""
    level, seen = [function], {function}
    for _ in range(MAX_UP + 1):
        callers: dict[Function, None] = {}
        for operation in level:
            reached = [a for f, _ in graph.reached_from(operation, MAX_DEPTH) for a in writes.get(f, ())]
            if reached:
                yield operation, reached
            else:
                callers |= dict.fromkeys(caller_of(i) for i in graph.above(operation))
        level = [c for c in callers if c not in seen]
        seen.update(level)


def _sent_at(graph: CallGraph, operation: Function, fact: RemoteCall | ChannelUse) -> int:
    """Return the last line of an operation that leads to a sending."""
    target = function_of(fact)
    if operation == target:
        return fact.line
    return max(i.line for i in graph.below(operation) if target in dict(graph.reached_from(callee_of(i), MAX_UP)))


def _written_before(
    graph: CallGraph, operation: Function, writes: dict[Function, list[Access]], until: int
) -> Iterator[Access]:
    """Yield the writes of an operation that begin on a line or before it: what follows a sending may be on another branch."""
    yield from (a for a in writes.get(operation, ()) if a.line <= until)
    for i in graph.below(operation):
        if i.line <= until:
            for function, _ in graph.reached_from(callee_of(i), MAX_DEPTH - 1):
                yield from writes.get(function, ())


def _own(accesses: Iterable[Access], service: str, ids: Ids) -> list[Access]:
    """Return the first write and the deletions of every table that belongs to a service, or to none."""
    found: dict[tuple[str, bool], Access] = {}
    for access in accesses:
        owner = ids.service_of_context(ids.tables[ids.of_table[access.table]].owner)
        if owner in ("", service):
            found.setdefault((access.table, access.op == "delete"), access)
    return list(found.values())


def _rows(
    sending: Sending, at: tuple[str, str, str, int], own: list[Access], deleted: set[str], ids: Ids
) -> Iterator[Row]:
    written = {a.table for a in own if a.op != "delete"}
    fact = sending.fact
    guarded = isinstance(fact, RemoteCall) and fact.guarded
    for access in own:
        if access.op == "delete" and access.table in written:
            continue
        compensated = access.op != "delete" and access.table in deleted
        what = (ids.of_module.get(at[:2]), at[2], at[3], sending.kind, sending.sent, sending.service)
        done = (
            ids.of_table[access.table],
            compensated,
            guarded,
            ids.of_file[access.file],
            access.line,
        )
        yield *what, *done, ids.of_file[fact.file], fact.function, fact.line
