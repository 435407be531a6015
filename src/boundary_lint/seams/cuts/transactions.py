"""Crossings of transactions: what commits together today, and could not once the tables lie in two databases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

import msgspec

from boundary_lint.facts.program import Confidence, Module, ProgramFacts
from boundary_lint.graph.ids import Ids
from boundary_lint.graph.transactions import transaction_writes
from boundary_lint.seams.cuts.crossing import ORDER, Crossing, code, named
from boundary_lint.seams.cuts.sides import Sides
from boundary_lint.seams.divided import with_division

MAX_NAMED = 3
"""Tables of one side that a reason names."""


class _Write(NamedTuple):
    depth: int
    table: str
    path: str
    confidence: Confidence


class Region(NamedTuple):
    """A transaction: where it is opened, by which function of which module, and what is written in it, by context."""

    file: str
    line: int
    module: Module
    function: str
    written: dict[str, set[_Write]]


def regions(facts: ProgramFacts, sides: Sides) -> Iterator[Region]:
    """Yield all transactions that write something, by place."""
    divided = with_division(facts, sides.division)
    divided = msgspec.structs.replace(divided, accesses=sorted(facts.accesses), invocations=sorted(facts.invocations))
    ids = Ids(divided)
    found: dict[tuple[str, int, str], dict[str, set[_Write]]] = defaultdict(lambda: defaultdict(set))
    for region, number, function, _, table, _, confidence, depth, path, *_ in transaction_writes(divided, ids):
        name = ids.tables[int(table or 0)].table
        written = found[str(region), int(number or 0), str(function)][sides.division.of_table(name)]
        written.add(_Write(int(depth or 0), name, str(path), confidence))  # type: ignore[arg-type]  # the row has that of the access
    for (place, index, name), by_context in sorted(found.items()):
        file, _, line = place.rpartition(":")
        yield Region(file, int(line), ids.modules[index], name, by_context)


def transactions(facts: ProgramFacts, sides: Sides) -> Iterator[Crossing]:
    """Yield one crossing per transaction and pair of contexts whose tables it writes.

    One that is opened by a context that writes nothing in it ties that context to each whose tables it writes.
    """
    for file, line, module, name, written in regions(facts, sides):
        home = sides.of_file(module.file, module.root, module.module)
        for source, target in _pairs(home, written):
            yield Crossing(
                kind="transaction", source=source, target=target, file=file, line=line, subject=f"{module.module}:{name}",
                what=", ".join(sorted({w.table for side in (source, target) for w in written.get(side, ())})),
                transaction=f"{file}:{line}", confidence=_confidence(written, source, target),
                reason=f"the transaction of {code(name)} writes {_tables(written, source)} and {_tables(written, target)}"
                if source in written
                else f"{code(name)} of {named(home)} opens the transaction that writes {_tables(written, target)}",
            )  # fmt: skip


def _pairs(home: str, written: dict[str, set[_Write]]) -> Iterator[tuple[str, str]]:
    """Yield whom a transaction ties: the context that opens it first."""
    others = sorted(written.keys() - {home})
    if home in written or len({w.table for writes in written.values() for w in writes}) > 1:
        yield from ((home, other) for other in others)
    if home not in written:
        yield from combinations(others, 2)


def _confidence(written: dict[str, set[_Write]], *sides: str) -> Confidence:
    """Return how sure it is that both sides are written: as the less sure of them, and each as its surest write."""
    surest = [min((w.confidence for w in written[side]), key=ORDER.__getitem__) for side in sides if side in written]
    return max(surest, key=ORDER.__getitem__)


def _tables(written: dict[str, set[_Write]], side: str) -> str:
    """Return the tables of a side in words, with the way to those that are written in another function."""
    nearest: dict[str, _Write] = {}
    for write in sorted(written[side]):
        nearest.setdefault(write.table, write)
    words = [w.table if not w.depth else f"{w.table} (by {w.path})" for w in sorted(nearest.values())]
    more = f" and {len(words) - MAX_NAMED} more" if len(words) > MAX_NAMED else ""
    return f"{', '.join(words[:MAX_NAMED])}{more} of {named(side)}"
