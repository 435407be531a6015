"""What a name means in a program: a table, an entity, a module, a function, a context, a service or a channel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from boundary_lint.facts.program import Access, Model, ProgramFacts
from boundary_lint.findings.explained import Explained, Group, Told
from boundary_lint.graph.ids import Ids
from boundary_lint.seams.explain.contexts import explain_channel, explain_context, explain_service

DOES = {"read": "reads", "write": "writes", "delete": "deletes", "lock": "locks"}


def explain_name(facts: ProgramFacts, name: str) -> Explained | None:
    """Return what a name means, None where it means nothing: the first of those that have it, in the order above."""
    for explain in (_model, _table, explain_context, explain_service, _module, explain_channel, _function):
        found = explain(facts, name)
        if found is not None:
            return found
    return None


def names(facts: ProgramFacts) -> list[str]:
    """Return all names that can be asked for; functions aside."""
    found = {name for model in facts.models for name in (model.model, _label(model))}
    found |= {one.table for one in facts.tables} | {one.module for one in facts.modules}
    found |= {one.name for one in facts.contexts} | {one.name for one in facts.services}
    return sorted((found | {one.channel for one in facts.channel_uses}) - {""})


def _model(facts: ProgramFacts, name: str) -> Explained | None:
    model = next((one for one in facts.models if name in (one.model, _label(one))), None)
    if model is None and name not in {one.name for one in facts.contexts}:
        model = _only([one for one in facts.models if one.model.endswith(f".{name}")])
    if model is None:
        return None
    ids = Ids(facts)
    about = [
        ("declared", f"{model.file}:{model.line}"), ("context", ids.context_at(model.file)), ("library", model.orm),
        ("label", _label(model)), ("table", model.table or "not known"), *_owner(facts, model.table),
        ("proxy", "shows the table of another class" if model.proxy else ""),
    ]  # fmt: skip
    relations = [
        Told(
            r.file,
            r.line,
            f"{r.from_model}.{r.field} -> {r.to_model} ({' '.join(filter(None, [r.kind, r.on_delete]))})",
        )
        for r in facts.relations
        if model.model in (r.from_model, r.to_model)
    ]
    named = [
        Told(r.file, r.line, f"{ids.context_at(r.file) or r.module}: {r.how}")
        for r in facts.model_references
        if r.model == model.model
    ]
    groups = [*_touched(facts, ids, model.table), _group("relations", relations), _group("named by", named)]
    return _explained("model", model.model, about, groups)


def _label(model: Model) -> str:
    """Return what a library calls an entity ("orders.Order"), "" where it has no such name."""
    return f"{model.label}.{model.model.rpartition('.')[2]}" if model.label else ""


def _table(facts: ProgramFacts, name: str) -> Explained | None:
    ids = Ids(facts)
    if name not in ids.of_table:
        return None
    table = ids.tables[ids.of_table[name]]
    models = ", ".join(one.model for one in facts.models if one.table == name)
    place = f"{table.file}:{table.line}" if table.file else ""
    keys = [
        Told(
            k.file,
            k.line,
            f"{k.from_table}.{k.column} -> {k.to_table} ({' '.join(filter(None, [k.kind, k.on_delete]))})",
        )
        for k in facts.foreign_keys
        if name in (k.from_table, k.to_table)
    ]
    joins = [Told(j.file, j.line, f"{j.function}(): {j.from_table} with {j.to_table}") for j in facts.joins if name in (j.from_table, j.to_table)]  # fmt: skip
    made = [Told(one.file, one.line, one.module) for one in facts.migrations if one.table == name]
    about = [("declared", place), ("models", models), *_owner(facts, name), ("database", table.database)]
    groups = [
        *_touched(facts, ids, name),
        _group("foreign keys", keys),
        _group("joins", joins),
        _group("created by", made),
    ]
    return _explained("table", name, about, groups)


def _owner(facts: ProgramFacts, name: str) -> list[tuple[str, str]]:
    table = next((one for one in facts.tables if one.table == name), None)
    if table is None:
        return []
    owner = f"{table.owner or 'nobody'} ({table.evidence})" if table.evidence else table.owner or "nobody"
    return [("owner", owner), ("shared", "every context may use it" if table.shared_kernel else "")]


def _touched(facts: ProgramFacts, ids: Ids, table: str) -> Iterator[Group]:
    """Yield who touches a table, by context: those that change it first."""
    by_context: dict[str, list[Access]] = {}
    for access in facts.accesses:
        if table and access.table == table:
            by_context.setdefault(ids.acting(access.file, access.runs_for, table), []).append(access)
    ordered = sorted(by_context.items(), key=lambda item: (all(a.op == "read" for a in item[1]), item[0]))
    for context, accesses in ordered:
        counts = Counter(DOES[a.op] for a in accesses)
        told = ", ".join(f"{what} {counts[what]}" for what in DOES.values() if counts[what])
        places = [Told(a.file, a.line, f"{a.function}() {DOES[a.op]} ({a.via}, {a.confidence})  {a.text}".rstrip()) for a in accesses]  # fmt: skip
        yield _group(f"touched by {context or 'code of no context'}: {told}", places)


def _module(facts: ProgramFacts, name: str) -> Explained | None:
    module = next((one for one in facts.modules if name in (one.module, one.file)), None)
    if module is None:
        return None
    about = [
        ("file", module.file), ("context", module.context), ("service", module.service), ("role", module.role),
        ("lines", f"{module.lines:,}"), ("read", module.depth),
    ]  # fmt: skip
    taken = [Told(i.file, i.line, f"{i.imported} {i.name} ({i.kind})") for i in facts.imports if i.file == module.file]
    takers = [
        Told(i.file, i.line, f"{i.importer} {i.name} ({i.kind})")
        for i in facts.imports
        if (i.imported_root, i.imported) == (module.root, module.module)
    ]
    models = [Told(m.file, m.line, f"{m.model}: {m.table}") for m in facts.models if m.file == module.file]
    groups = [
        _group("entities", models),
        *_does(facts, module.file, ""),
        _group("imports", taken),
        _group("imported by", takers),
    ]
    return _explained("module", module.module, about, groups)


def _function(facts: ProgramFacts, name: str) -> Explained | None:
    for module in facts.modules:
        inside = name.removeprefix(f"{module.module}.") if name.startswith(f"{module.module}.") else ""
        if not inside:
            continue
        callers = [
            Told(i.file, i.line, f"{i.module}.{i.function}()")
            for i in facts.invocations
            if (i.callee_root, i.callee_module, i.callee) == (module.root, module.module, inside)
        ]
        calls = [
            Told(i.file, i.line, f"{i.callee_module}.{i.callee}()")
            for i in facts.invocations
            if (i.file, i.function) == (module.file, inside)
        ]
        groups = [*_does(facts, module.file, inside), _group("calls", calls), _group("called by", callers)]
        if inside in module.definitions or any(group.places for group in groups):
            return _explained("function", name, [("module", module.module), ("context", module.context)], groups)
    return None


def _does(facts: ProgramFacts, file: str, function: str) -> Iterator[Group]:
    """Yield what a module, or a function of it, does to tables and other services."""
    touches = [
        Told(a.file, a.line, f"{a.function}() {DOES[a.op]} {a.table}")
        for a in facts.accesses
        if a.file == file and function in ("", a.function)
    ]
    calls = [
        Told(
            c.file,
            c.line,
            f"{c.function}(): {c.protocol} {c.method} {c.service or c.host or c.target} {c.path}".rstrip(),
        )
        for c in facts.calls
        if c.file == file and function in ("", c.function)
    ]
    yield from (_group("touches tables", touches), _group("remote calls", calls))


def _only(found: list[Model]) -> Model | None:
    return found[0] if len(found) == 1 else None


def _group(heading: str, places: list[Told]) -> Group:
    return Group(heading, tuple(sorted({*places})))


def _explained(kind: str, name: str, about: list[tuple[str, str]], groups: list[Group]) -> Explained:
    return Explained(kind, name, tuple((k, v) for k, v in about if v), tuple(group for group in groups if group.places))
