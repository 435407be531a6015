"""Whether each table is used by one cluster only: database purity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from math import log


def database_purity(users: Mapping[str, Iterable[Hashable]]) -> float:
    """Return the mean entropy, in nats, of the clusters of each table's readers and writers.

    At least 0, less is better; 0 says that every table has one cluster. users: table -> the cluster of each of its users, with
    repetition. A table without users counts as pure; no tables give 0.

    Source: Nitin et al., CARGO, ASE 2022, arXiv 2207.11784 (``transaction_entropy``; "database transactional purity").
    """
    entropies = [_entropy(Counter(clusters)) for _, clusters in sorted(users.items())]
    return sum(entropies) / len(entropies) if entropies else 0.0


def _entropy(counts: Counter[Hashable]) -> float:
    total = sum(counts.values())
    return sum(-count / total * log(count / total) for count in counts.values()) if len(counts) > 1 else 0.0
