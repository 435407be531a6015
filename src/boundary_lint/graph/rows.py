"""Rows of the graph's fact tables: one function per kind of fact, columns in the order of schema.sql."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from boundary_lint.facts.program import ProgramFacts
from boundary_lint.graph.boundaries import Boundaries, public_references
from boundary_lint.graph.ids import Ids

Value: TypeAlias = str | int | float | None
Row: TypeAlias = tuple[Value, ...]
Rows: TypeAlias = Iterable[Row]


def contexts(facts: ProgramFacts, ids: Ids) -> Rows:
    """Rows of context_."""
    for c in facts.contexts:
        modules = ", ".join(c.modules)
        declared = (c.declared, c.public is not None, c.depends_on is not None)
        yield (c.name, c.kind, c.owner or "", c.root, modules, *declared, c.evidence, c.service)


def modules(facts: ProgramFacts, ids: Ids) -> Rows:
    """Rows of module_."""
    for i, m in enumerate(ids.modules):
        place = (i, m.module, m.root, m.file, m.context, ids.kind(m.context))
        yield *place, m.role, m.is_package, m.depth, m.checked, m.lines, m.service, m.by_hand


def imports(facts: ProgramFacts, ids: Ids) -> Rows:
    """Rows of import_."""
    boundaries, all_modules = Boundaries(ids), ids.modules
    for i in facts.imports:
        importer, imported = ids.of_file[i.file], ids.of_module.get((i.imported_root, i.imported))
        source, target = all_modules[importer].context, all_modules[imported].context if imported is not None else ""
        if source == target:
            yield importer, imported, i.name, i.kind, "", True, i.line
        else:
            private = boundaries.private(i, source, target)
            yield importer, imported, i.name, i.kind, private, boundaries.allowed(source, target), i.line


def tables(facts: ProgramFacts, ids: Ids) -> Rows:
    """Rows of table_."""
    for i, t in enumerate(ids.tables):
        kind = ids.kind(t.owner) if t.owner else ""
        yield (
            i,
            t.table,
            t.owner,
            kind,
            t.evidence,
            t.shared_kernel,
            t.database,
            t.file,
            t.line,
            ids.service_of_context(t.owner),
        )


def models(facts: ProgramFacts, ids: Ids) -> Rows:
    """Rows of model_."""
    for i, m in enumerate(facts.models):
        if ids.model_at(m.model, m.root) == i:
            table, module = ids.of_table.get(m.table), ids.of_file[m.file]
            yield i, m.model, table, module, m.orm, m.label, m.proxy, m.managed, m.third_party, m.line


def relations(facts: ProgramFacts, ids: Ids) -> Rows:
    """Rows of relation_."""
    for r in facts.relations:
        ends = (ids.model_at(r.from_model, r.root), r.field, ids.model_at(r.to_model, r.root))
        yield (*ends, r.kind, r.on_delete, r.cascade, ids.of_file[r.file], r.line)


def foreign_keys(facts: ProgramFacts, ids: Ids) -> Rows:
    """Rows of foreign_key_. A table between two others belongs to nobody by itself: its context is that of the code."""
    for k in facts.foreign_keys:
        source, module = ids.of_table[k.from_table], ids.of_file[k.file]
        context = ids.tables[source].owner or ids.modules[module].context
        ends = (source, k.column, ids.of_table[k.to_table])
        yield (
            *ends,
            k.kind,
            k.on_delete,
            k.constraint,
            context,
            ids.kind(context),
            module,
            k.line,
            ids.service_of_context(context),
        )


def routes(facts: ProgramFacts, ids: Ids) -> Rows:
    """Rows of route_."""
    for r in facts.routes:
        handler = (ids.of_module.get((r.view_root, r.view_module)), r.view_name, r.framework)
        yield r.pattern, r.view, ", ".join(r.methods), ids.of_file[r.file], r.line, *handler


def accesses(facts: ProgramFacts, ids: Ids) -> Rows:
    """Rows of access_."""
    file, table = ids.of_file, ids.of_table
    return [
        (
            file[a.file], context := ids.acting(a.file, a.runs_for, a.table), ids.kind(context),
            a.function, table[a.table], a.op, a.via, a.confidence, a.in_loop, a.transaction, a.line, a.column, a.text,
            ids.service_of_context(context) or ids.service_at(a.file),
        )
        for a in facts.accesses
    ]  # fmt: skip


def joins(facts: ProgramFacts, ids: Ids) -> Rows:
    """Rows of data_join_."""
    for j in facts.joins:
        ends = (ids.of_table[j.from_table], ids.of_table[j.to_table])
        context = ids.acting(j.file, j.runs_for, j.from_table)
        yield ids.of_file[j.file], context, ids.kind(context), j.function, *ends, j.path, j.via, j.confidence, j.line


def model_references(facts: ProgramFacts, ids: Ids) -> Rows:
    """Rows of model_reference_."""
    public = public_references(facts, ids)
    for r in facts.model_references:
        model = ids.model_at(r.model, r.root)
        if model is not None:
            yield ids.of_file[r.file], model, r.how, r in public, r.type_checking, r.line


def invocations(facts: ProgramFacts, ids: Ids) -> Rows:
    """Rows of invocation_."""
    file, module = ids.of_file, ids.of_module
    return [
        (
            file[i.file], i.function, module.get((i.callee_root, i.callee_module)), i.callee,
            i.in_loop, i.transaction, i.line,
        )
        for i in facts.invocations
    ]  # fmt: skip


def model_returns(facts: ProgramFacts, ids: Ids) -> Rows:
    """Rows of model_return_."""
    for r in facts.model_returns:
        model = ids.model_at(r.model, r.root)
        if model is not None:
            yield ids.of_file[r.file], r.function, model, r.form, r.of_model, r.line


def migrations(facts: ProgramFacts, ids: Ids) -> Rows:
    """Rows of migration_."""
    for m in facts.migrations:
        yield ids.of_table[m.table], ids.of_file[m.file], m.line


def gaps(facts: ProgramFacts, ids: Ids) -> Rows:
    """Rows of gap_."""
    for g in facts.gaps:
        module = ids.of_file.get(g.file)
        context = ids.modules[module].context if module is not None else ""
        yield g.kind, g.reason, g.subject, context, g.file, g.line


def coverage(facts: ProgramFacts, ids: Ids) -> Iterator[Row]:
    """Rows of coverage_."""
    c = facts.coverage
    yield from (("files", role, count) for role, count in sorted(c.files.items()))
    yield from (("uses", outcome, count) for outcome, count in sorted(c.uses.items()))
    yield "lines", "", c.lines
    yield from (("accesses", "known", c.accesses_known), ("accesses", "unknown", c.accesses_unknown))
    yield from (("sql", "parsed", c.sql_parsed), ("sql", "unparsed", c.sql_unparsed))
    yield from (("imports", "dynamic", c.imports_dynamic), ("imports", "unresolved", c.imports_unresolved))


FACT_TABLES: dict[str, Callable[[ProgramFacts, Ids], Rows]] = {
    "context_": contexts,
    "module_": modules,
    "import_": imports,
    "table_": tables,
    "model_": models,
    "relation_": relations,
    "foreign_key_": foreign_keys,
    "route_": routes,
    "access_": accesses,
    "data_join_": joins,
    "model_reference_": model_references,
    "invocation_": invocations,
    "model_return_": model_returns,
    "migration_": migrations,
    "gap_": gaps,
    "coverage_": coverage,
}
"""Private table -> what fills it."""
