"""In which order to take contexts out: the cheapest first, each step paying for what ties it to what is still there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import msgspec

from boundary_lint.seams.cuts.crossing import Crossing
from boundary_lint.seams.cuts.price import price
from boundary_lint.seams.division import SHARED

MAX_CONTEXTS = 400
"""Contexts that are put in order: the work grows with their square, and nobody takes out more."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One extraction.

    context: what is taken out. price: in points, of the crossings to what is still there; those to contexts taken out before were paid then. crossings:
    kind -> how many of these. remote: what of the context the rest then calls from afar, with the number of places; calls: what of
    the rest the context then calls from afar. left: crossings that remain for later steps, left_price their price.
    """

    context: str
    price: float
    crossings: dict[str, int]
    remote: tuple[tuple[str, int], ...]
    calls: tuple[tuple[str, int], ...]
    left: int
    left_price: float


def extraction_order(crossings: Sequence[Crossing]) -> tuple[Step, ...]:
    """Return the steps in which all contexts that are tied to anything are taken out, the cheapest first; of equal ones by name.

    The price of a step is the sum over the contexts that are still there, and over shared code, so that taking one out makes the next ones cheaper.
    Chains and complexity are not part of it: they belong to a cut as a whole. Work: the pairs of contexts.
    """
    between: dict[tuple[str, str], list[Crossing]] = defaultdict(list)
    for one in crossings:
        between[_pair(one.source, one.target)].append(one)
    cost = {pair: price(found).total for pair, found in between.items()}
    names = sorted({name for pair in between for name in pair} - {SHARED})[:MAX_CONTEXTS]
    owed = {name: sum(points for pair, points in cost.items() if name in pair) for name in names}
    steps: list[Step] = []
    left = dict(between)
    while owed:
        name = min(owed, key=lambda one: (round(owed[one], 1), one))
        taken = {pair: left.pop(pair) for pair in sorted(left) if name in pair}
        paid = round(owed.pop(name), 1)
        for pair in taken:
            other = pair[0] if pair[1] == name else pair[1]
            if other in owed:
                owed[other] -= cost[pair]
        steps.append(_step(name, paid, [one for found in taken.values() for one in found], left, cost))
    return tuple(steps)


def _step(
    name: str, paid: float, cut: list[Crossing], left: dict[tuple[str, str], list[Crossing]], cost: dict[tuple[str, str], float]
) -> Step:  # fmt: skip
    kinds = Counter(str(one.kind) for one in cut)
    remote = Counter(one.what for one in cut if one.waits and one.target == name)
    calls = Counter(one.what for one in cut if one.waits and one.source == name)
    return Step(
        context=name,
        price=paid,
        crossings=dict(sorted(kinds.items())),
        remote=_most(remote),
        calls=_most(calls),
        left=sum(len(found) for found in left.values()),
        left_price=round(sum(cost[pair] for pair in left), 1),
    )


def _most(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)
