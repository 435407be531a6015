"""Statements in order. `statements` fills the table of handlers."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from boundary_lint.extract.state import File

STATEMENTS: dict[type, Callable[[File, Any], None]] = {}
"""Class of a statement -> what takes note of it."""


def walk(f: File, statements: Sequence[ast.stmt]) -> None:
    """Walk statements in order."""
    for statement in statements:
        STATEMENTS[statement.__class__](f, statement)
