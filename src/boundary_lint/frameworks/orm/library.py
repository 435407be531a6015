"""All mappers that pages describe, as one library."""

from __future__ import annotations

from collections.abc import Collection

from boundary_lint.facts import syntax
from boundary_lint.frameworks.library import Library
from boundary_lint.frameworks.orm.entity import Mapped
from boundary_lint.frameworks.orm.guess import Guesses
from boundary_lint.frameworks.orm.links import Links
from boundary_lint.frameworks.orm.mapping import Mapping
from boundary_lint.frameworks.orm.page import Orm, read_orms
from boundary_lint.frameworks.orm.query import Query
from boundary_lint.frameworks.orm.registry import Registry
from boundary_lint.frameworks.world import World
from boundary_lint.link.frame import CallSite, Frame
from boundary_lint.link.program import Function
from boundary_lint.link.values import NOTHING, Instance, Values, in_order, union


class Mappers(Library):
    """Answers for entities and queries of mappers. Intrinsics of stubs:

    - ``__collection__(mapper, name, database)``  all rows of a table or collection that no class stands for
    - ``__query__(x)``                  the query of what x holds: elements, an instance, a class

    A resolver of the kind ``collection.<mapper>`` is a function that is given a table's or collection's name.
    """

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._registry = Registry()
        self._orms: dict[str, Orm] = {}
        self._guesses: Guesses | None = None
        self.intrinsics = {"__collection__": self._collection, "__query__": self._query}

    def build(self) -> None:
        """Enter the entities of all mappers."""
        world = self.world
        self._orms = {orm.name: orm for orm in read_orms(world.catalog)}
        world.shared += self._orms.values()
        self._guesses = Guesses(self._orms.values())
        classes = list(world.program.runtime_classes())
        for orm in self._orms.values():
            if orm.base or orm.embedded:
                Mapping(world.names, orm, self._registry).build(classes, world.entities.add)

    def finish(self) -> None:
        """Link them to each other."""
        Links(self.world.names, self._registry, self.world.entities).build()

    def resolver_call(self, kind: str, site: CallSite) -> Values | None:
        """What a wrapper gives that finds a collection by its name."""
        if not kind.startswith("collection."):
            return None
        return self._named(kind.removeprefix("collection."), site.text(0, "name"))

    def guesses(self) -> Collection[str]:
        """See `Library`."""
        return self._guesses.names if self._guesses is not None else ()

    def unknown_call(self, site: CallSite) -> Values | None:
        """A collection of which only the names are known."""
        return self._guesses.call(site) if self._guesses is not None else None

    def parameter(self, function: Function, name: str, frame: Frame) -> Values | None:
        """The query that a function is given which a decorator makes a manager."""
        entity = function.cls.meaning if function.cls is not None else None
        if not isinstance(entity, Mapped) or name not in function.positional[1:2]:
            return None
        known = function.record.qualname.rpartition(".")[2] in entity.managers
        return frozenset((entity.query(),)) if known else None

    def stored(self, target: Values, name: str, value: syntax.NodeId, frame: Frame, line: int) -> None:
        """Attributes of instances that are set."""
        for one in target:
            if isinstance(one, Instance) and isinstance(one.cls.meaning, Mapped):
                one.cls.meaning.assign(frame)

    def _collection(self, site: CallSite) -> Values:
        return self._named(site.text(0) or "", site.text(1), site.text(2) or "")

    def _named(self, mapper: str, name: str | None, database: str = "") -> Values:
        orm = self._orms.get(mapper)
        if orm is None or not name or "{}" in name:
            return NOTHING
        return frozenset((Query(orm, None, name, database=database),))

    def _query(self, site: CallSite) -> Values:
        found = NOTHING
        values = site.argument(0)
        for value in in_order(values | union(v.element(site.frame) for v in values)):
            meaning = getattr(getattr(value, "cls", None), "meaning", None)
            if isinstance(meaning, Mapped):
                found |= {meaning.query()}
        return found
