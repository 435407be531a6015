"""What link asks of mapped classes and their instances: columns, relationships, queries."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from boundary_lint.facts import syntax
from boundary_lint.frameworks.effects import Changed, Touched
from boundary_lint.frameworks.sqlalchemy.entity import MappedClass, Relationship
from boundary_lint.frameworks.sqlalchemy.statements import Statement, select
from boundary_lint.frameworks.sqlalchemy.values import (
    ColumnOf,
    Receiver,
    RelationOf,
    TableValue,
    sources_of_relation,
)
from boundary_lint.link.frame import CallSite, Frame
from boundary_lint.link.program import Class
from boundary_lint.link.values import NOTHING, ClassValue, Instance, Values

CHANGING = frozenset({"append", "add", "remove", "extend", "insert", "clear", "pop", "discard", "update"})
"""Methods by which a collection of related objects is changed."""


class Mapped(MappedClass):
    """A mapped class that answers."""

    def class_attribute(self, value: ClassValue, name: str, frame: Frame) -> Values | None:
        """``Class.column``, ``Class.relationship``, ``Class.query``"""
        relation = self.relationship(name)
        if relation is not None:
            return frozenset((RelationOf(relation, self),))
        if name in self.columns:
            return frozenset((ColumnOf(self),))
        if name == "__table__" and self.table:
            return frozenset((TableValue(self.table),))
        if name == "query" and not self._defines("query", frame):
            return select([value.cls.values], frame, is_query=True)
        return None

    def construct(self, cls: Class, site: CallSite) -> Values | None:
        """Related objects that are given to a constructor are written with it: their key, or the table between."""
        for name, node in site.node.keywords:
            relation = self.relationship(name) if site.frame.sink is not None else None
            if relation is not None and (relation.join_table or relation.many) and not _is_empty(node, site.frame):
                changed(relation, self, site.frame)
        return None

    def _defines(self, name: str, frame: Frame) -> bool:
        owner = frame.link.names.lookup(self.cls, name)
        return owner is not None and not owner.module.is_stub and name in owner.names

    def instance_attribute(self, value: Instance, name: str, frame: Frame) -> Values | None:
        """``instance.relationship`` reads the target; a column's value is not followed."""
        relation = self.relationship(name)
        if relation is not None:
            found = follow(relation, self, frame)
            return NOTHING if name in self.proxies else found
        if name in self.columns:
            return NOTHING
        return frozenset((TableValue(self.table),)) if name == "__table__" and self.table else None


def follow(relation: Relationship, entity: MappedClass, frame: Frame) -> Values:
    """Return what a relationship of an instance leads to; it is read, since it is loaded when first asked for."""
    target = relation.target
    if not isinstance(target, MappedClass):
        return NOTHING
    if relation.lazy in ("dynamic", "write_only"):
        sources = sources_of_relation(relation)
        return frozenset((Statement("read", sources[:1], (target.cls.instance,), sources[1:], is_query=True),))
    if frame.sink is not None:
        for table in relation.tables:
            frame.sink.add(Touched(table, "read", "relationship"))
    return frozenset((Related(relation, entity),)) if relation.many else target.cls.instance


class Related(Receiver, msgspec.Struct, frozen=True):
    """The objects that a relationship to many leads to."""

    relation: Relationship
    entity: MappedClass
    travels: ClassVar[bool] = True

    def invoke(self, name: str, site: CallSite) -> Values:
        if name in CHANGING:
            changed(self.relation, self.entity, site.frame)
        return self.element(site.frame) if name in ("pop", "values", "get") else NOTHING

    def element(self, frame: Frame) -> Values:
        target = self.relation.target
        return target.cls.instance if target is not None else NOTHING

    def sort_key(self) -> tuple[str, ...]:
        return ("related", *self.entity.tables, self.relation.name)


def changed(relation: Relationship, entity: MappedClass, frame: Frame) -> None:
    """Note that a relationship of an instance is changed: the table between is written, or the one that has the key."""
    if frame.sink is None:
        return
    target = relation.target
    if relation.join_table:
        frame.sink.add(Changed(relation.join_table))
    elif isinstance(target, MappedClass) and (relation.many or not entity.refers_to(target)):
        _note_changed(target, frame)
    else:
        _note_changed(entity, frame)


def assigned(values: Values, name: str, frame: Frame) -> None:
    """Note that an attribute of a mapped instance is set; name "" where it is not known which.

    A collection that is replaced is loaded first.
    """
    if frame.sink is None:
        return
    for value in values:
        entity = value.cls.meaning if isinstance(value, Instance) else None
        if not isinstance(entity, MappedClass):
            continue
        relation = entity.relationship(name)
        if relation is not None:
            if relation.many:
                follow(relation, entity, frame)
            changed(relation, entity, frame)
        elif not name or name in entity.columns:
            _note_changed(entity, frame)


def _note_changed(entity: MappedClass, frame: Frame) -> None:
    for table in entity.changed_tables:
        if frame.sink is not None:
            frame.sink.add(Changed(table))


def _is_empty(node: syntax.NodeId, frame: Frame) -> bool:
    record = frame.nodes[node]
    return isinstance(record, syntax.Collection) and not record.items
