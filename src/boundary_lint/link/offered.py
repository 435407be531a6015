"""What a module offers through its ``__getattr__`` (PEP 562): imports inside it, and tables from a name to where it lies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from boundary_lint.facts import syntax
from boundary_lint.link.values import NOTHING, External, TextValue, Values, in_order

if TYPE_CHECKING:
    from boundary_lint.link.names import Names
    from boundary_lint.link.program import Module

GETATTR = "__getattr__"


def offered(names: Names, module: Module, name: str) -> Values:
    """Return what a name is that no statement of a module binds, but its ``__getattr__`` finds."""
    if GETATTR not in module.syntax.names:
        return NOTHING
    nodes = [module.nodes[node] for node in module.syntax.names[GETATTR]]
    functions = {node.function for node in nodes if isinstance(node, syntax.FunctionRef)}
    for statement in module.syntax.imports:
        if statement.function in functions and statement.name == name:
            return names.imported(module, statement.level, statement.module, name)
    for path in _paths(names, module, name):
        found = names.dotted(module.root, path)
        if found and not any(isinstance(value, External) for value in found):
            return found
    return NOTHING


def _paths(names: Names, module: Module, name: str) -> Iterator[str]:
    """Yield the dotted paths under which the tables of a module say a name lies.

    Both ways are in use: ``{"Order": ".models"}`` (also ``("shop.models", "Order")`` and ``"shop.models.Order"``), and
    ``{"models": ["Order"]}``, here or in a call of ``__getattr__``'s maker.
    """
    for table in _tables(module):
        for key, node in table.items:
            texts = list(_texts(names, module, node))
            if key == name and texts:
                attribute = texts[1] if len(texts) == 2 else name
                for place in _places(module, texts[0].replace(":", ".")):
                    yield f"{place}.{attribute}"
                    yield place
            elif key and name in texts:
                yield from (f"{place}.{name}" for place in _places(module, key))


def _tables(module: Module) -> Iterator[syntax.Dictionary]:
    for candidates in module.syntax.names.values():
        for node in candidates:
            record = module.nodes[node]
            if isinstance(record, syntax.Item | syntax.Element):
                record = module.nodes[record.base]
            if isinstance(record, syntax.Call):
                arguments = (module.nodes[n] for n in (*record.args, *(n for _, n in record.keywords)))
                yield from (argument for argument in arguments if isinstance(argument, syntax.Dictionary))
            if isinstance(record, syntax.Dictionary):
                yield record


def _texts(names: Names, module: Module, node: syntax.NodeId) -> Iterator[str]:
    record = module.nodes[node]
    items = record.items if isinstance(record, syntax.Collection) else (node,)
    for item in items:
        yield from (value.text for value in in_order(names.resolve(item, module)) if isinstance(value, TextValue))


def _places(module: Module, text: str) -> Iterator[str]:
    name = text.lstrip(".")
    if name != text:
        yield module.absolute(len(text) - len(name), name)
    else:
        yield text
        yield f"{module.name}.{text}"
