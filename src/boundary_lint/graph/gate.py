"""Queries of rules and users: read-only, on public views alone, with a deadline, and with a helpful word where they fail."""

from __future__ import annotations

import difflib
import re
import sqlite3
import time
from collections.abc import Mapping
from typing import NamedTuple

DEADLINE = 10.0
"""Seconds that one query may take."""

MAX_ROWS = 1_000_000
"""Rows of one result; a query that gives more is a mistake."""

MAX_VALUE = 100_000
"""Bytes of one value. The deadline is looked at between functions: one that searches a longer value for another takes minutes."""

MAX_BYTES = 200_000_000
"""Characters of one result; with values of that length, rows alone are no bound."""

_AT_ONCE = 100
"""Rows that are fetched before their size is looked at."""

_PRIVATE = re.compile(r"\b(?:[a-z]\w*_|sqlite_\w+)\b(?!\s*\()", re.I)
"""Names of private tables: counting their rows reads no column, which the authorizer is not asked about."""

_STRING = re.compile(r"'(?:[^']|'')*'")

_SELECT = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*(?:select|with|values)\b", re.I | re.S)

_STEPS = 100_000
"""SQLite instructions between two looks at the clock."""

_ALLOWED = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION)

_REFUSED_FUNCTIONS = frozenset(
    {"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer", "randomblob", "zeroblob", "printf", "format"}
)
"""Functions that reach outside, or that a few letters make run for minutes: no deadline stops ``printf('%.900000000c', 'x')``."""

Scalar = str | int | float | None


class Rows(NamedTuple):
    """What a query returns: names of columns, rows, and the public views that it reads."""

    columns: tuple[str, ...]
    rows: list[tuple[Scalar, ...]]
    views: frozenset[str]


class QueryFailed(Exception):
    """A query cannot be run; word is the name in it that is at fault ("" where none is known)."""

    def __init__(self, reason: str, word: str, hint: str) -> None:
        self.reason, self.word, self.hint = reason, word, hint
        super().__init__(reason + (f" - {hint}" if hint else ""))


def run(
    connection: sqlite3.Connection, sql: str, parameters: Mapping[str, Scalar] | None = None, deadline: float = DEADLINE
) -> Rows:
    """Return what a query finds.

    Raises:
        QueryFailed: it is no single select over public views, takes longer than the deadline (in seconds), or is wrong.
    """
    views: set[str] = set()
    refused: list[str] = []
    for word in _PRIVATE.findall(_STRING.sub("''", sql)):
        raise QueryFailed(f"'{word}' is not a public view", word, "the public views are explained in docs/views.md")
    if not _SELECT.match(sql):
        raise QueryFailed("is no select", "", "only select statements can be run")
    until = time.monotonic() + deadline
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE)
    connection.set_authorizer(_gate(_view_names(connection), views, refused))
    connection.set_progress_handler(lambda: int(time.monotonic() > until), _STEPS)
    try:
        cursor = connection.execute(sql, dict(parameters or {}))
        if cursor.description is None:
            raise QueryFailed("is no select", "", "only select statements can be run")
        rows = _fetched(cursor)
        return Rows(tuple(c[0] for c in cursor.description), rows, frozenset(views))
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
        raise _explain(connection, str(error), refused, deadline) from error
    finally:
        connection.set_authorizer(None)
        connection.set_progress_handler(None, 0)


def _fetched(cursor: sqlite3.Cursor) -> list[tuple[Scalar, ...]]:
    """Return the rows of a result, as many as are sensible.

    Raises:
        QueryFailed: they are larger than `MAX_BYTES`, or more than `MAX_ROWS`.
    """
    rows: list[tuple[Scalar, ...]] = []
    size = 0
    while some := cursor.fetchmany(_AT_ONCE):
        size += sum(len(value) for row in some for value in row if isinstance(value, str))
        if size > MAX_BYTES:
            raise QueryFailed(f"gives more than {MAX_BYTES:,} characters", "", "ask for less, or count")
        rows += some
        if len(rows) > MAX_ROWS:
            raise QueryFailed(f"gives more than {MAX_ROWS:,} rows", "", "ask for less, or count")
    return rows


def _gate(public: list[str], views: set[str], refused: list[str]):  # type: ignore[no-untyped-def]  # the signature is sqlite3's
    # The source of a read is None, the view that reads, or a table that the query itself defines ("with").
    def gate(action: int, first: str | None, second: str | None, database: str | None, source: str | None) -> int:
        if action == sqlite3.SQLITE_RECURSIVE:
            refused.append("a recursive query may have no end and cannot be run")
            return sqlite3.SQLITE_DENY
        if action not in _ALLOWED:
            refused.append("only select statements on the public views can be run")
            return sqlite3.SQLITE_DENY
        if action == sqlite3.SQLITE_READ and first and second and source not in public:
            if first.endswith("_") or first.startswith("sqlite_"):
                refused.append(f"'{first}' is not a public view")
                return sqlite3.SQLITE_DENY
            if first in public:
                views.add(first)
        if action == sqlite3.SQLITE_FUNCTION and second in _REFUSED_FUNCTIONS:
            refused.append(f"the function {second}() is not allowed")
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    return gate


def _explain(connection: sqlite3.Connection, message: str, refused: list[str], deadline: float) -> QueryFailed:
    connection.set_authorizer(None)
    connection.set_progress_handler(None, 0)
    if message == "interrupted":
        return QueryFailed(f"took longer than {deadline:g} s", "", "it was stopped; join on more columns or count less")
    if refused:
        return QueryFailed(refused[0], "", "")
    word = re.search(r"no such (?:column|table): (?:\w+\.)?(\w+)|near \"([^\"]+)\"", message)
    name = (word[1] or word[2]) if word else ""
    known = [other for other in _names(connection, message.startswith("no such table")) if other != name]
    near = difflib.get_close_matches(name, known, 1) if name else []
    if owners := [view for view, columns in public_views(connection).items() if name in columns]:
        return QueryFailed(message, name, f"it is a column of {', '.join(owners[:3])}")
    return QueryFailed(message, name, f"did you mean '{near[0]}'?" if near else "")


def _names(connection: sqlite3.Connection, tables: bool) -> list[str]:
    views = public_views(connection)
    return sorted(views) if tables else sorted({column for columns in views.values() for column in columns})


def public_views(connection: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """Return the public views with their columns."""
    names = _view_names(connection)
    return {name: tuple(row[1] for row in connection.execute(f"pragma table_info({name})")) for name in names}


def _view_names(connection: sqlite3.Connection) -> list[str]:
    return [row[0] for row in connection.execute("select name from sqlite_master where type = 'view' order by name")]
