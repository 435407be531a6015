"""Expressions to access paths: one handler per kind of syntax, found by class. Each returns the node of the value."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import Any

from boundary_lint.extract.containers import put_item
from boundary_lint.extract.state import (
    ATTR,
    BINARY,
    CALL,
    CLASS,
    COLLECTION,
    CONST,
    DICTIONARY,
    ELEMENT,
    FORMAT,
    FUNCTION,
    GENERIC,
    IMPORTED,
    ITEM,
    MAX_CANDIDATES,
    NAME,
    OUTER,
    PARAM,
    SEEN_INSIDE,
    STAR,
    SUPER,
    TEXT,
    UNKNOWN,
    File,
    FunctionRecord,
    Names,
)
from boundary_lint.facts.syntax import NONE

MAX_TEXT = 20_000
"""Characters of a string constant that is kept; a longer one is not followed."""

DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*){1,7}(?::[A-Za-z_]\w*)?")
"""A string that may name a module or an object in one ("shop.orders.models", "shop.wsgi:application")."""

CLOSURE_COST = 10
"""What handing a name to a nested function costs, in copied names."""

MAX_KEY = 2**60
"""Integer keys beyond this are no positions."""

LOOKED_UP = frozenset((ast.Name, ast.Attribute, ast.Call))
"""Expressions whose truth says something of what they name. Classes are compared by set: these tests run for every expression."""

AWAITABLE = LOOKED_UP | {ast.Await}

COMPARED = frozenset((ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE))
"""Comparisons by value."""

MEMBERSHIP = frozenset((ast.In, ast.NotIn))


def read(f: File, node: ast.expr) -> int:
    """Return the path of an expression whose value is used here, and note the use."""
    path = EXPRESSIONS[node.__class__](f, node)
    f.use(path, node, node.__class__ is ast.Await)
    return path


def path_of(f: File, node: ast.expr) -> int:
    """Return the path of an expression that goes on elsewhere."""
    return EXPRESSIONS[node.__class__](f, node)


def test(f: File, node: ast.expr) -> None:
    """Note a truth test: ``if queryset:`` reads it."""
    path = path_of(f, node)
    if node.__class__ in AWAITABLE:
        path = _truth(f, path)
    f.use(path, node)


def _truth(f: File, path: int) -> int:
    return f.intern((CALL, f.intern((NAME, "bool")), (path,), ()))


def _name(f: File, node: ast.Name) -> int:
    if f.env is not None:
        known = f.env.get(node.id)
        if known is not None:
            return known
    elif f.closure is not None and node.id in f.closure:
        return f.closure[node.id]
    return f.intern((NAME, node.id))


def _attribute(f: File, node: ast.Attribute) -> int:
    value, name = node.value, node.attr
    if value.__class__ is ast.Name and f.env is not None:
        known = f.env.get(f"{value.id}.{name}")
        if known is not None:
            return known
    return f.intern((ATTR, EXPRESSIONS[value.__class__](f, value), name))


def _constant(f: File, node: ast.Constant) -> int:
    value = node.value
    if value.__class__ is not str:
        return f.intern((CONST, repr(value) if value.__class__ is not bytes else ""))
    if len(value) > MAX_TEXT:
        return f.intern((UNKNOWN,))
    if "." in value and len(value) <= 200 and DOTTED.fullmatch(value):
        f.dotted[(value, node.lineno)] = None
    return f.intern((TEXT, value))


def _call(f: File, node: ast.Call) -> int:
    func = node.func
    if func.__class__ is ast.Name and func.id == "super":
        return f.intern((SUPER,))
    callee = EXPRESSIONS[func.__class__](f, func)
    args = tuple([_part(f, node, a) for a in node.args]) if node.args else ()
    keywords = tuple([(k.arg or "**", _part(f, node, k.value)) for k in node.keywords]) if node.keywords else ()
    if args and f.nodes[callee][-1] in _IMPORTING:
        _dynamic_import(f, node)
    return f.intern((CALL, callee, args, keywords))


_IMPORTING = frozenset(("import_module", "__import__"))


def _part(f: File, whole: ast.expr, node: ast.expr) -> int:
    """Return the path of an argument or item; what one on a line of its own does is noted there."""
    if node.__class__ is ast.Starred:
        return f.intern((STAR, _part(f, whole, node.value)))
    path = EXPRESSIONS[node.__class__](f, node)
    if node.lineno != whole.lineno and f.env is not None and node.__class__ in (ast.Call, ast.Attribute):
        f.use(path, node)
    return path


def _dynamic_import(f: File, node: ast.Call) -> None:
    target = node.args[0]
    if isinstance(target, ast.Constant) and isinstance(target.value, str) and target.value.strip("."):
        module = target.value.lstrip(".")
        f.imports.append((len(target.value) - len(module), module, "", node.lineno, "dynamic", f.function))


def _subscript(f: File, node: ast.Subscript) -> int:
    base = path_of(f, node.value)
    index = node.slice
    if isinstance(index, ast.UnaryOp) and isinstance(index.op, ast.USub) and isinstance(index.operand, ast.Constant):
        value = index.operand.value
        if value.__class__ is int and value < MAX_KEY:
            return f.intern((ITEM, base, -value))
    if isinstance(index, ast.Constant):
        key = index.value
        if key.__class__ is str or (key.__class__ is int and abs(key) < MAX_KEY):
            return f.intern((ITEM, base, key))
        return f.intern((ELEMENT, base, NONE))
    if isinstance(index, ast.Slice):
        for bound in (index.lower, index.upper, index.step):
            if bound is not None:
                read(f, bound)
        return f.intern((CALL, f.intern((ATTR, base, "__slice__")), (), ()))
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
        f.use(_truth(f, path) if value.__class__ in LOOKED_UP else path, value)
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
    f.use(_truth(f, value) if isinstance(node.op, ast.Not) else value, node)
    return f.intern((CONST, ""))


def _display(f: File, node: ast.List | ast.Tuple | ast.Set) -> int:
    return f.intern((COLLECTION, node.__class__.__name__.lower(), tuple([_part(f, node, item) for item in node.elts])))


def _dict(f: File, node: ast.Dict) -> int:
    items: list[tuple[str | None, int]] = []
    for key, value in zip(node.keys, node.values, strict=True):
        path = _part(f, node, value)
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            items.append((key.value, path))
            continue
        if key is not None:
            read(f, key)
        items.append((None if key is not None else "**", path))
    return f.intern((DICTIONARY, tuple(items)))


def _comprehension(f: File, node: Any) -> int:
    outer, context = f.env, f.context
    f.env = f.branch(outer) if outer is not None else dict(f.closure or ())
    for generator in node.generators:
        element = f.intern((ELEMENT, path_of(f, generator.iter), NONE))
        f.use(element, generator.iter, bool(generator.is_async))
        f.context = (f.context[0] + 1, *f.context[1:])
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
    number = enter_function(f, node, f.prefix + "<lambda>", NONE, False)
    value = path_of(f, node.body)
    f.functions[number].returns.append(value)
    f.use(value, node.body)
    f.function, f.cls, f.prefix, f.env, f.closure, f.context = outer
    return f.intern((FUNCTION, number))


def enter_function(f: File, node: Any, qualname: str, cls: int, is_async: bool) -> int:
    """Begin a function: its parameters, and what it sees of the names around it. Return its number."""
    parent = f.function if f.env is not None else NONE
    record = FunctionRecord(qualname, node.lineno, node.end_lineno or node.lineno, cls, parent, is_async)
    number = len(f.functions)
    f.functions.append(record)
    visible = f.env if f.env is not None else f.closure
    env = _closure(f, visible) if visible and f.may_copy(CLOSURE_COST * len(visible)) else {}
    arguments = node.args
    defaults = _defaults(arguments)
    for kind, parameter, default in defaults:
        hint = annotation(f, parameter.annotation) if parameter.annotation is not None else NONE
        record.parameters.append((parameter.arg, hint, path_of(f, default) if default is not None else NONE, kind))
        if default is not None:
            f.use(record.parameters[-1][2], default)  # type: ignore[arg-type]
        env[parameter.arg] = f.intern((UNKNOWN,)) if kind == "*" else f.intern((PARAM, number, parameter.arg))
    f.function, f.cls, f.prefix, f.env, f.closure = number, NONE, qualname + ".<locals>.", env, None
    f.context = (0, (), (), (), False)
    return number


def _closure(f: File, env: Names) -> Names:
    return {
        name: node if f.nodes[node][0] in SEEN_INSIDE else f.intern((OUTER, node))
        for name, node in env.items()
        if "." not in name
    }


def _defaults(arguments: ast.arguments) -> list[tuple[str, ast.arg, ast.expr | None]]:
    plain = [*arguments.posonlyargs, *arguments.args]
    padded: list[ast.expr | None] = [None] * (len(plain) - len(arguments.defaults)) + list(arguments.defaults)
    found: list[tuple[str, ast.arg, ast.expr | None]] = [("", p, d) for p, d in zip(plain, padded, strict=True)]
    found += [("kw", p, d) for p, d in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)]
    found += [(kind, p, None) for kind, p in (("*", arguments.vararg), ("**", arguments.kwarg)) if p is not None]
    return found


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


def bind(f: File, target: ast.expr, value: int, line: int) -> None:
    """Assign a value to a target."""
    if isinstance(target, ast.Name):
        _bind_name(f, target.id, value, line)
    elif isinstance(target, ast.Tuple | ast.List):
        wire = f.nodes[value]
        parts = wire[2] if wire[0] == COLLECTION and len(wire[2]) == len(target.elts) else None  # type: ignore[arg-type]
        for position, part in enumerate(target.elts):
            bind(f, part, parts[position] if parts else f.intern((ITEM, value, position)), line)  # type: ignore[index]
    elif isinstance(target, ast.Starred):
        bind(f, target.value, f.intern((UNKNOWN,)), line)
    elif isinstance(target, ast.Attribute):
        _bind_attribute(f, target, value, line)
    elif isinstance(target, ast.Subscript):
        f.use(path_of(f, target.value), target.value)
        if not isinstance(target.slice, ast.Constant):
            read(f, target.slice)
        if f.env is None and not f.optional:
            f.functions[0].stores.append((path_of(f, target), "", value, line, f.context_number()))
        put_item(f, target, value, line)


def _bind_name(f: File, name: str, value: int, line: int) -> None:
    if f.env is None:
        f.define(name, value, line)
        return
    if name in f.functions[f.function].globals:
        known = f.names.setdefault(name, [])
        f.name_lines.setdefault(name, line)
        if len(known) < MAX_CANDIDATES and value not in known:
            known.append(value)
        return
    env = f.env
    if name in env and name in f.attributes:
        for attribute in f.attributes[name]:
            env.pop(f"{name}.{attribute}", None)
    env[name] = value


def _bind_attribute(f: File, target: ast.Attribute, value: int, line: int) -> None:
    base = path_of(f, target.value)
    if f.nodes[base][0] != PARAM:
        f.use(base, target.value)
    f.functions[f.function].stores.append((base, target.attr, value, line, f.context_number()))
    if f.env is not None and isinstance(target.value, ast.Name):
        f.attributes.setdefault(target.value.id, set()).add(target.attr)
        f.env[f"{target.value.id}.{target.attr}"] = value


# -- annotations: generics keep their arguments, strings are read as code

MAX_ANNOTATION = 2_000
"""Characters of an annotation written as a string; a longer one says nothing."""


def annotation(f: File, node: ast.expr) -> int:
    """Return the path of an annotation."""
    if isinstance(node, ast.Constant):
        return _annotation_constant(f, node)
    if isinstance(node, ast.BinOp):
        return f.either([annotation(f, node.left), annotation(f, node.right)])
    if isinstance(node, ast.Subscript):
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        return f.intern((GENERIC, annotation(f, node.value), tuple([annotation(f, part) for part in parts])))
    if isinstance(node, ast.Name | ast.Attribute):
        return _annotation_name(f, node)
    if isinstance(node, ast.Call):
        return path_of(f, node)
    return f.intern((UNKNOWN,))


def _annotation_constant(f: File, node: ast.Constant) -> int:
    if not isinstance(node.value, str):
        return f.intern((CONST, repr(node.value)))
    if len(node.value) > MAX_ANNOTATION:
        return f.intern((UNKNOWN,))
    try:
        inner = compile(node.value.strip(), "<annotation>", "eval", ast.PyCF_ONLY_AST, dont_inherit=True)
    except (SyntaxError, ValueError):
        return f.intern((UNKNOWN,))
    return annotation(f, inner.body)  # type: ignore[attr-defined]


def _annotation_name(f: File, node: ast.Name | ast.Attribute) -> int:
    """Names in annotations mean classes: local variables do not count, local imports and classes do."""
    env = f.env
    if env:
        root: ast.expr = node
        while isinstance(root, ast.Attribute):
            root = root.value
        known = env.get(root.id) if isinstance(root, ast.Name) else None
        f.env = {root.id: known} if known is not None and f.nodes[known][0] in (IMPORTED, CLASS, FUNCTION) else {}  # type: ignore[attr-defined]
    path = path_of(f, node)
    f.env = env
    return path


EXPRESSIONS: dict[type, Callable[[File, Any], int]] = {
    cls: _other for cls in vars(ast).values() if isinstance(cls, type) and issubclass(cls, ast.AST)
}
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
