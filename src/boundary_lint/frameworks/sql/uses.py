"""What a statement does, in terms of tables; names of the database itself left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from boundary_lint.facts.program import Op
from boundary_lint.frameworks.sql.scan import UNKNOWN

_SYSTEM_SCHEMAS = frozenset(
    (
        "information_schema",
        "pg_catalog",
        "performance_schema",
        "sys",
        "mysql",
        "system",
        "system_schema",
        "syscat",
        "sysibm",
    )
)
_SYSTEM_TABLE = re.compile(
    r"\A(?:pg_|sqlite_|v\$|(?:all|dba|user)_(?:tab|tables|views|indexes|ind|constraints|cons)(?:_|\Z)|sysobjects\Z|dual\Z|excluded\Z|stdin\Z|stdout\Z)",
    re.IGNORECASE,
)


class TableUse(NamedTuple):
    """One table in one statement: "schema.table" as written, without quotes. is_root: the statement starts at it."""

    table: str
    op: Op
    is_root: bool


class SqlFacts(NamedTuple):
    """What a statement does.

    created: tables and views it makes; temporary: those that end with the session; missed: what could not be told, in
    words ("" where all is known); text: its first `SHOWN` characters, to show to people.
    """

    uses: tuple[TableUse, ...] = ()
    created: tuple[str, ...] = ()
    temporary: tuple[str, ...] = ()
    missed: str = ""
    text: str = ""


NO_FACTS = SqlFacts()
NOT_PARSED = "SQL text not understood"
NOT_KNOWN = "table not known"
NO_TEXT = "SQL text not known"
TOO_LONG = "SQL text too long"
SHOWN = 120
"""Characters of a text that are shown (facts.program.Access)."""


def finish(uses: Sequence[TableUse], *, created: Sequence[str] = (), temporary: Sequence[str] = ()) -> SqlFacts:
    """Drop what belongs to the database itself, and say so where a table's name is not known."""
    temporary = tuple(name for name in temporary if UNKNOWN not in name)
    seen = dict.fromkeys(use for use in uses if not _is_system(use.table))
    known = tuple(use for use in seen if UNKNOWN not in use.table)
    return SqlFacts(
        uses=known,
        created=tuple(name for name in created if UNKNOWN not in name and not _is_system(name)),
        temporary=temporary,
        missed=NOT_KNOWN if len(known) < len(seen) else "",
    )


def _is_system(name: str) -> bool:
    schema, _, table = name.rpartition(".")
    return schema.lower() in _SYSTEM_SCHEMAS or _SYSTEM_TABLE.match(table) is not None


def qualified(schema: str, table: str) -> str:
    """Return "schema.table"; schemas that are there by default say nothing."""
    return table if not schema or schema.lower() in ("public", "dbo", "main") else f"{schema}.{table}"
