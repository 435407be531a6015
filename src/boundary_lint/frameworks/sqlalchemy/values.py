"""What a statement is built of: tables, columns, relationships, loading options."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, TypeAlias

import msgspec

from boundary_lint.facts.program import Op
from boundary_lint.frameworks.effects import Joined, Touched
from boundary_lint.frameworks.sqlalchemy.entity import MappedClass, Relationship, mapped
from boundary_lint.link.frame import CallSite, Frame
from boundary_lint.link.values import NOTHING, ClassValue, Items, ListOf, TextValue, Value, Values, in_order


class Receiver(Value):
    """A value whose methods answer by name."""

    __slots__ = ()

    def attribute(self, name: str, frame: Frame) -> Values:
        return frozenset((MethodOf(self, name),))

    def invoke(self, name: str, site: CallSite) -> Values:
        """Return what ``value.name(...)`` is."""
        return frozenset((self,))

    def listed(self, name: str, frame: Frame) -> Values:
        """Return what iterating over ``value.name`` gives, which is not called: ``page.items``."""
        return self.element(frame)

    @property
    def sources(self) -> tuple[Source, ...]:
        """What a statement reads that has this value in it."""
        return ()


class MethodOf(Value, msgspec.Struct, frozen=True):
    """A method of a `Receiver`."""

    receiver: Receiver
    name: str

    def attribute(self, name: str, frame: Frame) -> Values:
        return frozenset((self.receiver,))

    def call(self, site: CallSite) -> Values:
        return self.receiver.invoke(self.name, site)

    def element(self, frame: Frame) -> Values:
        return self.receiver.listed(self.name, frame)

    def sort_key(self) -> tuple[str, ...]:
        return ("sqlalchemy-method", self.name, *self.receiver.sort_key())


class TableValue(Receiver, msgspec.Struct, frozen=True):
    """A ``Table`` object, or ``Class.__table__``."""

    name: str
    travels: ClassVar[bool] = True

    @property
    def tables(self) -> list[str]:
        """The table, as the only one."""
        return [self.name]

    @property
    def sources(self) -> tuple[Source, ...]:
        return (self,)

    def attribute(self, name: str, frame: Frame) -> Values:
        if name in COLLECTIONS:
            return frozenset((ColumnOf(self),))
        return frozenset((MethodOf(self, name),))

    def invoke(self, name: str, site: CallSite) -> Values:
        from boundary_lint.frameworks.sqlalchemy.statements import statement_on

        return statement_on(self, name, site)

    def sort_key(self) -> tuple[str, ...]:
        return ("table", self.name)


Source: TypeAlias = MappedClass | TableValue
"""What a statement reads from or writes to."""

COLLECTIONS = frozenset({"c", "columns", "primary_key", "selected_columns"})
"""Attributes of tables and statements that hold their columns."""


class ColumnOf(Receiver, msgspec.Struct, frozen=True):
    """A column of a source, and whatever is made of it: a comparison, a label, an ordering, a function of it."""

    source: Source
    is_expression: ClassVar[bool] = True

    @property
    def sources(self) -> tuple[Source, ...]:
        return (self.source,)

    def attribute(self, name: str, frame: Frame) -> Values:
        return frozenset((self,))

    def call(self, site: CallSite) -> Values:
        """``column.in_(select(...))``: what is in the arguments is read with it."""
        more = (source for values in site.arguments() for source in sources_of(values))
        return frozenset((self, *(ColumnOf(source) for source in more)))

    def element(self, frame: Frame) -> Values:
        return frozenset((self,))

    def sort_key(self) -> tuple[str, ...]:
        return ("column", *self.source.tables)


class RelationOf(Receiver, msgspec.Struct, frozen=True):
    """``Class.relationship``: an attribute that can be joined, loaded or asked (``any``, ``has``)."""

    relation: Relationship
    entity: MappedClass

    @property
    def sources(self) -> tuple[Source, ...]:
        return sources_of_relation(self.relation)

    def invoke(self, name: str, site: CallSite) -> Values:
        if name in ("any", "has", "contains"):
            join((self.entity,), self.sources, self.relation.name, site.frame)
        return frozenset((self,))

    def sort_key(self) -> tuple[str, ...]:
        return ("relation", *self.entity.tables, self.relation.name)


class Loading(Receiver, msgspec.Struct, frozen=True):
    """A loading option and those chained to it: the relationships whose targets are loaded with the rows.

    skipped: those, by name, that are not loaded with the rows although they would be ("*": all).
    """

    relations: tuple[RelationOf, ...]
    names: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        return tuple(source for one in self.relations for source in one.sources)

    def invoke(self, name: str, site: CallSite) -> Values:
        rows = site.frame.link.meaning.rows
        if name in rows("sqlalchemy.skipping") and not self.relations and not self.names:
            return frozenset((skipping(site.arguments()),))
        if name not in rows("sqlalchemy.loading"):
            return frozenset((self,))
        more = loading(site.arguments())
        return frozenset((Loading(self.relations + more.relations, self.names + more.names, self.skipped),))

    def sort_key(self) -> tuple[str, ...]:
        parts = (part for one in self.relations for part in one.sort_key())
        return ("loading", *parts, *self.names, "-", *self.skipped)


def loading(arguments: Iterable[Values]) -> Loading:
    """Return the loading option that is made of relationships, or of their names."""
    values = [value for argument in arguments for value in in_order(argument)]
    names = tuple(v.text for v in values if isinstance(v, TextValue))
    return Loading(tuple(v for v in values if isinstance(v, RelationOf)), names)


def skipping(arguments: Iterable[Values]) -> Loading:
    """Return the option that relationships are not loaded with the rows."""
    told = loading(arguments)
    return Loading((), skipped=(*told.names, *(one.relation.name for one in told.relations)))


def sources_of_relation(relation: Relationship) -> tuple[Source, ...]:
    """Return the target of a relationship and the table between, where there is one."""
    target = (relation.target,) if isinstance(relation.target, MappedClass) else ()
    return (*target, TableValue(relation.join_table)) if relation.join_table else target


def sources_of(values: Values) -> Iterator[Source]:
    """Yield what a statement reads that has these values in it, in a stable order."""
    for value in in_order(values):
        if isinstance(value, Receiver):
            yield from value.sources
        elif isinstance(value, ClassValue):
            entity = mapped(value.cls)
            if entity is not None:
                yield entity
        elif isinstance(value, Items):
            for item in value.items:
                yield from sources_of(item)
        elif isinstance(value, ListOf):
            yield from sources_of(value.elements)


def touch(source: Source, op: Op, via: str, frame: Frame) -> None:
    """Note that the tables of a source are accessed."""
    if frame.sink is not None:
        for table in source.tables:
            frame.sink.add(Touched(table, op, via))


def join(start: tuple[Source, ...], reached: Iterable[Source], path: str, frame: Frame) -> None:
    """Note that one query, which starts at ``start``, reads other tables too."""
    if frame.sink is None:
        return
    origin = next((table for source in start for table in source.tables), "")
    for source in reached:
        for table in source.tables:
            frame.sink.add(Touched(table, "read", "join"))
            if origin and table != origin:
                frame.sink.add(Joined(origin, table, path, "join"))


def instances(values: Values) -> Values:
    """Return the instances that selecting these values loads: of ``select(Order)`` an Order, of a column nothing."""
    found = NOTHING
    for value in values:
        if isinstance(value, ClassValue) and mapped(value.cls) is not None:
            found |= value.cls.instance
    return found
