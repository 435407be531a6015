"""Which classes SQLAlchemy maps: those below a declarative base, decorated by a registry, or mapped imperatively.

A declarative base is a class (``class Base(DeclarativeBase)``), what a call returns (``declarative_base()``) or what
an extension offers (``db.Model``); the catalogue's table ``sqlalchemy.base`` has them, each with its rule for tables
that are not named.
"""

from __future__ import annotations

from collections.abc import Iterator

from boundary_lint.facts import syntax
from boundary_lint.frameworks.catalog import Rows
from boundary_lint.frameworks.sqlalchemy.constants import last_name
from boundary_lint.link.names import Names
from boundary_lint.link.program import Class, Module
from boundary_lint.link.values import External, FunctionValue, in_order

MADE_BASE = "sqlalchemy.orm.declarative_base()"
"""The path of what ``declarative_base()`` and its likes return; in the brackets the schema of its metadata."""

NOT_READ = ("migration", "test")
"""Roles of modules whose classes are copies or test doubles, not the program's entities."""

_NOT_FROM_ELSEWHERE = ("enum.", "abc.", "typing.", "builtins.", "pydantic.", "marshmallow.")


class Bases:
    """Answers whether and how a class is mapped."""

    def __init__(self, names: Names, rows: Rows) -> None:
        self._names = names
        self._rows = rows
        self._declared: set[Class] = set()
        self.imperative: dict[Class, tuple[Module, syntax.Call]] = {}
        self._decorated: dict[Class, frozenset[str]] = {}
        self._mapped: dict[Class, bool] = {}

    def declare(self, classes: list[Class]) -> None:
        """Take classes as declarative bases: what ``declarative_base(cls=...)`` is given."""
        self._declared.update(classes)

    def is_base(self, cls: Class) -> bool:
        """Whether a class is a declarative base itself, and no entity."""
        if cls in self._declared or cls.id in self._rows:
            return True
        if any(_path(base) in _BASE_MAKERS for base in self._names.bases(cls)):
            return True
        return "as_declarative" in self._decorators(cls)

    def is_union(self, cls: Class) -> bool:
        """Whether a class has no table, but is mapped to those of the classes below it, taken together."""
        return any(_path(base) in _UNIONS for base in self._names.bases(cls))

    def is_mapped(self, cls: Class) -> bool:
        """Whether a class is below a declarative base or mapped by a call or decorator."""
        known = self._mapped.get(cls)
        if known is None:
            known = self._mapped[cls] = self._find_mapped(cls)
        return known

    def _find_mapped(self, cls: Class) -> bool:
        if cls.module.role in NOT_READ or cls.id in self._rows:
            return False
        if cls in self.imperative or self._decorators(cls) & _MAPPING_DECORATORS:
            return True
        if any(self._is_declarative(base) for base in self._names.mro(cls)[1:]):
            return self.default_name(cls) != "lower" or _is_table(cls)
        return self._is_foreign(cls)

    def _is_declarative(self, base: Class | str) -> bool:
        if isinstance(base, str):
            return base.startswith(MADE_BASE[:-1]) or base in self._rows
        return base.id in self._rows or base in self._declared or "as_declarative" in self._decorators(base)

    def _is_foreign(self, cls: Class) -> bool:
        """A class that names its table and comes from a library that is not known: its base must be declarative."""
        named = self._names.lookup(cls, "__tablename__")
        if named is None or not named.names.get("__tablename__"):
            return False
        outside = self._names.external_bases(cls)
        return any("." in base and not base.startswith(_NOT_FROM_ELSEWHERE) for base in outside)

    def _decorators(self, cls: Class) -> frozenset[str]:
        """Return the last names of the decorators that come from SQLAlchemy."""
        if not cls.record.decorators:
            return frozenset()
        known = self._decorated.get(cls)
        if known is None:
            known = self._decorated[cls] = frozenset(self._find_decorators(cls))
        return known

    def _find_decorators(self, cls: Class) -> Iterator[str]:
        for node in cls.record.decorators:
            record = cls.module.nodes[node]
            node = record.func if isinstance(record, syntax.Call) else node
            if last_name(cls.module, node) not in _DECORATORS:
                continue
            for value in self._names.resolve(node, cls.module, cls.parent):
                path = value.path if isinstance(value, External) else ""
                if isinstance(value, FunctionValue):
                    path = value.function.path
                if path.startswith("sqlalchemy."):
                    yield path.rpartition(".")[2]

    def default_name(self, cls: Class) -> str:
        """Return the rule by which a class without a table name gets one: "snake_case", "lower" or ""."""
        for base in self._names.mro(cls):
            rule = self._rows.get(_path(base))
            if rule and rule[0]:
                return rule[0]
        return ""

    def schema(self, cls: Class) -> str:
        """Return the schema that the metadata of the declarative base puts all tables in."""
        for base in self._names.mro(cls):
            if isinstance(base, str) and base.startswith(MADE_BASE[:-1]):
                return base[len(MADE_BASE) - 1 : -1]
            if not isinstance(base, str) and "metadata" in base.names:
                return self.metadata_schema(base)
        return ""

    def metadata_schema(self, base: Class) -> str:
        """Return the schema of ``metadata = MetaData(schema=...)`` in a class body."""
        for value in in_order(self._names.class_values(base, "metadata")):
            if isinstance(value, External) and value.path.startswith(METADATA[:-1]):
                return value.path[len(METADATA) - 1 : -1]
        return ""


METADATA = "sqlalchemy.MetaData()"
"""The path of a ``MetaData`` object, with its schema in the brackets where it has one."""

_BASE_MAKERS = frozenset({"sqlalchemy.orm.DeclarativeBase", "sqlalchemy.orm.DeclarativeBaseNoMeta"})

_UNIONS = frozenset(
    f"sqlalchemy.{module}.AbstractConcreteBase" for module in ("ext.declarative", "ext.declarative.extensions", "orm")
)
"""Source: SQLAlchemy, "Concrete Table Inheritance": the base is mapped to a polymorphic union."""

_MAPPING_DECORATORS = frozenset({"mapped", "mapped_as_dataclass"})

_DECORATORS = _MAPPING_DECORATORS | {"as_declarative"}


def _path(base: Class | str) -> str:
    return base if isinstance(base, str) else base.id


def _is_table(cls: Class) -> bool:
    """Whether a class statement says ``table=True`` (SQLModel: without it the class is a schema of data)."""
    nodes = cls.module.nodes
    return any(name == "table" and nodes[node] == syntax.Const("True") for name, node in cls.record.keywords)
