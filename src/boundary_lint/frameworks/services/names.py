"""Tables of a program under other names: wherever facts name one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import msgspec

from boundary_lint.facts.program import Access, Fact, ProgramFacts

Names: TypeAlias = dict[tuple[str, str], str]
"""Table, and what the code calls its database ("" for the one it always uses) -> how the table is told."""

_FIELDS = {
    "tables": ("table",),
    "models": ("table",),
    "foreign_keys": ("from_table", "to_table"),
    "accesses": ("table",),
    "joins": ("from_table", "to_table"),
    "migrations": ("table",),
}
"""Kind of facts -> its fields that name tables."""


def renamed(found: ProgramFacts, tables: Mapping[tuple[str, str], str]) -> ProgramFacts:
    """Return facts in which tables are called otherwise."""
    if not tables:
        return found
    changed = {
        kind: [_changed(fact, fields, tables) for fact in getattr(found, kind)] for kind, fields in _FIELDS.items()
    }
    return msgspec.structs.replace(found, **changed)


def _changed(fact: Fact, fields: tuple[str, ...], tables: Mapping[tuple[str, str], str]) -> Fact:
    database = fact.database if isinstance(fact, Access) else ""
    new = {field: tables[name] for field in fields if (name := (getattr(fact, field), database)) in tables}
    return msgspec.structs.replace(fact, **new) if new else fact
