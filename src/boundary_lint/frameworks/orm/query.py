"""Queries: rows of an entity, of a table or of a collection, asked for or about to be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

import msgspec

from boundary_lint.facts.program import Op
from boundary_lint.frameworks.effects import Joined, Touched
from boundary_lint.frameworks.orm.page import Method, Orm
from boundary_lint.link.frame import CallSite, Frame
from boundary_lint.link.program import Class
from boundary_lint.link.values import (
    NOTHING,
    ClassValue,
    DictOf,
    Items,
    ListOf,
    TextValue,
    Value,
    Values,
    in_order,
)

if TYPE_CHECKING:
    from boundary_lint.frameworks.orm.entity import Mapped

Form: TypeAlias = Literal["rows", "values", "done"]
"""A query of instances, of anything else, one that has run."""


class Query(Value, msgspec.Struct, frozen=True):
    """A query. entity is None for a table or collection without a class; cls is the program's own class of queries.

    related: reached by a link, whose table between, where there is one, is join_table; joined: other tables that it reads; locked: its rows
    are locked when they are read; database: what the code calls the database of a collection, "" where it always uses the same.
    """

    mapper: Orm
    entity: Mapped | None
    table: str
    cls: Class | None = None
    form: Form = "rows"
    related: bool = False
    join_table: str = ""
    joined: frozenset[str] = frozenset()
    locked: bool = False
    guessed: bool = False
    database: str = ""
    travels: ClassVar[bool] = True

    @property
    def python_class(self) -> Class | None:
        return self.cls

    @property
    def instances(self) -> Values:
        """What its rows are."""
        return self.entity.cls.instance if self.entity is not None and self.form == "rows" else NOTHING

    def attribute(self, name: str, frame: Frame) -> Values:
        if self.cls is not None:
            owner = frame.link.names.lookup(self.cls, name)
            if owner is not None and not owner.module.is_stub and name in owner.names:
                return frame.link.bind(owner, name, self, frame)
        return self.library_attribute(name, frame)

    def library_attribute(self, name: str, frame: Frame) -> Values:
        if name == "__slice__":
            return frozenset((QueryMethod(self, Method(name, "query")),))
        method = self.mapper.related_methods.get(name) if self.related else None
        method = method or self.mapper.query_methods.get(name)
        return frozenset((QueryMethod(self, method),)) if method is not None else NOTHING

    def call(self, site: CallSite) -> Values:
        """A query that is called is narrowed: ``Order.objects(status="open")``."""
        return QueryMethod(self, Method("__call__", "query")).call(site)

    def element(self, frame: Frame) -> Values:
        if self.form != "done":
            self.touch("read", "iteration", frame)
        return self.instances

    def touch(self, op: Op, via: str, frame: Frame) -> None:
        """Note an access to its table, and to what it reads besides."""
        sink = frame.sink
        if sink is None:
            return
        for table in self.entity.tables if self.entity is not None else [self.table]:
            sink.add(Touched(table, op, "collection-guess" if self.guessed else via, database=self.database))
        if op == "read":
            if self.join_table:
                sink.add(Touched(self.join_table, "read", "many-to-many"))
            if self.locked:
                sink.add(Touched(self.table, "lock", "query"))
            for table in sorted(self.joined):
                sink.add(Touched(table, "read", "join"))

    def is_built(self, frame: Frame) -> None:
        """A query that is built will be read, even where no path leads to; not one that a module only prepares."""
        if frame.function.record.qualname != "<module>" and self.entity is not None and self.form != "done":
            self.touch("read", "lazy", frame)

    def is_not_read(self, site: CallSite) -> None:
        """What was built is only changed: ``Order.objects(id=1).update(...)``."""
        for table in self.entity.tables if self.entity is not None else ():
            site.retract(Touched(table, "read", "lazy"))

    def sort_key(self) -> tuple[str, ...]:
        cls = self.cls.id if self.cls is not None else ""
        return (
            "orm-query",
            self.table,
            cls,
            self.form,
            str(self.related),
            self.join_table,
            str(self.locked),
            str(self.guessed),
            self.database,
            *sorted(self.joined),
        )


class FieldOf(Value, msgspec.Struct, frozen=True):
    """``Order.customer``, and whatever is made of it: a comparison, an ordering. target: the entity that it leads to."""

    entity: Mapped
    target: Mapped | None
    joined: frozenset[str] = frozenset()
    is_expression: ClassVar[bool] = True

    def attribute(self, name: str, frame: Frame) -> Values:
        if self.target is None:
            return frozenset((self,))
        relation = self.target.relation(name)
        after = relation.target if relation is not None else None
        joined = self.joined | frozenset(self.target.tables)
        return frozenset((FieldOf(self.entity, after, joined),))  # type: ignore[arg-type]

    def call(self, site: CallSite) -> Values:
        """``field.in_(query)`` reads what the query reads."""
        more = frozenset(table for values in site.arguments() for value in values for table, _ in tables_in(value))
        return frozenset((FieldOf(self.entity, self.target, self.joined | more),))

    def element(self, frame: Frame) -> Values:
        return frozenset((self,))

    def sort_key(self) -> tuple[str, ...]:
        target = self.target.model if self.target is not None else ""
        return ("orm-field", self.entity.model, target, *sorted(self.joined))


class QueryMethod(Value, msgspec.Struct, frozen=True):
    """A method that a mapper defines on queries."""

    query: Query
    method: Method

    def call(self, site: CallSite) -> Values:
        query, method, frame = self.query, self.method, site.frame
        more = reached(query.entity, method, site) if query.entity is not None else list(_given(site))
        referred = list(_references(query.mapper, site))
        if frame.sink is not None:
            for op in method.ops:
                _touch(query, method, op, frame)
            for table, path in more:
                frame.sink.add(Touched(table, "read", "join"))
                if table != query.table:
                    frame.sink.add(Joined(query.table, table, path, "join"))
            for table, op in referred:
                frame.sink.add(Touched(table, op, "query", database=query.database))
                frame.sink.add(Joined(query.table, table, method.name, "join"))
            if not method.ops and method.result in ("query", "values"):
                query.is_built(frame)
            elif method.ops and "read" not in method.ops and "lock" not in method.ops:
                query.is_not_read(site)
        return result(query, method, frozenset(table for table, _ in more))

    def sort_key(self) -> tuple[str, ...]:
        return ("orm-query-method", self.method.name, *self.query.sort_key())


def _touch(query: Query, method: Method, op: Op, frame: Frame) -> None:
    """Note what a method does; adding and removing links changes where they are kept, and deletes no row of the target."""
    if method is not query.mapper.related_methods.get(method.name) or not query.related:
        loads = op == "read" and method.result in ("instance", "list", "pair")
        query.touch(op, "load" if loads else "query", frame)
    elif query.join_table and frame.sink is not None:
        frame.sink.add(Touched(query.join_table, op, "many-to-many"))
    else:
        query.touch("write" if op == "delete" else op, "query", frame)


def result(query: Query, method: Method, joined: frozenset[str]) -> Values:
    """Return what a method of a class or of a query gives."""
    match method.result:
        case "query" | "values" | "done" | "same":
            return frozenset((_next(query, method, joined),))
        case "instance":
            return query.instances
        case "list":
            return frozenset((ListOf(query.instances),))
        case "dict":
            return frozenset((DictOf(((None, query.instances),)),))
        case "pair":
            return frozenset((Items((query.instances, NOTHING)),))
    return NOTHING


def _next(query: Query, method: Method, joined: frozenset[str]) -> Query:
    form: Form = (
        "done" if "done" in (method.result, query.form) else "values" if method.result == "values" else query.form
    )
    locked = query.locked or "lock" in method.ops
    return Query(
        query.mapper,
        query.entity,
        query.table,
        query.cls,
        form,
        query.related,
        query.join_table,
        query.joined | joined,
        locked,
        query.guessed,
        query.database,
    )


def reached(entity: Mapped, method: Method, site: CallSite) -> list[tuple[str, str]]:
    """Return the other tables that a call's arguments bring into a query, each with what was written."""
    found = list(_given(site))
    for name, _ in site.node.keywords:
        found += [(table, name) for table, _ in entity.walk(name, False)]
    for position in range(len(site.node.args)):
        for text in _texts(site.argument(position)):
            found += [(table, text) for table, _ in entity.walk(text.lstrip("-+"), method.loads)]
    own = set(entity.tables)
    return [one for one in dict.fromkeys(found) if one[0] not in own]


