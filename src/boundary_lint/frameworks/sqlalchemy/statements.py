"""Statements and queries, and the rows they give. The catalogue's tables say what each method does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import ClassVar

import msgspec

from boundary_lint.facts.program import Op
from boundary_lint.frameworks.effects import Missed, Touched
from boundary_lint.frameworks.sql.inside import run_inside
from boundary_lint.frameworks.sqlalchemy.entity import MappedClass
from boundary_lint.frameworks.sqlalchemy.values import (
    COLLECTIONS,
    ColumnOf,
    Loading,
    MethodOf,
    Receiver,
    RelationOf,
    Source,
    TableValue,
    instances,
    join,
    sources_of,
    touch,
)
from boundary_lint.link.frame import CallSite, Frame
from boundary_lint.link.program import Class
from boundary_lint.link.values import NOTHING, ClassValue, Instance, Items, ListOf, Values, in_order, keys_of, union

MAX_SOURCES = 16
"""Tables that one statement keeps; more are noted where they are added, and not carried on."""

MAX_CHOICES = 4
"""Mapped classes that one argument may be; more say that the code works on whatever class it is handed."""


class Statement(Receiver, msgspec.Struct, frozen=True):
    """A statement, or a query of the older style, which runs itself.

    starts: what it is about; row: what the columns of a row are; reached: what is joined or loaded with it; skipped: the
    relationships that are not loaded with the rows although the mapping says so ("*": none is).
    """

    op: Op
    starts: tuple[Source, ...]
    row: tuple[Values, ...] = ()
    reached: tuple[Source, ...] = ()
    is_query: bool = False
    skipped: frozenset[str] = frozenset()
    travels: ClassVar[bool] = True

    @property
    def sources(self) -> tuple[Source, ...]:
        return self.starts + self.reached

    def attribute(self, name: str, frame: Frame) -> Values:
        if name in COLLECTIONS:
            return frozenset(ColumnOf(source) for source in self.starts)
        if name in ("statement", "selectable"):
            return frozenset((self,))
        return frozenset((MethodOf(self, name),))

    def element(self, frame: Frame) -> Values:
        if not self.is_query:
            return NOTHING
        return self.run(frame, "iteration").element(frame)

    def item(self, key: str | int, frame: Frame) -> Values:
        return self.element(frame)

    def listed(self, name: str, frame: Frame) -> Values:
        """What a statement says of itself (``column_descriptions``) reads nothing."""
        return NOTHING

    def invoke(self, name: str, site: CallSite) -> Values:
        action = site.frame.link.meaning.rows("sqlalchemy.statement").get(name)
        if action is None:
            return self._custom(name, site)
        return _ACTIONS[action[0]](self, name, site)

    def sort_key(self) -> tuple[str, ...]:
        return (
            "statement",
            self.op,
            str(self.is_query),
            *(table for source in self.starts for table in source.tables),
            "+",
            *(table for source in self.reached for table in source.tables),
            "-",
            *sorted(self.skipped),
            *keys_of(self.row),
        )

    # -- running

    def run(self, frame: Frame, via: str) -> Rows:
        """Note what running the statement touches, and return its rows."""
        for source in self.starts:
            touch(source, self.op, via, frame)
        join(self.starts, self.reached, "", frame)
        for value in self.row:
            _load_eagerly(value, self.skipped, frame)
        return Rows(self.row, self.is_query)

    # -- what methods do

    def join(self, name: str, site: CallSite) -> Values:
        """Another source is joined: the first argument alone, the others are conditions."""
        return self._reaching(
            sources_in([site.argument(0) | site.argument(-1, "target")], site.frame), _path(site), site.frame
        )

    def read_from(self, name: str, site: CallSite) -> Values:
        """``select_from``, ``union``: every argument is read; ``from_statement(text("..."))`` runs the text."""
        for values in site.arguments():
            run_inside(values, site.frame)
        return self._reaching(sources_in(site.arguments(), site.frame), name, site.frame)

    def load(self, name: str, site: CallSite) -> Values:
        """``options(...)``: relationships to load with the rows."""
        options = [v for values in site.arguments() for v in in_order(values) if isinstance(v, Loading)]
        added = [source for option in options for source in option.sources]
        for option in options:
            added += _named(self.starts, option.names)
        skipped = self.skipped.union(*(option.skipped for option in options))
        return msgspec.structs.replace(self, skipped=skipped)._reaching(tuple(added), name, site.frame)

    def lock(self, name: str, site: CallSite) -> Values:
        """``with_for_update()``"""
        for source in self.starts:
            touch(source, "lock", "query", site.frame)
        return frozenset((self,))

    def columns(self, name: str, site: CallSite) -> Values:
        """``with_entities``, ``add_columns``: other or more columns."""
        columns = tuple(site.arguments())
        added = sources_in(columns, site.frame)
        row = tuple(instances(values) for values in columns)
        row = self.row + row if name.startswith("add_") else row
        reached = tuple(dict.fromkeys((*self.reached, *(s for s in added if s not in self.starts))))
        for source in added:
            touch(source, "read", "lazy", site.frame)
        return frozenset((msgspec.structs.replace(self, row=row, reached=reached[:MAX_SOURCES]),))

    def apply(self, op: Op, site: CallSite) -> Values:
        """``query.update(...)`` and ``query.delete()`` run at once."""
        if not self.is_query:
            return frozenset((self,))
        for source in self.starts:
            retract(source, site)
            touch(source, op, "query", site.frame)
        join(self.starts, self.reached, "", site.frame)
        return NOTHING

    def fetch(self, form: str, site: CallSite) -> Values:
        """A query runs and gives its rows: all, one of them, a page of them, or something that is no row."""
        if not self.is_query:
            return frozenset((self,))
        rows = self.run(site.frame, "query")
        if form == "page":
            return frozenset((rows,))
        found = rows.element(site.frame)
        if form == "all":
            return frozenset((ListOf(found),)) if found else NOTHING
        return found if form == "one" else NOTHING

    def _reaching(self, added: tuple[Source, ...], path: str, frame: Frame) -> Values:
        new = tuple(
            dict.fromkeys(source for source in added if source not in self.starts and source not in self.reached)
        )
        join(self.starts, new, path, frame)
        if not self.starts:
            return frozenset((msgspec.structs.replace(self, starts=new),))
        return frozenset((msgspec.structs.replace(self, reached=(self.reached + new)[:MAX_SOURCES]),))

    def _custom(self, name: str, site: CallSite) -> Values:
        """A method of the program's own query class, else one that changes nothing that matters here."""
        link = site.frame.link
        for cls in query_classes(site.frame):
            owner = link.names.lookup(cls, name)
            if owner is not None and not owner.module.is_stub:
                return union(value.call(site) for value in link.bind(owner, name, self, site.frame))
        return frozenset((self,))


