"""Texts that are cut into parts: ``"shop.Order".split(".")``, as settings and resolvers write names of models."""

from __future__ import annotations

from collections.abc import Sequence

from boundary_lint.facts import syntax
from boundary_lint.link.values import NOTHING, Items, TextValue, Values

SPLITS = frozenset({"split", "rsplit", "partition", "rpartition"})
"""Methods of a text that give its parts."""

MAX_PARTS = 20
"""A text of more parts is data, not a name."""


def split_text(text: str, method: str, arguments: Sequence[syntax.Node]) -> Values:
    """Return the parts of a text that is cut at a constant, as one sequence; nothing where a part is not known."""
    separator = arguments[0] if arguments else None
    if not isinstance(separator, syntax.Text) or not separator.value or "{}" in text:
        return NOTHING
    limit = arguments[1] if len(arguments) > 1 else None
    count = int(limit.value) if isinstance(limit, syntax.Const) and limit.value.isdigit() else -1
    parts: Sequence[str]
    match method:
        case "split":
            parts = text.split(separator.value, count)
        case "rsplit":
            parts = text.rsplit(separator.value, count)
        case "partition":
            parts = text.partition(separator.value)
        case _:
            parts = text.rpartition(separator.value)
    if len(parts) > MAX_PARTS:
        return NOTHING
    return frozenset((Items(tuple(frozenset((TextValue(part),)) for part in parts)),))
