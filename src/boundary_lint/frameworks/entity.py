"""Entities: classes mapped to tables, their relations, and the registry in which every library enters its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from boundary_lint.facts.program import Op
from boundary_lint.frameworks.effects import Touched
from boundary_lint.frameworks.plain import PlainMeaning
from boundary_lint.link.frame import Frame
from boundary_lint.link.program import Class

RelationKind: TypeAlias = Literal["fk", "o2o", "m2m", "relationship"]


@dataclass(slots=True, eq=False)
class Relation:
    """A field that points from one entity to another.

    declared_in is the class whose body holds the field (an abstract base or mixin, often); column the foreign key's column
    ("" where the field has none); join_table the table between, of a many-to-many; through its entity, where there is one;
    accessor the name under which the target sees it (None: none), query_name the name of it in lookup paths.
    many: whether following it gives several; manager: the class of the manager with which it is followed, where it is not the
    target's own.
    """

    name: str
    kind: RelationKind
    target: Entity | None
    declared_in: Class
    line: int
    column: str = ""
    join_table: str = ""
    through: Entity | None = None
    accessor: str | None = None
    query_name: str | None = None
    many: bool = False
    nullable: bool = False
    on_delete: str = ""
    cascade: str = ""
    constraint: bool = True
    reported: bool = True
    manager: Class | None = None


class Entity(PlainMeaning):
    """A class mapped to a table, as one library sees it. Libraries subclass it and answer link's questions.

    table is "" for abstract bases; tables are all that an instance is stored in (multi-table inheritance has several).
    """

    orm = ""
    many_at_once = False
    """Whether one statement can be about several mapped classes, so that touching many is no choice between them."""

    def __init__(self, cls: Class) -> None:
        self.cls = cls
        self.table = ""
        self.abstract = False
        self.proxy = False
        self.managed = True
        self.label = ""
        self.database = ""
        self.parents: list[Entity] = []
        self.relations: dict[str, Relation] = {}
        self.in_force = True

    @property
    def model(self) -> str:
        """The dotted name of the class."""
        return self.cls.id

    @property
    def third_party(self) -> bool:
        """Whether the class belongs to a library, not to the program."""
        return self.cls.module.is_stub

    @property
    def tables(self) -> list[str]:
        """All tables that hold a part of an instance, its own first."""
        return [self.table] if self.table else []

    def touch(self, op: Op, via: str, frame: Frame, database: str = "") -> None:
        """Note that the entity's tables are accessed."""
        if frame.sink is not None:
            for table in self.tables:
                frame.sink.add(Touched(table, op, via, database=database))


@dataclass(slots=True)
class LooseTable:
    """A table without a class: a ``Table(...)`` object, an automatic join table."""

    table: str
    cls: Class | None
    module_root: str
    module: str
    file: str
    line: int


@dataclass(slots=True)
class ForeignKeyColumn:
    """A column that refers to another table; written down by the library that found it."""

    from_table: str
    column: str
    to_table: str
    module_root: str
    module: str
    file: str
    line: int
    kind: Literal["fk", "o2o", "m2m", "inherits"] = "fk"
    on_delete: str = ""
    constraint: bool = True


@dataclass(slots=True)
class Entities:
    """All entities of all libraries, in a stable order."""

    by_class: dict[Class, Entity] = field(default_factory=dict)
    by_table: dict[str, Entity] = field(default_factory=dict)
    loose_tables: list[LooseTable] = field(default_factory=list)
    foreign_keys: list[ForeignKeyColumn] = field(default_factory=list)
    also_named: dict[str, Entity] = field(default_factory=dict)
    """Names that parameters have for an entity besides its own: "user"."""
    _by_convention: dict[str, list[Entity]] | None = None

    def add(self, entity: Entity) -> None:
        """Enter an entity and make it the meaning of its class."""
        self.by_class[entity.cls] = entity
        entity.cls.meaning = entity
        self._by_convention = None

    def index_tables(self) -> None:
        """Make entities findable by table: the program's before a library's, the first declared before later ones."""
        self.by_table.clear()
        for entity in sorted(self, key=lambda e: e.third_party):
            if entity.table and not entity.proxy:
                self.by_table.setdefault(entity.table, entity)

    def __iter__(self) -> Iterator[Entity]:
        return iter(self.by_class.values())

    def of(self, cls: Class) -> Entity | None:
        """Return the entity of a class."""
        return self.by_class.get(cls)

    def concrete(self) -> Iterable[Entity]:
        """Yield the entities that have a table and are in force."""
        return (e for e in self if e.table and not e.abstract and e.in_force)

    def named_like(self, parameter: str) -> list[Entity]:
        """Return the entities whose class name in snake case is the name of a parameter."""
        if self._by_convention is None:
            self._by_convention = {}
            for entity in self.concrete():
                if not entity.third_party and not entity.proxy:
                    self._by_convention.setdefault(snake_case(entity.cls.name), []).append(entity)
        found = self._by_convention.get(parameter, [])
        return found or ([self.also_named[parameter]] if parameter in self.also_named else [])


def snake_case(name: str) -> str:
    """Return a class name as a variable would be spelled: OrderLine is order_line."""
    return "".join("_" + c.lower() if c.isupper() and i else c.lower() for i, c in enumerate(name))