_ACTIONS: dict[str, Callable[[Statement, str, CallSite], Values]] = {
    "same": lambda statement, name, site: frozenset((statement,)),
    "join": Statement.join,
    "from": Statement.read_from,
    "load": Statement.load,
    "lock": Statement.lock,
    "columns": Statement.columns,
    "write": lambda statement, name, site: statement.apply("write", site),
    "delete": lambda statement, name, site: statement.apply("delete", site),
    **{
        form: lambda statement, name, site, form=form: statement.fetch(form, site)  # type: ignore[misc]
        for form in ("all", "one", "page", "none")
    },
}
"""What the catalogue's table ``sqlalchemy.statement`` can say of a method."""


class Rows(Receiver, msgspec.Struct, frozen=True):
    """The rows that running a statement gives; unwrapped: a row of one column is that column, as of ``scalars()``."""

    row: tuple[Values, ...]
    unwrapped: bool

    def invoke(self, name: str, site: CallSite) -> Values:
        action = site.frame.link.meaning.rows("sqlalchemy.result").get(name, ("none",))[0]
        if action == "same":
            return frozenset((self,))
        if action == "scalars":
            return frozenset((Rows(self.row[:1], True),))
        if action == "scalar":
            return self.row[0] if self.row else NOTHING
        found = self.element(site.frame)
        if action == "all":
            return frozenset((ListOf(found),)) if found else NOTHING
        return found if action == "one" else NOTHING

    def element(self, frame: Frame) -> Values:
        if self.unwrapped and len(self.row) == 1:
            return self.row[0]
        return frozenset((Items(self.row),)) if any(self.row) else NOTHING

    def item(self, key: str | int, frame: Frame) -> Values:
        return self.element(frame)

    def sort_key(self) -> tuple[str, ...]:
        return ("rows", str(self.unwrapped), *keys_of(self.row))


