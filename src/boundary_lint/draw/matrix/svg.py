"""A matrix as SVG: rectangles and text, written here, since nothing has to be laid out."""

from __future__ import annotations

import html
import math
from collections.abc import Iterator

from boundary_lint.draw.matrix.colors import DARK_FROM, LIGHT, shade
from boundary_lint.draw.matrix.model import Mark, Matrix
from boundary_lint.draw.matrix.text import columns_of
from boundary_lint.draw.svg import FONT
from boundary_lint.draw.words import FINDING, label

CELL = 30
"""Points of a cell."""

LETTER = 7.2
"""Points of a letter at the size of names; where other letters are wider, there is room."""

MAX_NAME = 36
"""Characters of a name."""

_PAD = 20
_TILT = 55
"""Degrees by which the names of columns are turned."""


class _Place:
    """Where everything stands."""

    def __init__(self, matrix: Matrix) -> None:
        self.rows = [label(node.name, MAX_NAME) for node in matrix.rows]
        self.columns = [label(node.name, MAX_NAME) for node in matrix.columns]
        tilt = math.radians(_TILT)
        longest = LETTER * (max(map(columns_of, self.columns), default=0) + 4)
        self.head = [label(matrix.title, 200), *(label(line, 300) for line in matrix.notices)]
        self.left = _PAD + LETTER * (max(map(columns_of, self.rows), default=0) + 5)
        self.top = _PAD + 26 + 15 * (len(self.head) - 1) + longest * math.sin(tilt) + 8
        wide = self.left + CELL * len(self.columns) + longest * math.cos(tilt)
        words = max(LETTER * 0.95 * columns_of(line) for line in (*self.head[1:], *matrix.legend)) + 60
        self.width = _PAD + max(wide, words, 1.4 * LETTER * columns_of(self.head[0]))
        self.bottom = self.top + CELL * len(self.rows)
        self.height = self.bottom + 24 + 18 * 3 + _PAD


def render(matrix: Matrix) -> str:
    """Return the matrix as SVG."""
    at = _Place(matrix)
    size = f'width="{at.width:.0f}" height="{at.height:.0f}" viewBox="0 0 {at.width:.0f} {at.height:.0f}"'
    named = f'font-family="{FONT}" font-size="12" role="img" aria-label="{_escaped(at.head[0])}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {named}>',
        f"<title>{_escaped(at.head[0])}</title>",
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        *_head(at),
        *_axes(matrix, at),
        *_cells(matrix, at),
        *_boxes(matrix, at),
        *_legend(matrix, at),
        "</svg>",
        "",
    ]
    return "\n".join(parts)


def _escaped(text: str) -> str:
    return html.escape(text)


def _head(at: _Place) -> Iterator[str]:
    yield f'<text x="{_PAD}" y="{_PAD + 16}" font-size="18" font-weight="bold" fill="#1f2933">{_escaped(at.head[0])}</text>'
    for position, line in enumerate(at.head[1:]):
        yield f'<text x="{_PAD}" y="{_PAD + 36 + 15 * position}" fill="#5b6673">{_escaped(line)}</text>'


def _axes(matrix: Matrix, at: _Place) -> Iterator[str]:
    yield '<g fill="#1f2933">'
    for row, name in enumerate(at.rows):
        y = at.top + CELL * row + CELL / 2 + 4
        full = _escaped(label(matrix.rows[row].name, 200))
        yield f'<text x="{at.left - 8:.0f}" y="{y:.0f}" text-anchor="end"><title>{full}</title>{_escaped(name)} <tspan fill="#66707b">{row + 1}</tspan></text>'
    for column, name in enumerate(at.columns):
        x, y = at.left + CELL * column + CELL / 2 + 3, at.top - 8
        full = _escaped(label(matrix.columns[column].name, 200))
        yield (
            f'<text transform="translate({x:.0f} {y:.0f}) rotate(-{_TILT})"><title>{full}</title>'
            f'<tspan fill="#66707b">{column + 1}</tspan> {_escaped(name)}</text>'
        )
    yield "</g>"


def _cells(matrix: Matrix, at: _Place) -> Iterator[str]:
    wide, high = CELL * len(at.columns), CELL * len(at.rows)
    yield '<g stroke="#e3e7eb">'
    yield from (f'<path d="M{at.left:.0f} {at.top + CELL * row:.0f}h{wide}"/>' for row in range(len(at.rows) + 1))
    yield from (
        f'<path d="M{at.left + CELL * column:.0f} {at.top:.0f}v{high}"/>' for column in range(len(at.columns) + 1)
    )
    yield "</g>"
    if matrix.square:
        yield '<g fill="#c3ccd6">'
        yield from (_square(at, position, position) + "/>" for position in range(len(at.rows)))
        yield "</g>"
    yield '<g font-size="11" text-anchor="middle">'
    for (row, column), cell in sorted(matrix.cells.items()):
        dark = shade(cell) >= DARK_FROM and cell.mark != "own"
        x, y = at.left + CELL * column, at.top + CELL * row
        yield (
            f"<g><title>{_escaped(cell.tip)}</title>"
            + _square(at, row, column)
            + f' fill="{LIGHT[cell.mark][shade(cell)]}"/>'
        )
        yield f'<text x="{x + CELL / 2:.0f}" y="{y + CELL / 2 + 4:.0f}" fill="{"#ffffff" if dark else "#1f2933"}">{_escaped(cell.text)}</text>'
        if cell.severity:
            yield f'<path d="M{x + CELL - 8:.0f} {y + 1:.0f}h7v7z" fill="{FINDING[cell.severity]}"/>'
        yield "</g>"
    yield "</g>"


def _square(at: _Place, row: int, column: int) -> str:
    return f'<rect x="{at.left + CELL * column + 0.5:.1f}" y="{at.top + CELL * row + 0.5:.1f}" width="{CELL - 1}" height="{CELL - 1}"'


def _boxes(matrix: Matrix, at: _Place) -> Iterator[str]:
    """Yield a frame around what lies in one box: in a square matrix on both axes, else across the whole width."""
    boxes = [box for box in matrix.boxes() if box[0]]
    yield '<g fill="none" stroke="#5b6673">'
    for name, first, behind in boxes:
        x, wide = (
            (at.left + CELL * first, CELL * (behind - first)) if matrix.square else (at.left, CELL * len(at.columns))
        )
        y, high = at.top + CELL * first, CELL * (behind - first)
        yield f'<rect x="{x:.0f}" y="{y:.0f}" width="{wide}" height="{high}"><title>{_escaped(label(name, 200))}</title></rect>'
    yield "</g>"


def _legend(matrix: Matrix, at: _Place) -> Iterator[str]:
    marks: tuple[Mark, ...] = ("along", "against") if matrix.square else ("along", "against", "own")
    words = dict(zip(marks, (*matrix.legend, "by its owner"), strict=False))
    x, y = float(_PAD), at.bottom + 24
    yield '<g fill="#5b6673">'
    for mark in marks:
        yield f'<rect x="{x:.0f}" y="{y:.0f}" width="16" height="16" fill="{LIGHT[mark][2]}"/>'
        yield f'<text x="{x + 24:.0f}" y="{y + 12:.0f}">{_escaped(words[mark])}</text>'
        y += 20
    found = {cell.severity for cell in matrix.cells.values() if cell.severity}
    for severity, color in FINDING.items():
        if severity in found:
            yield f'<path d="M{x:.0f} {y:.0f}h10v10z" fill="{color}"/><text x="{x + 16:.0f}" y="{y + 11:.0f}">{severity} found</text>'
            x += 110
    yield "</g>"
