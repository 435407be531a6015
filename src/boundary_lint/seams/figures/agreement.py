"""How far a partition found by the machine agrees with one made by authors: AMI, ARI, MoJo and MoJoFM."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from math import comb
from typing import TypeAlias

from scipy.sparse import csr_matrix

from boundary_lint.graph.agreement import adjusted_mutual_information as _mutual_information

Labels: TypeAlias = Sequence[Hashable]
"""The cluster of each element; two partitions are compared element by element."""


def is_same(a: Labels, b: Labels) -> bool:
    """Tell whether two partitions of the same elements are one, whatever their clusters are called."""
    return len(set(a)) == len(set(b)) == len(set(zip(a, b, strict=True)))


def adjusted_mutual_information(a: Labels, b: Labels) -> float:
    """Return AMI: 1 where both are the same, 0 for what chance gives; at most 1, slightly below 0 is possible.

    Two partitions that are the same agree wholly, even where they separate nothing (one cluster, singletons, no element).

    Source: Vinh, Epps, Bailey, JMLR 11 (2010), arithmetic mean of the entropies.
    """
    return 1.0 if is_same(a, b) else _mutual_information(a, b)


def adjusted_rand_index(a: Labels, b: Labels) -> float:
    """Return ARI: the share of pairs that both keep together or apart, adjusted for chance. 1 is the same, 0 chance, at least -0.5.

    Source: Hubert, Arabie, Journal of Classification 2 (1985) 193-218.
    """
    if is_same(a, b):
        return 1.0
    together = _pairs(Counter(zip(a, b, strict=True)).values())
    in_a, in_b, every = _pairs(Counter(a).values()), _pairs(Counter(b).values()), comb(len(a), 2)
    expected = in_a * in_b / every
    most = (in_a + in_b) / 2
    return (together - expected) / (most - expected)


def mojo(a: Labels, b: Labels) -> int:
    """Return the fewest elements to move and clusters to join that make ``b`` of ``a``; not symmetric.

    (n - sum_i max_j |A_i n B_j|) + (|A| - g), g the largest matching between clusters of a and those of b they share most with.

    Source: Wen, Tzerpos, An optimal algorithm for MoJo distance, IWPC 2003.
    """
    shared: dict[Hashable, Counter[Hashable]] = defaultdict(Counter)
    for x, y in zip(a, b, strict=True):
        shared[x][y] += 1
    most = {x: max(counts.values()) for x, counts in shared.items()}
    candidates = [[y for y, count in counts.items() if count == most[x]] for x, counts in shared.items()]
    return len(a) - sum(most.values()) + len(shared) - _matched(candidates)


def mojofm(a: Labels, b: Labels) -> float:
    """Return MoJoFM in percent: how near ``a`` (the machine's) is to ``b`` (the authors'), from 0 for the furthest to 100 for the same.

    Source: Wen, Tzerpos, An effectiveness measure for software clustering algorithms, IWPC 2004.
    """
    furthest = furthest_mojo(b)
    return 100.0 * (1 - mojo(a, b) / furthest) if furthest else 100.0


def furthest_mojo(b: Labels) -> int:
    """Return the largest MoJo that any partition has to ``b``: n - g, where g counts clusters, from the smallest, that are larger than g."""
    clusters = 0
    for size in sorted(Counter(b).values()):
        if clusters < size:
            clusters += 1
    return len(b) - clusters


def _pairs(sizes: Iterable[int]) -> int:
    return sum(comb(size, 2) for size in sizes)


def _matched(candidates: Sequence[Sequence[Hashable]]) -> int:
    """Return the size of the largest matching of positions with one of their candidates each."""
    from scipy.sparse.csgraph import maximum_bipartite_matching

    column = {name: number for number, name in enumerate(dict.fromkeys(name for some in candidates for name in some))}
    if not column:
        return 0
    pairs = [(row, column[name]) for row, some in enumerate(candidates) for name in some]
    rows, columns = zip(*pairs, strict=True)
    graph = csr_matrix(([1] * len(pairs), (rows, columns)), shape=(len(candidates), len(column)))
    return int((maximum_bipartite_matching(graph, perm_type="column") >= 0).sum())
