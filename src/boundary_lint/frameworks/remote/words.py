"""Texts that a program gives names to: constants of modules and classes, keys of dictionaries. Keys of messages are among them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from boundary_lint.facts import syntax
from boundary_lint.link.program import Module

MAX_WORDS = 500
"""Texts of one program; where there are more they say nothing."""

_KEY = re.compile(r"[\w-]+(?:[.:/][\w-]+)+")
"""What keys of messages look like: "order.created", "order:created"."""


def words_of(modules: Iterable[Module]) -> tuple[str, ...]:
    """Return the texts that may be keys of messages, none where there are too many."""
    found = {text for module in modules if module.role == "source" for text in _named(module) if _KEY.fullmatch(text)}
    return tuple(sorted(found)) if len(found) <= MAX_WORDS else ()


def _named(module: Module) -> Iterator[str]:
    nodes = module.nodes
    named = [module.syntax.names, *(cls.names for cls in module.classes)]
    for node in (node for names in named for candidates in names.values() for node in candidates):
        record = nodes[node]
        if isinstance(record, syntax.Text):
            yield record.value
    for record in nodes:
        if isinstance(record, syntax.Dictionary):
            yield from (key for key, _ in record.items if key)