def _texts(values: Values) -> Iterator[str]:
    for value in in_order(values):
        if isinstance(value, TextValue):
            yield value.text
        elif isinstance(value, Items):
            for item in value.items:
                yield from _texts(item)


def _given(site: CallSite) -> Iterator[tuple[str, str]]:
    """Yield the tables of entities, fields and queries among the arguments."""
    for values in site.arguments():
        for value in in_order(values):
            yield from tables_in(value)


def tables_in(value: Value) -> Iterator[tuple[str, str]]:
    """Yield the tables that a value in a query reads, each with a name for people."""
    if isinstance(value, FieldOf):
        for table in (*value.entity.tables, *sorted(value.joined)):
            yield table, table
    elif isinstance(value, Query):
        yield value.table, value.table
    elif isinstance(value, ClassValue):
        for table in getattr(value.cls.meaning, "tables", ()):
            yield table, value.cls.name
    elif isinstance(value, Items):
        for item in value.items:
            for one in in_order(item):
                yield from tables_in(one)


def _references(mapper: Orm, site: CallSite) -> Iterator[tuple[str, Op]]:
    """Yield the tables that keys of dictionaries in the arguments name: ``{"$lookup": {"from": "customers"}}``."""
    if mapper.reference:
        for values in site.arguments():
            yield from _named_in(values, "", mapper)


def _named_in(values: Values, path: str, mapper: Orm) -> Iterator[tuple[str, Op]]:
    for value in in_order(values):
        if isinstance(value, DictOf):
            for key, inner in value.items:
                below = f"{path}.{key}" if path.startswith("$") else str(key)
                yield from _named_in(inner, below, mapper)
        elif isinstance(value, Items):
            for item in value.items:
                yield from _named_in(item, "", mapper)
        elif isinstance(value, TextValue) and path in mapper.reference:
            yield value.text, mapper.reference[path][0]  # type: ignore[misc]
