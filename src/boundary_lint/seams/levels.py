"""A ladder of resolutions: for each the best of several seeds, how sure it is of each module, and how the levels nest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from boundary_lint.seams.clusters import RESOLUTION, Membership, find_clusters
from boundary_lint.seams.constraints import NONE, Constraints
from boundary_lint.seams.figures.modularity import modularity
from boundary_lint.seams.network import Network
from boundary_lint.seams.words import Texts

LADDER = (1.0, 1.5, RESOLUTION, 4.0, 6.0)
"""Resolutions, coarse to fine. Source: seam study, section c."""

SEEDS = 8
"""Runs of the recommended level, of which the best is kept. Source: seam study."""


@dataclass(frozen=True)
class Level:
    """Clusters at one resolution. members: node -> cluster, numbered by size; confidence: module -> share of the seeds that agree, 0 to 1."""

    resolution: float
    members: Membership
    confidence: list[float]


def find_level(
    network: Network, texts: Texts | None, resolution: float = RESOLUTION, seeds: int = SEEDS, constraints: Constraints = NONE
) -> Level:  # fmt: skip
    """Return the best clusters at a resolution: of several seeds those with the highest modularity."""
    runs = [find_clusters(network, texts, resolution, seed, constraints)[0] for seed in range(seeds)]
    scores = [round(modularity(run, network.edges, resolution), 9) for run in runs]
    best = runs[scores.index(max(scores))]
    confidence = agreement(best, runs, network.modules)
    return Level(resolution, numbered(best, network.modules), confidence)


def find_ladder(
    network: Network, texts: Texts | None, resolution: float = RESOLUTION, seeds: int = SEEDS, constraints: Constraints = NONE
) -> list[Level]:  # fmt: skip
    """Return the levels, coarse to fine; the recommended resolution with all seeds, the others with one."""
    steps = sorted({*LADDER, resolution})
    return [find_level(network, texts, step, seeds if step == resolution else 1, constraints) for step in steps]


def numbered(members: Sequence[int], modules: int) -> Membership:
    """Return clusters numbered from the one with the most modules down; of equal ones that with the first module comes first."""
    size = Counter(members[:modules])
    first: dict[int, int] = {}
    for node, cluster in enumerate(members):
        first.setdefault(cluster, node)
    order = {cluster: n for n, cluster in enumerate(sorted(first, key=lambda c: (-size[c], first[c])))}
    return [order[cluster] for cluster in members]


def agreement(best: Sequence[int], runs: Sequence[Sequence[int]], modules: int) -> list[float]:
    """Return for each module the share of runs in which it lies with most of its cluster."""
    agreed = [0] * modules
    for run in runs:
        together: dict[int, Counter[int]] = {}
        for module in range(modules):
            together.setdefault(best[module], Counter())[run[module]] += 1
        core = {
            cluster: min(c for c, n in counts.items() if n == max(counts.values()))
            for cluster, counts in together.items()
        }
        for module in range(modules):
            agreed[module] += run[module] == core[best[module]]
    return [count / len(runs) for count in agreed]


def parents(fine: Sequence[int], coarse: Sequence[int], modules: int) -> dict[int, int]:
    """Return for each fine cluster the coarse one in which most of its modules lie."""
    within: dict[int, Counter[int]] = {}
    for module in range(modules):
        within.setdefault(fine[module], Counter())[coarse[module]] += 1
    return {
        cluster: min(c for c, n in counts.items() if n == max(counts.values()))
        for cluster, counts in sorted(within.items())
    }
