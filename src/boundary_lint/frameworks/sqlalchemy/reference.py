"""A column that refers to another table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key as written; table is the full name of the table it leads to."""

    column: str
    table: str
    line: int
    on_delete: str = ""
