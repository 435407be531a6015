"""Groups of a weighted graph that are tied more closely than chance would tie them."""

from __future__ import annotations

from typing import TypeAlias

Weights: TypeAlias = list[dict[int, float]]
"""Position -> neighbour -> weight, in both directions."""

MAX_ROUNDS = 20
"""Rounds over all members at one level; real graphs settle in fewer than ten."""


def find_clusters(weights: Weights, resolution: float) -> list[int]:
    """Return the cluster of every member: the Louvain method, without randomness, so equal graphs give equal clusters.

    resolution: 1 is plain modularity, more gives smaller clusters. Own code because it starts a fifth of a second sooner
    than networkx, whose result also depends on its version.

    Source: Blondel, Guillaume, Lambiotte, Lefebvre, J. Stat. Mech. 2008 P10008; resolution after Reichardt and
    Bornholdt, Phys. Rev. E 74, 016110 (2006).
    """
    cluster = list(range(len(weights)))
    loops = [0.0] * len(weights)
    while True:
        group = _settle(weights, loops, resolution)
        names = {name: i for i, name in enumerate(dict.fromkeys(group))}
        if len(names) == len(weights):
            return cluster
        group = [names[g] for g in group]
        cluster = [group[c] for c in cluster]
        weights, loops = _merge(weights, loops, group, len(names))


def _settle(weights: Weights, loops: list[float], resolution: float) -> list[int]:
    """Move each member to the neighbouring group that gains most, until none moves."""
    degree = [sum(near.values()) + 2 * loop for near, loop in zip(weights, loops, strict=True)]
    total = sum(degree) or 1.0
    group, volume = list(range(len(weights))), degree.copy()
    for _ in range(MAX_ROUNDS):
        moved = False
        for i, near in enumerate(weights):
            pull: dict[int, float] = {group[i]: 0.0}
            for j, weight in near.items():
                pull[group[j]] = pull.get(group[j], 0.0) + weight
            volume[group[i]] -= degree[i]
            price = resolution * degree[i] / total
            best = max(pull, key=lambda g: (pull[g] - price * volume[g], g == group[i], -g))
            volume[best] += degree[i]
            moved = moved or best != group[i]
            group[i] = best
        if not moved:
            break
    return group


def _merge(weights: Weights, loops: list[float], group: list[int], count: int) -> tuple[Weights, list[float]]:
    """Make one member of every group."""
    merged: Weights = [{} for _ in range(count)]
    inner = [0.0] * count
    for i, near in enumerate(weights):
        inner[group[i]] += loops[i]
        for j, weight in near.items():
            if group[i] == group[j]:
                inner[group[i]] += weight / 2
            else:
                merged[group[i]][group[j]] = merged[group[i]].get(group[j], 0.0) + weight
    return merged, inner
