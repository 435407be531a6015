"""Clusters: what belongs together is found, the same in every run, for any graph."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from boundary_lint.seams.clusters import find_clusters, leiden, sharpened
from boundary_lint.seams.figures.modularity import modularity
from boundary_lint.seams.levels import affordable, agreement, find_ladder, numbered, parents
from boundary_lint.seams.network import Network


def cliques(count: int, size: int) -> Network:
    """Groups of modules that all know each other, tied by one edge to the next."""
    edges = {}
    for group in range(count):
        first = group * size
        edges.update({(a, b): 1.0 for a in range(first, first + size) for b in range(a + 1, first + size)})
        if group:
            edges[first - 1, first] = 0.1
    return Network(count * size, [], dict(sorted(edges.items())))


def test_cliques_are_clusters() -> None:
    members, _ = find_clusters(cliques(3, 5), None)
    assert [len({*members[first : first + 5]}) for first in (0, 5, 10)] == [1, 1, 1]
    assert len({*members}) == 3


edge_lists = st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19), st.floats(0.01, 5)), max_size=60)


@given(edge_lists, st.integers(0, 3))
def test_every_graph_is_divided_the_same_in_every_run(edges: list[tuple[int, int, float]], seed: int) -> None:
    network = Network(20, [], dict(sorted({(min(a, b), max(a, b)): w for a, b, w in edges if a != b}.items())))
    first, _ = find_clusters(network, None, seed=seed)
    assert first == find_clusters(network, None, seed=seed)[0]
    assert len(first) == 20
    assert all(weight >= 0 for weight in sharpened(20, network.edges, first).values())


@given(edge_lists)
def test_levels_nest(edges: list[tuple[int, int, float]]) -> None:
    network = Network(20, [], dict(sorted({(min(a, b), max(a, b)): w for a, b, w in edges if a != b}.items())))
    ladder = find_ladder(network, None, seeds=2)
    assert [level.resolution for level in ladder] == sorted(level.resolution for level in ladder)
    for coarse, fine in pairwise(ladder):
        assert set(parents(fine.members, coarse.members, 20)) == set(fine.members)
    assert all(0 <= one <= 1 for level in ladder for one in level.confidence)


def test_without_edges_nothing_is_tied() -> None:
    assert leiden(3, {}, 1.0, 0) == [0, 1, 2]
    assert modularity([0, 1, 2], {}) == 0


def test_the_modularity_of_two_equal_halves_is_a_half() -> None:
    assert modularity([0, 0, 1, 1], {(0, 1): 1.0, (2, 3): 1.0}) == 0.5


def test_clusters_are_numbered_from_the_largest() -> None:
    assert numbered([7, 3, 3, 9], 4) == [1, 0, 0, 2]


def test_a_module_that_wanders_is_less_sure() -> None:
    assert agreement([0, 0, 0, 1], [[0, 0, 0, 1], [0, 0, 1, 1]], 4) == [1.0, 1.0, 0.5, 1.0]


def test_a_giant_program_is_clustered_less_often() -> None:
    assert [affordable(8, modules) for modules in (0, 1500, 5_000, 10_000, 50_000)] == [8, 8, 8, 4, 1]
    assert affordable(1, 10) == 1
