"""Less of a picture: what lies around one thing or between two, and no more than people can read."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from boundary_lint.draw.picture import Edge, Node
from boundary_lint.errors import BoundaryLintError


class NoSuchNode(BoundaryLintError):
    """What was named is not in the picture."""


def find(nodes: Sequence[Node], name: str) -> str:
    """Return the id of a node by its name.

    Raises:
        NoSuchNode: there is none.
    """
    named = [node.id for node in nodes if name in (node.name, node.id)]
    named = named or [node.id for node in nodes if name == node.label]
    if named:
        return named[0]
    near = difflib.get_close_matches(name, [node.name for node in nodes], 1)
    raise NoSuchNode(
        "graph", f"nothing in the picture is called '{name}'", f"did you mean '{near[0]}'?" if near else ""
    )


def around(nodes: Sequence[Node], edges: Sequence[Edge], names: Iterable[str], depth: int) -> set[str]:
    """Return the ids of some nodes, and of those that are at most ``depth`` edges away, in any direction."""
    import networkx

    graph = networkx.Graph((edge.source, edge.target) for edge in edges)
    graph.add_nodes_from(node.id for node in nodes)
    found: set[str] = set()
    for name in names:
        found |= set(networkx.single_source_shortest_path_length(graph, find(nodes, name), depth))
    return found


def between(nodes: Sequence[Node], edges: Sequence[Edge], start: str, end: str) -> set[str]:
    """Return the ids of the nodes on all paths from one to another."""
    import networkx

    graph = networkx.DiGraph((edge.source, edge.target) for edge in edges)
    graph.add_nodes_from(node.id for node in nodes)
    one, other = find(nodes, start), find(nodes, end)
    ahead = set(networkx.single_source_shortest_path_length(graph, one))
    behind = set(networkx.single_source_shortest_path_length(graph.reverse(), other))
    return ahead & behind if other in ahead else {one, other}


def heaviest(nodes: Sequence[Node], edges: Sequence[Edge], most: int, keep: Iterable[str] = ()) -> set[str]:
    """Return the ids of the nodes that are tied most, and of those to keep."""
    weight = dict.fromkeys((node.id for node in nodes), 0)
    for edge in edges:
        weight[edge.source] += edge.weight
        weight[edge.target] += edge.weight
    kept = set(keep)
    order = sorted(weight, key=lambda one: (one not in kept, -weight[one], one))
    return set(order[: max(most, len(kept))])
