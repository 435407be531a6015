"""Assignment: what a target is bound to."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from boundary_lint.extract.containers import put_item
from boundary_lint.extract.paths import path_of, read, sliced
from boundary_lint.extract.state import COLLECTION, ITEM, MAX_CANDIDATES, PARAM, File


def bind(f: File, target: ast.expr, value: int, line: int) -> None:
    """Assign a value to a target."""
    if isinstance(target, ast.Name):
        bind_name(f, target.id, value, line)
    elif isinstance(target, ast.Attribute):
        _bind_attribute(f, target, value, line)
    elif isinstance(target, (ast.Tuple, ast.List)):
        _bind_items(f, target.elts, value, line)
    elif isinstance(target, ast.Subscript):
        _bind_item(f, target, value, line)


def _bind_items(f: File, targets: Sequence[ast.expr], value: int, line: int) -> None:
    """Assign the items of a value, one to each target; a starred one takes those that are left."""
    wire, count = f.nodes[value], len(targets)
    starred = next((place for place, part in enumerate(targets) if isinstance(part, ast.Starred)), count)
    parts = wire[2] if wire[0] == COLLECTION and len(wire[2]) == count == starred else None  # type: ignore[arg-type]
    for place, part in enumerate(targets):
        if parts:
            bind(f, part, parts[place], line)  # type: ignore[index]
        elif place == starred:
            bind(f, part.value, sliced(f, value), line)  # type: ignore[attr-defined]
        else:
            bind(f, part, f.intern((ITEM, value, place if place < starred else place - count)), line)


def bind_name(f: File, name: str, value: int, line: int) -> None:
    """Assign a value to a name."""
    env = f.env
    if env is None:
        f.define(name, value, line)
    elif name in f.globals.get(f.function, ()):
        known = f.names.setdefault(name, [])
        f.name_lines.setdefault(name, line)
        if len(known) < MAX_CANDIDATES and value not in known:
            known.append(value)
    else:
        if name in f.attributes and name in env:
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


def _bind_item(f: File, target: ast.Subscript, value: int, line: int) -> None:
    f.use(path_of(f, target.value), target.value)
    if not isinstance(target.slice, ast.Constant):
        read(f, target.slice)
    key = target.slice.value if isinstance(target.slice, ast.Constant) else None
    if (f.env is None and not f.optional) or (isinstance(key, str) and key.isupper()):
        f.functions[f.function].stores.append((path_of(f, target), "", value, line, f.context_number()))
    put_item(f, target, value, line)
