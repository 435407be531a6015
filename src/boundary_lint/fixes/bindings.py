"""What a name of a module is, and whether the module means it to be imported from there; read from its text alone."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import NamedTuple

MAX_DEPTH = 8
"""Modules through which a name is followed."""


class Origin(NamedTuple):
    """Where something is made: a module and its name there."""

    module: str
    name: str


class Bindings:
    """The names that a module binds at its top level.

    module: its dotted name. is_package: what is relative starts from it, not from above.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: this interpreter cannot read it.
    """

    def __init__(self, module: str, is_package: bool, content: bytes) -> None:
        self.module = module
        self._package = module if is_package else module.rpartition(".")[0]
        self._is_package = is_package
        self._tree = ast.parse(content)

    def hands_on(self, name: str) -> bool:
        """Whether what the module imports under a name is for others: it lists it, renames it to itself, is a package, or does not use it."""
        if self._listed is not None:
            return name in self._listed
        if self._is_package:
            return True
        alias = next((a for s in self._imports for a in s.names if (a.asname or a.name) == name), None)
        return alias is not None and (alias.asname == alias.name or name not in self._used)

    def of(self, name: str) -> Origin | None:
        """Return what the module binds once to a name: something of its own, or the name of another module; None where that is not sure."""
        bound = self._bound.get(name, [])
        if len(bound) != 1 or name in self._unsure:
            return None
        statement = bound[0]
        if not isinstance(statement, ast.ImportFrom):
            return None if isinstance(statement, ast.Import) else Origin(self.module, name)
        alias = next(a for a in statement.names if (a.asname or a.name) == name)
        return Origin(resolved(statement, self._package), alias.name)

    @cached_property
    def _imports(self) -> list[ast.ImportFrom]:
        return [one for one in self._tree.body if isinstance(one, ast.ImportFrom)]

    @cached_property
    def _bound(self) -> dict[str, list[ast.stmt]]:
        found: dict[str, list[ast.stmt]] = {}
        for statement in self._tree.body:
            for name in _names(statement):
                found.setdefault(name, []).append(statement)
        return found

    @cached_property
    def _unsure(self) -> set[str]:
        """Names that something else than one statement of the module binds: under a condition, in a function, by a star."""
        found: set[str] = set()
        for statement in self._tree.body:
            plain = isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            for node in ast.walk(statement):
                if isinstance(node, ast.Global):
                    found |= set(node.names)
                elif isinstance(node, ast.Delete):
                    found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
                elif not plain and node is not statement and isinstance(node, ast.stmt):
                    found |= set(_names(node))
        if any(alias.name == "*" for one in self._imports for alias in one.names):
            found |= set(self._bound)
        return found

    @cached_property
    def _listed(self) -> set[str] | None:
        """The names in ``__all__``, None where there is none."""
        named = any(isinstance(node, ast.Name) and node.id == "__all__" for node in ast.walk(self._tree))
        found: set[str] | None = set() if named else None
        for statement in self._bound.get("__all__", []):
            value = getattr(statement, "value", None)
            items = value.elts if isinstance(value, ast.List | ast.Tuple | ast.Set) else []
            found = (found or set()) | {str(one.value) for one in items if isinstance(one, ast.Constant)}
        return found

    @cached_property
    def _used(self) -> set[str]:
        return {node.id for node in ast.walk(self._tree) if isinstance(node, ast.Name)}


def origin(module: str, name: str, bindings: Callable[[str], Bindings | None]) -> Origin | None:
    """Return where what a module calls by a name is made, None where that is not sure. bindings: gives those of a module of the program."""
    known, here = Origin(module, name), None
    for _ in range(MAX_DEPTH):
        here = bindings(known.module)
        found = here.of(known.name) if here is not None else known
        if found is None or found == known:
            return found
        known = found
    return None


def resolved(statement: ast.ImportFrom, package: str) -> str:
    """Return the dotted name of the module that a statement imports from, within a package."""
    for _ in range(statement.level - 1):
        package = package.rpartition(".")[0]
    parts = (package if statement.level else "", statement.module or "")
    return ".".join(filter(None, parts))


def _names(statement: ast.AST) -> Iterator[str]:
    """Yield the names that a statement itself binds."""
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.ImportFrom(names=names) | ast.Import(names=names):
            for alias in names:
                yield alias.asname or alias.name.partition(".")[0]
        case ast.Assign(targets=targets):
            yield from (node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)) | ast.AugAssign(target=ast.Name(id=name)):
            yield name
        case ast.For(target=target) | ast.AsyncFor(target=target):
            yield from (node.id for node in ast.walk(target) if isinstance(node, ast.Name))
        case ast.With(items=items) | ast.AsyncWith(items=items):
            targets = [item.optional_vars for item in items if item.optional_vars is not None]
            yield from (node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name))
