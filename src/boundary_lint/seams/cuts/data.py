"""Crossings of data: queries of the other side's tables, joins, foreign keys, and what they do to the rows of the other side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from boundary_lint.facts.program import Access, ForeignKey, Join, ProgramFacts, Table
from boundary_lint.graph.reach import Function
from boundary_lint.seams.cuts.crossing import ORDER, Crossing, around, code, named, whose
from boundary_lint.seams.cuts.sides import Sides

Told: TypeAlias = tuple[str, int, str, str, str]
"""File, line, function, and a table that a join there reaches on behalf of a context."""

_DOES = {"read": "reads", "write": "writes", "delete": "deletes from", "lock": "locks rows of"}

_CASCADES = {"CASCADE": "is deleted", "SET_NULL": "is set to null", "SET_DEFAULT": "is set to its default", "SET": "is set anew"}  # fmt: skip
"""What happens to the referring row, or its column, when the row it refers to is deleted."""


def accesses(facts: ProgramFacts, sides: Sides, loops: dict[Function, str], joined: set[Told]) -> Iterator[Crossing]:
    """Yield one crossing per line, function, table and operation.

    What the database does for a foreign key is told with the key, and the tables of a join that crosses with the join.
    """
    found: dict[tuple[str, int, str, str, str, str], Access] = {}
    for one in facts.accesses:
        if one.via == "cascade" or not sides.is_checked(one.file):
            continue
        place = (one.file, one.line, f"{one.module}:{one.function}", one.table)
        for acting in sides.acting(one, one.table):
            if one.op == "read" and (*place, acting) in joined:
                continue
            key = (one.file, one.line, one.function, one.table, one.op, acting)
            if key not in found or _strength(one) < _strength(found[key]):
                found[key] = one
    tables = {table.table: table for table in facts.tables}
    for (file, line, function, table, op, source), one in sorted(found.items()):
        target = sides.division.of_table(table)
        if source == target or _is_nobodys(tables.get(table), target):
            continue
        loop = f"{file}:{line}" if one.in_loop else loops.get((one.root, one.module, one.function), "")
        yield Crossing(
            kind=one.op, how=one.via, source=source, target=target, file=file, line=line,
            subject=f"{one.module}:{function}", what=table, loop=loop, transaction=one.transaction, confidence=one.confidence,
            reason=f"{code(function)}{_for(source, one, sides)} {_DOES[op]} {table}, {whose(target)}{around(loop, file, line)}",
        )  # fmt: skip


def joins(facts: ProgramFacts, sides: Sides) -> Iterator[Crossing]:
    """Yield the queries that touch tables of two owners at once, once per line, function and pair of tables, for each owner that is not who asks."""
    tables = {table.table: table for table in facts.tables}
    found: dict[tuple[str, int, str, str, str, str], Join] = {}
    for one in sorted(facts.joins):
        if sides.is_checked(one.file):
            for acting in sides.acting(one, one.from_table):
                found.setdefault((one.file, one.line, one.function, one.from_table, one.to_table, acting), one)
    for (file, line, function, start, end, acting), one in sorted(found.items()):
        first, second = sides.division.of_table(start), sides.division.of_table(end)
        nobodys = _is_nobodys(tables.get(start), first) or _is_nobodys(tables.get(end), second)
        if first == second or nobodys:
            continue
        for target in sorted({first, second} - {acting}):
            yield Crossing(
                kind="join", how=one.via, source=acting, target=target, file=file, line=line,
                subject=f"{one.module}:{function}", what=f"{start} + {end}", names=(one.path,), confidence=one.confidence,
                reason=f"{code(function)}{_for(acting, one, sides)} joins {start}, {whose(first)}, with {end}, {whose(second)} ({one.path})",
            )  # fmt: skip


def told_by(joins: Iterable[Crossing]) -> set[Told]:
    """Return which reads the joins that cross tell already."""
    return {(one.file, one.line, one.subject, table, one.source) for one in joins for table in one.what.split(" + ")}


def keys(facts: ProgramFacts, sides: Sides) -> Iterator[Crossing]:
    """Yield the foreign keys that cross, and what deleting a row of the one side does to rows of the other, which is a crossing of its own."""
    tables = {table.table: table for table in facts.tables}
    for key in facts.foreign_keys:
        source, target = sides.of_key(key), sides.division.of_table(key.to_table)
        if source == target or _is_nobodys(tables.get(key.to_table), target) or not sides.is_checked(key.file):
            continue
        column = f"{key.from_table}.{key.column}"
        enforced = "" if key.constraint else ", though the database does not know of it"
        inherits = "is the row of its parent class in" if key.kind == "inherits" else "points to"
        yield Crossing(
            kind="foreign key", how=key.kind, source=source, target=target, file=key.file, line=key.line,
            subject=column, what=key.to_table,
            reason=f"{column} {inherits} {key.to_table}, {whose(target)}{enforced}",
        )  # fmt: skip
        yield from _cascade(key, column, source, target)


def _cascade(key: ForeignKey, column: str, source: str, target: str) -> Iterator[Crossing]:
    if key.on_delete in ("PROTECT", "RESTRICT"):
        reason = f"a row of {key.to_table} cannot be deleted while {column} points to it ({key.on_delete})"
    elif key.on_delete in _CASCADES:
        row = f"the row of {key.from_table}" if key.on_delete == "CASCADE" else column
        reason = f"when a row of {key.to_table} is deleted, {row} {_CASCADES[key.on_delete]} ({key.on_delete})"
    else:
        return
    yield Crossing(
        kind="cascade", how=key.on_delete, source=source, target=target, file=key.file, line=key.line,
        subject=column, what=key.to_table, reason=reason,
    )  # fmt: skip


def _for(acting: str, one: Access | Join, sides: Sides) -> str:
    """Return in words for whom a function acts, where that is not its own context."""
    return "" if acting == sides.of_file(one.file, one.root, one.module) else f", inherited by {named(acting)},"


def _strength(access: Access) -> tuple[int, bool, Access]:
    return ORDER[access.confidence], not access.in_loop, access


def _is_nobodys(table: Table | None, owner: str) -> bool:
    """Whether a table is known by its name alone, and no division gives it to anybody: it may be no table of this program."""
    return not owner and table is None