def select(columns: Iterable[Values], frame: Frame, *, is_query: bool) -> Values:
    """Return a statement that reads what its columns are of; building it is a lazy read.

    What one column may be is a choice; what several are of is joined.
    """
    columns = [known(item, frame) for values in columns for item in _spread(values)]
    starts: tuple[Source, ...] = ()
    for values in columns:
        choices = tuple(one for one in dict.fromkeys(sources_in([values], frame)) if one not in starts)
        for source in choices:
            touch(source, "read", "lazy", frame)
            if starts:
                join(starts, (source,), "", frame)
        starts += choices
    row = tuple(instances(values) for values in columns)
    return frozenset((Statement("read", starts[:MAX_SOURCES], row, is_query=is_query),))


def sources_in(arguments: Iterable[Values], frame: Frame) -> tuple[Source, ...]:
    """Return what arguments are about."""
    return tuple(source for values in arguments for source in sources_of(known(values, frame)))


def known(values: Values, frame: Frame) -> Values:
    """Return an argument, or nothing where it may be one of many mapped classes: then it is said to be missed."""
    if sum(isinstance(value, ClassValue | RelationOf) for value in values) <= MAX_CHOICES:
        return values
    if frame.sink is not None:
        frame.sink.add(Missed("query", "", "one of many mapped classes"))
    return NOTHING


def retract(source: Source, site: CallSite) -> None:
    """Take back the lazy read of building a query that turns out to be an update or a delete."""
    for table in source.tables:
        site.retract(Touched(table, "read", "lazy"))


def _spread(values: Values) -> Iterable[Values]:
    """``select([a, b])`` of older versions is ``select(a, b)``."""
    if len(values) == 1:
        (value,) = values
        if isinstance(value, Items):
            return value.items
    return (values,)


def change(op: Op, values: Values, frame: Frame) -> Values:
    """Return an insert, update or delete statement on a table or mapped class."""
    starts = tuple(sources_of(values))
    for source in starts:
        touch(source, op, "query", frame)
    return frozenset((Statement(op, starts),)) if starts else NOTHING


def statement_on(table: TableValue, name: str, site: CallSite) -> Values:
    """Return what a method of a table makes: ``table.select()``, ``table.update()``."""
    action = site.frame.link.meaning.rows("sqlalchemy.table").get(name, ("same",))[0]
    if action == "select":
        return select([frozenset((table,))], site.frame, is_query=False)
    if action == "join":
        return joined([frozenset((table,)), site.argument(0)])
    if action == "same":
        return frozenset((table,))
    return change(action, frozenset((table,)), site.frame)  # type: ignore[arg-type]


def joined(parts: Iterable[Values]) -> Values:
    """Return ``join(a, b, ...)``: what a statement can be told to read from."""
    starts = tuple(dict.fromkeys(source for values in parts for source in sources_of(values)))
    return frozenset((Statement("read", starts),)) if starts else NOTHING


def query_classes(frame: Frame) -> Iterator[Class]:
    """Yield the program's own query classes."""
    names = frame.link.names
    for cls in names.program.stubs["sqlalchemy.orm"].classes:
        if cls.name == "Query":
            yield from names.subclasses(cls)


def _load_eagerly(values: Values, skipped: frozenset[str], frame: Frame) -> None:
    """Note what loading an instance reads besides its own tables."""
    for value in values:
        entity = value.cls.meaning if isinstance(value, Instance) else None
        if isinstance(entity, MappedClass):
            for relation in entity.eager() if "*" not in skipped else ():
                if relation.name in skipped:
                    continue
                reached = RelationOf(relation, entity).sources
                join((entity,), reached, relation.name, frame)


def _named(starts: tuple[Source, ...], names: Iterable[str]) -> list[Source]:
    """Return the targets of relationships given by name: ``joinedload("customer")``."""
    found: list[Source] = []
    for name in names:
        for source in starts:
            relation = source.relationship(name) if isinstance(source, MappedClass) else None
            if relation is not None and isinstance(source, MappedClass):
                found += RelationOf(relation, source).sources
    return found


def _path(site: CallSite) -> str:
    """Return what is joined, as it is written: the last name of the first argument."""
    node = site.argument_node(0, "target")
    record = site.frame.nodes[node] if node is not None else None
    name = getattr(record, "name", "")
    return name if isinstance(name, str) else ""
