"""The technical role of a module, and which modules are tools for all others."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from boundary_lint.seams.evidence import Evidence

MIN_ROLE = 4
"""Modules of one file name (``views``, ``admin``) from which on it is a technical role. Source: seam study."""

USED_BY, LEAST_USERS = 0.1, 10
"""Share of the modules, and number, that use a utility at least. Source: seam study, section c."""

SPREAD = 0.6
"""Least entropy of the clusters that a utility's users lie in, of what is possible: who is used by one context alone belongs to it."""


def file_roles(evidence: Evidence) -> list[str]:
    """Return the role that each module's file name tells, "" where too few are called so."""
    stems = [module.module.rpartition(".")[2] for module in evidence.modules]
    count = Counter(stems)
    return [stem if count[stem] >= MIN_ROLE else "" for stem in stems]


def utilities(evidence: Evidence, members: Sequence[int]) -> list[int]:
    """Return the modules that are used from everywhere and declare no table: tools, not part of a domain.

    members: module -> its cluster.
    """
    users: dict[int, Counter[int]] = defaultdict(Counter)
    for user, used in {*evidence.links, *evidence.imports}:
        users[used][members[user]] += 1
    owning = set(evidence.owners.values())
    clusters = len(set(members[: len(evidence.modules)]))
    least = max(LEAST_USERS, USED_BY * len(evidence.modules))
    return sorted(
        used
        for used, by_cluster in users.items()
        if by_cluster.total() > least and used not in owning and _spread(by_cluster, clusters) >= SPREAD
    )


def _spread(by_cluster: Counter[int], clusters: int) -> float:
    """Return the entropy of a distribution over clusters, 1 for an even one over all of them."""
    if clusters < 2:
        return 0.0
    total = by_cluster.total()
    return -sum(n / total * math.log(n / total) for n in by_cluster.values()) / math.log(clusters)
