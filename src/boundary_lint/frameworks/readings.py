"""What was noted while functions were read, as facts: each with its site; of several reasons for one access the strongest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias, TypeVar

import msgspec

from boundary_lint.facts import program as facts
from boundary_lint.frameworks.choices import unsure
from boundary_lint.frameworks.databases.effects import Connected
from boundary_lint.frameworks.databases.settings import DatabaseSettings
from boundary_lint.frameworks.databases.uses import DatabaseUses
from boundary_lint.frameworks.effects import (
    Changed,
    Created,
    Fetched,
    Flushed,
    Joined,
    Missed,
    Named,
    Ran,
    ReadsVariable,
    Touched,
    confidence,
    rank,
)
from boundary_lint.frameworks.entity import Entity
from boundary_lint.frameworks.remote.effects import Requested
from boundary_lint.frameworks.remote.outgoing import Outgoing
from boundary_lint.frameworks.site import Place, Site, public_name
from boundary_lint.frameworks.sql.run import SqlRuns
from boundary_lint.frameworks.world import World
from boundary_lint.link.evaluate import Evaluator
from boundary_lint.link.frame import Effect, Invoked
from boundary_lint.link.program import Class, Function
from boundary_lint.link.run import Reading
from boundary_lint.link.values import Instance, ListOf, Value

AccessKey: TypeAlias = tuple[str, str, str, str, str, str, int, int]
"""Root, module, function, table, its database, op, line and column: what makes two effects one access."""

Inherited = TypeVar("Inherited", facts.Access, facts.Join)


class Noted(msgspec.Struct):
    """The facts of some readings; those of several parts are added up.

    parsed and unparsed are distinct SQL texts, temporary the names of tables that end with the session.
    """

    accesses: list[facts.Access] = []
    joins: list[facts.Join] = []
    references: list[facts.ModelReference] = []
    code_references: list[facts.CodeReference] = []
    invocations: list[facts.Invocation] = []
    returns: list[facts.ModelReturn] = []
    migrations: list[facts.Migration] = []
    calls: list[facts.RemoteCall] = []
    channel_uses: list[facts.ChannelUse] = []
    bindings: list[facts.Binding] = []
    databases: list[facts.DatabaseUse] = []
    config_reads: list[facts.ConfigRead] = []
    gaps: list[facts.Gap] = []
    parsed: list[str] = []
    unparsed: list[str] = []
    temporary: list[str] = []

    def extend(self, other: Noted) -> None:
        """Add the facts of another part."""
        for name in self.__struct_fields__:
            getattr(self, name).extend(getattr(other, name))

    def forget_temporary(self) -> None:
        """Drop accesses of tables that end with the session: they are nobody's."""
        ended = set(self.temporary)
        self.accesses = [access for access in self.accesses if access.table not in ended]
        self.joins = [join for join in self.joins if join.from_table not in ended and join.to_table not in ended]


class Readings:
    """Gathers the effects of readings."""

    def __init__(self, world: World, drivers: tuple[str, ...]) -> None:
        self._world = world
        self._accesses: dict[AccessKey, tuple[tuple[bool, int, str], facts.Access]] = {}
        self._runs_for: dict[AccessKey, set[str]] = {}
        self._joins: dict[facts.Join, set[str]] = {}
        self._references: set[facts.ModelReference] = set()
        self._code_references: set[facts.CodeReference] = set()
        self._invocations: set[facts.Invocation] = set()
        self._returns: set[facts.ModelReturn] = set()
        self._migrations: set[facts.Migration] = set()
        self._gaps: set[facts.Gap] = set()
        self._out = Outgoing(world)
        self._databases = DatabaseUses()
        self._settings = DatabaseSettings(world)
        self._config_reads: set[facts.ConfigRead] = set()
        self._missed: dict[Place, dict[Value | None, facts.Gap]] = {}
        self._touched: dict[Place, set[Value | None]] = {}
        self._sql = SqlRuns(world, drivers)

    def noted(self) -> Noted:
        """Return all facts gathered."""
        return Noted(
            [_with_heirs(access, self._runs_for[key]) for key, (_, access) in self._accesses.items()],
            [_with_heirs(join, heirs) for join, heirs in self._joins.items()],
            list(self._references),
            list(self._code_references),
            list(self._invocations),
            list(self._returns),
            list(self._migrations),
            self._out.calls(),
            self._out.channel_uses(),
            self._out.bindings(),
            self._databases.all(),
            list(self._config_reads),
            [*self._gaps, *self._still_missed()],
            list(self._sql.parsed),
            list(self._sql.unparsed),
            list(self._sql.temporary),
        )

    def add(self, reading: Reading, link: Evaluator) -> None:
        """Take the effects of one reading."""
        site = Site(self._world, reading, link)
        if reading.failed:
            self._gaps.add(site.gap("call", reading.failed, site.name))
        if self._world.marks is not None:
            for taken in self._world.marks.noted(reading.function, reading.receiver, link):
                site.line = _line_of(taken, site)
                self._out.add(taken, site)
        flushed = any(isinstance(effect, Flushed) for _, effect in reading.events)
        site.unsure = unsure(reading.events, self._world.entities)
        for position, effect in reading.events:
            site.move(position)
            if isinstance(effect, Changed):
                effect = Touched(effect.table, "write", "flush" if flushed else "assigned")
            self._note(effect, site)
        self._returns.update(_returns(self._world, reading, site))
        if reading.function is reading.function.module.functions[0] and not reading.function.module.is_stub:
            for one in self._settings.of_module(reading.function.module, link):
                self._databases.add(one, site)

    def _note(self, effect: Effect, site: Site) -> None:
        match effect:
            case Touched():
                self._touch(effect, site)
            case Joined():
                self._joins.setdefault(_join(effect, site), set()).add(site.runs_for)
            case Invoked(function, as_property=True):
                self._code_references.add(_property(function, site))
            case Invoked():
                self._invocations.add(_invocation(effect, site))
            case Named():
                self._references.add(_reference(effect, site))
            case Fetched():
                self._code_references.add(_code_reference(effect, site))
            case Missed():
                gap = site.gap(effect.kind, effect.reason, effect.subject)
                self._missed.setdefault(site.place, {})[site.receiver] = gap
            case Created():
                self._migrations.add(_migration(effect, site))
            case Requested():
                self._out.add(effect, site)
            case Connected():
                self._databases.add(effect, site)
            case ReadsVariable():
                self._config_reads.add(_config_read(effect, site))
            case Ran():
                for one in self._sql.effects(effect):
                    self._note(one, site)

    def _still_missed(self) -> list[facts.Gap]:
        """Return what was missed in every reading: for one receiver the table may be known, for another not."""
        return [
            gap
            for place, gaps in self._missed.items()
            for receiver, gap in gaps.items()
            if not self._touched.get(place, set()) - {receiver}
        ]

    def _touch(self, effect: Touched, site: Site) -> None:
        module = site.module
        self._touched.setdefault(site.place, set()).add(site.receiver)
        place = (module.root, module.name, site.name)
        key = (*place, effect.table, effect.database, effect.op, site.line, site.column)
        self._runs_for.setdefault(key, set()).add(site.runs_for)
        is_unsure = site.is_unsure(effect)
        strength = (is_unsure, rank(effect.via), effect.via)
        known = self._accesses.get(key)
        if known is not None and known[0] <= strength:
            return
        access = facts.Access(
            root=module.root,
            module=module.name,
            function=site.name,
            table=effect.table,
            op=effect.op,
            via=effect.via,
            confidence="low" if is_unsure else confidence(effect.via),
            in_loop=site.in_loop,
            transaction=site.transaction(),
            file=module.file,
            line=site.line,
            column=site.column,
            text=effect.text,
            database=effect.database,
        )
        self._accesses[key] = (strength, access)


def _line_of(effect: Requested, site: Site) -> int:
    """Return the line of what a function is marked with: of a module's own code the one where the channel is written."""
    function = site.place[0]
    if function.index:
        return function.record.line
    return next((line for text, line in function.module.syntax.dotted if text == effect.target), 1)


def _with_heirs(fact: Inherited, heirs: set[str]) -> Inherited:
    return fact if "" in heirs else msgspec.structs.replace(fact, runs_for=tuple(sorted(heirs)))


def _config_read(effect: ReadsVariable, site: Site) -> facts.ConfigRead:
    module = site.module
    lines = [line for line in module.capitals.get(effect.name, ()) if line >= site.line]
    return facts.ConfigRead(
        root=module.root,
        module=module.name,
        function=site.name,
        name=effect.name,
        default=effect.has_default,
        file=module.file,
        line=min(lines, default=site.line),
    )


def _invocation(effect: Invoked, site: Site) -> facts.Invocation:
    callee = effect.function
    return facts.Invocation(
        root=site.module.root,
        module=site.module.name,
        function=site.name,
        callee_root=callee.module.root,
        callee_module=callee.module.name,
        callee=public_name(callee),
        file=site.module.file,
        line=site.line,
        in_loop=site.per_element,
        transaction=site.transaction(),
    )


def _join(effect: Joined, site: Site) -> facts.Join:
    return facts.Join(
        root=site.module.root,
        module=site.module.name,
        function=site.name,
        from_table=effect.from_table,
        to_table=effect.to_table,
        path=effect.path,
        via=effect.via,
        confidence=confidence(effect.via),
        file=site.module.file,
        line=site.line,
    )


def _migration(effect: Created, site: Site) -> facts.Migration:
    module = site.module
    return facts.Migration(table=effect.table, root=module.root, module=module.name, file=module.file, line=site.line)


def _reference(effect: Named, site: Site) -> facts.ModelReference:
    module = site.module
    return facts.ModelReference(
        root=module.root, module=module.name, model=effect.model, how=effect.how, file=module.file, line=site.line
    )


def _code_reference(effect: Fetched, site: Site) -> facts.CodeReference:
    module = site.module
    return facts.CodeReference(
        root=module.root,
        module=module.name,
        name=site.name,
        how="resolver",
        target_root=effect.root,
        target_module=effect.module,
        target=effect.name,
        file=module.file,
        line=site.line,
    )


def _property(function: Function, site: Site) -> facts.CodeReference:
    module = site.module
    return facts.CodeReference(
        root=module.root,
        module=module.name,
        name=site.name,
        how="property",
        target_root=function.module.root,
        target_module=function.module.name,
        target=public_name(function),
        file=module.file,
        line=site.line,
        in_loop=site.per_element,
    )


def _returns(world: World, reading: Reading, site: Site) -> Iterator[facts.ModelReturn]:
    """Yield which models a function hands out."""
    of_model = _is_of_model(world, reading.receiver)
    for values in reading.returned:
        for value in values:
            for entity, form in _rows(world, value):
                yield facts.ModelReturn(
                    root=site.module.root,
                    module=site.module.name,
                    function=site.name,
                    model=entity.model,
                    form=form,
                    file=site.module.file,
                    line=reading.function.record.line,
                    of_model=of_model,
                )


def _is_of_model(world: World, receiver: Value | None) -> bool:
    cls = getattr(receiver, "cls", None)
    queried = isinstance(getattr(receiver, "entity", None), Entity)
    return queried or (isinstance(cls, Class) and world.entities.of(cls) is not None)


def _rows(world: World, value: Value) -> Iterator[tuple[Entity, str]]:
    if isinstance(value, Instance):
        entity = world.entities.of(value.cls)
        if entity is not None:
            yield entity, "instance"
    elif isinstance(value, ListOf):
        for element in value.elements:
            for entity, _ in _rows(world, element):
                yield entity, "collection"
    else:
        queried = getattr(value, "entity", None)
        if isinstance(queried, Entity):
            yield queried, "query"
