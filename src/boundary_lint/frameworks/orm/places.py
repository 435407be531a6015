"""Where a class says something of itself: ``Meta.table_name``, ``meta.collection``, ``_table_``, ``tablename=``, ``config(tablename)``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from boundary_lint.facts import syntax
from boundary_lint.link.names import Names
from boundary_lint.link.program import Class, Module
from boundary_lint.link.values import ClassValue, TextValue, Values, in_order


class Place(NamedTuple):
    """A syntax node, and the module and class in which it is to be read."""

    node: syntax.NodeId
    module: Module
    cls: Class | None


def said(names: Names, cls: Class, paths: Iterable[str]) -> Iterator[Place]:
    """Yield what a class's own body says at the given paths, in their order."""
    for path in paths:
        if path.endswith("="):
            yield from (Place(node, cls.module, cls.parent) for key, node in cls.record.keywords if key == path[:-1])
            continue
        call = path.endswith(")")
        attribute, _, key = path.removesuffix(")").partition("(" if call else ".")
        for node in cls.names.get(attribute, ()):
            if not key:
                yield Place(node, cls.module, cls)
            else:
                yield from _inside(names, Place(node, cls.module, cls), key)


def _inside(names: Names, place: Place, key: str) -> Iterator[Place]:
    """Yield what a nested class, a dictionary or a call says of a key."""
    record = place.module.nodes[place.node]
    if isinstance(record, syntax.Dictionary):
        yield from (Place(node, place.module, place.cls) for name, node in record.items if name == key)
    elif isinstance(record, syntax.Call):
        yield from (Place(node, place.module, place.cls) for name, node in record.keywords if name == key)
    elif isinstance(record, syntax.ClassRef):
        for value in in_order(names.resolve(place.node, place.module, place.cls)):
            if isinstance(value, ClassValue):
                nested = value.cls
                yield from (Place(node, nested.module, nested) for node in nested.names.get(key, ()))


def values_at(names: Names, place: Place) -> Values:
    """Return what is at a place, by names alone."""
    return names.resolve(place.node, place.module, place.cls)


def text_at(names: Names, place: Place) -> str:
    """Return the only text at a place, "" where there is none."""
    texts = [v.text for v in values_at(names, place) if isinstance(v, TextValue)]
    return texts[0] if len(texts) == 1 and "{}" not in texts[0] else ""


def is_true(place: Place) -> bool:
    """Whether the constant True is at a place."""
    return place.module.nodes[place.node] == syntax.Const("True")
