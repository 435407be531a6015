"""Expressions to access paths: one handler per kind of syntax, found by class. Each returns the node of the value."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from typing import Any

from boundary_lint.extract.binding import bind
from boundary_lint.extract.functions import enter_function
from boundary_lint.extract.loads import load
from boundary_lint.extract.loops import enter_loop
from boundary_lint.extract.paths import EXPRESSIONS, LOOKED_UP, MEMBERSHIP, path_of, read, sliced, test, truth
from boundary_lint.extract.state import (
    ATTR,
    BINARY,
    CALL,
    COLLECTION,
    CONST,
    DICTIONARY,
    ELEMENT,
    FORMAT,
    FUNCTION,
    ITEM,
    NAME,
    STAR,
    SUPER,
    TEXT,
    UNKNOWN,
    File,
)
from boundary_lint.facts.syntax import NONE

MAX_TEXT = 20_000
"""Characters of a string constant that is kept; a longer one is not followed."""

DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*){1,7}(?::[A-Za-z_]\w*)?")
"""A string that may name a module or an object in one ("shop.orders.models", "shop.wsgi:application")."""

MAX_DOTTED = 200
"""Characters of such a string."""

MAX_KEY = 2**60
"""Integer keys beyond this are no positions."""

ADDRESS = re.compile(
    r"(?:[A-Za-z][\w.+-]*:)?//.*|(?:[A-Za-z0-9_][\w.-]*|\[[\w:.]*\]|\{\w*\}):\d{2,5}(?:/.*)?", re.DOTALL
)
"""A string that says where something is, or begins to: a URL, or a host and a port."""

CAPITALS = re.compile(r"[A-Z_][A-Z0-9_]{1,80}")
"""A string that is written as variables of the environment and settings are named."""

SECRET = re.compile(r"(\b(?!(?:https?|wss?|ftp)://)[A-Za-z][\w+.-]*://[^/?#\s:@]*):[^\s,]+@|(//[^/?#\s:@]*):[^/?#\s]+@")
"""User and password in a URL: the password is not kept. That of a database may hold any character; on the web an ``@`` may stand in the path."""

COMPARED = frozenset((ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE))
"""Comparisons by value."""

NOTED = frozenset((ast.Call, ast.Attribute))
"""Arguments and items that do something on a line of their own."""


def _name(f: File, node: ast.Name) -> int:
    name = node.id
    visible = f.env if f.env is not None else f.closure
    if visible is not None and name in visible:
        return visible[name]
    return f.intern((NAME, name))


def _attribute(f: File, node: ast.Attribute) -> int:
    value, name = node.value, node.attr
    if value.__class__ is ast.Name:
        if name in f.attributes.get(value.id, ()) and f.env is not None:
            known = f.env.get(f"{value.id}.{name}")
            if known is not None:
                return known
        return f.intern((ATTR, _name(f, value), name))
    return f.intern((ATTR, EXPRESSIONS[value.__class__](f, value), name))


def _constant(f: File, node: ast.Constant) -> int:
    value = node.value
    if value.__class__ is str:
        if len(value) > MAX_TEXT:
            return f.intern((UNKNOWN,))
        if "." in value and len(value) <= MAX_DOTTED and DOTTED.fullmatch(value):
            f.dotted[(value, node.lineno)] = None
        elif ":" in value:
            value = SECRET.sub(r"\1\2:***@", value) if "@" in value else value
            if len(value) <= MAX_DOTTED and ADDRESS.fullmatch(value):
                f.addresses[(value, node.lineno)] = None
        elif value.isupper() and CAPITALS.fullmatch(value):
            f.capitals[(value, node.lineno)] = None
        return f.intern((TEXT, value))
    return f.intern((CONST, repr(value) if value.__class__ is not bytes else ""))


def _call(f: File, node: ast.Call) -> int:
    func = node.func
    if func.__class__ is ast.Name and func.id == "super":
        return f.intern((SUPER,))
    callee = EXPRESSIONS[func.__class__](f, func)
    args = _parts(f, node, node.args)
    path = f.intern((CALL, callee, args, _keywords(f, node, node.keywords)))
    if args and (loader := f.loaders.get(f.nodes[callee][-1])) is not None:  # type: ignore[call-overload]
        load(f, node, path, loader)
    return path


def _keywords(f: File, call: ast.Call, keywords: Sequence[ast.keyword]) -> tuple[tuple[str, int], ...]:
    if not keywords:
        return ()
    values = _parts(f, call, [keyword.value for keyword in keywords])
    return tuple(zip([keyword.arg or "**" for keyword in keywords], values, strict=True))


def _parts(f: File, whole: ast.expr, nodes: Sequence[ast.expr]) -> tuple[int, ...]:
    """Return the paths of arguments or items; what one on a line of its own does is noted there, and what is written again is done again."""
    if not nodes:
        return ()
    paths, line = [], whole.lineno
    for node in nodes:
        kind = node.__class__
        if kind is ast.Starred:
            paths.append(f.intern((STAR, _part(f, whole, node.value))))  # type: ignore[attr-defined]
            continue
        new = len(f.nodes)
        path = EXPRESSIONS[kind](f, node)
        if kind in NOTED and (node.lineno != line or path < new):
            if f.env is not None:
                f.use(path, node)
            elif kind is ast.Call and node.lineno != line:
                f.places.append((path, node.lineno))
        paths.append(path)
    return tuple(paths)


def _part(f: File, whole: ast.expr, node: ast.expr) -> int:
    return _parts(f, whole, (node,))[0]


def _subscript(f: File, node: ast.Subscript) -> int:
    base = path_of(f, node.value)
    index = node.slice
    if isinstance(index, ast.UnaryOp) and isinstance(index.op, ast.USub) and isinstance(index.operand, ast.Constant):
        value = index.operand.value
        if value.__class__ is int and value < MAX_KEY:
            return f.intern((ITEM, base, -value))
    if isinstance(index, ast.Constant):
        key = index.value
        if key.__class__ is str:
            if key.isupper() and CAPITALS.fullmatch(key):
                f.capitals[(key, index.lineno)] = None
            return f.intern((ITEM, base, key))
        if key.__class__ is int and abs(key) < MAX_KEY:
            return f.intern((ITEM, base, key))
        return f.intern((ELEMENT, base, NONE))
    if isinstance(index, ast.Slice):
        for bound in (index.lower, index.upper, index.step):
            if bound is not None:
                read(f, bound)
        return sliced(f, base)
    return f.intern((ELEMENT, base, path_of(f, index)))


def _await(f: File, node: ast.Await) -> int:
    return path_of(f, node.value)


def _named(f: File, node: ast.NamedExpr) -> int:
    value = path_of(f, node.value)
    bind(f, node.target, value, node.lineno)
    return value


def _if_else(f: File, node: ast.IfExp) -> int:
    test(f, node.test)
    return f.either([path_of(f, node.body), path_of(f, node.orelse)])


def _bool_op(f: File, node: ast.BoolOp) -> int:
    paths = []
    for value in node.values[:-1]:
        path = path_of(f, value)
        f.use(truth(f, path) if value.__class__ in LOOKED_UP else path, value)
        paths.append(path)
    paths.append(path_of(f, node.values[-1]))
    return f.either(paths if isinstance(node.op, ast.Or) else paths[-1:])


def _compare(f: File, node: ast.Compare) -> int:
    left = path_of(f, node.left)
    f.use(left, node.left)
    for op, comparator in zip(node.ops, node.comparators, strict=True):
        path = path_of(f, comparator)
        if op.__class__ in MEMBERSHIP:
            path = f.intern((ELEMENT, path, NONE))
        f.use(path, comparator)
    if len(node.ops) == 1 and node.ops[0].__class__ in COMPARED:
        return f.intern((BINARY, node.ops[0].__class__.__name__, left, path))
    return f.intern((CONST, ""))


def _binary(f: File, node: ast.BinOp) -> int:
    left = path_of(f, node.left)
    return f.intern((BINARY, node.op.__class__.__name__, left, path_of(f, node.right)))


def _unary(f: File, node: ast.UnaryOp) -> int:
    value = path_of(f, node.operand)
    if isinstance(node.op, ast.Invert):
        return value
    if isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
        return f.intern((CONST, f"-{node.operand.value!r}"))
    f.use(truth(f, value) if isinstance(node.op, ast.Not) else value, node)
    return f.intern((CONST, ""))


def _display(f: File, node: ast.List | ast.Tuple | ast.Set) -> int:
    return f.intern((COLLECTION, node.__class__.__name__.lower(), _parts(f, node, node.elts)))


def _dict(f: File, node: ast.Dict) -> int:
    items: list[tuple[str | None, int]] = []
    keys: list[int] = []
    for key, value in zip(node.keys, node.values, strict=True):
        path = _part(f, node, value)
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            items.append((key.value, path))
            continue
        if key is not None:
            keys.append(read(f, key))
        items.append((None if key is not None else "**", path))
    return f.intern((DICTIONARY, tuple(items), tuple(keys)) if keys else (DICTIONARY, tuple(items)))


def _comprehension(f: File, node: Any) -> int:
    outer, context = f.env, f.context
    f.env = f.branch(outer) if outer is not None else dict(f.closure or ())
    for generator in node.generators:
        over = path_of(f, generator.iter)
        element = f.intern((ELEMENT, over, NONE))
        f.use(element, generator.iter, bool(generator.is_async))
        enter_loop(f, "comprehension", over, node)
        bind(f, generator.target, element, generator.iter.lineno)
        for condition in generator.ifs:
            test(f, condition)
    if isinstance(node, ast.DictComp):
        read(f, node.key)
        result = f.intern((DICTIONARY, ((None, _part(f, node, node.value)),)))
    else:
        result = f.intern((COLLECTION, "list", (_part(f, node, node.elt),)))
    f.use(result, node)
    f.env, f.context = outer, context
    return result


def _f_string(f: File, node: Any) -> int:
    parts = []
    for value in node.values:
        inner = getattr(value, "value", value)
        parts.append(path_of(f, inner) if isinstance(inner, ast.expr) else _constant(f, value))
    return f.intern((FORMAT, tuple(parts)))


def _lambda(f: File, node: ast.Lambda) -> int:
    outer = (f.function, f.cls, f.prefix, f.env, f.closure, f.context)
    record = enter_function(f, node, f.prefix + "<lambda>", NONE, False)
    number, value = f.function, path_of(f, node.body)
    record.returns.append(value)
    f.use(value, node.body)
    f.function, f.cls, f.prefix, f.env, f.closure, f.context = outer
    return f.intern((FUNCTION, number))


def _yield(f: File, node: ast.Yield) -> int:
    if node.value is not None:
        value = read(f, node.value)
        f.functions[f.function].yields.append(value)
    return f.intern((UNKNOWN,))


def _yield_from(f: File, node: ast.YieldFrom) -> int:
    value = f.intern((ELEMENT, path_of(f, node.value), NONE))
    f.functions[f.function].yields.append(value)
    f.use(value, node)
    return f.intern((UNKNOWN,))


def _starred(f: File, node: ast.Starred) -> int:
    return path_of(f, node.value)


def _other(f: File, node: ast.AST) -> int:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            read(f, child)
    return f.intern((UNKNOWN,))


EXPRESSIONS.update({cls: _other for cls in vars(ast).values() if isinstance(cls, type) and issubclass(cls, ast.AST)})
EXPRESSIONS |= {
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Constant: _constant,
    ast.Call: _call,
    ast.Subscript: _subscript,
    ast.Await: _await,
    ast.NamedExpr: _named,
    ast.IfExp: _if_else,
    ast.BoolOp: _bool_op,
    ast.Compare: _compare,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.List: _display,
    ast.Tuple: _display,
    ast.Set: _display,
    ast.Dict: _dict,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.DictComp: _comprehension,
    ast.JoinedStr: _f_string,
    ast.Lambda: _lambda,
    ast.Yield: _yield,
    ast.YieldFrom: _yield_from,
    ast.Starred: _starred,
}
if hasattr(ast, "TemplateStr"):
    EXPRESSIONS[ast.TemplateStr] = _f_string
