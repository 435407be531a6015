"""Which methods a view answers."""

from __future__ import annotations

from boundary_lint.frameworks.routes.view import View
from boundary_lint.link.names import Names
from boundary_lint.link.program import Class
from boundary_lint.link.values import Items, TextValue

METHODS = ("delete", "get", "head", "patch", "post", "put")
"""Methods of a class-based view that answer; OPTIONS every view does."""


def methods_of(view: View, names: Names) -> tuple[str, ...]:
    """Return the methods that a view answers; none where any, or where it cannot be seen."""
    if view.methods or not isinstance(view.target, Class):
        return view.methods
    cls = view.target
    if any(base not in ("object", "typing.Generic") for base in names.external_bases(cls)):
        return ()
    allowed = _allowed(cls, names)
    return tuple(m.upper() for m in METHODS if names.lookup(cls, m) is not None and (allowed is None or m in allowed))


def _allowed(cls: Class, names: Names) -> set[str] | None:
    for value in names.class_values(cls, "http_method_names"):
        if isinstance(value, Items):
            return {one.text.lower() for item in value.items for one in item if isinstance(one, TextValue)}
    return None
