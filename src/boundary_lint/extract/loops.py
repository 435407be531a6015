"""Loops: what runs again, and what ends it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from boundary_lint.extract.records import LoopRecord
from boundary_lint.extract.state import MAX_ENCLOSING, File
from boundary_lint.extract.ways import BREAKS, RAISES, RETURNS, ways

_ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)

_EQUAL = (ast.Eq, ast.NotEq)

_LEAVING = RAISES | RETURNS | BREAKS

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

_BLOCKS = (ast.stmt, ast.ExceptHandler, ast.match_case)

_OUTCOMES = ("status", "code")
"""Parts of the names of numbers that say how a call went, not how often it was made."""


def enter_loop(f: File, kind: str, over: int, node: Any) -> LoopRecord:
    """Begin a loop: the context is that of its body then."""
    loop = LoopRecord(kind, over, node.lineno, node.end_lineno or node.lineno)
    loops, *rest = f.context
    if len(loops) < MAX_ENCLOSING:
        f.context = ((*loops, len(f.loops)), *rest)  # type: ignore[assignment]
        f.loops.append(loop)
    return loop


def judge(loop: LoopRecord, node: ast.For | ast.AsyncFor | ast.While) -> None:
    """Say of a loop that holds a ``try`` what ends it: success, a limit."""
    loop.leaves = bool(ways(node.body, handlers=False) & (RETURNS | BREAKS))
    loop.limited = _is_limited(node)


def _is_limited(node: ast.For | ast.AsyncFor | ast.While) -> bool:
    """Whether a count or a deadline decides on leaving: an order of numbers, or an equality with what is counted in the loop."""
    inside = list(_inside(node))
    counted = {_last_name(one.target) for one in inside if isinstance(one, ast.AugAssign)}
    if isinstance(node, ast.While) and _counts(node.test, counted):
        return True
    return any(
        isinstance(one, ast.If) and _counts(one.test, counted) and (ways(one.body) | ways(one.orelse)) & _LEAVING
        for one in inside
    )


def _inside(node: ast.For | ast.AsyncFor | ast.While) -> Iterator[ast.stmt]:
    """Yield the statements in a loop, those of functions in it left out."""
    left: list[ast.AST] = [*node.body, *node.orelse]
    while left:
        one = left.pop()
        if isinstance(one, ast.stmt):
            yield one
        if not isinstance(one, _SCOPES):
            left += [child for child in ast.iter_child_nodes(one) if isinstance(child, _BLOCKS)]


def _counts(test: ast.expr, counted: set[str]) -> bool:
    for one in ast.walk(test):
        if isinstance(one, ast.Compare):
            names = {_last_name(side) for side in (one.left, *one.comparators)}
            if isinstance(one.ops[0], _EQUAL) and names & counted:
                return True
            if isinstance(one.ops[0], _ORDER) and not any(part in name for name in names for part in _OUTCOMES):
                return True
    return False


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
