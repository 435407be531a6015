"""Chains and cycles of services that wait for each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TypeAlias

from boundary_lint.facts.program import PROCEDURE, ProgramFacts, RemoteCall
from boundary_lint.graph.cycles import find_cycles
from boundary_lint.graph.entries import EntryCall, service_calls
from boundary_lint.graph.ids import Ids
from boundary_lint.graph.rows import Row

LONG = 3
"""Services on a chain from which on it is told. Source: the labels of real service sets; CIMET2 begins at three as well."""

MAX_SERVICES = 8
"""Services followed; a longer chain is no worse."""

MAX_STEPS = 20_000
"""Calls followed in all: where few endpoints are known, everything seems to lead everywhere."""

Chain: TypeAlias = tuple[tuple[int, str], ...]
"""(position of the call, how it follows from the one before)"""


def cycle_rows(facts: ProgramFacts, ids: Ids) -> Iterator[Row]:
    """Yield the rows of service_cycle_step_."""
    pairs: dict[tuple[str, str], list[int]] = {}
    for index, call in service_calls(facts, ids).items():
        if call.sync:
            pairs.setdefault((ids.service_at(call.file), call.service), []).append(index)
    for cycle in find_cycles({pair: len(calls) for pair, calls in pairs.items()}):
        start = cycle.index(min(cycle))
        name = " -> ".join([*cycle[start:], *cycle[:start], cycle[start]])
        for step, pair in enumerate(pairwise([*cycle, cycle[0]])):
            for index in pairs[pair] if step == 0 else pairs[pair][:1]:
                yield name, step, *pair, index


def chain_rows(facts: ProgramFacts, ids: Ids, entries: list[EntryCall]) -> Iterator[Row]:
    """Yield the rows of service_chain_: for every service at which chains begin the longest one, and all their first calls."""
    chains = _Chains(facts, ids, entries)
    by_service: dict[str, list[Chain]] = {}
    for index in chains.starts():
        chain = chains.longest(index)
        if len(chain) + 1 >= LONG:
            by_service.setdefault(chains.pair(index)[0], []).append(chain)
    for service in sorted(by_service):
        best = min(by_service[service], key=lambda chain: (-len(chain), chains.name(chain), chain))
        name = chains.name(best)
        for chain in by_service[service]:
            yield name, len(best) + 1, 0, chain[0][0], "start"
        for step, (index, joined) in enumerate(best[1:], 1):
            yield name, len(best) + 1, step, index, joined


class _Chains:
    """Follows calls from service to service."""

    def __init__(self, facts: ProgramFacts, ids: Ids, entries: list[EntryCall]) -> None:
        self._ids, self._steps = ids, 0
        self._calls = {i: c for i, c in service_calls(facts, ids).items() if c.sync}
        self._by_service: dict[str, list[int]] = {}
        self._by_endpoint: dict[tuple[str, str], list[EntryCall]] = {}
        self._serving = {ids.service_at(r.file) for r in facts.routes}
        for index, call in self._calls.items():
            self._by_service.setdefault(ids.service_at(call.file), []).append(index)
        self._begun = {e.call for e in entries if e.entry.kind != "top"}
        for entry in entries:
            if entry.entry.kind == "route" and entry.call in self._calls:
                self._by_endpoint.setdefault((entry.entry.service, entry.entry.name), []).append(entry)

    def starts(self) -> list[int]:
        """Return the calls at which chains begin: those of a route or a message, or of anything where a service has none of
        these, that no other call leads to and that close no circle of two.
        """
        led: set[int] = set()
        for index, call in self._calls.items():
            origin = self.pair(index)[0]
            led |= {after for after, _ in self._next(call) if self._calls[after].service != origin}
        pairs = {self.pair(index) for index in self._calls}
        begun = [i for i in self._calls if i in self._begun or self.pair(i)[0] not in self._serving]
        return [i for i in begun if i not in led and self.pair(i)[::-1] not in pairs]

    def pair(self, index: int) -> tuple[str, str]:
        """Return who calls and who is called."""
        call = self._calls[index]
        return self._ids.service_at(call.file), call.service

    def name(self, chain: Chain) -> str:
        """Return the services on a chain, as people read them."""
        return " -> ".join([self.pair(chain[0][0])[0], *(self._calls[index].service for index, _ in chain)])

    def longest(self, index: int, joined: str = "start", before: frozenset[str] = frozenset()) -> Chain:
        """Return the longest chain that begins with a call and comes to no service twice."""
        self._steps += 1
        origin, target = self.pair(index)
        seen = before | {origin, target}
        best: Chain = ()
        if len(seen) < MAX_SERVICES and self._steps < MAX_STEPS:
            for after, how in self._next(self._calls[index]):
                if self._calls[after].service not in seen:
                    found = self.longest(after, how, seen)
                    if len(found) > len(best):
                        best = found
        return ((index, joined), *best)

    def _next(self, call: RemoteCall) -> list[tuple[int, str]]:
        """Return the calls that a call leads to: those of its endpoint, or all of its service where no endpoint of that is known."""
        if call.service in self._serving:
            reached = call.reaches or (call.endpoint,)
            entries = [e for pattern in reached for e in self._by_endpoint.get((call.service, pattern), ())]
            answering = [e.call for e in entries if _answers(e.entry.methods, call.method)]
            return [(index, "endpoint") for index in dict.fromkeys(answering)]
        return [(index, "service") for index in self._by_service.get(call.service, ())]


def _answers(methods: tuple[str, ...], method: str) -> bool:
    return not methods or not method or PROCEDURE in methods or method.upper() in methods
