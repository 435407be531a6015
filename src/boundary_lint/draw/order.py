"""In which order things are shown: users first, so that as many places as can be point one way, and which edges then point against it."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from boundary_lint.draw.picture import Edge, Node

MAX_PASSES = 30
"""Passes over all nodes in search of better places; a few are enough, the bound is for the unforeseen."""

MAX_MOVED = 2_000
"""Nodes up to which better places are sought; beyond, the first order stands."""

Weights: TypeAlias = Mapping[tuple[str, str], int]
"""Two ids -> places at which the first uses the second."""


def order_of(nodes: Iterable[Node], edges: Iterable[Edge]) -> list[str]:
    """Return the ids of nodes, users first; those of one box stay together, the boxes being in such an order as well."""
    box = {node.id: node.inside for node in nodes}
    weights = {(edge.source, edge.target): edge.weight for edge in edges if edge.source in box and edge.target in box}
    of_boxes: dict[tuple[str, str], int] = {}
    for (source, target), weight in weights.items():
        if box[source] != box[target]:
            pair = (box[source], box[target])
            of_boxes[pair] = of_boxes.get(pair, 0) + weight
    members: dict[str, set[str]] = {}
    for id, inside in box.items():
        members.setdefault(inside, set()).add(id)
    within: dict[str, dict[tuple[str, str], int]] = {inside: {} for inside in members}
    for pair, weight in weights.items():
        if box[pair[0]] == box[pair[1]]:
            within[box[pair[0]]][pair] = weight
    return [id for one in _layered({*members}, of_boxes) for id in _layered(members[one], within[one])]


def closing(weights: Weights) -> set[tuple[str, str]]:
    """Return the edges that close cycles: without them none is left, each alone would make one again, and they are of few places.

    Of more than `MAX_MOVED` nodes some may close none.

    The order of Eades, Lin and Smyth (1993), in which each node is then moved to where the fewest places point against it until nothing gets
    better. An exact answer can take hours (thirty nodes that nearly all use each other are enough); where real programs had one, this was at most
    one place of 256 worse.
    """
    place = {id: position for position, id in enumerate(_improved(_first(weights), weights))}
    ahead: dict[str, set[str]] = {}
    against = []
    for source, target in weights:
        if place[source] < place[target]:
            ahead.setdefault(source, set()).add(target)
        else:
            against.append((source, target))
    if len(place) > MAX_MOVED:  # to try each would take too long
        return set(against)
    found = set()
    for source, target in sorted(against, key=lambda pair: (-weights[pair], pair)):
        if _reaches(ahead, target, source):
            found.add((source, target))
        else:
            ahead.setdefault(source, set()).add(target)
    return found


def _layered(ids: set[str], weights: Weights) -> list[str]:
    """Return ids by height above what uses nothing, the highest first; what is tied to nothing comes last."""
    import networkx

    against = closing(weights)
    graph = networkx.DiGraph(pair for pair in weights if pair not in against)
    height: dict[str, int] = {}
    for id in reversed(list(networkx.lexicographical_topological_sort(graph))):
        height[id] = 1 + max((height[used] for used in graph[id]), default=0)
    return sorted(ids, key=lambda id: (-height.get(id, 0), id))


def _first(weights: Weights) -> list[str]:
    """Return all ends of edges in the order of the heuristic of Eades, Lin and Smyth."""
    import igraph
    import networkx

    names = sorted({end for pair in weights for end in pair})
    number = {name: position for position, name in enumerate(names)}
    pairs = sorted(weights)
    graph = igraph.Graph(len(names), [(number[a], number[b]) for a, b in pairs], directed=True)
    left_out = set(graph.feedback_arc_set(weights=[weights[pair] for pair in pairs], method="eades") if pairs else ())
    kept = networkx.DiGraph(pair for place, pair in enumerate(pairs) if place not in left_out)
    kept.add_nodes_from(names)
    return list(networkx.lexicographical_topological_sort(kept))


def _improved(order: list[str], weights: Weights) -> list[str]:
    """Return an order in which moving a single id makes nothing better."""
    if len(order) > MAX_MOVED:
        return order
    pull: dict[str, dict[str, int]] = {id: {} for id in order}
    for (source, target), weight in weights.items():
        pull[source][target] = pull[source].get(target, 0) + weight
        pull[target][source] = pull[target].get(source, 0) - weight
    for _ in range(MAX_PASSES):
        before = list(order)
        for id in sorted(pull):
            _move(id, order, pull[id])
        if order == before:
            break
    return order


def _move(id: str, order: list[str], pull: Mapping[str, int]) -> None:
    """Move one id to its best place. pull: id of another -> places gained by standing before it."""
    now = order.index(id)
    del order[now]
    place = {other: position for position, other in enumerate(order) if other in pull}
    gain, gains = sum(pull.values()), {0: sum(pull.values())}
    for other in sorted(pull, key=lambda one: place[one]):
        gain -= 2 * pull[other]
        gains[place[other] + 1] = gain
    best = max(gains.values())
    # the gain of a place is that of the last one before it which is told
    told = sorted(gains)
    if gains[told[bisect.bisect_right(told, now) - 1]] == best:
        order.insert(now, id)
        return
    order.insert(max(told, key=lambda position: (gains[position], -abs(position - now), -position)), id)


def _reaches(ahead: Mapping[str, set[str]], start: str, end: str) -> bool:
    """Whether one leads to another."""
    seen, waiting = {start}, [start]
    while waiting:
        one = waiting.pop()
        if one == end:
            return True
        fresh = ahead.get(one, set()) - seen
        seen |= fresh
        waiting += fresh
    return False
