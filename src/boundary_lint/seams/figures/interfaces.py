"""What clusters show each other, as the FSE 2021 study of Mono2Micro computes it: SM, ICP, IFN, NED and BCP.

Calls are (caller, callee) -> how often; a pair with a call in either direction is one pair. Those of an element to itself cross nothing.

Source: Kalia et al., ESEC/FSE 2021, doi 10.1145/3468264.3473915, and its replication code (metrics_util.py).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from math import log
from typing import TypeAlias

Labels: TypeAlias = Sequence[Hashable]
"""The cluster of each element, by the element's number."""

Calls: TypeAlias = Mapping[tuple[int, int], int]
"""(caller, callee) -> number of calls, at least 1."""

LEAST, MOST = 5, 20
"""Elements of a cluster that is neither too small nor too large. Source: the FSE 2021 study (NED)."""


def structural_modularity(labels: Labels, calls: Calls) -> float:
    """Return SM: the mean of inside/n^2 over clusters, less the mean of crossing/(n n') over pairs of clusters. -1 to 1, more is better."""
    size = Counter(labels)
    if not size:
        return 0.0
    inside: Counter[Hashable] = Counter()
    between = 0.0
    for a, b in _pairs(calls):
        if labels[a] == labels[b]:
            inside[labels[a]] += 1
        else:
            between += 1 / (size[labels[a]] * size[labels[b]])
    cohesion = sum(count / size[cluster] ** 2 for cluster, count in inside.items()) / len(size)
    return cohesion - (between / (len(size) * (len(size) - 1) / 2) if between else 0.0)


def inter_call_percentage(labels: Labels, calls: Calls) -> float:
    """Return ICP: the share of calls that cross, each pair counted ln(calls) + 1. 0 to 1, less is better; 0 for one cluster, so never alone."""
    total = crossing = 0.0
    for (a, b), count in sorted(calls.items()):
        if a != b:
            total += log(count) + 1
            crossing += log(count) + 1 if labels[a] != labels[b] else 0.0
    return crossing / total if total else 0.0


def interface_number(labels: Labels, calls: Calls) -> float:
    """Return IFN: pairs of elements of different clusters with a call, for each cluster. At least 0, less is better."""
    crossing = sum(labels[a] != labels[b] for a, b in _pairs(calls))
    return crossing / len(set(labels)) if crossing else 0.0


def non_extreme_distribution(labels: Labels) -> float:
    """Return NED: the share of elements in clusters of fewer than `LEAST` or more than `MOST`. 0 to 1, less is better."""
    sizes = Counter(labels).values()
    good = sum(size for size in sizes if LEAST <= size <= MOST)
    return 1 - good / len(labels) if labels else 0.0


def business_context_purity(labels: Labels, contexts: Sequence[Iterable[Hashable]]) -> float:
    """Return BCP: the mean over clusters of ln(business contexts that their elements serve). At least 0, less is better.

    contexts: of each element; those without any serve one more, unknown one.
    """
    served: dict[Hashable, set[Hashable]] = defaultdict(set)
    for cluster, some in zip(labels, contexts, strict=True):
        served[cluster] |= set(some) or {None}
    return sum(log(len(some)) for some in served.values()) / len(served) if served else 0.0


def _pairs(calls: Calls) -> list[tuple[int, int]]:
    return sorted({(a, b) if a <= b else (b, a) for a, b in calls})
