"""A mapped class and its relationships."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from boundary_lint.frameworks.entity import Entity, Relation
from boundary_lint.frameworks.sqlalchemy.reference import Reference
from boundary_lint.link.program import Class

EAGER = frozenset({"joined", "subquery", "selectin", "immediate"})
"""Loading strategies that read the target together with the rows."""


@dataclass(slots=True, eq=False)
class Relationship(Relation):
    """A relationship; lazy: the loading strategy as written ("select" by default)."""

    lazy: str = "select"

    @property
    def tables(self) -> list[str]:
        """The tables that following it reads: the target's, and the one between."""
        own = self.target.tables if self.target is not None else []
        return [*own, self.join_table] if self.join_table else own


class MappedClass(Entity):
    """A class that SQLAlchemy maps to a table.

    columns: the names of its column attributes, those of mapped parents included; references: the columns that refer to
    other tables, its own alone; proxies: attributes that stand for one of a relationship's target; together: of a class without
    table, those whose tables it is mapped to.
    """

    orm = "sqlalchemy"
    many_at_once = True

    def __init__(self, cls: Class, table: str, has_own_table: bool) -> None:
        super().__init__(cls)
        self.table, self.has_own_table = table, has_own_table
        self.columns: set[str] = set()
        self.references: list[Reference] = []
        self.proxies: dict[str, str] = {}
        self.mapped_parents: list[MappedClass] = []
        self.together: list[MappedClass] = []
        self._eager: list[Relationship] | None = None

    @property
    def tables(self) -> list[str]:
        """Its own table, then those of the parents it is joined to."""
        if not self.table:
            return [table for one in self.together for table in one.tables]
        return list(dict.fromkeys([self.table, *(parent.table for parent in self.mapped_parents)]))

    @property
    def changed_tables(self) -> list[str]:
        """The tables that change where an attribute is set: its own; of a class without one, any of those below it."""
        return [self.table] if self.table else self.tables

    def refers_to(self, target: MappedClass) -> bool:
        """Whether a foreign key of the class (or of a mapped parent) leads to the target's table."""
        tables = set(target.tables)
        return any(r.table in tables for one in (self, *self.mapped_parents) for r in one.references)

    def relationship(self, name: str) -> Relationship | None:
        """Return a relationship of the class or of a mapped parent, by its name or a proxy's."""
        for one in (self, *self.mapped_parents):
            found = one.relations.get(one.proxies.get(name, name))
            if isinstance(found, Relationship):
                return found
        return None

    def eager(self) -> list[Relationship]:
        """Return the relationships that are loaded whenever an instance is."""
        if self._eager is None:
            self._eager = list(self._find_eager())
        return self._eager

    def _find_eager(self) -> Iterator[Relationship]:
        for one in (self, *self.mapped_parents):
            for relation in one.relations.values():
                if isinstance(relation, Relationship) and relation.lazy in EAGER:
                    yield relation


def mapped(cls: Class | None) -> MappedClass | None:
    """Return what a class is mapped as."""
    return cls.meaning if cls is not None and isinstance(cls.meaning, MappedClass) else None
