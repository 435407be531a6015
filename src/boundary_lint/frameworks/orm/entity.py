"""A class that a mapper stores: its links in both directions, and what attributes of its class and instances are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from boundary_lint.facts import syntax
from boundary_lint.frameworks.effects import Joined, Touched
from boundary_lint.frameworks.entity import Entity, Relation
from boundary_lint.frameworks.orm.page import Method, Orm
from boundary_lint.frameworks.orm.query import FieldOf, Query, reached, result
from boundary_lint.link.frame import CallSite, Frame
from boundary_lint.link.program import Class
from boundary_lint.link.values import NOTHING, ClassValue, Instance, ListOf, Value, Values

if TYPE_CHECKING:
    from boundary_lint.facts.program import Op


@dataclass(slots=True, eq=False)
class Reverse:
    """A link as its target sees it, leading to ``source``."""

    relation: Relation
    source: Mapped


class Mapped(Entity):
    """An entity of a mapper that a page describes. An embedded one has no table.

    reverse: links of others that lead here, by accessor; query_class: the program's own class of its queries.
    """

    def __init__(self, cls: Class, orm: Orm) -> None:
        super().__init__(cls)
        self.mapper = orm
        self.orm = orm.name
        self.reverse: dict[str, Reverse] = {}
        self.query_class: Class | None = None
        self.managers: frozenset[str] = frozenset()

    # -- links

    def relation(self, name: str) -> Relation | None:
        """Return a link of the entity or its parents."""
        return next((r for one in self.lineage() if (r := one.relations.get(name)) is not None), None)

    def reversed(self, name: str) -> Reverse | None:
        """Return the link of another entity that is seen here under a name."""
        return next((r for one in self.lineage() if (r := one.reverse.get(name)) is not None), None)

    def lineage(self) -> list[Mapped]:
        """Return the entity, then those it inherits from, abstract ones included."""
        return [self, *(parent for parent in self.parents if isinstance(parent, Mapped))]

    def walk(self, path: str, whole: bool) -> list[tuple[str, Mapped]]:
        """Return the tables that a lookup path reaches, and their entities; whole: its last part may be a link too."""
        found: list[tuple[str, Mapped]] = []
        entity, parts = self, path.split(self.mapper.lookup) if self.mapper.lookup else [path]
        for number, part in enumerate(parts):
            if number == len(parts) - 1 and not whole:
                break
            relation, back = entity.relation(part), entity.reversed(part)
            after = relation.target if relation is not None else back.source if back is not None else None
            link = relation or (back.relation if back is not None else None)
            if not isinstance(after, Mapped) or link is None:
                break
            found += [(table, after) for table in (link.join_table, *after.tables) if table]
            entity = after
        return found

    def query(self) -> Query:
        """Return a query of all its rows."""
        return Query(self.mapper, self, self.table, self.query_class)

    def related(self, join_table: str) -> Values:
        """Return the query with which a link reaches the entity."""
        return frozenset((Query(self.mapper, self, self.table, self.query_class, related=True, join_table=join_table),))

    # -- the questions of link

    def class_attribute(self, value: ClassValue, name: str, frame: Frame) -> Values | None:
        """``Class.method``, ``Class.objects``, ``Class.field``"""
        if name in self.managers:
            return frozenset((self.query(),))
        own = self._owner(name, frame)
        if own is not None and _is_function(own, name):
            return None
        relation, back = self.relation(name), self.reversed(name)
        if relation is not None:
            return frozenset((FieldOf(self, relation.target if isinstance(relation.target, Mapped) else None),))
        if back is not None:
            return frozenset((FieldOf(self, back.source),))
        method = self.mapper.class_methods.get(name)
        if method is not None:
            return frozenset((MethodOf(value, method),))
        if name in self.mapper.manager:
            return frozenset((self.query(),))
        return frozenset((FieldOf(self, None),)) if own is not None and _is_field(own, name) else None

    def instance_attribute(self, value: Instance, name: str, frame: Frame) -> Values | None:
        """``instance.link`` reads its target; a column's value is not followed."""
        relation, back = self.relation(name), self.reversed(name)
        if relation is not None:
            return follow(relation, frame)
        if back is not None:
            return follow_back(back, frame)
        method = self.mapper.instance_methods.get(name)
        own = self._owner(name, frame)
        if own is not None and _is_function(own, name):
            for op in method.ops if method is not None else ():
                self.touch(op, "override", frame)
            return None
        if method is not None:
            return frozenset((MethodOf(value, method),))
        if name in self.mapper.class_methods:
            return frozenset((MethodOf(value.cls.as_class, self.mapper.class_methods[name]),))
        return NOTHING if own is not None and _is_field(own, name) else None

    def library_attribute(self, value: Instance, name: str, frame: Frame) -> Values | None:
        """``super().save``: what the mapper itself defines."""
        method = self.mapper.instance_methods.get(name)
        if method is None:
            return self.class_library_attribute(value.cls.as_class, name, frame)
        return frozenset((MethodOf(value, method),))

    def class_library_attribute(self, value: ClassValue, name: str, frame: Frame) -> Values | None:
        """``super().create`` in a class method: what the mapper itself defines."""
        method = self.mapper.class_methods.get(name)
        return frozenset((MethodOf(value, method),)) if method is not None else None

    def class_element(self, value: ClassValue, frame: Frame) -> Values | None:
        """Going through the class itself reads its rows, where the mapper allows it."""
        method = self.mapper.class_methods.get("__iter__")
        if method is None:
            return None
        for op in method.ops:
            self.touch(op, "iteration", frame)
        return self.cls.instance

    def construct(self, cls: Class, site: CallSite) -> Values | None:
        """Making an instance writes it, where the mapper has a unit of work."""
        for op in self._ops("__init__"):
            self.touch(op, "instance", site.frame)
        return None

    def assign(self, frame: Frame) -> None:
        """Take note that an attribute of an instance is set."""
        for op in self._ops("__setattr__"):
            self.touch(op, "assigned", frame)

    def _ops(self, name: str) -> tuple[Op, ...]:
        method = self.mapper.instance_methods.get(name)
        return method.ops if method is not None else ()

    def _owner(self, name: str, frame: Frame) -> Class | None:
        owner = frame.link.names.lookup(self.cls, name)
        return owner if owner is not None and not owner.module.is_stub else None


