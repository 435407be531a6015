"""Program facts from what libraries and readings noted: sorted, without duplicates, each with its site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from boundary_lint.facts import program as facts
from boundary_lint.facts.files import Tree
from boundary_lint.facts.syntax import Use
from boundary_lint.frameworks.effects import Joined, Missed, Named, Touched, confidence, rank
from boundary_lint.frameworks.entity import Entity
from boundary_lint.frameworks.world import World
from boundary_lint.link.evaluate import Frame, Invoked
from boundary_lint.link.imports import find_imports
from boundary_lint.link.program import Function, Module
from boundary_lint.link.run import Reading, read_all
from boundary_lint.link.values import External

READ_ROLES = ("source", "settings")
"""Roles of modules whose functions are read for accesses; migrations and tests are not."""


def collect(world: World, tree: Tree) -> facts.ProgramFacts:
    """Read all functions and return every fact."""
    readings = _Readings(world)
    functions = [f for f in world.program.functions() if f.module.role in READ_ROLES]
    for reading in read_all(world.link, functions):
        readings.add(reading)
    entities = [e for e in world.entities.concrete() if not e.third_party]
    return facts.ProgramFacts(
        modules=sorted(_modules(world)),
        imports=sorted(set(find_imports(world.program))),
        models=sorted(_model(e) for e in entities),
        tables=sorted(set(_tables(world))),
        relations=sorted(set(_relations(entities))),
        foreign_keys=sorted(set(_foreign_keys(world))),
        accesses=readings.accesses(),
        joins=sorted(readings.joins),
        model_references=sorted(readings.references),
        invocations=sorted(readings.invocations),
        gaps=sorted({*world.gaps, *tree.gaps, *_syntax_gaps(world), *readings.gaps}),
        coverage=readings.coverage(tree),
    )


class _Readings:
    """Gathers the effects of all readings; of several reasons for one access the strongest is kept."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._accesses: dict[tuple[str, str, str, str, str, int, int], tuple[int, facts.Access]] = {}
        self.joins: set[facts.Join] = set()
        self.references: set[facts.ModelReference] = set()
        self.invocations: set[facts.Invocation] = set()
        self.gaps: set[facts.Gap] = set()
        self._missed: set[tuple[str, int, str]] = set()

    def add(self, reading: Reading) -> None:
        """Take the effects of one reading."""
        module = reading.function.module
        if reading.failed:
            self.gaps.add(_gap(reading, "call", reading.failed))
        uses = reading.function.record.uses
        regions: dict[int, str] = {}
        for position, effect in reading.events:
            use = uses[position] if position < len(uses) else None
            line = use.line if use is not None else reading.function.record.line
            if isinstance(effect, Touched):
                self._touch(effect, reading, use, line, regions)
            elif isinstance(effect, Joined):
                self.joins.add(_join(effect, reading.function, line))
            elif isinstance(effect, Invoked):
                self._invoke(effect, reading, use, line, regions)
            elif isinstance(effect, Named):
                self.references.add(_reference(effect, module, line))
            elif isinstance(effect, Missed):
                self._missed.add((module.file, line, effect.kind))
                self.gaps.add(
                    facts.Gap(
                        kind=effect.kind, reason="table not known", file=module.file, line=line, subject=effect.subject
                    )
                )

    def _touch(self, effect: Touched, reading: Reading, use: Use | None, line: int, regions: dict[int, str]) -> None:
        function = reading.function
        module, name = function.module, public_name(function)
        column = use.column if use is not None else 0
        key = (module.root, module.name, name, effect.table, effect.op, line, column)
        strength = rank(effect.via)
        known = self._accesses.get(key)
        if known is not None and known[0] <= strength:
            return
        access = facts.Access(
            root=module.root,
            module=module.name,
            function=name,
            table=effect.table,
            op=effect.op,
            via=effect.via,
            confidence=confidence(effect.via),
            in_loop=use is not None and function.module.syntax.contexts[use.context].loops > 0,
            transaction=self._transaction(reading, use, regions),
            file=module.file,
            line=line,
            column=column,
            text=effect.text,
        )
        self._accesses[key] = (strength, access)

    def _invoke(self, effect: Invoked, reading: Reading, use: Use | None, line: int, regions: dict[int, str]) -> None:
        function, callee = reading.function, effect.function
        self.invocations.add(
            facts.Invocation(
                root=function.module.root,
                module=function.module.name,
                function=public_name(function),
                callee_root=callee.module.root,
                callee_module=callee.module.name,
                callee=public_name(callee),
                file=function.module.file,
                line=line,
                in_loop=use is not None and function.module.syntax.contexts[use.context].loops > 0,
                transaction=self._transaction(reading, use, regions),
            )
        )

    def _transaction(self, reading: Reading, use: Use | None, regions: dict[int, str]) -> str:
        """Return "file:line" of the innermost transaction around a use: a ``with`` item, or a decorator of the function."""
        if use is None:
            return ""
        known = regions.get(use.context)
        if known is None:
            known = regions[use.context] = self._find_transaction(reading, use.context)
        return known

    def _find_transaction(self, reading: Reading, context: int) -> str:
        module = reading.function.module
        record = module.syntax.contexts[context]
        if not record.with_items and not reading.function.record.decorators:
            return ""
        frame = Frame(self._world.link, reading.function, reading.receiver)
        for item, line in zip(reversed(record.with_items), reversed(record.with_lines), strict=True):
            if self._opens(item, frame):
                return f"{module.file}:{line}"
        if any(self._opens(decorator, frame) for decorator in reading.function.record.decorators):
            return f"{module.file}:{reading.function.record.line}"
        return ""

    def _opens(self, node: int, frame: Frame) -> bool:
        values = frame.evaluate(node)
        paths = self._world.catalog.opens_transaction
        if any(isinstance(v, External) and v.path.removesuffix("()") in paths for v in values):
            return True
        return any(library.is_transaction(values) for library in self._world.libraries)

    def accesses(self) -> list[facts.Access]:
        """Return all accesses, sorted."""
        return sorted(access for _, access in self._accesses.values())

    def coverage(self, tree: Tree) -> facts.Coverage:
        """Return what was understood."""
        files: dict[str, int] = dict(tree.skipped)
        lines = 0
        for module in self._world.program.modules:
            files[module.role] = files.get(module.role, 0) + 1
            lines += module.syntax.lines
        return facts.Coverage(
            files=dict(sorted(files.items())),
            lines=lines,
            accesses_known=len(self._accesses),
            accesses_unknown=len(self._missed),
        )


def public_name(function: Function) -> str:
    """Return the qualified name to report: lambdas count as their function, the module's own code is "<module>"."""
    while function.record.qualname.endswith("<lambda>") and function.parent is not None:
        function = function.parent
    name = function.record.qualname
    return name.replace(".<locals>.<lambda>", "").replace(".<lambda>", "").replace("<lambda>", "<module>")


def _join(effect: Joined, function: Function, line: int) -> facts.Join:
    return facts.Join(
        root=function.module.root,
        module=function.module.name,
        function=public_name(function),
        from_table=effect.from_table,
        to_table=effect.to_table,
        path=effect.path,
        via=effect.via,
        confidence=confidence(effect.via),
        file=function.module.file,
        line=line,
    )


def _reference(effect: Named, module: Module, line: int) -> facts.ModelReference:
    return facts.ModelReference(
        root=module.root, module=module.name, model=effect.model, how=effect.how, file=module.file, line=line
    )


def _gap(reading: Reading, kind: str, reason: str) -> facts.Gap:
    function = reading.function
    return facts.Gap(
        kind=kind, reason=reason, file=function.module.file, line=function.record.line, subject=public_name(function)
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
