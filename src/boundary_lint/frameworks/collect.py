"""Program facts from what libraries and readings noted: sorted, without duplicates, each with its site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from boundary_lint.facts import program as facts
from boundary_lint.facts.files import Tree
from boundary_lint.frameworks.entity import Entity
from boundary_lint.frameworks.readings import Noted, Readings
from boundary_lint.frameworks.world import World
from boundary_lint.link.evaluate import Evaluator
from boundary_lint.link.imports import find_imports
from boundary_lint.link.run import Learned, Part, split
from boundary_lint.link.workers import read_parts

READ_ROLES = ("source", "settings")
"""Roles of modules whose functions are read for accesses; migrations and tests are not."""


def collect(world: World, tree: Tree, jobs: int) -> facts.ProgramFacts:
    """Read all functions, in as many processes as asked for, and return every fact."""
    noted = _read(world, jobs)
    entities = [e for e in world.entities.concrete() if not e.third_party]
    gaps = sorted({*world.gaps, *tree.gaps, *_syntax_gaps(world), *noted.gaps})
    return facts.ProgramFacts(
        modules=sorted(_modules(world)),
        imports=sorted(set(find_imports(world.program))),
        models=sorted(_model(e) for e in entities),
        tables=sorted(set(_tables(world))),
        relations=sorted(set(_relations(entities))),
        foreign_keys=sorted(set(_foreign_keys(world))),
        accesses=sorted(noted.accesses),
        joins=sorted(noted.joins),
        model_references=sorted(noted.references),
        invocations=sorted(noted.invocations),
        model_returns=sorted(noted.returns),
        gaps=gaps,
        coverage=_coverage(world, tree, noted),
    )


def _read(world: World, jobs: int) -> Noted:
    def make_link() -> Evaluator:
        world.link = Evaluator(world.names, world.meaning)
        return world.link

    def finish(part: Part, learned: Learned) -> bytes:
        world.link = part.link
        readings = Readings(world)
        for reading in part.second_pass(learned):
            readings.add(reading, part.link)
        return msgspec.msgpack.encode(readings.noted())

    functions = (f for f in world.program.functions() if f.module.role in READ_ROLES)
    parts = [Part(make_link, part) for part in split(functions)]
    noted = Noted()
    for message in read_parts(parts, jobs, finish, _shared(world)):
        noted.extend(msgspec.msgpack.decode(message, type=Noted))
    return noted


def _shared(world: World) -> Iterator[object]:
    """Yield every object that a value may refer to."""
    program = world.program
    for module in [*program.modules, *program.stubs.values()]:
        yield from (module, *module.values)
        for cls in module.classes:
            yield from (cls, cls.as_class, cls.as_instance)
        for function in module.functions:
            yield from (function, function.as_value)
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
        accesses_unknown=sum(gap.reason == "table not known" for gap in noted.gaps),
    )


def _modules(world: World) -> Iterator[facts.Module]:
    for module in world.program.modules:
        yield facts.Module(
            root=module.root,
            module=module.name,
            file=module.file,
            context="",
            role=module.role,
            is_package=module.is_package,
            depth=module.syntax.depth,
            lines=module.syntax.lines,
        )


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
