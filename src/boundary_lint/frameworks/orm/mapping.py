"""Which classes a mapper stores, and where: with names alone."""

from __future__ import annotations

import re
from collections.abc import Callable

from boundary_lint.facts import syntax
from boundary_lint.frameworks.orm.entity import Mapped
from boundary_lint.frameworks.orm.page import Orm
from boundary_lint.frameworks.orm.places import is_true, said, text_at, values_at
from boundary_lint.frameworks.orm.registry import Registry
from boundary_lint.link.names import Names
from boundary_lint.link.program import Class
from boundary_lint.link.values import ClassValue, in_order

NOT_READ = ("migration", "test")
"""Roles of modules whose classes are copies or test doubles, not the program's entities."""

BASE_WORDS = ("base", "abstract", "mixin")
"""A class whose name has one of these and that others inherit from is a base, not an entity."""


class Mapping:
    """Finds the entities of one mapper."""

    def __init__(self, names: Names, orm: Orm, registry: Registry) -> None:
        self._names, self._orm, self._registry = names, orm, registry
        self._bases = frozenset(orm.base)
        self._embedded = frozenset(orm.embedded)

    def build(self, classes: list[Class], enter: Callable[[Mapped], None]) -> None:
        """Enter all classes below a base of the mapper, bases first."""
        below = [cls for cls in classes if self._is_below(cls, self._bases | self._embedded)]
        below.sort(key=lambda cls: len(self._names.mro(cls)))
        for cls in below:
            entity = Mapped(cls, self._orm)
            entity.parents = [
                p for base in self._names.mro(cls)[1:] if isinstance(base, Class) and (p := self._registry.of(base))
            ]
            entity.abstract = self._is_abstract(entity)
            entity.table = "" if entity.abstract or self._is_below(cls, self._embedded) else self._table(entity)
            entity.managers = self._managers(cls)
            entity.query_class = self._query_class(cls)
            self._registry.add(entity)
            enter(entity)

    def _is_below(self, cls: Class, bases: frozenset[str]) -> bool:
        if cls.module.role in NOT_READ or cls.id in bases or cls.meaning is not None:
            return False
        return not bases.isdisjoint(self._names.lineage(cls))

    def _is_abstract(self, entity: Mapped) -> bool:
        """A class says so itself, or it is there to be inherited from: it has no field, or is named like a base."""
        cls, names = entity.cls, self._names
        if cls.module.is_stub or any(is_true(place) for place in said(names, cls, self._orm.abstract)):
            return True
        if not names.subclasses(cls) or any(text_at(names, place) for place in said(names, cls, self._orm.table)):
            return False
        return any(word in cls.name.lower() for word in BASE_WORDS) or not _has_fields(cls)

    def _table(self, entity: Mapped) -> str:
        names, cls, orm = self._names, entity.cls, self._orm
        if orm.shares:
            above = next((parent.table for parent in entity.parents if parent.table), "")
            if above:
                return above
        name = next((t for place in said(names, cls, orm.table) if (t := text_at(names, place))), "")
        name = name or default_name(cls.name, orm)
        return f"{schema}.{name}" if "." not in name and (schema := self._schema(cls)) else name

    def _schema(self, cls: Class) -> str:
        """The nearest class that says a schema says it for all below it."""
        for base in self._names.mro(cls):
            for place in said(self._names, base, self._orm.schema) if isinstance(base, Class) else ():
                if text := text_at(self._names, place):
                    return text
        return ""

    def _managers(self, cls: Class) -> frozenset[str]:
        """Return the functions of a class that a decorator makes queries."""
        makers = {path.rpartition(".")[2] for path in self._orm.manager if "." in path}
        found: set[str] = set()
        for base in self._names.mro(cls) if makers else ():
            for name in base.names if isinstance(base, Class) else ():
                if any(not makers.isdisjoint(function.kinds) for function in base.functions(name)):  # type: ignore[union-attr]
                    found.add(name)
        return frozenset(found)

    def _query_class(self, cls: Class) -> Class | None:
        for base in self._names.mro(cls):
            for place in said(self._names, base, self._orm.query_class) if isinstance(base, Class) else ():
                for value in in_order(values_at(self._names, place)):
                    if isinstance(value, ClassValue):
                        return value.cls
        return None


def _has_fields(cls: Class) -> bool:
    nodes = cls.module.nodes
    own = (nodes[node] for candidates in cls.names.values() for node in candidates)
    return bool(cls.annotations) or any(isinstance(record, syntax.Call) for record in own)


def default_name(name: str, orm: Orm) -> str:
    """Return the table of a class that says none."""
    name = name.removesuffix(orm.suffix) or name
    capitals = "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
    return orm.default.format(name=name, lower=name.lower(), snake=_snake(name), capitals=capitals)


def _snake(name: str) -> str:
    """Return words joined by "_", an acronym being one word: HTTPLog is http_log."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
