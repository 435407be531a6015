"""``if``: what its test says of the names inside it and behind it."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from boundary_lint.extract.branches import branches, join, leaves
from boundary_lint.extract.paths import LOOKED_UP, MEMBERSHIP, path_of, test
from boundary_lint.extract.state import CONST, NARROWED, TYPED, UNKNOWN, File
from boundary_lint.extract.walk import walk
from boundary_lint.facts.syntax import NONE

GROWING = frozenset({"append", "extend", "insert"})
"""Methods that add to a list."""

_CLASSES = (ast.Name, ast.Attribute, ast.Tuple)
"""What the second argument of ``isinstance`` may be to say something."""


def if_statement(f: File, node: ast.If) -> None:
    """Walk both ways of an ``if``."""
    inner, negated = _without_not(node.test)
    if _is_type_checking(inner):
        _type_checking(f, node, negated)
        return
    if f.env is None:
        test(f, node.test)
        _note_growth(f, node)
        _optional(f, node.body)
        walk(f, node.orelse)
        return
    _guard(f, node, inner, negated)
    test(f, node.test)
    _note_growth(f, node)
    if not _narrowed(f, node, inner, negated):
        branches(f, node.body, node.orelse)


def _without_not(node: ast.expr) -> tuple[ast.expr, bool]:
    """Return a test without its ``not``, and whether it had one."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return node.operand, True
    return node, False


def _is_type_checking(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return name in ("TYPE_CHECKING", "MYPY_CHECK_RUNNING")


def _type_checking(f: File, node: ast.If, negated: bool) -> None:
    if negated:
        walk(f, node.body)
    f.type_checking += 1
    if negated:
        walk(f, node.orelse)
    elif node.orelse:
        walk(f, node.body)
    else:
        _optional(f, node.body)
    f.type_checking -= 1
    if not negated:
        walk(f, node.orelse)


def _optional(f: File, body: Sequence[ast.stmt]) -> None:
    f.optional += 1
    walk(f, body)
    f.optional -= 1


def _note_growth(f: File, node: ast.If) -> None:
    """Note a test on which a list grows: what is added is there only where it holds."""
    if _grows(node.body):
        tests = (
            node.test.values if isinstance(node.test, ast.BoolOp) and isinstance(node.test.op, ast.And) else [node.test]
        )
        for one in tests:
            _condition(f, one, True, node.body)
    if node.orelse and _grows(node.orelse):
        _condition(f, node.test, False, node.orelse)


def _grows(body: Sequence[ast.stmt]) -> bool:
    return any(
        isinstance(one, ast.AugAssign)
        or (
            isinstance(one, ast.Expr)
            and isinstance(one.value, ast.Call)
            and getattr(one.value.func, "attr", "") in GROWING
        )
        for one in body
    )


def _condition(f: File, node: ast.expr, holds: bool, body: Sequence[ast.stmt]) -> None:
    inner, negated = _without_not(node)
    lines = (body[0].lineno, body[-1].end_lineno)
    if isinstance(inner, ast.Compare) and len(inner.ops) == 1 and inner.ops[0].__class__ in MEMBERSHIP:
        is_in = isinstance(inner.ops[0], ast.In)
        sides = (path_of(f, inner.left), path_of(f, inner.comparators[0]))
        f.conditions.append(("in", (is_in != negated) == holds, *sides, *lines))
    elif inner.__class__ in LOOKED_UP:
        f.conditions.append(("is", negated != holds, path_of(f, inner), NONE, *lines))


def _guard(f: File, node: ast.If, inner: ast.expr, negated: bool) -> None:
    """Note an early return on a flag: the value after it exists only for classes that have the flag."""
    first = node.body[0]
    record = f.functions[f.function]
    if not isinstance(first, ast.Return) or len(node.body) != 1 or node.orelse or record.returns:
        return
    value = first.value
    positive = value is not None and not (isinstance(value, ast.Constant) and value.value is None)
    if isinstance(inner, ast.Compare) and len(inner.ops) == 1 and inner.ops[0].__class__ in MEMBERSHIP:
        leaves_when = isinstance(inner.ops[0], ast.NotIn) == (negated != positive)
        record.guards.append(("in", leaves_when, path_of(f, inner.left), path_of(f, inner.comparators[0])))
    elif inner.__class__ in LOOKED_UP:
        record.guards.append(("is", negated == positive, path_of(f, inner), NONE))


def _narrowed(f: File, node: ast.If, call: ast.expr, negated: bool) -> bool:
    """``if isinstance(x, C):`` makes x a C inside, ``if not isinstance(x, C): return`` afterwards."""
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "isinstance"):
        return False
    if len(call.args) != 2 or not isinstance(call.args[0], ast.Name) or f.env is None:
        return False
    name, classes = call.args[0].id, call.args[1]
    known = f.env.get(name)
    if known is None or not isinstance(classes, _CLASSES):
        return False
    annotated = path_of(f, classes)
    unknown = f.nodes[known][0] in (UNKNOWN, CONST)
    narrowed = f.intern((TYPED, annotated) if unknown else (NARROWED, known, annotated))
    if negated:
        branches(f, node.body, node.orelse)
        if leaves(node.body) and f.env.get(name) == known:
            f.env[name] = narrowed
        return True
    base, f.env = f.env, f.branch(f.env)
    f.env[name] = narrowed
    walk(f, node.body)
    inside, f.env = f.env, f.branch(base)
    if inside.get(name) == narrowed:
        inside[name] = known
    walk(f, node.orelse)
    ends = [end for end, body in ((inside, node.body), (f.env, node.orelse)) if not leaves(body)]
    f.env = join(f, ends) if ends else base
    return True