def follow(relation: Relation, frame: Frame) -> Values:
    """Return what a link of an instance leads to; what is not part of the instance itself is read."""
    target = relation.target
    if not isinstance(target, Mapped):
        return NOTHING
    if relation.kind == "relationship":
        return frozenset((ListOf(target.cls.instance),)) if relation.many else target.cls.instance
    if relation.join_table:
        return target.related(relation.join_table)
    target.touch("read", "foreign-key", frame)
    return frozenset((ListOf(target.cls.instance),)) if relation.many else target.cls.instance


def follow_back(back: Reverse, frame: Frame) -> Values:
    """Return what a target sees of a link: one instance, or a query."""
    if back.relation.kind == "o2o":
        back.source.touch("read", "reverse", frame)
        return back.source.cls.instance
    return back.source.related(back.relation.join_table)


def _is_function(owner: Class, name: str) -> bool:
    nodes = owner.module.nodes
    return any(isinstance(nodes[node], syntax.FunctionRef) for node in owner.names.get(name, ()))


def _is_field(owner: Class, name: str) -> bool:
    nodes = owner.module.nodes
    assigned = owner.names.get(name, ())
    return any(isinstance(nodes[node], syntax.Call) for node in assigned) or (
        not assigned and name in owner.annotations
    )


class MethodOf(Value, msgspec.Struct, frozen=True):
    """A method that a mapper defines on classes or on instances."""

    receiver: ClassValue | Instance
    method: Method

    def call(self, site: CallSite) -> Values:
        entity, method, frame = self.receiver.cls.meaning, self.method, site.frame
        if not isinstance(entity, Mapped):
            return NOTHING
        more = reached(entity, method, site)
        if frame.sink is not None:
            is_instance = isinstance(self.receiver, Instance)
            for op in method.ops:
                loads = op == "read" and method.result in ("instance", "list", "pair")
                entity.touch(op, "instance" if is_instance else "load" if loads else "query", frame)
            for table, path in more:
                frame.sink.add(Touched(table, "read", "join"))
                if entity.table and table != entity.table:
                    frame.sink.add(Joined(entity.table, table, path, "join"))
            if method.result in ("query", "values") and not method.ops:
                entity.query().is_built(frame)
        if method.result == "same":
            return frozenset((self.receiver,))
        return result(entity.query(), method, frozenset(table for table, _ in more))

    def sort_key(self) -> tuple[str, ...]:
        return ("orm-method", self.method.name, *self.receiver.sort_key())
