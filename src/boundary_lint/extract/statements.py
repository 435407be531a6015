"""Statements: what is bound, in which order, under which conditions; one handler per kind of syntax, found by class."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from boundary_lint.extract.annotations import annotation
from boundary_lint.extract.binding import bind, bind_name
from boundary_lint.extract.containers import grow
from boundary_lint.extract.expressions import MEMBERSHIP
from boundary_lint.extract.functions import enter_function
from boundary_lint.extract.paths import LOOKED_UP, path_of, read, test
from boundary_lint.extract.records import ClassRecord
from boundary_lint.extract.state import (
    BINARY,
    CLASS,
    CONST,
    ELEMENT,
    ENTERED,
    FUNCTION,
    IMPORTED,
    MAX_ENCLOSING,
    NARROWED,
    TYPED,
    UNKNOWN,
    File,
    Names,
)
from boundary_lint.facts.syntax import NONE

LEAVES = (ast.Return, ast.Raise, ast.Continue, ast.Break)
"""Statements after which a branch does not go on."""

JOIN_COST = 5
"""What joining a name costs, in copied names."""


def walk(f: File, statements: Sequence[ast.stmt]) -> None:
    """Walk statements in order."""
    for statement in statements:
        STATEMENTS[statement.__class__](f, statement)


def _expression(f: File, node: ast.Expr) -> None:
    value = node.value
    if value.__class__ is ast.Constant:
        return
    path = read(f, value)
    if isinstance(value, ast.Call):
        if f.env is None:
            _extend_exported(f, value)
        else:
            grow(f, value, path)


def _extend_exported(f: File, call: ast.Call) -> None:
    func = call.func
    if (
        isinstance(func, ast.Attribute)
        and isinstance(func.value, ast.Name)
        and func.value.id == "__all__"
        and call.args
    ):
        _export(f, call.args[0])


def _export(f: File, value: ast.expr) -> None:
    items = value.elts if isinstance(value, ast.List | ast.Tuple) else [value]
    names = [item.value for item in items if isinstance(item, ast.Constant) and isinstance(item.value, str)]
    f.exported = f.exported or []
    f.exported += names


def _assign(f: File, node: ast.Assign) -> None:
    value = read(f, node.value)
    for target in node.targets:
        bind(f, target, value, node.lineno)
        if f.env is None and f.cls == NONE and isinstance(target, ast.Name) and target.id == "__all__":
            _export(f, node.value)


def _annotated(f: File, node: ast.AnnAssign) -> None:
    hint = annotation(f, node.annotation)
    value = read(f, node.value) if node.value is not None else None
    if f.cls != NONE and f.env is None and isinstance(node.target, ast.Name):
        record = f.classes[f.cls]
        record.annotations[node.target.id] = hint
        record.lines.setdefault(node.target.id, node.lineno)
        if value is None:
            return
    if value is None or (f.env is not None and f.nodes[value][0] in (UNKNOWN, CONST)):
        value = f.intern((TYPED, hint))
    bind(f, node.target, value, node.lineno)


def _augmented(f: File, node: ast.AugAssign) -> None:
    value = read(f, node.value)
    if isinstance(node.target, ast.Name):
        old = path_of(f, ast.Name(id=node.target.id, ctx=ast.Load()))
        value = f.intern((BINARY, node.op.__class__.__name__, old, value))
        if node.target.id == "__all__" and f.env is None and f.cls == NONE:
            _export(f, node.value)
    bind(f, node.target, value, node.lineno)


def _branches(f: File, *bodies: Sequence[ast.stmt]) -> None:
    """Walk alternatives, each from the same names; those that go on are joined."""
    if f.env is None:
        for body in bodies:
            walk(f, body)
        return
    base, ends = f.env, []
    for body in bodies:
        if not body:
            ends.append(base)
            continue
        f.env = f.branch(base)
        walk(f, body)
        if not (body and isinstance(body[-1], LEAVES)):
            ends.append(f.env)
    f.env = _join(f, ends) if ends else base


def _join(f: File, ends: list[Names]) -> Names:
    if len(ends) == 1:
        return ends[0]
    if not f.may_copy(JOIN_COST * sum(map(len, ends))):
        return max(ends, key=len)
    joined = dict(ends[0])
    several: dict[str, list[int]] = {}
    for end in ends[1:]:
        for name, value in end.items():
            known = joined.setdefault(name, value)
            if known != value:
                several.setdefault(name, [known]).append(value)
    for name, values in several.items():
        joined[name] = f.either(list(dict.fromkeys(values)))
    return joined


def _if(f: File, node: ast.If) -> None:
    if _is_type_checking(node.test):
        f.type_checking += 1
        _optional(f, node.body) if not node.orelse else walk(f, node.body)
        f.type_checking -= 1
        walk(f, node.orelse)
        return
    if (
        isinstance(node.test, ast.UnaryOp)
        and isinstance(node.test.op, ast.Not)
        and _is_type_checking(node.test.operand)
    ):
        walk(f, node.body)
        f.type_checking += 1
        walk(f, node.orelse)
        f.type_checking -= 1
        return
    if f.env is not None:
        _guard(f, node)
    test(f, node.test)
    if f.env is not None and _narrowed(f, node):
        return
    if f.env is None:
        _optional(f, node.body)
        walk(f, node.orelse)
        return
    _branches(f, node.body, node.orelse)


def _optional(f: File, body: Sequence[ast.stmt]) -> None:
    f.optional += 1
    walk(f, body)
    f.optional -= 1


def _is_type_checking(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return name in ("TYPE_CHECKING", "MYPY_CHECK_RUNNING")


def _guard(f: File, node: ast.If) -> None:
    """Note an early return on a flag: the value after it exists only for classes that have the flag."""
    record = f.functions[f.function]
    if len(node.body) != 1 or not isinstance(node.body[0], ast.Return) or node.orelse or record.returns:
        return
    value = node.body[0].value
    positive = value is not None and not (isinstance(value, ast.Constant) and value.value is None)
    negated = isinstance(node.test, ast.UnaryOp) and isinstance(node.test.op, ast.Not)
    inner = node.test.operand if isinstance(node.test, ast.UnaryOp) and negated else node.test
    if isinstance(inner, ast.Compare) and len(inner.ops) == 1 and inner.ops[0].__class__ in MEMBERSHIP:
        leaves_when = isinstance(inner.ops[0], ast.NotIn) == (negated != positive)
        record.guards.append(("in", leaves_when, path_of(f, inner.left), path_of(f, inner.comparators[0])))
    elif inner.__class__ in LOOKED_UP:
        record.guards.append(("is", negated == positive, path_of(f, inner), NONE))


def _narrowed(f: File, node: ast.If) -> bool:
    """``if isinstance(x, C):`` makes x a C inside, ``if not isinstance(x, C): return`` afterwards."""
    negated = isinstance(node.test, ast.UnaryOp) and isinstance(node.test.op, ast.Not)
    call = node.test.operand if isinstance(node.test, ast.UnaryOp) and negated else node.test
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "isinstance"):
        return False
    if len(call.args) != 2 or not isinstance(call.args[0], ast.Name) or f.env is None:
        return False
    name, classes = call.args[0].id, call.args[1]
    known = f.env.get(name)
    if known is None or not isinstance(classes, ast.Name | ast.Attribute | ast.Tuple):
        return False
    annotated = path_of(f, classes)
    unknown = f.nodes[known][0] in (UNKNOWN, CONST)
    narrowed = f.intern((TYPED, annotated) if unknown else (NARROWED, known, annotated))
    if negated:
        _branches(f, node.body, node.orelse)
        if _ends(node.body) and f.env.get(name) == known:
            f.env[name] = narrowed
        return True
    base, f.env = f.env, f.branch(f.env)
    f.env[name] = narrowed
    walk(f, node.body)
    inside, f.env = f.env, f.branch(base)
    if inside.get(name) == narrowed:
        inside[name] = known
    walk(f, node.orelse)
    ends = [end for end, body in ((inside, node.body), (f.env, node.orelse)) if not _ends(body)]
    f.env = _join(f, ends) if ends else base
    return True


def _for(f: File, node: ast.For | ast.AsyncFor) -> None:
    element = f.intern((ELEMENT, path_of(f, node.iter), NONE))
    f.use(element, node.iter, isinstance(node, ast.AsyncFor))
    outer = f.context
    f.context = (outer[0] + 1, *outer[1:])
    bind(f, node.target, element, node.lineno)
    _branches(f, node.body, [])
    f.context = outer
    walk(f, node.orelse)


def _while(f: File, node: ast.While) -> None:
    outer = f.context
    f.context = (outer[0] + 1, *outer[1:])
    test(f, node.test)
    _branches(f, node.body, [])
    f.context = outer
    walk(f, node.orelse)


def _with(f: File, node: ast.With | ast.AsyncWith) -> None:
    outer = f.context
    for item in node.items:
        value = path_of(f, item.context_expr)
        f.use(value, item.context_expr, isinstance(node, ast.AsyncWith))
        if item.optional_vars is not None:
            bind(f, item.optional_vars, f.intern((ENTERED, value)), node.lineno)
        loops, items, lines, handlers, awaited = f.context
        if len(items) < MAX_ENCLOSING:
            f.context = (loops, (*items, value), (*lines, item.context_expr.lineno), handlers, awaited)
    walk(f, node.body)
    f.context = outer


def _try(f: File, node: Any) -> None:
    outer = f.context
    handled = tuple(path for handler in node.handlers for path in _handled(f, handler))
    loops, items, lines, handlers, awaited = outer
    inside = (loops, items, lines, (handlers + handled)[:MAX_ENCLOSING], awaited)
    if f.env is None:
        f.context = inside
        walk(f, node.body)
        f.context = outer
        walk(f, node.orelse)
        for handler in node.handlers:
            _handler(f, handler)
    else:
        _try_in_function(f, node, inside)
    walk(f, node.finalbody)


def _try_in_function(
    f: File, node: Any, inside: tuple[int, tuple[int, ...], tuple[int, ...], tuple[int, ...], bool]
) -> None:
    outer, base = f.context, f.branch(f.env or {})
    f.context = inside
    walk(f, node.body)
    f.context = outer
    walk(f, node.orelse)
    ends = [] if _ends(node.orelse or node.body) else [f.env or {}]
    for handler in node.handlers:
        f.env = f.branch(base)
        _handler(f, handler)
        if not _ends(handler.body):
            ends.append(f.env)
    f.env = _join(f, ends) if ends else base


def _ends(body: Sequence[ast.stmt]) -> bool:
    return bool(body) and isinstance(body[-1], LEAVES)


def _handled(f: File, handler: ast.ExceptHandler) -> list[int]:
    if handler.type is None:
        return [f.intern((CONST, ""))]
    types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return [path_of(f, one) for one in types]


def _handler(f: File, handler: ast.ExceptHandler) -> None:
    if handler.name:
        bind_name(f, handler.name, f.intern((UNKNOWN,)), handler.lineno)
    walk(f, handler.body)


def _return(f: File, node: ast.Return) -> None:
    if node.value is not None:
        f.functions[f.function].returns.append(read(f, node.value))


def _delete(f: File, node: ast.Delete) -> None:
    for target in node.targets:
        if isinstance(target, ast.Subscript | ast.Attribute):
            f.use(path_of(f, target.value), target)


def _match(f: File, node: ast.Match) -> None:
    read(f, node.subject)
    for case in node.cases:
        for pattern in ast.walk(case.pattern):
            name = getattr(pattern, "name", None) or getattr(pattern, "rest", None)
            if isinstance(name, str):
                bind_name(f, name, f.intern((UNKNOWN,)), node.lineno)
        if case.guard is not None:
            test(f, case.guard)
    _branches(f, *[case.body for case in node.cases], [])


def _import_kind(f: File) -> str:
    if f.type_checking:
        return "type_checking"
    return "lazy" if f.function else "runtime"


def _import(f: File, node: ast.Import) -> None:
    for alias in node.names:
        f.imports.append((0, alias.name, "", node.lineno, _import_kind(f), f.function))
        bound = alias.name if alias.asname else alias.name.split(".", 1)[0]
        _bind_import(f, alias.asname or bound, (IMPORTED, 0, bound, ""), node.lineno)


def _import_from(f: File, node: ast.ImportFrom) -> None:
    module = node.module or ""
    for alias in node.names:
        f.imports.append((node.level, module, alias.name, node.lineno, _import_kind(f), f.function))
        if alias.name != "*":
            _bind_import(f, alias.asname or alias.name, (IMPORTED, node.level, module, alias.name), node.lineno)


def _bind_import(f: File, name: str, wire: tuple[object, ...], line: int) -> None:
    bind_name(f, name, f.intern(wire), line)


def _global(f: File, node: ast.Global) -> None:
    f.globals.setdefault(f.function, set()).update(node.names)
    if f.env is not None:
        for name in node.names:
            f.env.pop(name, None)


def _function(f: File, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    decorators = [path_of(f, decorator) for decorator in node.decorator_list]
    for path, decorator in zip(decorators, node.decorator_list, strict=True):
        f.use(path, decorator)
    outer = (f.function, f.cls, f.prefix, f.env, f.closure, f.context, f.optional)
    in_class = f.cls if f.env is None else NONE
    record = enter_function(f, node, f.prefix + node.name, in_class, isinstance(node, ast.AsyncFunctionDef))
    number = f.function
    record.decorators = decorators
    if node.returns is not None:
        record.annotation = annotation(f, node.returns)
    f.optional = 0
    walk(f, node.body)
    f.function, f.cls, f.prefix, f.env, f.closure, f.context, f.optional = outer
    bind_name(f, node.name, f.intern((FUNCTION, number)), node.lineno)


def _class(f: File, node: ast.ClassDef) -> None:
    parent_function = f.function if f.env is not None else NONE
    record = ClassRecord(f.prefix + node.name, node.lineno, node.end_lineno or node.lineno, f.cls, parent_function)
    record.bases = [path_of(f, base) for base in node.bases]
    record.keywords = [(k.arg or "**", path_of(f, k.value)) for k in node.keywords]
    record.decorators = [read(f, decorator) for decorator in node.decorator_list]
    number = len(f.classes)
    f.classes.append(record)
    outer = (f.cls, f.prefix, f.env, f.closure, f.optional)
    f.cls, f.prefix, f.closure, f.env = number, record.qualname + ".", f.env if f.env is not None else f.closure, None
    f.optional = 0
    walk(f, node.body)
    f.cls, f.prefix, f.env, f.closure, f.optional = outer
    bind_name(f, node.name, f.intern((CLASS, number)), node.lineno)


def _type_alias(f: File, node: Any) -> None:
    bind(f, node.name, annotation(f, node.value), node.lineno)


def _other(f: File, node: ast.AST) -> None:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            read(f, child)
        elif isinstance(child, ast.stmt):
            walk(f, [child])


def _nothing(f: File, node: ast.AST) -> None:
    """``pass`` and the like."""


STATEMENTS: dict[type, Callable[[File, Any], None]] = {
    cls: _other for cls in vars(ast).values() if isinstance(cls, type) and issubclass(cls, ast.stmt)
}
STATEMENTS |= {
    ast.Expr: _expression,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.If: _if,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.While: _while,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Try: _try,
    ast.TryStar: _try,
    ast.Return: _return,
    ast.Delete: _delete,
    ast.Match: _match,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.Global: _global,
    ast.Nonlocal: _nothing,
    ast.Pass: _nothing,
    ast.Break: _nothing,
    ast.Continue: _nothing,
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.ClassDef: _class,
}
if hasattr(ast, "TypeAlias"):
    STATEMENTS[ast.TypeAlias] = _type_alias
