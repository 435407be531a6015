"""What the attributes of a mapped class are declared as: columns, relationships, constraints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from boundary_lint.facts import syntax
from boundary_lint.frameworks.sqlalchemy.constants import Constants, Scope, last_name
from boundary_lint.frameworks.sqlalchemy.naming import Naming, table_arguments
from boundary_lint.frameworks.sqlalchemy.operations import ColumnRef, TableRef
from boundary_lint.frameworks.sqlalchemy.reach import is_declared, parts
from boundary_lint.frameworks.sqlalchemy.reference import Reference
from boundary_lint.link.program import Class, Function

COLUMNS = frozenset({"Column", "mapped_column", "Field"})
"""Last names of the calls that declare a column (Field: SQLModel)."""

RELATIONSHIPS = frozenset({"relationship", "relation", "dynamic_loader", "Relationship"})
"""Last names of the calls that declare a relationship."""

PROXIES = frozenset({"association_proxy"})
"""Last names of the calls that declare an attribute of what a relationship leads to."""

WRAPPERS = frozenset({"deferred", "column_property", "undefer"})
"""Calls whose first argument is the declaration."""

MAX_HELPERS = 3
"""How many helper functions a declaration may come through."""


_KINDS = {"column": COLUMNS, "relationship": RELATIONSHIPS, "proxy": PROXIES}


@dataclass(frozen=True, slots=True)
class Declaration:
    """One attribute: the call that declares it, where it stands, and the class whose body holds it."""

    name: str
    kind: str
    call: syntax.Call
    scope: Scope
    owner: Class | None
    line: int

    def keyword(self, name: str, position: int = -1) -> syntax.NodeId | None:
        """Return the syntax of an argument."""
        for known, node in self.call.keywords:
            if known == name:
                return node
        return self.call.args[position] if 0 <= position < len(self.call.args) else None


class Declarations:
    """Reads class bodies."""

    def __init__(self, constants: Constants, naming: Naming) -> None:
        self._constants, self._naming = constants, naming

    def of(self, cls: Class) -> Iterator[Declaration]:
        """Yield the columns and relationships that a class maps itself: of its body, its mixins and abstract bases."""
        done: set[str] = set()
        for owner in self._naming.own_classes(cls):
            for name, nodes in owner.names.items():
                if name in done or name == "__table_args__":
                    continue
                done.add(name)
                for node in nodes:
                    yield from self._declared(name, node, owner, cls)

    def _declared(self, name: str, node: syntax.NodeId, owner: Class, cls: Class) -> Iterator[Declaration]:
        line = owner.record.lines.get(name, owner.record.line)
        function = owner.module.function_at(node)
        if function is None:
            yield from self._calls(name, node, Scope(owner.module, owner), owner, line, 0)
        elif is_declared(function) and self._constants.goes_on(function, cls):
            yield from self._returned(name, function, self._constants.scope_of(function, cls), owner, line, 0)

    def _returned(
        self, name: str, function: Function, scope: Scope, owner: Class | None, line: int, depth: int
    ) -> Iterator[Declaration]:
        for node in function.record.returns:
            yield from self._calls(name, node, scope, owner, line, depth)

    def _calls(
        self, name: str, node: syntax.NodeId, scope: Scope, owner: Class | None, line: int, depth: int
    ) -> Iterator[Declaration]:
        """Yield the declarations that an expression makes, through helpers of the program."""
        record = scope.module.nodes[node]
        if isinstance(record, syntax.Either | syntax.Outer | syntax.Name):
            for below in _options(record, scope):
                yield from self._calls(name, below, scope, owner, line, depth + 1) if depth < MAX_HELPERS else ()
            return
        if not isinstance(record, syntax.Call):
            return
        called = last_name(scope.module, record.func)
        kind = next((kind for kind, names in _KINDS.items() if called in names), "")
        if kind:
            yield Declaration(name, kind, record, scope, owner, line)
        elif called in WRAPPERS and record.args:
            yield from self._calls(name, record.args[0], scope, owner, line, depth + 1)
        elif depth < MAX_HELPERS:
            yield from self._helped(name, record, scope, owner, line, depth)

    def _helped(
        self, name: str, record: syntax.Call, scope: Scope, owner: Class | None, line: int, depth: int
    ) -> Iterator[Declaration]:
        helper = self._constants.inside(record.func, scope)
        if isinstance(helper, Function) and not helper.module.is_stub:
            inner = self._constants.scope_of_call(helper, record, scope)
            yield from self._returned(name, helper, inner, owner, line, depth + 1)

    # -- columns

    def column_name(self, declaration: Declaration) -> str:
        """Return the name of a declared column in the database."""
        return self.text(declaration, "name", 0) or declaration.name

    def text(self, declaration: Declaration, keyword: str, position: int = -1) -> str:
        """Return the text that an argument of a declaration is, "" where it is none."""
        node = declaration.keyword(keyword, position)
        value = self._constants.inside(node, declaration.scope) if node is not None else None
        return value if isinstance(value, str) else ""

    def references(self, declaration: Declaration) -> Iterator[Reference]:
        """Yield the tables that a column refers to."""
        column = self.column_name(declaration)
        for node, record, scope in self._arguments(declaration):
            if isinstance(record, syntax.Call) and last_name(scope.module, record.func) == "ForeignKey" and record.args:
                table = self._referred(record.args[0], scope)
                if table:
                    yield Reference(column, table, declaration.line, self._text(record, "ondelete", scope))
            elif node == declaration.keyword("foreign_key"):
                table = _table_part(self._constants.inside(node, scope))
                if table:
                    yield Reference(column, table, declaration.line)

    def _arguments(self, declaration: Declaration) -> Iterator[tuple[syntax.NodeId, syntax.Node, Scope]]:
        scope = declaration.scope
        for node in (*declaration.call.args, *(value for _, value in declaration.call.keywords)):
            record = scope.module.nodes[node]
            if isinstance(record, syntax.Call | syntax.Star | syntax.Collection | syntax.Either):
                yield from parts(self._constants, node, scope, None)
            else:
                yield node, record, scope

    def _referred(self, node: syntax.NodeId, scope: Scope) -> str:
        """Return the table that the argument of ``ForeignKey(...)`` names: a text, ``Cls.id``, ``table.c.id``."""
        return _table_part(self._constants.inside(node, scope))

    def _text(self, call: syntax.Call, keyword: str, scope: Scope) -> str:
        for name, node in call.keywords:
            value = self._constants.inside(node, scope) if name == keyword else None
            if isinstance(value, str):
                return value
        return ""

    # -- constraints

    def constraints(self, cls: Class) -> Iterator[Reference]:
        """Yield the columns of ``ForeignKeyConstraint`` in the table arguments of a class."""
        for owner in self._naming.own_classes(cls):
            for node in table_arguments(owner):
                yield from self.constraints_in(node, Scope(owner.module, owner), cls, owner.record.line)

    def constraints_in(self, node: syntax.NodeId, scope: Scope, cls: Class | None, line: int) -> Iterator[Reference]:
        """Yield the columns of all constraints in an expression."""
        for _, record, inner in parts(self._constants, node, scope, cls):
            if isinstance(record, syntax.Call) and last_name(inner.module, record.func) == "ForeignKeyConstraint":
                yield from self._constraint(record, inner, line)

    def _constraint(self, record: syntax.Call, scope: Scope, line: int) -> Iterator[Reference]:
        arguments = dict(zip(("columns", "refcolumns"), record.args, strict=False)) | dict(record.keywords)
        if "columns" not in arguments or "refcolumns" not in arguments:
            return
        own = self._items(arguments["columns"], scope)
        referred = self._items(arguments["refcolumns"], scope)
        on_delete = self._text(record, "ondelete", scope)
        for column, target in zip(own, referred, strict=False):
            if column and _table_part(target):
                yield Reference(_column_part(column), _table_part(target), line, on_delete)

    def _items(self, node: syntax.NodeId, scope: Scope) -> list[object]:
        """Return the columns that a list names; a name of the class body is the column of that name."""
        record = scope.module.nodes[node]
        if not isinstance(record, syntax.Collection):
            value = self._constants.inside(node, scope)
            return list(value) if isinstance(value, tuple) else []
        items: list[object] = []
        for item in record.items:
            named = scope.module.nodes[item]
            if isinstance(named, syntax.Name) and scope.owner is not None and named.name in scope.owner.names:
                items.append(self._own_column(named.name, scope.owner))
            else:
                items.append(self._constants.inside(item, scope))
        return items

    def _own_column(self, name: str, owner: Class) -> str:
        for declaration in self._declared(name, owner.names[name][-1], owner, owner):
            return self.column_name(declaration)
        return name


def _options(record: syntax.Either | syntax.Outer | syntax.Name, scope: Scope) -> tuple[syntax.NodeId, ...]:
    if isinstance(record, syntax.Either):
        return record.options
    if isinstance(record, syntax.Outer):
        return (record.node,)
    found = scope.owner.names.get(record.name, ()) if scope.owner is not None else ()
    return tuple(
        n for n in found or scope.module.syntax.names.get(record.name, ()) if scope.module.nodes[n] is not record
    )


def _table_part(value: object) -> str:
    """Return the table of a column that is named by a text or known as a column."""
    if isinstance(value, ColumnRef):
        return value.table
    if isinstance(value, TableRef):
        return value.name
    return value.rpartition(".")[0] if isinstance(value, str) else ""


def _column_part(value: object) -> str:
    if isinstance(value, ColumnRef):
        return value.column
    return value.rpartition(".")[2] if isinstance(value, str) else ""
