"""The structure of access paths: what a node is made of, where a path comes from, what it was built of."""

from __future__ import annotations

from collections.abc import Sequence

from boundary_lint.facts import syntax
from boundary_lint.link.program import Function

MAX_INSIDE = 2_000
"""Expressions inside of one that are looked at; a table of routes has some hundreds."""


def returned_parameters(function: Function) -> tuple[str, ...]:
    """Return the parameters other than self at which what a function returns or yields starts, in the order of their names."""
    nodes, seen, found = function.module.nodes, set(), set()
    todo = [*function.record.returns, *function.record.yields]
    while todo:
        node = todo.pop()
        if node in seen:
            continue
        seen.add(node)
        record = nodes[node]
        if isinstance(record, syntax.Param):
            if record.function == function.index and record.name != function.self_name:
                found.add(record.name)
        else:
            todo += children(record)
    return tuple(sorted(found))


def children(node: syntax.Node) -> list[syntax.NodeId]:
    """Return the nodes that a node is made of."""
    match node:
        case syntax.Attr(base) | syntax.Item(base) | syntax.Star(base) | syntax.Outer(base) | syntax.Entered(base):
            return [base]
        case syntax.Call(func, args, keywords):
            return [func, *args, *(value for _, value in keywords)]
        case syntax.Element(base, index):
            return [base, index] if index != syntax.NONE else [base]
        case syntax.Either(items) | syntax.Collection(_, items) | syntax.Format(items):
            return list(items)
        case syntax.Dictionary(pairs):
            return [value for _, value in pairs]
        case syntax.Binary(_, left, right):
            return [left, right]
        case syntax.Narrowed(base, annotation):
            return [base, annotation]
        case syntax.Typed(annotation):
            return [annotation]
    return []


def inside(nodes: Sequence[syntax.Node], node: syntax.NodeId) -> list[syntax.NodeId]:
    """Return all that a node is made of, and itself at the end: each after its own parts, at most `MAX_INSIDE`."""
    found: dict[syntax.NodeId, None] = {}
    seen, waiting = {node}, [(node, False)]
    while waiting:
        one, is_done = waiting.pop()
        if is_done:
            found[one] = None
            continue
        waiting.append((one, True))
        for part in reversed(children(nodes[one])):
            if part >= 0 and part not in seen and len(seen) < MAX_INSIDE:
                seen.add(part)
                waiting.append((part, False))
    return list(found)


def built_of(call: syntax.Call, nodes: Sequence[syntax.Node]) -> set[syntax.NodeId]:
    """Return the paths that what is called upon was built from, one after the other."""
    found: set[syntax.NodeId] = set()
    todo = [call.func]
    while todo:
        node = todo.pop()
        if node in found:
            continue
        found.add(node)
        match nodes[node]:
            case syntax.Attr(base) | syntax.Call(base) | syntax.Element(base):
                todo.append(base)
            case syntax.Either(options):
                todo += options
    return found


def is_container(nodes: Sequence[syntax.Node], node: syntax.NodeId) -> bool:
    """Whether a path is a container that is made there."""
    match nodes[node]:
        case syntax.Collection() | syntax.Dictionary():
            return True
        case syntax.Call(func, _, keywords):
            made = getattr(nodes[func], "name", "") in syntax.CONTAINERS
            return made or any(name in ("factory", "default_factory") for name, _ in keywords)
        case syntax.Either(options):
            return any(is_container(nodes, option) for option in options)
    return False
