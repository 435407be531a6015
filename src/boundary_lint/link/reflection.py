"""Attributes whose names are computed: ``getattr(order, name)``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from boundary_lint.facts import syntax
from boundary_lint.link.program import Class
from boundary_lint.link.values import MAX_VALUES, Instance, TextValue, Values, in_order, union

if TYPE_CHECKING:
    from boundary_lint.link.frame import CallSite
    from boundary_lint.link.names import Names

MIN_FIXED = 4
"""Characters that a name must have besides its unknown parts to be matched: "value_{}" says something, "{}s" does not."""


def named_attributes(values: Values, names: Values, site: CallSite) -> Values:
    """Return what attributes are whose names are known, are known in part, or stand in the class itself."""
    link, frame = site.frame.link, site.frame
    texts = [value.text for value in in_order(names) if isinstance(value, TextValue)]
    known = [text for text in texts if "{}" not in text]
    if known:
        return union(link.attribute(values, name, frame) for name in known)
    return union(
        value.attribute(name, frame)
        for value in in_order(values)
        if isinstance(value, Instance)
        for name in _choices(link.names, value.cls, texts)
    )


def _choices(names: Names, cls: Class, patterns: Sequence[str]) -> list[str]:
    """Return the attributes that a name can mean of which a pattern ("value_{}") or nothing is known.

    Where nothing is known, they are the methods that the class itself names in a string: its actions, its steps.
    """
    own = [above for above in names.mro(cls) if not isinstance(above, str) and not above.module.is_stub]
    fixed = [pattern for pattern in patterns if len(pattern.replace("{}", "")) >= MIN_FIXED]
    if fixed:
        expression = re.compile("|".join(".+".join(map(re.escape, pattern.split("{}"))) for pattern in fixed))
        found = {name for above in own for name in above.names if expression.fullmatch(name)}
    else:
        methods = {name for above in own for name in above.names if _is_method(above, name)}
        found = {text for above in own for text in _texts(above) if text in methods}
    return sorted(found) if len(found) <= MAX_VALUES else []


def _is_method(cls: Class, name: str) -> bool:
    nodes = cls.module.nodes
    return any(isinstance(nodes[node], syntax.FunctionRef) for node in cls.names[name])


def _texts(cls: Class) -> Iterator[str]:
    """Yield the strings in lists, tuples and dictionaries of a class body."""
    nodes = cls.module.nodes
    for candidates in cls.names.values():
        for node in candidates:
            match nodes[node]:
                case syntax.Collection(_, items):
                    yield from (text.value for n in items if isinstance(text := nodes[n], syntax.Text))
                case syntax.Dictionary(pairs):
                    yield from (key for key, _ in pairs if key)
                    yield from (text.value for _, n in pairs if isinstance(text := nodes[n], syntax.Text))
