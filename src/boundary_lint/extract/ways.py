"""By which ways the control leaves a block: raise, return, break, continue, or its end."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TypeAlias

Ways: TypeAlias = int
"""How a block may be left, as a sum. Not an enumeration: sums of those take ten times as long."""

Known: TypeAlias = dict[ast.stmt, Ways]
"""The ways of statements: what is nested is asked for at every level."""

RAISES, RETURNS, BREAKS, CONTINUES, GOES_ON, GIVES, ANSWERS = 1, 2, 4, 8, 16, 32, 64
"""The last two are no ways: the block assigns something, or returns something other than None; it does the latter."""

LOOPING = BREAKS | CONTINUES
"""Ways that end at the next loop."""

_ASSIGNMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign)

_LOOPS = (ast.For, ast.AsyncFor, ast.While)

_EXITS = frozenset(("exit", "_exit", "abort"))
"""Last names of calls that never come back."""


def ways(body: Sequence[ast.stmt], known: Known) -> Ways:
    """Return the ways by which a block may be left; known remembers those of what lies in it."""
    found = 0
    for statement in body:
        step = _of_statement(statement, known)
        found |= step & ~GOES_ON
        if not step & GOES_ON:
            return found
    return found | GOES_ON


def leaving(body: Sequence[ast.stmt], known: Known) -> tuple[int, Ways]:
    """Return from which statement on a block of a loop never comes back to it, and by which ways it leaves."""
    found, first = 0, len(body)
    for position in range(len(body) - 1, -1, -1):
        step = _of_statement(body[position], known)
        if step & CONTINUES or (first == len(body) and step & GOES_ON):
            break
        found, first = found | step & ~GOES_ON, position
    return first, found


def _of_statement(node: ast.stmt, known: Known) -> Ways:
    if isinstance(node, ast.Return):
        gives = node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None)
        return RETURNS | GIVES | ANSWERS if gives else RETURNS
    if isinstance(node, ast.Raise) or _exits(node):
        return RAISES
    if isinstance(node, ast.Break):
        return BREAKS
    if isinstance(node, ast.Continue):
        return CONTINUES
    if isinstance(node, _ASSIGNMENTS):
        return GOES_ON | GIVES
    found = known.get(node)
    if found is None:
        found = known[node] = _of_blocks(node, known)
    return found


def _of_blocks(node: ast.stmt, known: Known) -> Ways:
    if isinstance(node, _LOOPS):
        return (ways(node.body, known) & ~LOOPING) | ways(node.orelse, known) | GOES_ON
    found = 0
    for block in blocks(node):
        found |= ways(block, known)
    if isinstance(node, (ast.Try, ast.TryStar)):
        last = ways(node.finalbody, known)
        return found | (last & ~GOES_ON) if last & GOES_ON else last
    if isinstance(node, ast.Match) or not found:
        return found | GOES_ON
    return found


def _exits(node: ast.stmt) -> bool:
    if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
        return False
    func = node.value.func
    name = func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""
    return name in _EXITS


def blocks(node: ast.stmt) -> Iterator[Sequence[ast.stmt]]:
    """Yield the blocks of which one is gone through; a ``finally`` is none of them."""
    if isinstance(node, ast.If):
        yield from (node.body, node.orelse)
    elif isinstance(node, (ast.With, ast.AsyncWith)):
        yield node.body
    elif isinstance(node, (ast.Try, ast.TryStar)):
        yield [*node.body, *node.orelse]
        yield from (handler.body for handler in node.handlers)
    elif isinstance(node, ast.Match):
        yield from (case.body for case in node.cases)
