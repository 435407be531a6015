"""Program facts into one SQLite database: private tables, and the public views of ``schema.sql`` over them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from importlib.resources import files

from boundary_lint.facts import program as facts
from boundary_lint.graph.derive import cycle_steps, transaction_writes
from boundary_lint.graph.layers import layer_indexes

CONFIDENCE = {name: 3 - rank for rank, name in enumerate(facts.CONFIDENCES)}
"""The number that stands for a confidence in views: 3 certain, 2 high, 1 medium, 0 low."""


def schema() -> str:
    """Return the text of the schema, comments included."""
    return (files("boundary_lint.graph") / "schema.sql").read_text("utf-8")


def build(program: facts.ProgramFacts) -> sqlite3.Connection:
    """Return the graph of a program, in memory."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.executescript(schema())
    _Loader(connection, program).load()
    connection.commit()
    return connection


class _Loader:
    def __init__(self, connection: sqlite3.Connection, program: facts.ProgramFacts) -> None:
        self._connection, self._program = connection, program
        self._contexts = {c.name: number for number, c in enumerate(program.contexts)}
        self._modules = {(m.root, m.module): number for number, m in enumerate(program.modules)}
        names = {t.table for t in program.tables}
        names.update(name for key in program.foreign_keys for name in (key.from_table, key.to_table))
        names.update(name for join in program.joins for name in (join.from_table, join.to_table))
        names.update(m.table for m in program.models if m.table)
        self._tables = {name: number for number, name in enumerate(sorted(names))}
        self._models = {m.model: number for number, m in enumerate(program.models)}

    def load(self) -> None:
        """Write all facts, then what is derived from them."""
        for table, rows in self._rows():
            first = next(iter(rows), None)
            if first is None:
                continue
            marks = ",".join("?" * len(first))
            self._connection.execute(f"insert into {table} values ({marks})", first)  # noqa: S608 - our own table names
            self._connection.executemany(f"insert into {table} values ({marks})", rows)  # noqa: S608
        self._connection.executescript(
            "create index access_table_ on access_(table_id); create index import_pair_ on import_(importer, imported);"
            "create index invocation_callee_ on invocation_(callee_module, callee);"
        )

    def _rows(self) -> Iterator[tuple[str, Iterator[tuple[object, ...]]]]:
        program = self._program
        yield (
            "context_",
            (
                (n, c.name, c.kind, c.root, c.declared, c.evidence, c.owner or "")
                for n, c in enumerate(program.contexts)
            ),
        )
        yield (
            "context_allows_",
            ((self._contexts[c.name], allowed) for c in program.contexts for allowed in (c.depends_on or ())),
        )
        yield (
            "module_",
            (
                (n, m.root, m.module, m.file, self._contexts[m.context], m.role, m.is_package, m.depth, m.lines)
                for n, m in enumerate(program.modules)
            ),
        )
        yield "import_", self._imports()
        yield "table_", self._table_rows()
        yield (
            "model_",
            (
                (
                    n,
                    m.model,
                    self._tables.get(m.table),
                    self._modules[(m.root, m.module)],
                    m.file,
                    m.line,
                    m.orm,
                    m.proxy,
                    m.managed,
                )
                for n, m in enumerate(program.models)
            ),
        )
        yield (
            "relation_",
            (
                (r.from_model, r.field, r.to_model, r.kind, r.on_delete, r.cascade, r.file, r.line)
                for r in program.relations
            ),
        )
        yield (
            "foreign_key_",
            (
                (self._tables[k.from_table], k.column, self._tables[k.to_table], k.kind, k.on_delete, k.constraint)
                + (self._modules.get((k.root, k.module)), k.file, k.line)
                for k in program.foreign_keys
            ),
        )
        yield "access_", self._accesses()
        yield (
            "join_",
            (
                (self._modules[(j.root, j.module)], j.function, self._tables[j.from_table], self._tables[j.to_table])
                + (j.path, j.via, CONFIDENCE[j.confidence], j.line)
                for j in program.joins
                if (j.root, j.module) in self._modules
            ),
        )
        yield (
            "reference_",
            (
                (self._modules[(r.root, r.module)], self._models[r.model], r.how, r.type_checking, r.line)
                for r in program.model_references
                if r.model in self._models
            ),
        )
        yield (
            "invocation_",
            (
                (
                    self._modules[(i.root, i.module)],
                    i.function,
                    self._modules[(i.callee_root, i.callee_module)],
                    i.callee,
                )
                + (i.in_loop, i.transaction, i.line)
                for i in program.invocations
            ),
        )
        yield (
            "return_",
            (
                (self._modules[(r.root, r.module)], r.function, self._models[r.model], r.form, r.line)
                for r in program.model_returns
                if r.model in self._models
            ),
        )
        yield (
            "route_",
            (
                (self._modules[(r.root, r.module)], r.pattern, r.view, " ".join(r.methods), r.line)
                for r in program.routes
            ),
        )
        yield "gap_", ((g.kind, g.reason, g.subject, g.file, g.line) for g in program.gaps)
        yield "coverage_", _coverage(program.coverage)
        yield from self._derived()

    def _derived(self) -> Iterator[tuple[str, Iterator[tuple[object, ...]]]]:
        program = self._program
        yield (
            "transaction_write_",
            (
                (w.region, self._modules[w.opened_in], self._tables[w.access.table], w.access.op)
                + (w.access.file, w.access.line, w.access.function, w.depth)
                for w in transaction_writes(program)
            ),
        )
        yield (
            "cycle_step_",
            (
                (s.cycle, s.step, self._contexts[s.source], self._contexts[s.target])
                + (
                    self._modules[(s.via.root, s.via.importer)],
                    self._modules[(s.via.imported_root, s.via.imported)],
                    s.via.line,
                    s.via.kind,
                )
                for s in cycle_steps(program)
            ),
        )
        yield (
            "layer_index_",
            ((i.package, i.ratio, ", ".join(i.layers), i.modules, i.file) for i in layer_indexes(program)),
        )

    def _table_rows(self) -> Iterator[tuple[object, ...]]:
        known = {t.table: t for t in self._program.tables}
        for name, number in self._tables.items():
            table = known.get(name) or facts.Table(table=name)
            owner = self._contexts.get(table.owner)
            yield (number, name, owner, table.evidence, table.shared_kernel, table.database, table.file, table.line)

    def _imports(self) -> Iterator[tuple[object, ...]]:
        context_of = {(m.root, m.module): m.context for m in self._program.modules}
        public = {c.name: c.public for c in self._program.contexts}
        for i in self._program.imports:
            imported = (i.imported_root, i.imported)
            patterns = public[context_of[imported]]
            is_public = patterns is None or _is_public(i.imported, i.name, patterns)
            yield (self._modules[(i.root, i.importer)], self._modules[imported], i.name, i.kind, i.line, is_public)

    def _accesses(self) -> Iterator[tuple[object, ...]]:
        for a in self._program.accesses:
            module = self._modules.get((a.root, a.module))
            if module is not None:
                yield (
                    (module, a.function, self._tables[a.table], a.op, a.via, CONFIDENCE[a.confidence], a.in_loop)
                    + (a.transaction, a.line, a.column, a.text)
                )  # fmt: skip


def _is_public(module: str, name: str, patterns: Iterable[str]) -> bool:
    """Whether a module, or the name taken from it, matches a public pattern of its context."""
    spelled = (module, f"{module}.{name}" if name else module)
    return any(s == p or s.startswith(p + ".") or fnmatchcase(s, p) for p in patterns for s in spelled)


def _coverage(coverage: facts.Coverage) -> Iterator[tuple[object, ...]]:
    for role, count in coverage.files.items():
        yield (f"files {role}", count)
    yield ("lines", coverage.lines)
    yield ("accesses known", coverage.accesses_known)
    yield ("accesses unknown", coverage.accesses_unknown)
    yield ("sql parsed", coverage.sql_parsed)
    yield ("sql unparsed", coverage.sql_unparsed)
