"""``try``: what its body is guarded by, and how each handler ends."""

from __future__ import annotations

import ast
from typing import Any

from boundary_lint.extract.paths import path_of
from boundary_lint.extract.records import TryRecord, Wire
from boundary_lint.extract.state import CONST, MAX_ENCLOSING, Context, File
from boundary_lint.extract.ways import BREAKS, CONTINUES, GIVES, GOES_ON, RAISES, RETURNS, ways


def enter_try(f: File, node: Any) -> Context:
    """Return the context of the body of a ``try``."""
    loops, items, lines, tries, *rest = f.context
    if not node.handlers or len(tries) >= MAX_ENCLOSING:
        return f.context
    handlers = tuple([_handler(f, handler) for handler in node.handlers])
    f.tries.append(TryRecord(node.body[0].lineno, node.body[-1].end_lineno, handlers))
    return (loops, items, lines, (*tries, len(f.tries) - 1), *rest)  # type: ignore[return-value]


def in_clause(context: Context, clause: str) -> Context:
    """Return the context of an ``except`` ("handler") or ``finally`` body."""
    return (*context[:4], clause, *context[5:])


def _handler(f: File, handler: ast.ExceptHandler) -> Wire:
    if handler.type is None:
        types: tuple[int, ...] = (f.intern((CONST, "")),)
    elif isinstance(handler.type, ast.Tuple):
        types = tuple([path_of(f, one) for one in handler.type.elts])
    else:
        types = (path_of(f, handler.type),)
    found = ways(handler.body, f.ways)
    flags = [bool(found & way) for way in (RAISES, RETURNS, BREAKS, CONTINUES, GOES_ON, GIVES)]
    return (types, handler.lineno, handler.end_lineno or handler.lineno, *flags)
