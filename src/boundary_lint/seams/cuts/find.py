"""All crossings of a division, each with its remedy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from boundary_lint.facts.program import Confidence, ProgramFacts
from boundary_lint.graph.reach import CallGraph, Function
from boundary_lint.graph.transactions import MAX_DEPTH
from boundary_lint.seams.cuts.code import calls, code_references, imports, model_references, properties
from boundary_lint.seams.cuts.crossing import ORDER, Crossing
from boundary_lint.seams.cuts.data import accesses, joins, keys, told_by
from boundary_lint.seams.cuts.messages import channels, signals
from boundary_lint.seams.cuts.remedies import choose
from boundary_lint.seams.cuts.sides import Sides
from boundary_lint.seams.cuts.transactions import transactions
from boundary_lint.seams.cuts.usage import Usage
from boundary_lint.seams.division import Division

LEAST: Confidence = "medium"
"""A crossing that is less sure than this is left out: a list that people work through must be true."""


def find_crossings(facts: ProgramFacts, division: Division, least: Confidence = LEAST) -> tuple[Crossing, ...]:
    """Return every crossing between two contexts of a division, or between one and what is shared, sorted by place.

    Each ties two different sides. Equal facts and divisions give equal crossings, whatever the order of the facts.
    """
    sides, graph = Sides(facts, division), CallGraph(sorted(facts.invocations))
    found = sorted({one for one in _all(facts, sides, graph, least) if is_sure(one, least)})
    usage = Usage(facts, sides, graph, found)
    return tuple(_with_remedy(one, usage) for one in found)


def find_unsure(facts: ProgramFacts, division: Division, least: Confidence = LEAST) -> tuple[Crossing, ...]:
    """Return what `find_crossings` leaves out because it is not sure enough, without remedies."""
    sides, graph = Sides(facts, division), CallGraph(sorted(facts.invocations))
    return tuple(sorted({one for one in _all(facts, sides, graph, least) if not is_sure(one, least)}))


def is_sure(one: Crossing, least: Confidence) -> bool:
    """Whether a crossing is as sure as asked for."""
    return ORDER[one.confidence] <= ORDER[least]


def _all(facts: ProgramFacts, sides: Sides, graph: CallGraph, least: Confidence) -> Iterator[Crossing]:
    loops = _loops(facts, graph)
    imported = list(imports(facts, sides))
    yield from imported
    yield from code_references(facts, sides)
    yield from model_references(facts, sides, {(one.file, one.line, one.target) for one in imported})
    yield from calls(facts, sides, loops)
    yield from properties(facts, sides, loops)
    joined = list(joins(facts, sides))
    yield from joined
    yield from accesses(facts, sides, loops, told_by(one for one in joined if is_sure(one, least)))
    yield from keys(facts, sides)
    yield from transactions(facts, sides)
    yield from channels(facts, sides)
    yield from signals(facts, sides)


def _loops(facts: ProgramFacts, graph: CallGraph) -> dict[Function, str]:
    """Return for every function that does something the nearest loop above it, as "file:line", at most `MAX_DEPTH` calls away."""
    functions: Iterable[Function] = [
        *((a.root, a.module, a.function) for a in facts.accesses),
        *((i.root, i.module, i.function) for i in facts.invocations),
    ]
    above = graph.nearest_above(sorted(set(functions)), lambda one: one.in_loop)
    return {
        function: f"{found.invocation.file}:{found.invocation.line}"
        for function, found in above.items()
        if found.depth <= MAX_DEPTH
    }


def _with_remedy(one: Crossing, usage: Usage) -> Crossing:
    remedy, because = choose(one, usage)
    return msgspec.structs.replace(one, remedy=remedy, because=because)
