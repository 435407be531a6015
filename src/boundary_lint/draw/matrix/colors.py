"""Colours of a matrix: the more places, the darker; blue along the order, violet against it, grey of the owner. Red is for what was found."""

from __future__ import annotations

import math
from collections.abc import Mapping

from boundary_lint.draw.matrix.model import Cell, Mark

STEPS = 5
"""Shades of a colour."""

LIGHT: Mapping[Mark, tuple[str, ...]] = {
    "along": ("#e6eef8", "#c9dcf1", "#a5c4e6", "#77a4d4", "#3f73ae"),
    "against": ("#f1e6f5", "#e2cbea", "#cfa9dc", "#b580c8", "#9657b0"),
    "own": ("#eff1f3", "#e4e7ea", "#d6dbe0", "#c6cdd4", "#b3bcc5"),
}

DARK: Mapping[Mark, tuple[str, ...]] = {
    "along": ("#1d2c3f", "#223a57", "#284a73", "#305d94", "#3b74b8"),
    "against": ("#33233c", "#452c52", "#5a366c", "#73428b", "#8f54ab"),
    "own": ("#26292d", "#2d3136", "#353a40", "#3e444b", "#484f57"),
}

DARK_FROM = 4
"""The shade from which text on it is white on a light ground."""


def shade(cell: Cell) -> int:
    """Return the shade of a cell by its places: 1, 2 to 9, 10 to 99, 100 to 999, more."""
    return min(STEPS - 1, math.ceil(math.log10(cell.weight + 1)) if cell.weight > 1 else 0)
