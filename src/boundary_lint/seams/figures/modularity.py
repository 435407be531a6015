"""How much more a partition's clusters are tied within than to each other: modularity, TurboMQ and BasicMQ."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeAlias

Labels: TypeAlias = Sequence[Hashable]
"""The cluster of each element, by the element's number."""

Weights: TypeAlias = Mapping[tuple[int, int], float]
"""(element, element) -> weight."""

Links: TypeAlias = Iterable[tuple[int, int]]
"""Pairs of elements: who uses, and who is used."""


def modularity(labels: Labels, edges: Weights, resolution: float = 1.0) -> float:
    """Return Newman's modularity of edges without direction: sum_c (inside_c/m - resolution (degree_c/2m)^2).

    From -0.5 to 1 with resolution 1, more is better; 0 without edges and for one cluster. Both orders of a pair are one edge.

    Source: Newman, Girvan, Phys. Rev. E 69 (2004) 026113; resolution: Reichardt, Bornholdt, Phys. Rev. E 74 (2006) 016110.
    """
    inside: dict[Hashable, float] = defaultdict(float)
    degree: dict[Hashable, float] = defaultdict(float)
    for (a, b), weight in edges.items():
        degree[labels[a]] += weight
        degree[labels[b]] += weight
        if labels[a] == labels[b]:
            inside[labels[a]] += weight
    total = sum(edges.values())
    if total <= 0:
        return 0.0
    return sum(inside[c] / total - resolution * (degree[c] / (2 * total)) ** 2 for c in degree)


def turbo_mq(labels: Labels, links: Links, outgoing: bool = False) -> float:
    """Return TurboMQ: the sum over clusters of 2 inside / (2 inside + crossing), 0 for a cluster without a link inside.

    From 0 to the number of clusters, more is better. Links count once for each direction, those of an element to itself not
    at all; crossing ones count for both clusters, or with ``outgoing`` for the one they leave. Divided by the number of clusters it is the mean, from 0 to 1.

    Source: Mitchell, Mancoridis (Bunch). Divided and both ways: ARCADE; the sum and outgoing: the FSE 2021 study.
    """
    inside: Counter[Hashable] = Counter()
    crossing: Counter[Hashable] = Counter()
    for user, used in links:
        source, target = labels[user], labels[used]
        if user == used:
            continue
        if source == target:
            inside[source] += 1
        else:
            crossing[source] += 1
            crossing[target] += not outgoing
    return sum(2 * count / (2 * count + crossing[cluster]) for cluster, count in inside.items())


def basic_mq(labels: Labels, links: Links) -> float:
    """Return BasicMQ: the mean of inside / n^2 over clusters, less the mean of crossing / (2 n n') over pairs of clusters. -1 to 1, more is better.

    Links count once for each direction. Source: Mancoridis et al. (Bunch), ICSM 1999.
    """
    size = Counter(labels)
    inside: Counter[Hashable] = Counter()
    crossing: Counter[tuple[Hashable, Hashable]] = Counter()
    for user, used in links:
        source, target = labels[user], labels[used]
        if source == target:
            inside[source] += 1
        else:
            crossing[source, target] += 1
    if not size:
        return 0.0
    within = sum(count / size[cluster] ** 2 for cluster, count in inside.items()) / len(size)
    between = sum(count / (2 * size[a] * size[b]) for (a, b), count in crossing.items())
    return within - (between / (len(size) * (len(size) - 1) / 2) if between else 0.0)
