"""A matrix for a terminal: as wide as that, numbers on both axes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from boundary_lint.draw.matrix.model import Cell, Matrix
from boundary_lint.draw.words import label

MAX_NAME = 30
"""Columns of the terminal for a name."""

AGAINST = "*"
"""Stands before the number of a cell against the order, for those who see no colours."""

_COLORS = {"along": "", "against": "35", "own": "2"}


def render(matrix: Matrix, width: int = 100, *, color: bool = False) -> str:
    """Return the matrix. width: columns of the terminal."""
    if not matrix.rows or not matrix.columns:
        return "\n".join([label(matrix.title), "nothing to show", ""])
    cell = max(len(str(len(matrix.columns))), *map(len, map(_shown, matrix.cells.values())), 1) + 1
    names = [label(node.name, MAX_NAME) for node in matrix.rows]
    digits = len(str(len(names)))
    side = digits + 1 + max(map(columns_of, names)) + 1
    shown = _fitting(matrix, max(1, (width - side) // cell))
    rows = shown if matrix.square else list(range(len(matrix.rows)))
    lines = [label(matrix.title, 200), *matrix.notices]
    if len(shown) < len(matrix.columns):
        what = "rows and columns" if matrix.square else "columns"
        lines.append(
            f"{len(shown):,} of {len(matrix.columns):,} {what} fit into {width} columns, those with the most places (-f csv has all)"
        )
    lines += ["", " " * side + "".join(f"{column + 1:>{cell}}" for column in shown)]
    box = ""
    for row in rows:
        if (inside := matrix.rows[row].inside) != box:
            box = inside
            lines.append(label(f"[{box or 'nobody' if not matrix.square else box}]", width))
        name = names[row] + " " * (side - digits - 2 - columns_of(names[row]))
        cells = "".join(_cells(matrix, row, shown, cell, color))
        lines.append(f"{row + 1:>{digits}} {name} {cells}".rstrip())
    if not matrix.square:
        lines += ["", *_heads(matrix, shown, width)]
    lines += ["", *(f"{AGAINST} {line}" if line.startswith("against") else line for line in matrix.legend)]
    return "\n".join([*lines, ""])


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


def _heads(matrix: Matrix, shown: list[int], width: int) -> Iterator[str]:
    """Yield the names of the columns, as many on a line as fit."""
    line = ""
    for column in shown:
        name = f"{column + 1} {label(matrix.columns[column].name, MAX_NAME)}"
        if line and columns_of(line) + 3 + columns_of(name) > width:
            yield line
            line = ""
        line += f"{'   ' if line else ''}{name}"
    yield line
