"""Whose a table is where several programs have databases of their own, and how equal names are told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from boundary_lint.facts.program import ProgramFacts, Table


def own_tables(
    found: ProgramFacts, names: Mapping[str, str], service: str, is_own: Mapping[str, bool], *, one_context: bool
) -> list[Table]:
    """Return the tables of a program with their owners. names: what its contexts are called among all services.

    In a program of one context the service owns what it declares, creates or alone writes.
    """
    created = {m.table for m in found.migrations if is_own.get(m.file, True)}
    written = {a.table for a in found.accesses if a.op in ("write", "delete") and is_own.get(a.file, True)}
    tables = []
    for table in found.tables:
        owner, evidence = names.get(table.owner, ""), table.evidence
        if one_context and not owner:
            if is_own.get(table.file, False):
                owner, evidence = service, f"declared {table.file}:{table.line}"
            elif table.table in created:
                owner, evidence = service, "migration"
            elif table.table in written and not table.file:
                owner, evidence = service, "only writer"
        tables.append(msgspec.structs.replace(table, owner=owner, evidence=evidence))
    return tables


def main_database(found: ProgramFacts) -> str:
    """Return what identifies the database in which the tables of a program lie, "" where that is not known."""
    data = {use.database for use in found.databases if not use.role}
    defaults = {use.database for use in found.databases if use.alias == "default" and not use.role}
    chosen = defaults or data
    return next(iter(chosen)) if len(chosen) == 1 else ""


def table_names(programs: Sequence[ProgramFacts]) -> list[dict[str, str]]:
    """Return for every program: table -> how it is told, where another program has one of that name in another database."""
    databases = [main_database(one) or f"program {number}" for number, one in enumerate(programs)]
    holders: dict[str, dict[str, list[int]]] = {}
    for number, one in enumerate(programs):
        for table in all_tables(one):
            holders.setdefault(table, {}).setdefault(databases[number], []).append(number)
    found: list[dict[str, str]] = [{} for _ in programs]
    for table, by_database in holders.items():
        if len(by_database) < 2:
            continue
        for numbers in by_database.values():
            label = _label(programs, numbers, table)
            for number in numbers:
                found[number][table] = f"{label}:{table}"
    return found


def _label(programs: Sequence[ProgramFacts], numbers: Sequence[int], table: str) -> str:
    owners = {t.owner for number in numbers for t in programs[number].tables if t.table == table and t.owner}
    services = sorted({m.service for number in numbers for m in programs[number].modules if m.service})
    return min(owners, default="") or (services[0] if services else "shared")


def all_tables(one: ProgramFacts) -> set[str]:
    """Return every table that a program names."""
    return {
        *(t.table for t in one.tables),
        *(a.table for a in one.accesses),
        *(t for j in one.joins for t in (j.from_table, j.to_table)),
        *(t for k in one.foreign_keys for t in (k.from_table, k.to_table)),
        *(m.table for m in one.migrations),
        *(m.table for m in one.models if m.table),
    }
