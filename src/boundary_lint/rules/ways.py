"""How the address of a call, or the database of a place, came to be known: read for the rows of a rule that name one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

import msgspec

from boundary_lint.facts.program import Hop
from boundary_lint.graph import gate

VIEWS = {"call": ("call_hop", "call"), "database_use": ("database_hop", "use")}
"""Column of a rule that names a call or the use of a database -> the view of its steps, and the column of that which says whose they are."""

_Ways = dict[gate.Scalar, tuple[Hop, ...]]


class Ways:
    """The steps of all calls and uses of databases that rows name in their columns ``call`` and ``database_use``."""

    def __init__(self, connection: sqlite3.Connection, rows: Iterable[Mapping[str, gate.Scalar]]) -> None:
        self._by_column: dict[str, _Ways] = {}
        rows = list(rows)
        for column in VIEWS:
            if numbers := [number for row in rows if isinstance(number := row.get(column), int)]:
                self._by_column[column] = _read(connection, column, min(numbers), max(numbers))

    def of(self, row: Mapping[str, gate.Scalar]) -> tuple[Hop, ...]:
        """Return the steps of what a row names, () where it names nothing."""
        return tuple(hop for column, ways in self._by_column.items() for hop in ways.get(row.get(column), ()))


def _read(connection: sqlite3.Connection, column: str, low: int, high: int) -> _Ways:
    view, whose = VIEWS[column]
    sql = f"select {whose}, what, text, file, line from {view} where {whose} between :low and :high order by {whose}, step"
    ways: dict[gate.Scalar, list[Hop]] = {}
    for number, *hop in gate.run(connection, sql, {"low": low, "high": high}).rows:
        ways.setdefault(number, []).append(
            msgspec.convert(dict(zip(("what", "text", "file", "line"), hop, strict=True)), Hop)
        )
    return {number: tuple(hops) for number, hops in ways.items()}
