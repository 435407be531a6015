"""Program facts from what libraries and readings noted: sorted, without duplicates, each with its site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from boundary_lint.discover.contexts import Assignment, find_contexts
from boundary_lint.facts import program as facts
from boundary_lint.facts.files import Tree
from boundary_lint.facts.syntax import Syntax
from boundary_lint.frameworks.bases import find_bases
from boundary_lint.frameworks.databases.uses import once
from boundary_lint.frameworks.effects import MISSED_KINDS
from boundary_lint.frameworks.entity import Entity
from boundary_lint.frameworks.ownership import assign_owners
from boundary_lint.frameworks.readings import Noted, Readings
from boundary_lint.frameworks.records import find_records
from boundary_lint.frameworks.remote.outgoing import as_sinks, told_once
from boundary_lint.frameworks.resilience.find import find_retries, find_signs
from boundary_lint.frameworks.services.entry import find_entries
from boundary_lint.frameworks.sql.files import noted_in_files
from boundary_lint.frameworks.sql.run import find_drivers
from boundary_lint.frameworks.world import World
from boundary_lint.link.evaluate import Evaluator
from boundary_lint.link.imports import find_imports
from boundary_lint.link.loaded import find_loaded
from boundary_lint.link.program import Function
from boundary_lint.link.run import Part, split
from boundary_lint.link.values import ClassValue
from boundary_lint.link.workers import read_parts


def collect(world: World, tree: Tree, jobs: int, values: bool = True) -> facts.ProgramFacts:
    """Read all functions, in as many processes as asked for, and return every fact; without values what names alone tell."""
    noted = Noted()
    if values:
        drivers = find_drivers(world)
        noted = _read(world, jobs, drivers)
        noted.extend(noted_in_files(world, drivers))
        noted.forget_temporary()
    migrations = sorted({*world.migrations, *noted.migrations})
    entities = [e for e in world.entities.concrete() if not e.third_party]
    models = sorted(_model(e) for e in entities)
    assignment = find_contexts(
        _modules(world),
        apps=world.apps,
        forks=world.forks,
        entity_modules={m.module for m in models} | {t.module for t in world.entities.loose_tables},
        declared=world.config.contexts,
    )
    foreign_keys = sorted(set(_foreign_keys(world)))
    loaded, unknown = find_loaded(world.names)
    tests = {(m.root, m.name) for m in world.program.modules if m.role == "test"}
    tables = assign_owners(
        _tables(world),
        accesses=[a for a in noted.accesses if (a.root, a.module) not in tests],
        foreign_keys=foreign_keys,
        models=models,
        loose=world.entities.loose_tables,
        migrations=migrations,
        contexts={c.name: c for c in assignment.contexts},
        declared=world.config.contexts,
        kernel=(*world.config.shared_kernel, *sorted(world.kernel | _tables_of_libraries(world))),
        joined=_joined(entities),
        context_of=lambda root, module: assignment.of_module.get((root, module), ""),
    )
    return facts.ProgramFacts(
        contexts=sorted(assignment.contexts),
        modules=sorted(_placed(module, assignment) for module in _modules(world)),
        imports=sorted({*find_imports(world.program), *loaded}),
        models=models,
        tables=tables,
        relations=sorted(set(_relations(entities))),
        foreign_keys=foreign_keys,
        routes=sorted(set(world.routes)),
        records=sorted(find_records(world)),
        retries=find_retries(world) if values else [],
        signs=find_signs(world) if values else [],
        accesses=sorted(noted.accesses),
        joins=sorted(noted.joins),
        model_references=sorted({*noted.references, *_imported_models(world)}),
        code_references=sorted({*noted.code_references, *find_bases(world)}),
        signals=sorted(set(world.signals)) if values else [],
        invocations=sorted(noted.invocations),
        model_returns=sorted(noted.returns),
        entries=sorted(set(find_entries(world))),
        calls=sorted(as_sinks(noted.calls, noted.invocations, world)),
        channel_uses=sorted(told_once(set(noted.channel_uses))),
        bindings=sorted(set(noted.bindings)),
        databases=once(noted.databases),
        config_reads=sorted(set(noted.config_reads)),
        migrations=migrations,
        gaps=sorted({*world.gaps, *tree.gaps, *_syntax_gaps(world), *noted.gaps, *unknown}),
        coverage=_with_loads(_coverage(world, tree, noted), loaded, unknown),
    )


def collect_imports(world: World, tree: Tree) -> facts.ProgramFacts:
    """Return the modules, their configured contexts, and the imports between them."""
    asked = {file.path for file in tree.files if file.depth == "loads"}
    modules = [
        msgspec.structs.replace(m, depth="full") if m.role == "test" and m.file in asked else m for m in _modules(world)
    ]
    assignment = find_contexts(modules, apps={}, entity_modules=(), declared=world.config.contexts)
    loaded, unknown = find_loaded(world.names)
    return facts.ProgramFacts(
        contexts=sorted(assignment.contexts),
        modules=sorted(_placed(module, assignment) for module in modules),
        imports=sorted({*find_imports(world.program), *loaded}),
        gaps=sorted({*tree.gaps, *_syntax_gaps(world), *unknown}),
        coverage=_with_loads(_coverage(world, tree, Noted()), loaded, unknown),
    )


def _with_loads(
    coverage: facts.Coverage, loaded: Sequence[facts.Import], unknown: Sequence[facts.Gap]
) -> facts.Coverage:
    return msgspec.structs.replace(coverage, imports_dynamic=len(loaded), imports_unresolved=len(unknown))


def _joined(entities: Iterable[Entity]) -> dict[str, set[tuple[str, str]]]:
    """Return the tables between two, each with where the relations stand that go through it."""
    found: dict[str, set[tuple[str, str]]] = {}
    for entity in entities:
        for relation in entity.relations.values():
            if relation.join_table and relation.through is None:
                module = relation.declared_in.module
                found.setdefault(relation.join_table, set()).add((module.root, module.name))
    return found


def _tables_of_libraries(world: World) -> set[str]:
    """Return the tables that libraries alone declare: no context of the program can own them."""
    third_party = {entity.table for entity in world.entities if entity.third_party and entity.table}
    return third_party - {entity.table for entity in world.entities if not entity.third_party}


def _imported_models(world: World) -> Iterator[facts.ModelReference]:
    """Yield every import of a model by name."""
    for module in world.program.modules:
        for statement in module.syntax.imports:
            if statement.name in ("", "*"):
                continue
            for value in world.names.imported(module, statement.level, statement.module, statement.name):
                entity = world.entities.of(value.cls) if isinstance(value, ClassValue) else None
                if entity is not None and not entity.third_party:
                    yield facts.ModelReference(
                        root=module.root,
                        module=module.name,
                        model=entity.model,
                        how="import",
                        file=module.file,
                        line=statement.line,
                        type_checking=statement.kind == "type_checking",
                    )


def _read(world: World, jobs: int, drivers: tuple[str, ...]) -> Noted:
    def make_link() -> Evaluator:
        world.link = Evaluator(world.names, world.meaning)
        return world.link

    def finish(part: Part) -> bytes:
        world.link = part.link
        readings = Readings(world, drivers)
        for reading in part.readings():
            readings.add(reading, part.link)
        return msgspec.msgpack.encode(readings.noted())

    functions = (
        f
        for f in world.program.functions()
        if facts.is_checked(f.module.role, f.module.syntax.depth) and f.module.file not in world.foreign
    )
    parts = [Part(make_link, part) for part in split([*functions, *_declaring(world)])]
    noted = Noted()
    for message in read_parts(parts, jobs, finish, _shared(world), world.names):
        noted.extend(msgspec.msgpack.decode(message, type=Noted))
    return noted


def _declaring(world: World) -> Iterator[Function]:
    """Yield the functions with which stubs say what a library does with every class that inherits from one of theirs."""
    for stub in world.program.stubs.values():
        yield from (function for function in stub.functions if function.record.qualname.endswith(".__declared__"))


def _shared(world: World) -> Iterator[object]:
    """Yield every object that a value may refer to."""
    program = world.program
    for module in [*program.modules, *program.stubs.values()]:
        yield from (module, *module.values)
        for cls in module.classes:
            yield from (cls, cls.as_class, cls.as_instance)
        for function in module.functions:
            yield from (function, function.as_value)
    yield from world.shared
    for entity in world.entities:
        yield entity
        yield from entity.relations.values()


def _coverage(world: World, tree: Tree, noted: Noted) -> facts.Coverage:
    files: dict[str, int] = dict(tree.skipped)
    lines = 0
    for module in world.program.modules:
        files[module.role] = files.get(module.role, 0) + 1
        lines += module.syntax.lines
    return facts.Coverage(
        files=dict(sorted(files.items())),
        lines=lines,
        accesses_known=len(noted.accesses),
        accesses_unknown=sum(gap.kind in MISSED_KINDS for gap in noted.gaps),
        sql_parsed=len(set(noted.parsed)),
        sql_unparsed=len(set(noted.unparsed)),
    )


def _modules(world: World) -> list[facts.Module]:
    return [
        facts.Module(
            root=module.root,
            module=module.name,
            file=module.file,
            context="",
            role=module.role,
            is_package=module.is_package,
            depth=module.syntax.depth,
            lines=module.syntax.lines,
            definitions=tuple(_definitions(module.syntax)),
        )
        for module in world.program.modules
    ]


def _definitions(syntax: Syntax) -> Iterator[str]:
    for qualname in (*(c.qualname for c in syntax.classes), *(f.qualname for f in syntax.functions[1:])):
        name = qualname.rpartition(".")[2]
        if name != "<lambda>":
            yield name


def _placed(module: facts.Module, assignment: Assignment) -> facts.Module:
    return msgspec.structs.replace(module, context=assignment.of_module[(module.root, module.module)])


def _syntax_gaps(world: World) -> Iterator[facts.Gap]:
    for module in world.program.modules:
        for gap in module.syntax.gaps:
            yield facts.Gap(kind=gap.kind, reason=gap.reason, file=module.file, line=gap.line)


def _model(entity: Entity) -> facts.Model:
    module = entity.cls.module
    return facts.Model(
        model=entity.model,
        table=entity.table,
        root=module.root,
        module=module.name,
        file=module.file,
        line=entity.cls.record.line,
        orm=entity.orm,
        label=entity.label,
        proxy=entity.proxy,
        managed=entity.managed,
        third_party=entity.third_party,
        database=entity.database,
    )


def _tables(world: World) -> Iterator[facts.Table]:
    seen: set[str] = set()
    for entity in world.entities.concrete():
        if not entity.proxy and not entity.third_party and entity.table not in seen:
            seen.add(entity.table)
            yield facts.Table(table=entity.table, file=entity.cls.module.file, line=entity.cls.record.line)
    for loose in world.entities.loose_tables:
        if loose.table not in seen:
            seen.add(loose.table)
            yield facts.Table(table=loose.table, file=loose.file, line=loose.line)


def _relations(entities: Iterable[Entity]) -> Iterator[facts.Relation]:
    for entity in entities:
        for relation in entity.relations.values():
            if relation.target is None or not relation.reported or relation.target.abstract:
                continue
            module = relation.declared_in.module
            yield facts.Relation(
                from_model=entity.model,
                field=relation.name,
                to_model=relation.target.model,
                kind=relation.kind,
                root=module.root,
                module=module.name,
                file=module.file,
                line=relation.line,
                on_delete=relation.on_delete,
                cascade=relation.cascade,
            )


def _foreign_keys(world: World) -> Iterator[facts.ForeignKey]:
    for key in world.entities.foreign_keys:
        yield facts.ForeignKey(
            from_table=key.from_table,
            column=key.column,
            to_table=key.to_table,
            root=key.module_root,
            module=key.module,
            file=key.file,
            line=key.line,
            kind=key.kind,
            on_delete=key.on_delete,
            constraint=key.constraint,
        )
