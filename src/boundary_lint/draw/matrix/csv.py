"""A matrix for spreadsheets: all of it."""

from __future__ import annotations

import csv
import io

from boundary_lint.draw.matrix.model import Matrix
from boundary_lint.draw.words import label

_FORMULA = tuple("=+-@")


def render(matrix: Matrix) -> str:
    """Return the matrix: the names in the first row and column, places in the cells; below the diagonal points against the order."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    corner = "uses" if matrix.square else "table"
    writer.writerow([corner, "inside", *(safe(node.name) for node in matrix.columns)])
    for row, node in enumerate(matrix.rows):
        cells = (matrix.cells.get((row, column)) for column in range(len(matrix.columns)))
        told = (cell.whole if cell else "" for cell in cells)
        writer.writerow([safe(node.name), safe(node.inside), *told])
    return out.getvalue()


def safe(name: str) -> str:
    """Return a name that no spreadsheet takes for a formula."""
    shown = label(name, 1_000)
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA) else shown
