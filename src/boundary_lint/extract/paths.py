"""The path of an expression, by what is done with its value. `expressions` fills the table of handlers.

These functions run for every expression of a program, so what they ask is asked of classes, in sets, not by ``isinstance``.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from boundary_lint.extract.state import ATTR, CALL, NAME, File

EXPRESSIONS: dict[type, Callable[[File, Any], int]] = {}
"""Class of an expression -> what returns the node of its value."""

LOOKED_UP = frozenset((ast.Name, ast.Attribute, ast.Call))
"""Expressions whose truth says something of what they name."""

MEMBERSHIP = frozenset((ast.In, ast.NotIn))

WRITTEN = frozenset((ast.Attribute, ast.Call))
"""Expressions that do something where they are written; a name does not."""

AWAITABLE = LOOKED_UP | {ast.Await}


def path_of(f: File, node: ast.expr) -> int:
    """Return the path of an expression that goes on elsewhere."""
    return EXPRESSIONS[node.__class__](f, node)


def read(f: File, node: ast.expr) -> int:
    """Return the path of an expression whose value is used here, and note the use."""
    path = EXPRESSIONS[node.__class__](f, node)
    f.use(path, node, node.__class__ is ast.Await)
    return path


def test(f: File, node: ast.expr) -> int:
    """Note a truth test, ``if queryset:`` reads it; return the path of what is tested."""
    new = len(f.nodes)
    path = EXPRESSIONS[node.__class__](f, node)
    if path < new and node.__class__ in WRITTEN:
        f.use(path, node)
    f.use(truth(f, path) if node.__class__ in AWAITABLE else path, node)
    return path


def sliced(f: File, path: int) -> int:
    """Return the path of a slice of a value."""
    return f.intern((CALL, f.intern((ATTR, path, "__slice__")), (), ()))


def truth(f: File, path: int) -> int:
    """Return the path of ``bool(value)``."""
    return f.intern((CALL, f.intern((NAME, "bool")), (path,), ()))
