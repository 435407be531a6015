"""SQL text that is a part of another query: ``extra(where=["EXISTS (SELECT ...)"])``, ``RawSQL("SELECT ...")``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from boundary_lint.frameworks.effects import Ran
from boundary_lint.frameworks.sql.values import SqlStatement
from boundary_lint.link.frame import Frame
from boundary_lint.link.values import DictOf, Items, ListOf, TextValue, Values, in_order

_QUERY = re.compile(r"[\s(]*(?:--[^\n]*\n\s*)*(?:SELECT|WITH)\b", re.IGNORECASE)


def run_inside(values: Values, frame: Frame) -> None:
    """Note what the selects in a text, or in the texts of a list or dictionary, read."""
    if frame.sink is None:
        return
    for text in _texts(values):
        if _QUERY.match(text) is not None:
            frame.sink.add(Ran(text))
        elif "SELECT" in text.upper():
            frame.sink.add(Ran(f"SELECT ({text})"))


def _texts(values: Values) -> Iterator[str]:
    for value in in_order(values):
        if isinstance(value, TextValue | SqlStatement):
            yield value.text
        elif isinstance(value, Items | ListOf | DictOf):
            inner = (
                value.items if isinstance(value, Items)
                else (value.elements,) if isinstance(value, ListOf)
                else tuple(found for _, found in value.items)
            )  # fmt: skip
            for one in inner:
                yield from _texts(one)
