"""Loops: what runs again, and of those that try something again what ends them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from boundary_lint.extract.records import LoopRecord, TryRecord
from boundary_lint.extract.state import MAX_ENCLOSING, File
from boundary_lint.extract.ways import ANSWERS, BREAKS, CONTINUES, GOES_ON, RAISES, RETURNS, Known, Ways, blocks, ways

LEAVES = RETURNS | BREAKS

_ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)

_EQUAL = (ast.Eq, ast.NotEq)

_MULTIPLIED = (ast.Mult, ast.Pow, ast.LShift)

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

_BLOCKS = (ast.stmt, ast.ExceptHandler, ast.match_case)

_LOOPS = (ast.For, ast.AsyncFor, ast.While)

_OUTCOMES = ("status", "code")
"""Parts of the names of numbers that say how a call went, not how often it was made."""

Loop: TypeAlias = ast.For | ast.AsyncFor | ast.While


def enter_loop(f: File, kind: str, over: int, node: Any) -> LoopRecord:
    """Begin a loop: the context is that of its body then."""
    loop = LoopRecord(kind, over, node.lineno, node.end_lineno or node.lineno)
    loops, *rest, again = f.context
    if len(loops) < MAX_ENCLOSING:
        f.context = ((*loops, len(f.loops)), *rest, (*again, len(f.loops)))  # type: ignore[assignment]
        f.loops.append(loop)
    return loop


def judge(loop: LoopRecord, node: Loop, tries: Sequence[TryRecord], known: Known) -> None:
    """Say of a loop that holds some ``try`` statements what ends it, and which of them it tries again."""
    inside = list(_inside(node))
    loop.limited = _is_limited(node, inside, known)
    loop.grows = any(map(_multiplies, inside))
    at_line = {record.line: record for record in tries}
    flags = _names(node.test) if isinstance(node, ast.While) else set()
    for one, behind in _tries(node.body, GOES_ON, known):
        record = at_line.get(one.body[0].lineno)
        if record is not None:
            record.again = _again(one, behind, flags, known)


def _again(node: ast.Try, behind: Ways, flags: set[str], known: Known) -> str:
    """Return how success ends the loop of a ``try``, where a handler leads back to its beginning."""
    handled = 0
    for handler in node.handlers:
        handled |= ways(handler.body, known)
    success = [*node.body, *node.orelse]
    found = ways(success, known)
    whole = (found & ~GOES_ON) | behind if found & GOES_ON else found
    goes_back = handled & CONTINUES or (handled & GOES_ON and behind & (GOES_ON | CONTINUES))
    if goes_back and (_ends(found) or (handled & CONTINUES and _ends(whole))):
        return "leaves"
    if (goes_back or handled & GOES_ON) and flags and not flags.isdisjoint(_assigned(success)):
        return "flag"
    return ""


def _ends(found: Ways) -> bool:
    """Whether success leaves the loop: for certain, or with an answer. What consumes leaves it on some conditions, with none."""
    return bool(found & LEAVES and (not found & GOES_ON or found & ANSWERS))


def _tries(block: Sequence[ast.stmt], behind: Ways, known: Known) -> Iterator[tuple[ast.Try, Ways]]:
    """Yield the ``try`` statements of a loop, and by which ways it goes on behind each. Loops in it have their own."""
    for statement in reversed(block):
        if not isinstance(statement, (*_SCOPES, *_LOOPS)):
            if isinstance(statement, (ast.Try, ast.TryStar)) and statement.handlers:
                yield statement, behind  # type: ignore[misc]
            for one in blocks(statement):
                yield from _tries(one, behind, known)
        step = ways([statement], known)
        behind = (step & ~GOES_ON) | behind if step & GOES_ON else step


def _is_limited(node: Loop, inside: Sequence[ast.stmt], known: Known) -> bool:
    """Whether a count or a deadline decides on leaving: an order of numbers, or an equality with what is counted in the loop."""
    counted = {_last_name(one.target) for one in inside if isinstance(one, ast.AugAssign)}
    if isinstance(node, ast.While) and (_counts(node.test, counted) or _is_asked(node.test, counted)):
        return True
    return any(
        isinstance(one, ast.If)
        and _counts(one.test, counted)
        and (ways(one.body, known) | ways(one.orelse, known)) & (LEAVES | RAISES)
        for one in inside
    )


def _inside(node: Loop) -> Iterator[ast.stmt]:
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


def _is_asked(test: ast.expr, counted: set[str]) -> bool:
    """``while left:``, ``while not found and left:``"""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        return any(_is_asked(value, counted) for value in test.values)
    return isinstance(test, (ast.Name, ast.Attribute)) and _last_name(test) in counted


def _multiplies(node: ast.stmt) -> bool:
    """``delay *= 2``, ``delay = min(delay * 2, 60)``"""
    if isinstance(node, ast.AugAssign):
        return isinstance(node.op, _MULTIPLIED)
    if not isinstance(node, ast.Assign):
        return False
    targets = {_last_name(target) for target in node.targets}
    return any(
        isinstance(one, ast.BinOp) and isinstance(one.op, _MULTIPLIED) and targets & _names(one)
        for one in ast.walk(node.value)
    )


def _assigned(block: Sequence[ast.stmt]) -> set[str]:
    return {
        _last_name(target)
        for statement in block
        for one in ast.walk(statement)
        if isinstance(one, ast.Assign)
        for target in one.targets
    }


def _names(node: ast.expr) -> set[str]:
    return {name for one in ast.walk(node) if (name := _last_name(one))}


def _last_name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
