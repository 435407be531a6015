"""``Table(...)`` objects: tables without a class, at module level, in class bodies and inside functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from boundary_lint.facts import syntax
from boundary_lint.frameworks.sqlalchemy.bases import METADATA, Bases
from boundary_lint.frameworks.sqlalchemy.constants import Constants, Scope, last_name
from boundary_lint.frameworks.sqlalchemy.operations import UNKNOWN, Constant, TableRef
from boundary_lint.link.names import Names
from boundary_lint.link.program import Class, Module
from boundary_lint.link.values import ClassValue, External, FunctionValue, in_order


@dataclass(slots=True)
class TableObject:
    """One ``Table("name", metadata, Column(...), ...)`` call."""

    name: str
    module: Module
    call: syntax.Call
    line: int
    has_columns: bool = field(default=False)

    @property
    def scope(self) -> Scope:
        """The scope in which the arguments stand."""
        return Scope(self.module)


class Tables:
    """Finds table objects and names them."""

    def __init__(self, names: Names, bases: Bases) -> None:
        self._names, self._bases = names, bases
        self.constants: Constants

    def called(self, name: str, call: syntax.Call, scope: Scope) -> Constant:
        """Return the table that a call makes, `UNKNOWN` for every other call."""
        if name != "Table" or not call.args or not self._is_library(call.func, scope):
            return UNKNOWN
        text = self.constants.inside(call.args[0], scope)
        if not isinstance(text, str) or not text:
            return UNKNOWN
        schema = self._schema(call, scope)
        return TableRef(f"{schema}.{text}" if schema else text)

    def _is_library(self, node: syntax.NodeId, scope: Scope) -> bool:
        """Whether a callee named Table is not a class or function of the program."""
        for value in self._names.resolve(node, scope.module, scope.owner):
            if isinstance(value, ClassValue) and not value.cls.module.is_stub:
                return False
            if isinstance(value, FunctionValue) and not value.function.module.is_stub:
                return False
        return True

    def _schema(self, call: syntax.Call, scope: Scope) -> str:
        for keyword, node in call.keywords:
            if keyword == "schema":
                value = self.constants.inside(node, scope)
                return value if isinstance(value, str) else ""
        return self._metadata_schema(call.args[1], scope) if len(call.args) > 1 else ""

    def _metadata_schema(self, node: syntax.NodeId, scope: Scope) -> str:
        """Return the schema of the metadata a table is registered in."""
        record = scope.module.nodes[node]
        if isinstance(record, syntax.Attr) and record.name == "metadata":
            base = self.constants.inside(record.base, scope)
            return self._bases.schema(base) if isinstance(base, Class) else ""
        for value in in_order(self._names.resolve(node, scope.module, scope.owner)):
            if isinstance(value, External) and value.path.startswith(METADATA[:-1]):
                return value.path[len(METADATA) - 1 : -1]
        return ""

    def find(self, module: Module, calls: Iterable[Called]) -> Iterator[TableObject]:
        """Yield the table objects among the calls of a module, in the order of their lines."""
        found = []
        for node, name, call in calls:
            made = self.constants.evaluate(node, module) if name == "Table" and len(call.args) > 1 else UNKNOWN
            if isinstance(made, TableRef):
                columns = any(_is_column(module, part) for part in call.args[2:])
                found.append(TableObject(made.name, module, call, line_of(module, node), columns))
        yield from sorted(found, key=lambda table: (table.line, table.name))


Called: TypeAlias = tuple[syntax.NodeId, str, syntax.Call]
"""A call: its node, the last name of what is called, its syntax."""


def calls_of(module: Module, names: frozenset[str]) -> list[Called]:
    """Return the calls of anything whose last name is one of ``names``, under whatever name it is imported."""
    nodes = module.nodes
    known = set(names)
    for alias, candidates in module.syntax.names.items():
        if any(isinstance(nodes[n], syntax.Imported) and last_name(module, n) in names for n in candidates):
            known.add(alias)
    found = []
    for called in known:
        for number, record in module.calls(called):
            name = last_name(module, record.func)
            if name in names:
                found.append((number, name, record))
    return sorted(found, key=lambda one: one[0])


def _is_column(module: Module, node: syntax.NodeId) -> bool:
    record = module.nodes[node]
    return isinstance(record, syntax.Star) or (
        isinstance(record, syntax.Call) and last_name(module, record.func) == "Column"
    )


def line_of(module: Module, node: syntax.NodeId) -> int:
    """Return the line of a node: where a name or an attribute gets it, or where it is used first."""
    for name, nodes in module.syntax.names.items():
        if node in nodes:
            return module.syntax.name_lines.get(name, 1)
    for cls in module.classes:
        for name, nodes in cls.names.items():
            if node in nodes:
                return cls.record.lines.get(name, cls.record.line)
    uses = (use.line for function in module.functions for use in function.record.uses if use.node == node)
    return min(uses, default=1)
