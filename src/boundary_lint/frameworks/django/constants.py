"""Constant attributes of classes: options of Meta, names of apps."""

from __future__ import annotations

from boundary_lint.facts import syntax
from boundary_lint.link.names import Names
from boundary_lint.link.program import Class
from boundary_lint.link.values import Items, TextValue, in_order


def class_constant(names: Names, cls: Class, attribute: str, *, own: bool = False) -> str | bool | None:
    """Return the text or truth value of a class attribute, with ``own`` only from the class's own body."""
    owner = cls if own else names.lookup(cls, attribute)
    if owner is None:
        return None
    for node in owner.names.get(attribute, ()):
        record = owner.module.nodes[node]
        if isinstance(record, syntax.Const) and record.value in ("True", "False"):
            return record.value == "True"
        for value in in_order(names.resolve(node, owner.module, owner)):
            if isinstance(value, TextValue) and "{}" not in value.text:
                return value.text
    return None


def class_texts(names: Names, cls: Class, attribute: str) -> tuple[str, ...]:
    """Return the texts in the list or tuple that a class attribute is."""
    return tuple(
        value.text
        for display in in_order(names.class_values(cls, attribute))
        if isinstance(display, Items)
        for item in display.items
        for value in in_order(item)
        if isinstance(value, TextValue)
    )
