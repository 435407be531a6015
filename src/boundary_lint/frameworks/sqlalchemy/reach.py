"""The parts of an expression: what its calls, displays and the functions it names are made of."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_lint.facts import syntax
from boundary_lint.frameworks.sqlalchemy.constants import Constants, Scope
from boundary_lint.link.program import Class, Function, Module

MAX_NESTING = 8
"""How deep an expression is looked into."""

_DECLARED = frozenset({"declared_attr", "cascading", "directive"})


def is_declared(function: Function) -> bool:
    """Whether a function of a class body is a ``declared_attr``: its value is an attribute of each mapped class."""
    return bool(function.kinds & _DECLARED)


def parts(
    constants: Constants, node: syntax.NodeId, scope: Scope, cls: Class | None, depth: int = 0
) -> Iterator[tuple[syntax.NodeId, syntax.Node, Scope]]:
    """Yield a node and all it is made of, outermost first; functions run for ``cls``, names are followed."""
    record = scope.module.nodes[node]
    yield node, record, scope
    if depth > MAX_NESTING:
        return
    function = scope.module.function_at(node)
    if function is None and isinstance(record, syntax.Attr | syntax.Name | syntax.Imported):
        value = constants.inside(node, scope)
        function = value if isinstance(value, Function) else None
    if function is not None and cls is not None:
        inner = constants.scope_of(function, cls)
        for returned in function.record.returns:
            yield from parts(constants, returned, inner, cls, depth + 1)
    for below in _below(record, scope):
        yield from parts(constants, below, scope, cls, depth + 1)


def _below(record: syntax.Node, scope: Scope) -> list[syntax.NodeId]:
    match record:
        case syntax.Call(func, args, keywords):
            own = [func] if isinstance(scope.module.nodes[func], syntax.FunctionRef | syntax.Name | syntax.Attr) else []
            return [*own, *args, *(node for _, node in keywords)]
        case syntax.Collection(_, items) | syntax.Either(items):
            return list(items)
        case syntax.Dictionary(items):
            return [node for _, node in items]
        case syntax.Binary(_, left, right):
            return [left, right]
        case syntax.Star(base) | syntax.Outer(base):
            return [base]
        case syntax.Name(name):
            return [n for n in scope.module.syntax.names.get(name, ()) if not _is_definition(scope.module, n)]
    return []


def _is_definition(module: Module, node: syntax.NodeId) -> bool:
    return isinstance(module.nodes[node], syntax.FunctionRef | syntax.ClassRef | syntax.Imported)
