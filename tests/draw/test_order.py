"""In which order things are shown, and which edges point against it."""

from __future__ import annotations

import random

import networkx
import pytest

from boundary_lint.draw.order import closing, order_of
from boundary_lint.draw.picture import Edge, Node


def _weights(count: int, density: float, seed: int) -> dict[tuple[str, str], int]:
    rng = random.Random(seed)
    pairs = [(f"{a:02}", f"{b:02}") for a in range(count) for b in range(count) if a != b and rng.random() < density]
    return {pair: int(rng.paretovariate(0.8)) for pair in pairs}


@pytest.mark.parametrize(("count", "density"), [(6, 0.5), (30, 0.8), (60, 0.1), (200, 0.01)])
def test_without_what_closes_cycles_none_is_left_and_each_closes_one(count: int, density: float) -> None:
    weights = _weights(count, density, 3)
    found = closing(weights)
    kept = networkx.DiGraph(pair for pair in weights if pair not in found)
    assert networkx.is_directed_acyclic_graph(kept)  # type: ignore[no-untyped-call]
    reach = {name: networkx.descendants(kept, name) for name in kept}  # type: ignore[no-untyped-call]
    assert all(source in reach[target] for source, target in found)
    assert found == closing(dict(sorted(weights.items(), key=lambda item: item[::-1])))


def test_few_places_point_against_the_order() -> None:
    """The exact answers are igraph's (``feedback_arc_set(method="ip")``)."""
    for count, density, exact in ((22, 0.3, 114), (40, 0.2, 161)):
        rng = random.Random(1)
        pairs = [
            (f"{a:03}", f"{b:03}") for a in range(count) for b in range(count) if a != b and rng.random() < density
        ]
        weights = {pair: int(rng.paretovariate(0.8)) for pair in pairs}
        assert exact <= sum(weights[pair] for pair in closing(weights)) <= exact * 1.25


def test_users_come_first_and_boxes_stay_together() -> None:
    nodes = [
        Node(kind="package", name=name, inside=box) for name, box in (("a", "x"), ("b", "y"), ("c", "x"), ("d", "z"))
    ]
    edges = [
        Edge(source=f"package:{a}", target=f"package:{b}", weights={"imports": weight})
        for a, b, weight in (("c", "a", 3), ("b", "c", 5), ("a", "b", 1))
    ]
    assert order_of(nodes, edges) == ["package:b", "package:c", "package:a", "package:d"]
    assert order_of(reversed(nodes), reversed(edges)) == order_of(nodes, edges)
    assert order_of([], []) == []
