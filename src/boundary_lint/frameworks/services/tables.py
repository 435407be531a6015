"""Whose a table is where several programs have databases of their own, and how equal names are told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from boundary_lint.facts.program import DatabaseUse, ProgramFacts, Table
from boundary_lint.frameworks.services.names import Names


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


def only_schema(found: ProgramFacts) -> str:
    """Return the schema in which a program declares all its tables, "" where there are several or none."""
    schemas = {table.table.rpartition(".")[0] for table in found.tables if table.file}
    return schemas.pop() if len(schemas) == 1 else ""


def with_schema(use: DatabaseUse, schema: str) -> DatabaseUse:
    """Return a use of a database for data with the schema that the program keeps to, where none is said."""
    return use if use.schema or use.role or not schema else msgspec.structs.replace(use, schema=schema)


def other_databases(found: ProgramFacts, main: str) -> dict[str, str]:
    """Return what identifies the databases of a program, by what the code calls each.

    A database of the same engine and name as the default one, on another server, is a replica: its tables are the same.
    """
    data = [use for use in found.databases if not use.role and use.database]
    like_main = {(use.engine, use.name) for use in data if use.database == main and use.name}
    named: dict[str, str] = {}
    for use in data:
        if use.alias:
            named.setdefault(use.alias, main if (use.engine, use.name) in like_main else use.database)
    return named


def table_names(programs: Sequence[ProgramFacts]) -> list[Names]:
    """Return for every program how the tables are told whose names it, or another program, has in several databases."""
    mains = [main_database(one) or f"program {number}" for number, one in enumerate(programs)]
    others = [other_databases(one, main) for one, main in zip(programs, mains, strict=True)]
    labels = _labels(programs)
    holders: dict[str, dict[str, list[tuple[int, str]]]] = {}
    for number, one in enumerate(programs):
        for table, alias in all_tables(one):
            database = others[number].get(alias, mains[number])
            holders.setdefault(table, {}).setdefault(database, []).append((number, alias))
    found: list[Names] = [{} for _ in programs]
    for table, by_database in holders.items():
        if len(by_database) < 2:
            continue
        for database, places in by_database.items():
            numbers = sorted({number for number, _ in places if mains[number] == database})
            label = _label(programs, numbers, table) if numbers else labels.get(database, database)
            for number, alias in places:
                found[number][table, alias] = f"{label}:{table}"
    return found


def _labels(programs: Sequence[ProgramFacts]) -> dict[str, str]:
    """Return what databases are called: as all code calls them where nothing else is called so, else by what identifies them."""
    names: dict[str, set[str]] = {}
    for use in (use for one in programs for use in one.databases if use.database and use.alias):
        names.setdefault(use.database, set()).add(use.alias)
    taken = Counter(name for called in names.values() for name in called)
    return {
        database: min(called) if len(called) == 1 and taken[min(called)] == 1 else database
        for database, called in names.items()
    }


def _label(programs: Sequence[ProgramFacts], numbers: Sequence[int], table: str) -> str:
    owners = {t.owner for number in numbers for t in programs[number].tables if t.table == table and t.owner}
    services = sorted({m.service for number in numbers for m in programs[number].modules if m.service})
    return min(owners, default="") or (services[0] if services else "shared")


def all_tables(one: ProgramFacts) -> set[tuple[str, str]]:
    """Return every table that a program names, with what the code calls its database."""
    return {
        *((t.table, "") for t in one.tables if t.file),
        *((a.table, a.database) for a in one.accesses),
        *((t, "") for j in one.joins for t in (j.from_table, j.to_table)),
        *((t, "") for k in one.foreign_keys for t in (k.from_table, k.to_table)),
        *((m.table, "") for m in one.migrations),
        *((m.table, "") for m in one.models if m.table),
    }


_EVIDENCE = ("configuration", "migration", "declared", "only")


def _rank(table: Table) -> int:
    word = table.evidence.split(" ", 1)[0]
    return _EVIDENCE.index(word) if word in _EVIDENCE else len(_EVIDENCE)


def rows_of(programs: Sequence[ProgramFacts]) -> list[Table]:
    """Return every table of all programs once, with the best founded of its owners; of one that is only accessed the only writer."""
    named = {table for one in programs for table, _ in all_tables(one)}
    found: dict[str, Table] = {}
    for table in (table for one in programs for table in one.tables if table.table in named):
        known = found.get(table.table)
        if known is None or _rank(table) < _rank(known):
            found[table.table] = table
    writers: dict[str, set[str]] = {}
    for one in programs:
        context_of = {module.file: module.context for module in one.modules if module.service}
        for access in one.accesses:
            if access.table not in found:
                writing = access.op in ("write", "delete") and access.file in context_of
                writers.setdefault(access.table, set()).update([context_of[access.file]] if writing else [])
    for name, contexts in writers.items():
        owner = min(contexts) if len(contexts) == 1 else ""
        found[name] = Table(table=name, owner=owner, evidence="only writer" if owner else "")
    return sorted(found.values())
