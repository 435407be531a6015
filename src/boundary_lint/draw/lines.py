"""The lines of a picture: two things that use each other are tied by one line, with the numbers of both ways."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from boundary_lint.draw.marks import worse
from boundary_lint.draw.picture import Edge
from boundary_lint.findings.finding import Severity


class Line(NamedTuple):
    """One line. there: the edge along the order, or the heavier one; back: the edge the other way, if there is one."""

    there: Edge
    back: Edge | None = None

    @property
    def weight(self) -> int:
        """Places of both ways."""
        return self.there.weight + (self.back.weight if self.back else 0)

    @property
    def severity(self) -> Severity | None:
        """Of the worst finding about the pair."""
        return worse(self.there.severity, self.back.severity if self.back else None)

    @property
    def against(self) -> bool:
        """Whether the line as a whole points against the order."""
        return self.there.cycle

    @property
    def ends(self) -> tuple[str, str]:
        """Both ends along the order, whichever way it points."""
        there = self.there
        return (there.target, there.source) if self.against else (there.source, there.target)

    @property
    def edges(self) -> tuple[Edge, ...]:
        """What is on it."""
        return (self.there, self.back) if self.back else (self.there,)


def lines_of(edges: Iterable[Edge]) -> list[Line]:
    """Return the lines for some edges, in the order of the edges."""
    of_pair: dict[tuple[str, str], list[Edge]] = {}
    for edge in sorted(edges):
        first, second = sorted((edge.source, edge.target))
        of_pair.setdefault((first, second), []).append(edge)
    return [Line(*sorted(pair, key=lambda edge: (edge.cycle, -edge.weight, edge.source))) for pair in of_pair.values()]


MAX_WIDTH = 5.0
"""Points of the widest line."""

MANY = 100
"""Places from which on a line can be the widest: in a picture of few places none is wide."""


def width(weight: int, heaviest: int) -> float:
    """Return the width of a line in points, by the logarithm of its places. heaviest: of all lines."""
    return 1 + (MAX_WIDTH - 1) * math.log(weight) / math.log(max(heaviest, MANY))
