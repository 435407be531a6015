"""What calls of the library do, by the kind that the catalogue's resolver rows give them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from boundary_lint.facts.program import Op
from boundary_lint.frameworks.effects import Flushed, Missed
from boundary_lint.frameworks.sql.values import SqlStatement, run
from boundary_lint.frameworks.sqlalchemy.entity import MappedClass, mapped
from boundary_lint.frameworks.sqlalchemy.statements import Rows, Statement, change, joined, select
from boundary_lint.frameworks.sqlalchemy.values import TableValue, loading, skipping, sources_of, touch
from boundary_lint.link.frame import CallSite
from boundary_lint.link.values import NOTHING, ClassValue, Instance, TextValue, Values, in_order

PREFIX = "sqlalchemy."
"""All kinds of this library begin so."""


def _query(site: CallSite) -> Values:
    columns = _columns(site)
    if columns and not any(columns) and site.frame.sink is not None:
        site.frame.sink.add(Missed("query", "query", "mapped class not known"))
    return select(columns, site.frame, is_query=True)


def _model_query(site: CallSite) -> Values:
    """``model_query(Order, session, args)``: the columns in ``args``, else all of the model."""
    return select([site.argument(2, "args") or site.argument(0, "model")], site.frame, is_query=True)


def _select(site: CallSite) -> Values:
    return select(_columns(site), site.frame, is_query=False)


def _union(site: CallSite) -> Values:
    """``union(select(...), select(...))`` reads what its parts read, and has the rows of the first."""
    parts = [v for values in site.arguments() for v in in_order(values) if isinstance(v, Statement)]
    starts = tuple(dict.fromkeys(source for part in parts for source in part.sources))
    return frozenset((Statement("read", starts, parts[0].row),)) if parts else NOTHING


def _columns(site: CallSite) -> list[Values]:
    """Return what the columns of a statement are; one that is neither class nor column is an unknown column."""
    found = [site.frame.evaluate(node) for node in site.node.args]
    return found + [
        node
        for name, value in site.node.keywords
        if name in ("columns", "entity")
        for node in [site.frame.evaluate(value)]
    ]


def _change(op: Op) -> Callable[[CallSite], Values]:
    return lambda site: change(op, site.argument(0, "table") | site.argument(-1, "entity"), site.frame)


def _execute(site: CallSite) -> Values:
    """``session.execute(statement)``: rows."""
    return frozenset(_run(site))


def _run(site: CallSite) -> Iterator[Rows]:
    values = site.argument(0, "statement") | site.argument(-1, "clause")
    texts = frozenset(v for v in values if isinstance(v, TextValue | SqlStatement))
    if texts:
        run(texts, site.frame)
    for value in in_order(values):
        if isinstance(value, Statement):
            rows = value.run(site.frame, "query")
            yield Rows(rows.row, False)
    if not values and site.frame.sink is not None:
        site.frame.sink.add(Missed("session", "execute", "statement not known"))


def _scalars(site: CallSite) -> Values:
    """``session.scalars(statement)``: the first column of each row."""
    return frozenset(Rows(rows.row[:1], True) for rows in _run(site))


def _scalar(site: CallSite) -> Values:
    """``session.scalar(statement)``: the first column of the first row."""
    return frozenset(value for rows in _run(site) for value in (rows.row[0] if rows.row else NOTHING))


def _exec(site: CallSite) -> Values:
    """``session.exec(statement)`` of SQLModel: rows of one column are that column."""
    return frozenset(Rows(rows.row, True) for rows in _run(site))


def _get(site: CallSite) -> Values:
    """``session.get(Order, 1)``"""
    entities = list(_classes(site.argument(0, "entity")))
    lock = site.argument_node(-1, "with_for_update") is not None
    for entity in entities:
        touch(entity, "read", "session", site.frame)
        if lock:
            touch(entity, "lock", "session", site.frame)
    return frozenset(entity.cls.as_instance for entity in entities)


def _classes(values: Values) -> Iterator[MappedClass]:
    for value in in_order(values):
        entity = mapped(value.cls) if isinstance(value, ClassValue) else None
        if entity is not None:
            yield entity


def _touching(op: Op) -> Callable[[CallSite], Values]:
    """``session.add(order)``, ``session.delete(order)``: the table of the object, or of each in a list."""

    def touching(site: CallSite) -> Values:
        found = site.argument(0) | site.argument(-1, "instance") | site.argument(-1, "instances")
        entities = list(objects(found, site))
        for entity in entities:
            touch(entity, op, "session", site.frame)
        if not entities and site.frame.sink is not None:
            site.frame.sink.add(Missed("session", op, "object not known"))
        return frozenset(entity.cls.as_instance for entity in entities)

    return touching


def objects(values: Values, site: CallSite) -> Iterator[MappedClass]:
    """Yield the mapped classes of instances, of those in a list, and classes (``bulk_insert_mappings(Order, ...)``)."""
    for value in in_order(values):
        if isinstance(value, Instance | ClassValue):
            entity = mapped(value.cls)
            if entity is not None:
                yield entity
        elif not isinstance(value, TableValue | Statement):
            for element in in_order(value.element(site.frame)):
                entity = mapped(element.cls) if isinstance(element, Instance) else None
                if entity is not None:
                    yield entity


def _flush(site: CallSite) -> Values:
    if site.frame.sink is not None:
        site.frame.sink.add(Flushed())
    return NOTHING


def _table(site: CallSite) -> Values:
    """``Table("orders", metadata, schema="shop")``"""
    name, schema = site.text(0, "name"), site.text(-1, "schema")
    if name is None or "{}" in name:
        return NOTHING
    return frozenset((TableValue(f"{schema}.{name}" if schema else name),))


def _same(site: CallSite) -> Values:
    """``aliased(Order)`` is Order as far as tables go."""
    return site.argument(0)


def _load(site: CallSite) -> Values:
    return frozenset((loading(site.arguments()),))


def _skip(site: CallSite) -> Values:
    return frozenset((skipping(site.arguments()),))


def _join(site: CallSite) -> Values:
    return joined([site.argument(0), site.argument(1)])


def made_of(site: CallSite) -> Values | None:
    """Return the columns that an expression (``func.count(Order.id)``) is made of, None where it has none."""
    from boundary_lint.frameworks.sqlalchemy.values import ColumnOf

    sources = [source for values in site.arguments() for source in sources_of(values)]
    return frozenset(ColumnOf(source) for source in sources) or None


CALLS: Mapping[str, Callable[[CallSite], Values]] = {
    "query": _query,
    "model": _model_query,
    "select": _select,
    "union": _union,
    "insert": _change("write"),
    "update": _change("write"),
    "delete": _change("delete"),
    "execute": _execute,
    "scalars": _scalars,
    "scalar": _scalar,
    "exec": _exec,
    "get": _get,
    "add": _touching("write"),
    "remove": _touching("delete"),
    "refresh": _touching("read"),
    "flush": _flush,
    "table": _table,
    "same": _same,
    "load": _load,
    "skip": _skip,
    "join": _join,
}
"""Kind, without the prefix, to what a call of that kind is."""
