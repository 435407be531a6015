"""The expressions inside of one."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_lint.facts import syntax
from boundary_lint.link.program import Module

MAX_INSIDE = 2_000
"""Expressions inside of one that are looked at; a table of routes has some hundreds."""


def parts_of(record: syntax.Node) -> tuple[syntax.NodeId, ...]:
    """Return the expressions inside of one."""
    match record:
        case (
            syntax.Attr(base, _) | syntax.Item(base, _) | syntax.Star(base) | syntax.Outer(base) | syntax.Entered(base)
        ):
            return (base,)
        case syntax.Element(base, index):
            return (base, index) if index != syntax.NONE else (base,)
        case syntax.Call(func, args, keywords):
            return (func, *args, *(node for _, node in keywords))
        case syntax.Either(parts) | syntax.Format(parts):
            return parts
        case syntax.Collection(_, items):
            return items
        case syntax.Dictionary(items):
            return tuple(node for _, node in items)
        case syntax.Binary(_, left, right):
            return (left, right)
        case syntax.Narrowed(base, _):
            return (base,)
    return ()


def inside_of(module: Module, node: syntax.NodeId) -> Iterator[syntax.NodeId]:
    """Yield an expression and all inside of it, each once."""
    seen, left = {node}, [node]
    while left and len(seen) < MAX_INSIDE:
        node = left.pop()
        yield node
        new = [part for part in parts_of(module.nodes[node]) if part not in seen]
        seen.update(new)
        left += new
