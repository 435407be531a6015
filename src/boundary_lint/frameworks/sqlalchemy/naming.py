"""Which table a mapped class has: its own, its parent's (single-table inheritance), or one by a library's rule."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_lint.facts import syntax
from boundary_lint.frameworks.sqlalchemy.bases import Bases
from boundary_lint.frameworks.sqlalchemy.constants import Constants, Scope
from boundary_lint.frameworks.sqlalchemy.operations import TableRef
from boundary_lint.frameworks.sqlalchemy.patterns import snake_case
from boundary_lint.frameworks.sqlalchemy.reach import parts
from boundary_lint.link.names import Names
from boundary_lint.link.program import Class


class Naming:
    """Answers the table of every class, when first asked for. guessed: the classes whose name could not be computed."""

    def __init__(self, names: Names, bases: Bases) -> None:
        self._names, self._bases = names, bases
        self.constants: Constants
        self.guessed: list[Class] = []
        self._tables: dict[Class, str] = {}

    def table(self, cls: Class) -> str:
        """Return the full name of the table a class is stored in, "" where it has none."""
        known = self._tables.get(cls)
        if known is None:
            self._tables[cls] = ""
            known = self._tables[cls] = self._find(cls) if self._bases.is_mapped(cls) else ""
        return known

    def map_imperatively(self, cls: Class, table: str) -> None:
        """Take the table that a call maps a class to."""
        self._tables[cls] = table

    def has_own_table(self, cls: Class) -> bool:
        """Whether a class has a table that none of its mapped parents has."""
        table = self.table(cls)
        return bool(table) and all(self.table(parent) != table for parent in self.parents(cls))

    def parents(self, cls: Class) -> list[Class]:
        """Return the classes above that have tables, nearest first: none above one whose table holds all of an instance."""
        if self._is_concrete(cls):
            return []
        return [base for base in self._classes(cls)[1:] if self.table(base)]

    def _is_concrete(self, cls: Class) -> bool:
        """Whether a class body says ``__mapper_args__ = {"concrete": True}``."""
        arguments = (cls.module.nodes[node] for node in cls.names.get("__mapper_args__", ()))
        return any(
            name == "concrete" and cls.module.nodes[node] == syntax.Const("True")
            for record in arguments
            if isinstance(record, syntax.Dictionary)
            for name, node in record.items
        )

    def own_classes(self, cls: Class) -> list[Class]:
        """Return the class and those above whose attributes it maps: mixins, abstract bases, not what a parent maps."""
        inherited = {above for parent in self.parents(cls) for above in self._classes(parent)}
        return [base for base in self._classes(cls) if base not in inherited]

    def _classes(self, cls: Class) -> list[Class]:
        return [base for base in self._names.mro(cls) if not isinstance(base, str)]

    # -- names

    def _find(self, cls: Class) -> str:
        if self.is_abstract(cls):
            return ""
        name = self._explicit(cls)
        if isinstance(name, TableRef):
            return name.name
        if name == "":
            name = self._by_rule(cls)
        if not name:
            parents = self.parents(cls)
            return self.table(parents[0]) if parents else ""
        schema = self.schema(cls)
        return f"{schema}.{name}" if schema and "." not in name else name

    def is_abstract(self, cls: Class) -> bool:
        """Whether a class says itself that it has no table."""
        if self._bases.is_base(cls):
            return True
        return any(self.constants.evaluate(n, cls.module, cls) is True for n in cls.names.get("__abstract__", ()))

    def _explicit(self, cls: Class) -> str | TableRef | None:
        """Return the table a class body names: "" where nothing does, None where it says that it has none."""
        for base in self._classes(cls):
            is_parent = base is not cls and bool(self.table(base))
            for name in ("__table__", "__tablename__"):
                for node in reversed(base.names.get(name, ())):
                    if is_parent and base.module.function_at(node) is None:
                        return ""
                    return self._named(node, base, cls)
        return ""

    def _named(self, node: syntax.NodeId, base: Class, cls: Class) -> str | TableRef | None:
        """Return the table that one value of ``__tablename__`` names; what cannot be computed is guessed, and noted."""
        function = base.module.function_at(node)
        if function is not None:
            value = self.constants.of_function(function, cls)
        else:
            value = self.constants.evaluate(node, base.module, base)
        if isinstance(value, str | TableRef) or value is None:
            return value or None
        self.guessed.append(cls)
        return snake_case(cls.name)

    def _by_rule(self, cls: Class) -> str:
        rule = self._bases.default_name(cls)
        if rule == "snake_case":
            return snake_case(cls.name) if self._has_primary_key(cls) else ""
        return cls.name.lower() if rule == "lower" else ""

    def _has_primary_key(self, cls: Class) -> bool:
        """Whether what a class maps itself has a primary key: without one it shares its parent's table."""
        for base in self.own_classes(cls):
            nodes = base.module.nodes
            for candidates in base.names.values():
                for node in candidates:
                    function = base.module.function_at(node)
                    for value in function.record.returns if function is not None else (node,):
                        if _says_primary_key(nodes[value], nodes):
                            return True
        return False

    # -- schemas

    def schema(self, cls: Class) -> str:
        """Return the schema a class's table is in: from table arguments, else from the metadata of its base."""
        for base in self._classes(cls):
            if base is not cls and self.table(base):
                continue
            for node in table_arguments(base):
                found = self.schema_in(node, Scope(base.module, base), cls)
                if found:
                    return found
        return self._bases.schema(cls)

    def schema_in(self, node: syntax.NodeId, scope: Scope, cls: Class | None) -> str:
        """Return the value of ``schema`` somewhere in an expression: of a keyword, or of a key."""
        for part, record, inner in parts(self.constants, node, scope, cls):
            if isinstance(record, syntax.Attr | syntax.Imported):
                found = _schema_of(self.constants.inside(part, inner))
                if found:
                    return found
            for name, value in _named_parts(record):
                schema = self.constants.inside(value, inner) if name == "schema" else None
                if isinstance(schema, str):
                    return schema
        return ""


def table_arguments(base: Class) -> Iterator[syntax.NodeId]:
    """Yield what a class body says about its table: ``__table_args__``, and what a base collects under such names."""
    for name, nodes in base.names.items():
        if "table_args" in name:
            yield from nodes


def _says_primary_key(record: syntax.Node, nodes: list[syntax.Node]) -> bool:
    named = record.keywords if isinstance(record, syntax.Call) else ()
    return any(name == "primary_key" and nodes[value] == syntax.Const("True") for name, value in named)


def _named_parts(record: syntax.Node) -> list[tuple[str | None, syntax.NodeId]]:
    if isinstance(record, syntax.Call):
        return list(record.keywords)
    return list(record.items) if isinstance(record, syntax.Dictionary) else []


def _schema_of(value: object) -> str:
    """Return the schema in table arguments that are known completely."""
    last = value[-1] if isinstance(value, tuple) and value else value
    schema = last.get("schema") if isinstance(last, dict) else None
    return schema if isinstance(schema, str) else ""
