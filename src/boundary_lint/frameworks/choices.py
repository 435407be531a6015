"""Uses that touch many tables because it is not known which: code that works on whatever model it is handed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from boundary_lint.facts.program import Op
from boundary_lint.frameworks.effects import Touched
from boundary_lint.frameworks.entity import Entities
from boundary_lint.link.frame import Effect

MAX_SURE = 4
"""Tables that one use of one value may touch and be believed; what touches more is said with low confidence.

Source: of accesses that touch more, run-time truth confirms 19 % on wagtail and 17 % on oscar; of the others, 74 and 81 %.
"""

ALONE = frozenset({"instance", "load", "query", "iteration", "lazy", "override"})
"""Reasons for which a value is of one model: what is joined, or saved with it, comes on top."""

Choice: TypeAlias = tuple[int, Op, str]
"""Position of the use, operation, reason."""


def unsure(events: Iterable[tuple[int, Effect]], entities: Entities) -> set[Choice]:
    """Return the uses whose value may be of too many models. One statement on many tables is no choice between them."""
    tables: dict[Choice, set[str]] = {}
    for position, effect in events:
        if isinstance(effect, Touched) and effect.via in ALONE:
            entity = entities.by_table.get(effect.table)
            if entity is not None and not entity.many_at_once:
                tables.setdefault((position, effect.op, effect.via), set()).add(effect.table)
    return {choice for choice, touched in tables.items() if len(touched) > MAX_SURE}
