"""Modularity, TurboMQ and BasicMQ: cases by hand, another library's figure, and what must hold for any."""

from __future__ import annotations

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundary_lint.seams.figures.modularity import basic_mq, modularity, turbo_mq

LABELS = "aabb"
LINKS = [(0, 1), (1, 0), (2, 3), (1, 2)]

Links = list[tuple[int, int]]

labels = st.lists(st.integers(0, 3), min_size=6, max_size=6)
links = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=14, unique=True)


def test_modularity() -> None:
    edges = {(0, 1): 1.0, (2, 3): 1.0, (1, 2): 2.0}

    assert modularity(LABELS, edges) == pytest.approx(2 / 4 - 2 * (4 / 8) ** 2)
    assert modularity(LABELS, edges, resolution=2.5) == pytest.approx(2 / 4 - 2.5 * 2 * (4 / 8) ** 2)


def test_turbo_mq() -> None:
    # a: 2 inside, 1 crossing; b: 1 inside, 1 crossing, but none that leaves it
    assert turbo_mq(LABELS, LINKS) == pytest.approx(4 / 5 + 2 / 3)
    assert turbo_mq(LABELS, LINKS, outgoing=True) == pytest.approx(4 / 5 + 1)


def test_links_of_an_element_to_itself_count_in_no_turbo_mq() -> None:
    assert turbo_mq(LABELS, [*LINKS, (0, 0), (3, 3)]) == turbo_mq(LABELS, LINKS)


def test_basic_mq() -> None:
    assert basic_mq(LABELS, LINKS) == pytest.approx((2 / 4 + 1 / 4) / 2 - 1 / (2 * 2 * 2))


def test_nothing_to_measure() -> None:
    assert modularity([], {}) == turbo_mq([], []) == basic_mq([], []) == 0
    assert modularity("ab", {}) == turbo_mq("ab", []) == basic_mq("ab", []) == 0


def test_one_cluster() -> None:
    assert modularity("aaaa", {(0, 1): 1.0, (2, 3): 1.0}) == 0
    assert turbo_mq("aaaa", LINKS) == 1
    assert basic_mq("aaaa", LINKS) == 4 / 16


def test_singletons() -> None:
    assert turbo_mq("abcd", LINKS) == 0
    assert modularity("abcd", {(0, 1): 1.0, (2, 3): 1.0}) == pytest.approx(-0.25)


@given(labels, links, st.sampled_from([0.5, 1.0, 2.5]))
def test_modularity_is_that_of_networkx(some: list[int], pairs: Links, resolution: float) -> None:
    edges = {(a, b): 1.0 + a + b for a, b in pairs if a <= b}
    graph = networkx.Graph()
    graph.add_nodes_from(range(6))
    graph.add_weighted_edges_from((a, b, weight) for (a, b), weight in edges.items())
    clusters = [{i for i, one in enumerate(some) if one == name} for name in set(some)]

    expected = networkx.community.modularity(graph, clusters, resolution=resolution) if edges else 0.0  # type: ignore[arg-type]  # the stub knows whole numbers alone

    assert modularity(some, edges, resolution) == pytest.approx(expected)


@given(labels, links, st.permutations(range(4)))
def test_names_of_clusters_mean_nothing(some: list[int], pairs: Links, names: list[int]) -> None:
    renamed = [names[one] for one in some]
    edges = dict.fromkeys(pairs, 1.0)

    assert modularity(renamed, edges) == pytest.approx(modularity(some, edges))
    assert turbo_mq(renamed, pairs) == pytest.approx(turbo_mq(some, pairs))
    assert basic_mq(renamed, pairs) == pytest.approx(basic_mq(some, pairs))


@given(labels, links)
def test_ranges(some: list[int], pairs: Links) -> None:
    assert -0.5 - 1e-9 <= modularity(some, dict.fromkeys(pairs, 1.0)) <= 1
    assert 0 <= turbo_mq(some, pairs) <= len(set(some))
    assert turbo_mq(some, pairs) <= turbo_mq(some, pairs, outgoing=True) + 1e-9
    assert -1 - 1e-9 <= basic_mq(some, pairs) <= 1 + 1e-9
