"""What is put into a container becomes its element: ``orders.append(order)``, ``by_id[key] = order``, ``by_day[day].append(order)``."""

from __future__ import annotations

import ast

from boundary_lint.extract.state import CALL, COLLECTION, CONST, DICTIONARY, EITHER, ELEMENT, TEXT, File
from boundary_lint.facts.syntax import CONTAINERS, NONE

PUTS = {"append": 0, "appendleft": 0, "add": 0, "insert": 1, "setdefault": 1}
"""Method -> position of the argument that becomes an element."""

MERGES = ("extend", "update", "extendleft")
"""Methods whose argument's elements become elements."""

MAX_ITEMS = 12
"""Elements of a container that grows; more of them are dropped."""


def grow(f: File, call: ast.Call, path: int) -> None:
    """Take note of a call statement that puts something into a variable's or an attribute's container."""
    func, wire = call.func, f.nodes[path]
    if f.env is None or not isinstance(func, ast.Attribute) or wire[0] != CALL:
        return
    args: tuple[int, ...] = wire[2]  # type: ignore[assignment]
    position = PUTS.get(func.attr)
    if position is not None and position < len(args):
        _put(f, func.value, args[position], "[]", call.lineno)
    elif func.attr == "update" and not args:
        for key, item in wire[3]:  # type: ignore[attr-defined]
            _put(f, func.value, item, "{}", call.lineno, key)
    elif func.attr in MERGES and len(args) == 1:
        merged = f.nodes[args[0]]
        if merged[0] == DICTIONARY:
            for key, item in merged[1]:  # type: ignore[attr-defined]
                _put(f, func.value, item, "{}", call.lineno, key)
        else:
            _put(f, func.value, f.intern((ELEMENT, args[0], NONE)), "[]", call.lineno)


def put_item(f: File, target: ast.Subscript, value: int, line: int) -> None:
    """Take note of ``container[key] = value``."""
    if f.env is not None:
        _put(f, target.value, value, "{}", line, _key(target.slice))


def _key(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _put(f: File, container: ast.expr, item: int, suffix: str, line: int, key: str | None = None) -> None:
    if f.env is None or f.nodes[item][0] == CONST:
        return
    outer = _outer(container)
    if outer is not None:
        inner = (COLLECTION, "grown", (item,)) if suffix == "[]" else (DICTIONARY, ((key, item),))
        _put(f, outer[0], f.intern(inner), "{}", line, outer[1])
    elif isinstance(container, ast.Name):
        _put_into_name(f, container.id, item, suffix, key)
    elif isinstance(container, ast.Attribute) and isinstance(container.value, ast.Name):
        _put_into_name(f, f"{container.value.id}.{container.attr}", item, suffix, key)
        base = f.env.get(container.value.id)
        if base is not None:
            record = f.functions[f.function]
            record.stores.append((base, container.attr + suffix, item, line, f.context_number()))


def _outer(container: ast.expr) -> tuple[ast.expr, str | None] | None:
    """Return the container in which a container lies, and under which key: ``outer[key]``, ``outer.setdefault(key, [])``."""
    if isinstance(container, ast.Subscript) and not isinstance(container.slice, ast.Slice):
        return container.value, _key(container.slice)
    func = container.func if isinstance(container, ast.Call) and len(container.args) == 2 else None
    if isinstance(func, ast.Attribute) and func.attr == "setdefault":
        return func.value, _key(container.args[0])  # type: ignore[attr-defined]
    return None


def _put_into_name(f: File, name: str, item: int, suffix: str, key: str | None) -> None:
    env = f.env
    if env is None or name not in env:
        return
    options: tuple[int, ...] = f.nodes[env[name]][1] if f.nodes[env[name]][0] == EITHER else (env[name],)  # type: ignore[assignment]
    grown = [_with_item(f, option, item, suffix, key) for option in options]
    if grown != list(options):
        env[name] = f.either(list(dict.fromkeys(grown)))


def _with_item(f: File, container: int, item: int, suffix: str, key: str | None) -> int:
    """Return the container with one item more, or itself where it is no container made here."""
    wire = f.nodes[container]
    if wire[0] == DICTIONARY:
        items: tuple[tuple[str | None, int], ...] = wire[1]  # type: ignore[assignment]
        if (key, item) in items or len(items) >= MAX_ITEMS:
            return container
        return f.intern((DICTIONARY, (*items, (key, item))))
    if wire[0] == COLLECTION and wire[1] != "tuple" and suffix == "[]":
        in_order = not f.context[0] and wire[1] != "grown" and f.nodes[item][0] in (TEXT, CALL)
        members: tuple[int, ...] = wire[2]  # type: ignore[assignment]
        if (item in members and not in_order) or len(members) >= MAX_ITEMS:
            return container
        return f.intern((COLLECTION, wire[1] if in_order else "grown", (*members, item)))
    if wire[0] == CALL and _last_name(f, wire[1]) in CONTAINERS:  # type: ignore[arg-type]
        made = (COLLECTION, "grown", (item,)) if suffix == "[]" else (DICTIONARY, ((key, item),))
        return f.either([container, f.intern(made)])
    return container


def _last_name(f: File, callee: int) -> str:
    last = f.nodes[callee][-1]
    return last if isinstance(last, str) else ""
