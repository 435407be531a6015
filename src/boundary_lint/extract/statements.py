"""Statements: what is bound, in which order, under which conditions; one handler per kind of syntax, found by class."""

from __future__ import annotations

import ast
from typing import Any

from boundary_lint.extract.annotations import annotation
from boundary_lint.extract.binding import bind, bind_name
from boundary_lint.extract.branches import branches, join, leaves
from boundary_lint.extract.conditions import if_statement
from boundary_lint.extract.containers import grow
from boundary_lint.extract.functions import enter_function
from boundary_lint.extract.loads import LOADERS
from boundary_lint.extract.loops import enter_loop, judge
from boundary_lint.extract.paths import path_of, read, test
from boundary_lint.extract.records import ClassRecord
from boundary_lint.extract.state import (
    ATTR,
    BINARY,
    CLASS,
    COLLECTION,
    CONST,
    DICTIONARY,
    ELEMENT,
    ENTERED,
    FUNCTION,
    GENERIC,
    IMPORTED,
    ITEM,
    MAX_ENCLOSING,
    NAME,
    NARROWED,
    PARAM,
    TYPED,
    UNKNOWN,
    Context,
    File,
)
from boundary_lint.extract.tries import enter_try, in_clause
from boundary_lint.extract.walk import STATEMENTS, walk
from boundary_lint.facts.syntax import NONE

_FROM_ELSEWHERE = (PARAM, ELEMENT, ITEM)
"""Values of which a function itself seldom knows more than what their type is declared to be."""

_CLASSES = (NAME, IMPORTED, ATTR, CLASS)
"""What may name a class in an annotation."""


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
    items = value.elts if isinstance(value, (ast.List, ast.Tuple)) else [value]
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
    if value is None:
        value = f.intern((TYPED, hint))
    elif f.env is not None or (f.cls == NONE and isinstance(node.value, ast.Dict)):
        value = _declared(f, value, hint)
    bind(f, node.target, value, node.lineno)


def _declared(f: File, value: int, hint: int) -> int:
    """Return the path of a value whose type is declared: that type, where the value alone says nothing, or a container is still empty."""
    kind, *parts = f.nodes[value]
    if kind in (UNKNOWN, CONST):
        return f.intern((TYPED, hint))
    if kind in (COLLECTION, DICTIONARY) and not parts[-1] and f.nodes[hint][0] == GENERIC:
        return f.either([value, f.intern((TYPED, hint))])
    if kind in _FROM_ELSEWHERE and f.nodes[hint][0] in _CLASSES:
        return f.intern((NARROWED, value, hint))
    return value


def _augmented(f: File, node: ast.AugAssign) -> None:
    value = read(f, node.value)
    if isinstance(node.target, ast.Name):
        old = path_of(f, ast.Name(id=node.target.id, ctx=ast.Load()))
        value = f.intern((BINARY, node.op.__class__.__name__, old, value))
        if node.target.id == "__all__" and f.env is None and f.cls == NONE:
            _export(f, node.value)
    bind(f, node.target, value, node.lineno)


def _for(f: File, node: ast.For | ast.AsyncFor) -> None:
    over = path_of(f, node.iter)
    element = f.intern((ELEMENT, over, NONE))
    f.use(element, node.iter, isinstance(node, ast.AsyncFor))
    outer, tries = f.context, len(f.tries)
    loop = enter_loop(f, "for", over, node)
    bind(f, node.target, element, node.lineno)
    branches(f, node.body, [])
    if len(f.tries) > tries:
        judge(loop, node, f.tries[tries:], f.ways)
    f.context = outer
    walk(f, node.orelse)


def _while(f: File, node: ast.While) -> None:
    outer, tries = f.context, len(f.tries)
    endless = isinstance(node.test, ast.Constant) and bool(node.test.value)
    loop = enter_loop(f, "forever" if endless else "while", NONE, node)
    loop.over = test(f, node.test)
    branches(f, node.body, [])
    if len(f.tries) > tries:
        judge(loop, node, f.tries[tries:], f.ways)
    f.context = outer
    walk(f, node.orelse)


def _with(f: File, node: ast.With | ast.AsyncWith) -> None:
    outer = f.context
    for item in node.items:
        value = path_of(f, item.context_expr)
        f.use(value, item.context_expr, isinstance(node, ast.AsyncWith))
        if item.optional_vars is not None:
            bind(f, item.optional_vars, f.intern((ENTERED, value)), node.lineno)
        loops, items, lines = f.context[:3]
        if len(items) < MAX_ENCLOSING:
            f.context = (loops, (*items, value), (*lines, item.context_expr.lineno), *f.context[3:])
    walk(f, node.body)
    f.context = outer


def _try(f: File, node: Any) -> None:
    outer = f.context
    inside = enter_try(f, node)
    if f.env is None:
        f.context = inside
        walk(f, node.body)
        f.context = outer
        walk(f, node.orelse)
        for handler in node.handlers:
            _handler(f, handler)
    else:
        _try_in_function(f, node, inside)
    if node.finalbody:
        f.context = in_clause(outer, "finally")
        walk(f, node.finalbody)
        f.context = outer


def _try_in_function(f: File, node: Any, inside: Context) -> None:
    outer, base = f.context, f.branch(f.env or {})
    f.context = inside
    walk(f, node.body)
    f.context = outer
    walk(f, node.orelse)
    ends = [] if leaves(node.orelse or node.body) else [f.env or {}]
    for handler in node.handlers:
        f.env = f.branch(base)
        _handler(f, handler)
        if not leaves(handler.body):
            ends.append(f.env)
    f.env = join(f, ends) if ends else base


def _handler(f: File, handler: ast.ExceptHandler) -> None:
    outer = f.context
    f.context = in_clause(outer, "handler")
    if handler.name:
        bind_name(f, handler.name, f.intern((UNKNOWN,)), handler.lineno)
    walk(f, handler.body)
    f.context = outer


def _return(f: File, node: ast.Return) -> None:
    if node.value is not None:
        f.functions[f.function].returns.append(read(f, node.value))


def _delete(f: File, node: ast.Delete) -> None:
    for target in node.targets:
        if isinstance(target, (ast.Subscript, ast.Attribute)):
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
    branches(f, *[case.body for case in node.cases], [])


def _import_kind(f: File) -> str:
    if f.type_checking:
        return "type_checking"
    return "lazy" if f.function else "runtime"


def _import(f: File, node: ast.Import) -> None:
    line, kind = node.lineno, _import_kind(f)
    for alias in node.names:
        f.imports.append((0, alias.name, "", line, kind, f.function))
        bound = alias.name if alias.asname else alias.name.split(".", 1)[0]
        bind_name(f, alias.asname or bound, f.intern((IMPORTED, 0, bound, "")), line)


def _import_from(f: File, node: ast.ImportFrom) -> None:
    level, module, line, kind = node.level, node.module or "", node.lineno, _import_kind(f)
    for alias in node.names:
        name = alias.name
        f.imports.append((level, module, name, line, kind, f.function))
        if alias.asname and name in LOADERS:
            f.loaders[alias.asname] = LOADERS[name]
        if name != "*":
            bind_name(f, alias.asname or name, f.intern((IMPORTED, level, module, name)), line)


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
    record.type_checking = f.type_checking > 0
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


STATEMENTS.update({cls: _other for cls in vars(ast).values() if isinstance(cls, type) and issubclass(cls, ast.stmt)})
STATEMENTS |= {
    ast.Expr: _expression,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.If: if_statement,
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
