"""A matrix for a terminal: as wide as that, numbers on both axes."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Iterator

from boundary_lint.draw.matrix.model import Cell, Matrix
from boundary_lint.draw.words import label

MAX_NAME = 30
"""Characters of a name, on a narrow terminal fewer."""

AGAINST = "*"
"""Stands before the number of a cell against the order, for those who see no colours."""

_COLORS = {"along": "", "against": "35", "own": "2"}


def render(matrix: Matrix, width: int = 100, *, color: bool = False) -> str:
    """Return the matrix. width: columns of the terminal."""
    if not matrix.rows or not matrix.columns:
        return "\n".join([*_told([matrix.title, "nothing to show", *matrix.notices], width), ""])
    cell = max(len(str(len(matrix.columns))), *map(len, map(_shown, matrix.cells.values())), 1) + 1
    most = max(6, min(MAX_NAME, width // 3))
    names = [_cut(node.name, most) for node in matrix.rows]
    digits = len(str(len(names)))
    side = digits + 1 + max(map(columns_of, names)) + 1
    shown = _fitting(matrix, max(1, (width - side) // cell))
    rows = shown if matrix.square else list(range(len(matrix.rows)))
    told = [matrix.title, *matrix.notices]
    if len(shown) < len(matrix.columns):
        what = "rows and columns" if matrix.square else "columns"
        told.append(
            f"{len(shown):,} of {len(matrix.columns):,} {what} fit into {width} columns, those with the most places (-f csv has all)"
        )
    lines = _told(told, width)
    lines += ["", " " * side + "".join(f"{column + 1:>{cell}}" for column in shown)]
    box = ""
    for row in rows:
        if (inside := matrix.rows[row].inside) != box:
            box = inside
            lines.append(f"[{_cut(box or 'nobody', most)}]")
        name = names[row] + " " * (side - digits - 2 - columns_of(names[row]))
        cells = "".join(_cells(matrix, row, shown, cell, color))
        lines.append(f"{row + 1:>{digits}} {name} {cells}".rstrip())
    if not matrix.square:
        lines += ["", *_heads(matrix, shown, width, most)]
    legend = [f"{AGAINST} {line}" if line.startswith("against") else line for line in matrix.legend]
    if color and any(cell.severity == "error" for cell in matrix.cells.values()):
        legend.append("red: an error was found between the two")
    return "\n".join([*lines, "", *_told(legend, width), ""])


def _told(words: Iterable[str], width: int) -> list[str]:
    texts = [label(text, 300) for text in words]
    return [
        line for text in texts for line in textwrap.wrap(text, width if columns_of(text) == len(text) else width // 2)
    ]


def _cut(name: str, most: int) -> str:
    """Return a name in so many columns of the terminal."""
    shown = label(name, most)
    return shown if columns_of(shown) <= most else label(name, most // 2)


def columns_of(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def _shown(cell: Cell) -> str:
    return AGAINST * (cell.mark == "against") + cell.text


def _fitting(matrix: Matrix, room: int) -> list[int]:
    """Return the columns that fit, those with the most places; of a square matrix the rows, too."""
    weight = [0] * len(matrix.columns)
    for (row, column), cell in matrix.cells.items():
        weight[column] += cell.weight
        if matrix.square:
            weight[row] += cell.weight
    return sorted(sorted(range(len(weight)), key=lambda column: -weight[column])[:room])


def _cells(matrix: Matrix, row: int, shown: list[int], wide: int, color: bool) -> Iterator[str]:
    for column in shown:
        cell = matrix.cells.get((row, column))
        text = f"{_shown(cell) if cell else '-' if matrix.square and row == column else '.':>{wide}}"
        code = _COLORS[cell.mark] if cell else "2"
        code = "31" if cell and cell.severity == "error" and cell.mark == "along" else code
        yield f"\x1b[{code}m{text}\x1b[0m" if color and code else text


def _heads(matrix: Matrix, shown: list[int], width: int, most: int) -> Iterator[str]:
    """Yield the names of the columns, as many on a line as fit."""
    line = ""
    for column in shown:
        name = f"{column + 1} {_cut(matrix.columns[column].name, most)}"
        if line and columns_of(line) + 3 + columns_of(name) > width:
            yield line
            line = ""
        line += f"{'   ' if line else ''}{name}"
    yield line
