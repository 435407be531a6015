"""Statements in order. `statements` fills the table of handlers."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from boundary_lint.extract.state import File
from boundary_lint.extract.ways import BREAKS, RAISES, leaving

STATEMENTS: dict[type, Callable[[File, Any], None]] = {}
"""Class of a statement -> what takes note of it."""


def walk(f: File, statements: Sequence[ast.stmt]) -> None:
    """Walk statements in order; the last ones of a block in a loop may be those that leave it."""
    again = f.context[6]
    last, left = leaving(statements, f.ways) if again else (len(statements), 0)
    if left & RAISES and f.context[3]:
        last = len(statements)  # what is raised may be handled in the loop
    for statement in statements[:last]:
        STATEMENTS[statement.__class__](f, statement)
    if last < len(statements):
        outer = f.context
        f.context = (*outer[:6], again[:-1] if left & BREAKS else ())
        for statement in statements[last:]:
            STATEMENTS[statement.__class__](f, statement)
        f.context = outer
