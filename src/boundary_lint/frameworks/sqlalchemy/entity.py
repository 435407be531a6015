"""A mapped class."""

from __future__ import annotations

from boundary_lint.frameworks.entity import Entity
from boundary_lint.frameworks.sqlalchemy.reference import Reference
from boundary_lint.link.program import Class


class MappedClass(Entity):
    """A class that SQLAlchemy maps to a table.

    columns: the names of its column attributes, those of mapped parents included; references: the columns that refer to
    other tables, its own alone.
    """

    orm = "sqlalchemy"

    def __init__(self, cls: Class, table: str, has_own_table: bool) -> None:
        super().__init__(cls)
        self.table, self.has_own_table = table, has_own_table
        self.columns: set[str] = set()
        self.references: list[Reference] = []
        self.mapped_parents: list[MappedClass] = []

    @property
    def tables(self) -> list[str]:
        """Its own table, then those of the parents it is joined to."""
        return list(dict.fromkeys([self.table, *(parent.table for parent in self.mapped_parents)]))

    def refers_to(self, target: MappedClass) -> bool:
        """Whether a foreign key of the class (or of a mapped parent) leads to the target's table."""
        tables = set(target.tables)
        return any(r.table in tables for one in (self, *self.mapped_parents) for r in one.references)
