"""What a program does, for architecture tests in Python: a graph that is asked in sentences, on the same public views as rules and queries.

    graph = boundary_lint.api.load("src")
    assert graph.accesses(table="orders_order").writers() <= {"orders"}

Every argument is a pattern as the shell knows them ("orders_*"), and one that is not given leaves everything. A pattern of modules
covers all below it. Contexts are named as `boundary-lint` names them, "" is none.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal, TypeAlias

from boundary_lint.config.load import load_config
from boundary_lint.config.patterns import covers
from boundary_lint.errors import QueryError
from boundary_lint.findings.finding import Finding
from boundary_lint.graph import gate
from boundary_lint.pipeline.extent import COSTLY_VIEWS
from boundary_lint.pipeline.judge import check, graph_for
from boundary_lint.pipeline.run import Analysis, Options, analyse, cache_folder

Op: TypeAlias = Literal["read", "write", "delete", "lock"]

Scalar = gate.Scalar


@dataclass(frozen=True)
class Access:
    """A function reads, writes, deletes from or locks a table. context: for which it acts; owner: whose the table is."""

    table: str
    op: str
    context: str
    owner: str
    module: str
    function: str
    file: str
    line: int


@dataclass(frozen=True)
class Import:
    """A module imports another. kind: runtime, lazy, type_checking or dynamic; name: what is taken from it, "" for all."""

    importer: str
    imported: str
    from_context: str
    to_context: str
    name: str
    kind: str
    file: str
    line: int


@dataclass(frozen=True)
class ForeignKey:
    """A column refers to another table."""

    from_table: str
    column: str
    to_table: str
    from_context: str
    to_context: str
    module: str
    file: str
    line: int


@dataclass(frozen=True)
class Call:
    """A call that leaves the process, or a message. service: which it reaches, "" where not known or outside."""

    service: str
    host: str
    protocol: str
    method: str
    path: str
    from_service: str
    context: str
    module: str
    function: str
    file: str
    line: int


class Accesses(tuple[Access, ...]):
    """Accesses, and whose they are."""

    __slots__ = ()

    def readers(self) -> set[str]:
        """Return the contexts that read."""
        return {one.context for one in self if one.op == "read"}

    def writers(self) -> set[str]:
        """Return the contexts that write or delete."""
        return {one.context for one in self if one.op in ("write", "delete")}

    def tables(self) -> set[str]:
        """Return the tables."""
        return {one.table for one in self}


class Graph:
    """One analysed program."""

    def __init__(self, analysis: Analysis, options: Options) -> None:
        self._analysis, self._options = analysis, options
        self._connection: sqlite3.Connection | None = None

    def accesses(
        self, *, table: str = "*", context: str = "*", owner: str = "*", module: str = "*", op: Op | None = None
    ) -> Accesses:
        """Return accesses of tables, of functions that rules look at."""
        columns = "table_name, op, from_context, owner, module, function, file, line"
        found = (Access(*row) for row in self._rows(columns, "access"))  # type: ignore[arg-type]
        return Accesses(
            one
            for one in found
            if fnmatchcase(one.table, table)
            and fnmatchcase(one.context, context)
            and fnmatchcase(one.owner, owner)
            and covers(module, one.module)
            and op in (None, one.op)
        )

    def imports(self, *, source: str = "*", target: str = "*", kind: str = "*") -> list[Import]:
        """Return imports between modules of the program. source, target: patterns of modules."""
        columns = "importer, imported, from_context, to_context, name, kind, file, line"
        found = (Import(*row) for row in self._rows(columns, "import"))  # type: ignore[arg-type]
        return [
            one
            for one in found
            if covers(source, one.importer) and covers(target, one.imported) and fnmatchcase(one.kind, kind)
        ]

    def foreign_keys(self, *, source: str = "*", target: str = "*") -> list[ForeignKey]:
        """Return foreign keys. source, target: patterns of tables."""
        columns = "from_table, column_name, to_table, from_context, to_context, module, file, line"
        found = (ForeignKey(*row) for row in self._rows(columns, "foreign_key"))  # type: ignore[arg-type]
        return [one for one in found if fnmatchcase(one.from_table, source) and fnmatchcase(one.to_table, target)]

    def calls(self, *, source: str = "*", target: str = "*", module: str = "*") -> list[Call]:
        """Return calls that leave the process, each where its target is known. source, target: patterns of services."""
        columns = "to_service, host, protocol, method, path, from_service, context, module, function, file, line"
        found = (Call(*row) for row in self._rows(columns, "remote_call", "where not sink"))  # type: ignore[arg-type]
        return [
            one
            for one in found
            if fnmatchcase(one.from_service, source) and fnmatchcase(one.service, target) and covers(module, one.module)
        ]

    def query(self, sql: str, **parameters: Scalar) -> list[dict[str, Scalar]]:
        """Return the rows of a select on the public views, by name of column. parameters: what ``:name`` stands for in it.

        Raises:
            QueryError: it cannot be run.
        """
        try:
            rows = gate.run(self._graph(), sql, parameters)
        except gate.QueryFailed as error:
            raise QueryError("query", error.reason, error.hint) from error
        return [dict(zip(rows.columns, row, strict=True)) for row in rows.rows]

    def _rows(self, columns: str, view: str, condition: str = "") -> Iterator[tuple[Scalar, ...]]:
        rows = gate.run(self._graph(), f"select {columns} from {view} {condition} order by file, line, {columns}").rows
        return iter(dict.fromkeys(rows))

    def _graph(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = graph_for(COSTLY_VIEWS - {"misplaced"}, self._analysis, self._options)
        return self._connection


def load(
    path: str | Path = ".", *, config: str | Path | None = None, settings: str | None = None, include_tests: bool = False, cache: bool = True
) -> Graph:  # fmt: skip
    """Analyse the program below a path and return its graph. Nothing of it is imported.

    config: the configuration, by default the nearest; settings: the Django settings module in force; cache: keep what was read, for the
    next time.

    Raises:
        ConfigError, CatalogError: the program or its configuration cannot be used as it is.
    """
    folder = Path(path).resolve()
    told = load_config(folder, Path(config) if config is not None else None)
    options = Options(settings, include_tests, cache=cache_folder(told) if cache else None)
    return Graph(analyse(folder, told, options), options)


def findings(
    path: str | Path = ".", *, rules: Sequence[str] = (), config: str | Path | None = None, cache: bool = True
) -> tuple[Finding, ...]:
    """Return what rules find below a path, before any baseline. rules: their ids; by default all that a check runs.

    Raises:
        ConfigError, CatalogError, RuleError: the program, its configuration or a rule cannot be used as it is.
    """
    folder = Path(path).resolve()
    told = load_config(folder, Path(config) if config is not None else None)
    options = Options(cache=cache_folder(told) if cache else None, select=tuple(rules))
    return check(folder, told, options)[0].findings
