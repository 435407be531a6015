"""What a matrix shows; every form is written from this and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple, TypeAlias

from boundary_lint.draw.order import order_of
from boundary_lint.draw.picture import Node, Picture
from boundary_lint.draw.words import about, label
from boundary_lint.findings.finding import Severity

Mark: TypeAlias = Literal["along", "against", "own"]
"""A cell is along the order, against it - it closes a cycle, or a table is written by others than its owner -, or of the owner."""


class Cell(NamedTuple):
    """What a row has to do with a column. text: what people read, short; weight: places; tip: all there is to say; whole: text with nothing left out."""

    text: str
    weight: int
    tip: str
    mark: Mark = "along"
    severity: Severity | None = None
    whole: str = ""


class Matrix(NamedTuple):
    """All of it. cells: (row, column) -> cell; square: rows and columns are the same things. legend: what marks mean."""

    title: str
    rows: tuple[Node, ...]
    columns: tuple[Node, ...]
    cells: Mapping[tuple[int, int], Cell]
    square: bool
    legend: tuple[str, ...]
    notices: tuple[str, ...] = ()

    def boxes(self) -> Iterator[tuple[str, int, int]]:
        """Yield the boxes of the rows in their order: name, first row, and the one behind the last."""
        start = 0
        for position in range(1, len(self.rows) + 1):
            if position == len(self.rows) or self.rows[position].inside != self.rows[start].inside:
                yield self.rows[start].inside, start, position
                start = position


def matrix_of(picture: Picture) -> Matrix:
    """Return who uses whom: a row uses its columns, users stand first, and what stands below the diagonal points against the order."""
    by_id = {node.id: node for node in picture.nodes}
    order = order_of(picture.nodes, picture.edges)
    place = {id: position for position, id in enumerate(order)}
    names = {node.id: node.name for node in picture.nodes}
    cells = {}
    for edge in picture.edges:
        row, column = place[edge.source], place[edge.target]
        mark: Mark = "against" if column < row else "along"
        cells[row, column] = Cell(
            brief(edge.weight), edge.weight, about(edge, names), mark, edge.severity, str(edge.weight)
        )
    nodes = tuple(by_id[id] for id in order)
    legend = ("a row uses its columns, at so many places; users stand first", "against the order: closes a cycle")
    return Matrix(picture.title, nodes, nodes, cells, True, legend, picture.notices)


def brief(count: int) -> str:
    """Return a number in at most four characters up to a million: 987, 1k2, 12k, 1M2."""
    for size, sign in ((1_000_000, "M"), (1_000, "k")):
        if count >= size:
            whole, tenth = count // size, count % size * 10 // size
            return f"{whole}{sign}{tenth or ''}" if whole < 10 else f"{whole}{sign}"
    return str(count)


def row_name(node: Node, most: int = 60) -> str:
    """Return the name of a row or column."""
    return label(node.name, most)
