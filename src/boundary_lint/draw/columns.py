"""Columns that nobody needs to scroll: many things at an end of the picture are put into several columns."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from boundary_lint.draw.lines import Line

TALL = 10
"""Things in one column."""

MOST = 4
"""Columns that are made of one."""


def lengths(lines: Sequence[Line]) -> dict[tuple[str, str], int]:
    """Return the least length, in columns, of lines (by user and used) that are to be longer than one.

    The same is done by Graphviz's ``unflatten`` for trees alone.
    """
    weight = {line.ends: line.weight for line in lines}
    users, used = {pair[0] for pair in weight}, {pair[1] for pair in weight}
    first = _away({pair: weight[pair] for pair in weight if pair[0] not in used})
    last = _away({pair[::-1]: weight[pair] for pair in weight if pair[1] not in users})
    found = {pair: max(first.get(pair[0], 1), last.get(pair[1], 1)) for pair in weight}
    return {pair: length for pair, length in found.items() if length > 1}


def _away(ties: Mapping[tuple[str, str], int]) -> dict[str, int]:
    """Return how far away those are to stand of which many are tied most to the same. ties: one at an end of the picture, and the other -> weight."""
    heaviest: dict[str, tuple[int, str]] = {}
    for (one, other), weight in ties.items():
        heaviest[one] = max(heaviest.get(one, (0, "")), (weight, other))
    around: dict[str, list[str]] = {}
    for one in sorted(heaviest):
        around.setdefault(heaviest[one][1], []).append(one)
    away: dict[str, int] = {}
    for many in around.values():
        columns = min(MOST, math.ceil(len(many) / TALL))
        away |= {one: 1 + position % columns for position, one in enumerate(many)}
    return away
