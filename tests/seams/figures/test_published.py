"""Published figures are reproduced: INESC-ID's complexity, cohesion and coupling, ARCADE's MoJo, MoJoFM and TurboMQ."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from scipy.cluster import hierarchy

from boundary_lint.seams.figures.agreement import furthest_mojo, mojo, mojofm
from boundary_lint.seams.figures.complexity import Decomposition, Trace
from boundary_lint.seams.figures.modularity import turbo_mq
from tests.seams.figures.oracles import cluster_of, load, trace

INESC = load("inesc-bw")
MOJO = load("arcade-httpd-mojo")
TURBO = load("arcade-httpd-turbomq")


@cache
def traces() -> dict[str, Trace]:
    return {name: trace(text) for name, text in INESC["traces"].items()}


def test_complexity_of_every_functionality_under_the_experts_decomposition() -> None:
    clusters = {str(entity): name for entity, name in cluster_of(INESC["expert"]).items()}

    found = Decomposition(traces(), clusters)

    expected = INESC["expected_expert"]["sorted_functionality_complexity"]
    assert sorted(found.complexities.values()) == expected
    assert len(expected) == 98


@pytest.mark.parametrize("cut", INESC["cuts"], ids=lambda cut: f"{cut['n_clusters']}-{list(cut['weights'].values())}")
def test_figures_of_a_published_cut(cut: dict[str, Any]) -> None:
    found = Decomposition(traces(), clusters_of(cut))
    expected = cut["expected"]

    assert found.complexity == pytest.approx(expected["mean_complexity"], abs=0.006)
    if "cohesion" in expected:
        assert found.cohesion == pytest.approx(expected["cohesion"], abs=0.0056)
    if "coupling" in expected:
        assert found.coupling_2020 == pytest.approx(expected["coupling"], abs=0.006)


def clusters_of(cut: dict[str, Any]) -> dict[str, str]:
    """Return entity -> cluster as the source cuts: average linkage of the rows of the weighted similarities, taken as observations."""
    rows = sum(weight / 100 * similarities()[name] for name, weight in cut["weights"].items())
    labels = hierarchy.cut_tree(hierarchy.linkage(rows, "average"), n_clusters=cut["n_clusters"]).ravel()
    return {str(entity): str(label) for entity, label in enumerate(labels)}


@cache
def similarities() -> dict[str, np.ndarray]:
    """Return how alike two entities are used: share of the first one's functionalities that use the second so, or how often one follows the other."""
    entities = [str(number) for number in range(len(INESC["entities"]))]
    used: dict[str, dict[str, set[str]]] = {
        kind: {one: set() for one in entities} for kind in ("access", "read", "write")
    }
    follows: Counter[frozenset[str]] = Counter()
    for name, accesses in traces().items():
        for entity, mode in accesses:
            used["access"][entity].add(name)
            used["write" if mode == "W" else "read"][entity].add(name)
        follows.update(frozenset((a, b)) for (a, _), (b, _) in pairwise(accesses) if a != b)
    most = max(follows.values())

    def shared(kind: str, a: str, b: str) -> float:
        return 1.0 if a == b else len(used[kind][a] & used[kind][b]) / (len(used[kind][a]) or 1)

    found = {kind: np.array([[shared(kind, a, b) for b in entities] for a in entities]) for kind in used}
    found["sequence"] = np.array(
        [[1.0 if a == b else follows[frozenset((a, b))] / most for b in entities] for a in entities]
    )
    return found


@pytest.mark.parametrize("case", MOJO["cases"], ids=lambda case: f"{case['source']} to {case['target']}")
def test_mojo_and_mojofm_of_published_partitions(case: dict[str, Any]) -> None:
    source, target = (cluster_of(MOJO["partitions"][case[side]]) for side in ("source", "target"))
    common = sorted(source.keys() & target.keys())
    a, b, whole = [source[one] for one in common], [target[one] for one in common], list(target.values())

    assert mojo(a, b) == case["expected"]["mojo"]
    # ARCADE counts groups in the sizes of the clusters before elements that the other has not are dropped
    furthest = len(common) - (len(whole) - furthest_mojo(whole))
    assert 100 * (1 - mojo(a, b) / furthest) == pytest.approx(case["expected"]["mojofm"], abs=0.0051)
    assert mojofm(a, b) == pytest.approx(case["expected"]["mojofm"], abs=0.1)


@pytest.mark.parametrize("version", TURBO["expected"])
def test_turbo_mq_of_published_clusters(version: str) -> None:
    clusters = cluster_of(TURBO["partitions"][version])
    labels = [clusters.get(number) for number in range(len(TURBO["entities"]))]
    links = [(user, used) for user, used in TURBO["dependencies"][version]]

    found = turbo_mq(labels, links) / len(set(clusters.values()))

    assert found == pytest.approx(TURBO["expected"][version]["turbomq"], abs=1e-12)
