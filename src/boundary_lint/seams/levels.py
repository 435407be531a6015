"""A ladder of resolutions: for each what several seeds have in common, how sure that is of each module, and how the levels nest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from boundary_lint.seams.clusters import RESOLUTION, Membership, consensus, find_clusters
from boundary_lint.seams.constraints import NONE, Constraints
from boundary_lint.seams.network import Network
from boundary_lint.seams.words import Texts

LADDER = (1.0, 1.5, RESOLUTION, 4.0, 6.0)
"""Resolutions, coarse to fine. Source: seam study, section c."""

SEEDS = 8
"""Runs of the recommended level. Source: seam study."""

MOST_RUNS = 40_000
"""Modules times seeds that are clustered at most: 8 seeds up to 5,000 modules, one from 40,000 on, so that a giant program ends in bounded time."""


def affordable(seeds: int, modules: int) -> int:
    """Return how many of the seeds that are asked for are run."""
    return max(1, min(seeds, MOST_RUNS // max(1, modules)))


@dataclass(frozen=True)
class Level:
    """Clusters at one resolution. members: node -> cluster, numbered by size; confidence: module -> share of the seeds that agree, 0 to 1."""

    resolution: float
    members: Membership
    confidence: list[float]


def find_level(
    network: Network, texts: Texts | None, resolution: float = RESOLUTION, seeds: int = SEEDS, constraints: Constraints = NONE
) -> Level:  # fmt: skip
    """Return the clusters at a resolution that several seeds have in common."""
    runs = [find_clusters(network, texts, resolution, seed, constraints)[0] for seed in range(seeds)]
    common = consensus(network, texts, runs, resolution, constraints) if seeds > 1 else runs[0]
    return Level(resolution, numbered(common, network.modules), agreement(common, runs, network.modules))


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


def agreement(common: Sequence[int], runs: Sequence[Sequence[int]], modules: int) -> list[float]:
    """Return for each module the share of runs in which it lies with most of its cluster."""
    agreed = [0] * modules
    for run in runs:
        together: dict[int, Counter[int]] = {}
        for module in range(modules):
            together.setdefault(common[module], Counter())[run[module]] += 1
        core = {
            cluster: min(c for c, n in counts.items() if n == max(counts.values()))
            for cluster, counts in together.items()
        }
        for module in range(modules):
            agreed[module] += run[module] == core[common[module]]
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
