"""Numbers put on their lines, where Graphviz sets them beside, often so far away that nobody knows to which line they belong; and titles put above lines.

Works on what ``dot -Tdot`` tells of a layout, and gives it back in the same language, for ``neato -n2``, which lays nothing out any more.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

_STATEMENT = re.compile(r"\s*(?:(n\d+)(?: -> (n\d+))?\s*\[|subgraph (cluster_\d+) \{)")
_VALUE = re.compile(r'\s*(?:(?:n\d+(?: -> n\d+)?|graph)\s*\[)?(pos|width|height|lp)=(?:"([^"]*)"|([\d.]+))[,\];]*$')

CHARACTER, HEIGHT = 5.8, 13.0
"""Points of a character and of the line at the size of numbers."""

SQUARE = 6.0
"""Points of a side of the squares in which the ground is looked at."""

STEPS = 12
"""Points of each piece of a curve that are looked at."""

_AT = tuple(0.5 + away * side for away in (0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.34) for side in (1, -1))
"""Where on a line its number may stand, the middle first."""

Point = tuple[float, float]


class _Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float

    def squares(self) -> Iterator[tuple[int, int]]:
        """Yield the squares of the ground that it lies on."""
        for column in range(_square(self.x - self.width / 2), _square(self.x + self.width / 2) + 1):
            for row in range(_square(self.y - self.height / 2), _square(self.y + self.height / 2) + 1):
                yield column, row


class _Ground:
    """What stands where, in squares: boxes and numbers that must not be covered, and lines that better are not."""

    def __init__(self) -> None:
        self.taken: set[tuple[int, int]] = set()
        self.lines: dict[tuple[int, int], set[tuple[str, str]]] = {}

    def cost(self, box: _Box, own: tuple[str, str]) -> int:
        """Return what it costs to put a number of a line there."""
        squares = list(box.squares())
        others = {line for square in squares for line in self.lines.get(square, ()) if line != own}
        return 20 * len(self.taken.intersection(squares)) + len(others)


def _square(at: float) -> int:
    return int(at // SQUARE)


class _Layout(NamedTuple):
    """boxes: of nodes; curves: of edges, by their ends; titles: name of a box around nodes -> where its title stands."""

    boxes: list[_Box]
    curves: dict[tuple[str, str], list[Point]]
    titles: dict[str, str]

    def ground(self) -> _Ground:
        """Return what stands where before there are numbers."""
        ground = _Ground()
        for box in self.boxes:
            ground.taken.update(box.squares())
        for pair, points in self.curves.items():
            for x, y in points:
                ground.lines.setdefault((_square(x), _square(y)), set()).add(pair)
        return ground


class Number(NamedTuple):
    """What stands on a line. label: the same and all that goes with it, in the language."""

    text: str
    label: str


def with_numbers(laid: str, numbers: Mapping[tuple[str, str], Number], titles: Mapping[str, str]) -> str:
    """Return a layout with numbers on its lines, and the titles of boxes above them.

    numbers: the names of the ends of a line, as it is drawn -> what stands on it; titles: name of a box -> its title, in the language.
    """
    layout = _read(laid)
    ground = layout.ground()
    told = [f'  t_{box} [shape=plain, {titles[box]}, pos="{at}"]' for box, at in layout.titles.items() if box in titles]
    for pair, number in numbers.items():
        if number.text and layout.curves.get(pair):
            box = _best(number.text, pair, layout.curves[pair], ground)
            ground.taken.update(box.squares())
            told.append(f'  {pair[0]}_{pair[1]} [shape=plain, {number.label}, pos="{box.x:.2f},{box.y:.2f}"]')
    return laid.rstrip().removesuffix("}") + "\n".join([*told, "}", ""])


def _best(text: str, pair: tuple[str, str], curve: Sequence[Point], ground: _Ground) -> _Box:
    """Return the place at which a number covers the least: nothing that is there, and as few other lines as can be."""
    places = (_Box(*_along(curve, share), len(text) * CHARACTER + 2, HEIGHT) for share in _AT)
    return min(places, key=lambda box: ground.cost(box, pair))


def _along(curve: Sequence[Point], share: float) -> Point:
    """Return the point at a share of the length of a curve."""
    lengths = [((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5 for a, b in itertools.pairwise(curve)]
    left = share * sum(lengths)
    for point, length in zip(curve, lengths, strict=False):
        left -= length
        if left <= 0:
            return point
    return curve[-1]


def _read(laid: str) -> _Layout:
    """Return the boxes of nodes and the curves of edges; each attribute stands on a line of its own."""
    boxes, curves, titles = [], {}, {}
    for ends, values in _statements(laid.replace("\\\n", "")):
        if ends[0].startswith("cluster"):
            titles[ends[0]] = values.get("lp", "0,0")
        elif "pos" in values and ends[1]:
            curves[ends] = list(_points(values["pos"]))
        elif {"pos", "width", "height"} <= values.keys():
            x, y = map(float, values["pos"].split(","))
            boxes.append(_Box(x, y, 72 * float(values["width"]) + 4, 72 * float(values["height"]) + 4))
    return _Layout(boxes, curves, titles)


def _statements(laid: str) -> Iterator[tuple[tuple[str, str], dict[str, str]]]:
    ends, values = ("", ""), dict[str, str]()
    for line in laid.splitlines():
        if found := _STATEMENT.match(line):
            ends, values = (found[1] or found[3], found[2] or ""), {}
        if found := _VALUE.match(line):
            values[found[1]] = found[2] or found[3]
        if line.endswith("];") and ends[0]:
            yield ends, values
            ends = ("", "")


def _points(pos: str) -> Iterator[Point]:
    """Yield points along a spline: Bezier curves one behind the other, each of three points more."""
    known = [tuple(map(float, one.split(","))) for one in pos.split() if one[0] not in "es"]
    for start in range(0, len(known) - 3, 3):
        yield from _bezier(known[start : start + 4])


def _bezier(four: Iterable[tuple[float, ...]]) -> Iterator[Point]:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = four
    for step in range(STEPS):
        t = step / STEPS
        u = 1 - t
        a, b, c, d = u**3, 3 * u * u * t, 3 * u * t * t, t**3
        yield a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy
