"""What was noted while functions were read, as facts: each with its site; of several reasons for one access the strongest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias, TypeVar

import msgspec

from boundary_lint.facts import program as facts
from boundary_lint.facts.syntax import Store, Use
from boundary_lint.frameworks.around import in_loop
from boundary_lint.frameworks.choices import MAX_SURE, Choice, unsure
from boundary_lint.frameworks.effects import (
    Changed,
    Created,
    Flushed,
    Joined,
    Missed,
    Named,
    Ran,
    Touched,
    confidence,
    rank,
)
from boundary_lint.frameworks.entity import Entity
from boundary_lint.frameworks.sql.run import SqlRuns
from boundary_lint.frameworks.world import World
from boundary_lint.link.evaluate import Evaluator
from boundary_lint.link.frame import Effect, Frame, Invoked
from boundary_lint.link.program import Class, Function
from boundary_lint.link.run import Reading
from boundary_lint.link.values import Bound, ClassValue, External, FunctionValue, Instance, ListOf, Value

AccessKey: TypeAlias = tuple[str, str, str, str, str, int, int]
"""Root, module, function, table, op, line and column: what makes two effects one access."""

Inherited = TypeVar("Inherited", facts.Access, facts.Join)


class Noted(msgspec.Struct):
    """The facts of some readings; those of several parts are added up.

    parsed and unparsed are distinct SQL texts, temporary the names of tables that end with the session.
    """

    accesses: list[facts.Access] = []
    joins: list[facts.Join] = []
    references: list[facts.ModelReference] = []
    invocations: list[facts.Invocation] = []
    returns: list[facts.ModelReturn] = []
    migrations: list[facts.Migration] = []
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
        self._invocations: set[facts.Invocation] = set()
        self._returns: set[facts.ModelReturn] = set()
        self._migrations: set[facts.Migration] = set()
        self._gaps: set[facts.Gap] = set()
        self._missed: dict[_Place, dict[Value | None, facts.Gap]] = {}
        self._touched: dict[_Place, set[Value | None]] = {}
        self._sql = SqlRuns(world, drivers)

    def noted(self) -> Noted:
        """Return all facts gathered."""
        return Noted(
            [_with_heirs(access, self._runs_for[key]) for key, (_, access) in self._accesses.items()],
            [_with_heirs(join, heirs) for join, heirs in self._joins.items()],
            list(self._references),
            list(self._invocations),
            list(self._returns),
            list(self._migrations),
            [*self._gaps, *self._still_missed()],
            list(self._sql.parsed),
            list(self._sql.unparsed),
            list(self._sql.temporary),
        )

    def add(self, reading: Reading, link: Evaluator) -> None:
        """Take the effects of one reading."""
        site = _Site(self._world, reading, link)
        if reading.failed:
            self._gaps.add(site.gap("call", reading.failed, site.name))
        flushed = any(isinstance(effect, Flushed) for _, effect in reading.events)
        site.unsure = unsure(reading.events, self._world.entities)
        for position, effect in reading.events:
            site.move(position)
            if isinstance(effect, Changed):
                effect = Touched(effect.table, "write", "flush" if flushed else "assigned")
            self._note(effect, site)
        self._returns.update(_returns(self._world, reading, site))

    def _note(self, effect: Effect, site: _Site) -> None:
        match effect:
            case Touched():
                self._touch(effect, site)
            case Joined():
                self._joins.setdefault(_join(effect, site), set()).add(site.runs_for)
            case Invoked():
                self._invocations.add(_invocation(effect, site))
            case Named():
                self._references.add(_reference(effect, site))
            case Missed():
                gap = site.gap(effect.kind, effect.reason, effect.subject)
                self._missed.setdefault(site.place, {})[site.receiver] = gap
            case Created():
                self._migrations.add(_migration(effect, site))
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

    def _touch(self, effect: Touched, site: _Site) -> None:
        module = site.module
        self._touched.setdefault(site.place, set()).add(site.receiver)
        key = (module.root, module.name, site.name, effect.table, effect.op, site.line, site.column)
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
        )
        self._accesses[key] = (strength, access)


_Place: TypeAlias = tuple[Function, int]


class _Site:
    """Where a reading stands: moves from use to use."""

    def __init__(self, world: World, reading: Reading, link: Evaluator) -> None:
        self._world, self._reading, self._link = world, reading, link
        self._function, self.receiver = reading.function, reading.receiver
        self._regions: dict[int, str] = {}
        self._use: Use | Store | None = None
        self._declared = _declared(reading)
        self.module = (self._declared or reading.function).module
        self.name = self._declared.record.qualname if self._declared is not None else public_name(reading.function)
        self.runs_for = _runs_for(reading) if self._declared is None else ""
        self.line, self.column, self.in_loop = (self._declared or reading.function).record.line, 0, False
        self.unsure: set[Choice] = set()
        self._position = -1

    @property
    def place(self) -> _Place:
        """Which use of which function it is, whoever the receiver."""
        return self._function, self._position

    def is_unsure(self, effect: Touched) -> bool:
        """Whether an effect stands where a value may be of too many models."""
        return self._reading.among > MAX_SURE or (self._position, effect.op, effect.via) in self.unsure

    def move(self, position: int) -> None:
        """Go to a use of the function; positions behind the uses are its stores. What a stub does with a class stays there."""
        self._position = position
        if self._declared is not None:
            return
        record = self._function.record
        if position < len(record.uses):
            use: Use | Store = record.uses[position]
        else:
            use = record.stores[position - len(record.uses)]
        self._use, self.line = use, use.line
        self.column = use.column if isinstance(use, Use) else 0
        self.in_loop = in_loop(self.module.syntax, self.module.syntax.contexts[use.context])

    def gap(self, kind: str, reason: str, subject: str) -> facts.Gap:
        """Return a gap at this site."""
        return facts.Gap(kind=kind, reason=reason, file=self.module.file, line=self.line, subject=subject)

    def transaction(self) -> str:
        """Return "file:line" of the innermost transaction around the use: a ``with`` item, or a decorator; "" outside."""
        if self._use is None:
            return ""
        known = self._regions.get(self._use.context)
        if known is None:
            known = self._regions[self._use.context] = self._find_transaction(self._use.context)
        return known

    def _find_transaction(self, context: int) -> str:
        record = self.module.syntax.contexts[context]
        decorators = self._function.record.decorators
        if not record.with_items and not decorators:
            return ""
        frame = Frame(self._link, self._function, self._reading.receiver)
        for item, line in zip(reversed(record.with_items), reversed(record.with_lines), strict=True):
            if self._opens(item, frame):
                return f"{self.module.file}:{line}"
        if any(self._opens(decorator, frame) for decorator in decorators):
            return f"{self.module.file}:{self._function.record.line}"
        return ""

    def _opens(self, node: int, frame: Frame) -> bool:
        values = frame.evaluate(node)
        if any(self._is_listed(value) for value in values):
            return True
        return any(library.is_transaction(values) for library in self._world.libraries)

    def _is_listed(self, value: Value) -> bool:
        """Whether the catalogue has the path of a value, of its class, or of the method that is not called yet."""
        paths = self._world.catalog.opens_transaction
        if isinstance(value, External):
            return value.path.removesuffix("()") in paths
        if isinstance(value, Instance | ClassValue):
            return any(self._world.names.isa(value.cls, path) for path in paths if value.cls.module.is_stub)
        if isinstance(value, Bound | FunctionValue):
            function = value.function
            return function.module.is_stub and function.path in paths
        return False


def _declared(reading: Reading) -> Class | None:
    """Return the class of the program of which a stub says what its library does with it."""
    receiver = reading.receiver
    return receiver.cls if reading.function.module.is_stub and isinstance(receiver, Instance) else None


def _with_heirs(fact: Inherited, heirs: set[str]) -> Inherited:
    return fact if "" in heirs else msgspec.structs.replace(fact, runs_for=tuple(sorted(heirs)))


def _runs_for(reading: Reading) -> str:
    """Return the file of the class that inherits a function and for which it was read; "" where that is its own class."""
    receiver = reading.receiver
    cls = getattr(receiver, "cls", None) or getattr(getattr(receiver, "entity", None), "cls", None)
    if not isinstance(cls, Class) or cls.module is reading.function.module or cls.module.is_stub:
        return ""
    return cls.module.file


def public_name(function: Function) -> str:
    """Return the qualified name to report: lambdas count as their function, the module's own code is "<module>"."""
    while function.record.qualname.endswith("<lambda>") and function.parent is not None:
        function = function.parent
    name = function.record.qualname
    return name.replace(".<locals>.<lambda>", "").replace(".<lambda>", "").replace("<lambda>", "<module>")


def _invocation(effect: Invoked, site: _Site) -> facts.Invocation:
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
        in_loop=site.in_loop,
        transaction=site.transaction(),
    )


def _join(effect: Joined, site: _Site) -> facts.Join:
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


def _migration(effect: Created, site: _Site) -> facts.Migration:
    module = site.module
    return facts.Migration(table=effect.table, root=module.root, module=module.name, file=module.file, line=site.line)


def _reference(effect: Named, site: _Site) -> facts.ModelReference:
    module = site.module
    return facts.ModelReference(
        root=module.root, module=module.name, model=effect.model, how=effect.how, file=module.file, line=site.line
    )


def _returns(world: World, reading: Reading, site: _Site) -> Iterator[facts.ModelReturn]:
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
