"""A Django model: its table, the tables of its parents, its relations in both directions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from boundary_lint.frameworks.entity import Entity, Relation
from boundary_lint.link.program import Class


@dataclass(slots=True, eq=False)
class Reverse:
    """A relation as its target sees it: ``accessor`` on instances ("order_set"), leading to ``source``."""

    accessor: str
    relation: Relation
    source: Model

    @property
    def many(self) -> bool:
        """Whether following it gives several instances."""
        return self.relation.kind != "o2o"


class Model(Entity):
    """A class that Django maps to a table, or an abstract base of such classes.

    parents: the concrete models it inherits from, nearest first; concrete: the model whose table a proxy shares (itself,
    where it is none); reverse and queries: relations of others that lead here, by accessor and by name in lookup paths.
    """

    orm = "django"

    def __init__(self, cls: Class) -> None:
        super().__init__(cls)
        self.concrete_model = self
        self.swapped = ""
        self.default_related_name = ""
        self.conditional = False
        self.reverse: dict[str, Reverse] = {}
        self.queries: dict[str, Reverse] = {}
        self._tables: list[str] | None = None

    @property
    def key(self) -> tuple[str, str]:
        """The name by which Django knows the model: app label and class name in lower case."""
        return self.label, self.cls.name.lower()

    @property
    def tables(self) -> list[str]:
        """Its own table, then those of the models it inherits from."""
        if self._tables is None:
            tables = [self.table, *(parent.table for parent in self.parents)]
            self._tables = list(dict.fromkeys(table for table in tables if table))
        return self._tables

    def lineage(self) -> Iterator[Model]:
        """Yield the model and its concrete parents, nearest first."""
        yield self
        for parent in self.parents:
            if isinstance(parent, Model):
                yield parent

    def relation(self, name: str) -> Relation | None:
        """Return a field of the model or its parents that leads to another model."""
        for model in self.lineage():
            found = model.relations.get(name)
            if found is not None:
                return found
        return None

    def reversed(self, accessor: str) -> Reverse | None:
        """Return the relation of another model that is seen here under a name."""
        for model in self.lineage():
            found = model.reverse.get(accessor)
            if found is not None:
                return found
        return None
