"""Where a function begins: its parameters, and what it sees of the names around it."""

from __future__ import annotations

import ast
from itertools import repeat
from typing import Any

from boundary_lint.extract.annotations import annotation
from boundary_lint.extract.paths import path_of
from boundary_lint.extract.records import FunctionRecord
from boundary_lint.extract.state import NO_CONTEXT, OUTER, PARAM, SEEN_INSIDE, UNKNOWN, File, Names
from boundary_lint.facts.syntax import NONE

CLOSURE_COST = 10
"""What handing a name to a nested function costs, in copied names."""


def enter_function(f: File, node: Any, qualname: str, cls: int, is_async: bool) -> FunctionRecord:
    """Begin a function that a statement or a lambda makes; its number is ``f.function`` then."""
    parent = f.function if f.env is not None else NONE
    record = FunctionRecord(qualname, node.lineno, node.end_lineno or node.lineno, cls, parent, is_async)
    number = len(f.functions)
    f.functions.append(record)
    visible = f.env if f.env is not None else f.closure
    env = _closure(f, visible) if visible and f.may_copy(CLOSURE_COST * len(visible)) else {}
    for kind, parameter, default in _parameters(node.args):
        name, hint, value = parameter.arg, NONE, NONE
        if parameter.annotation is not None:
            hint = annotation(f, parameter.annotation)
        if default is not None:
            value = path_of(f, default)
            f.use(value, default)
        record.parameters.append((name, hint, value, kind))
        env[name] = f.intern((UNKNOWN,) if kind == "*" else (PARAM, number, name))
    f.function, f.cls, f.prefix, f.env, f.closure = number, NONE, qualname + ".<locals>.", env, None
    f.context = NO_CONTEXT
    return record


def _closure(f: File, env: Names) -> Names:
    return {
        name: node if f.nodes[node][0] in SEEN_INSIDE else f.intern((OUTER, node))
        for name, node in env.items()
        if "." not in name
    }


def _parameters(arguments: ast.arguments) -> list[tuple[str, ast.arg, ast.expr | None]]:
    """Return kind, parameter and default of each."""
    plain, defaults = arguments.posonlyargs + arguments.args, arguments.defaults
    padded = [None] * (len(plain) - len(defaults)) + defaults
    found = list(zip(repeat(""), plain, padded, strict=False))
    found += zip(repeat("kw"), arguments.kwonlyargs, arguments.kw_defaults, strict=False)
    if arguments.vararg is not None:
        found.append(("*", arguments.vararg, None))
    if arguments.kwarg is not None:
        found.append(("**", arguments.kwarg, None))
    return found
