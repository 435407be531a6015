"""The layer index: whether the packages of a code base follow technical layers rather than domains.

For the modules below one root package, three partitions are compared: by package (the first level below the root), by technical role
(model, view, task, ... from the module's own name), and by cluster of imports. A layout is by layer where the packages say as much about
roles as a quarter of what they say about clusters.

Source: knowledge of seams, Appendix C: ratio = AMI(package, role) / AMI(package, cluster), threshold 0.25, right on 16 of 16 code bases.
AMI: Vinh, Epps, Bailey, JMLR 11, 2010 (arithmetic mean).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import exp, lgamma, log
from typing import NamedTuple

from boundary_lint.facts.program import Module, ProgramFacts

MIN_MODULES = 30
"""Modules of a root package below which the comparison says nothing."""

MIN_PACKAGES = 3
"""Packages below the root that there must be to compare."""

ROLES = {
    "model": "model models entity entities orm tables table objects schema_models",
    "view": "view views api apis endpoint endpoints route routes router routers controller controllers resource resources handler handlers urls",
    "service": "service services usecase usecases logic manager managers command commands",
    "data": "repository repositories dao db database query queries store storage sql",
    "form": "form forms serializer serializers schema schemas dto validators",
    "task": "task tasks job jobs worker workers consumer consumers scheduler cron",
    "util": "util utils helper helpers common tools exceptions errors constants const types decorators mixins",
    "config": "config conf settings apps admin signals middleware",
    "client": "client clients driver drivers rpc rpcapi gateway",
}
"""Technical roles and the words of module and package names that tell them."""

_ROLE_OF = {word: role for role, words in ROLES.items() for word in words.split()}


class LayerIndex(NamedTuple):
    """The layer index of one root package, and which of its packages are layers."""

    package: str
    ratio: float
    layers: tuple[str, ...]
    modules: int
    file: str


def layer_indexes(program: ProgramFacts) -> Iterator[LayerIndex]:
    """Yield the layer index of every root package that is large enough to have one."""
    by_top: dict[tuple[str, str], list[Module]] = defaultdict(list)
    for module in program.modules:
        if module.role == "source":
            by_top[(module.root, module.module.split(".", 1)[0])].append(module)
    for (root, top), modules in sorted(by_top.items()):
        found = _index(program, root, top, modules)
        if found is not None:
            yield found


def _index(program: ProgramFacts, root: str, top: str, modules: Sequence[Module]) -> LayerIndex | None:
    inside = [m for m in modules if m.module.count(".") >= 2 or (m.is_package and m.module.count(".") == 1)]
    packages = [m.module.split(".")[1] for m in inside]
    if len(inside) < MIN_MODULES or len(set(packages)) < MIN_PACKAGES:
        return None
    roles = [role_of(m.module) for m in inside]
    layers = _layers(packages)
    clusters = _clusters(program, root, [m.module for m in inside])
    against_clusters = adjusted_mutual_information(packages, clusters)
    if against_clusters <= 0:
        return None
    ratio = max(0.0, adjusted_mutual_information(packages, roles)) / against_clusters
    file = next((m.file for m in modules if m.module == top), inside[0].file)
    return LayerIndex(top, round(ratio, 3), layers, len(inside), file)


def _layers(packages: Sequence[str]) -> tuple[str, ...]:
    sizes = Counter(packages)
    return tuple(name for name, _ in sorted(sizes.items(), key=lambda kv: (-kv[1], kv[0])) if name in _ROLE_OF)


def role_of(module: str) -> str:
    """Return the technical role that a module's own name, else the names of its packages, tell; "" where none does."""
    for part in reversed(module.split(".")[1:]):
        for word in reversed(re.split(r"[_\d]+", part)):
            if word in _ROLE_OF:
                return _ROLE_OF[word]
    return ""


def _clusters(program: ProgramFacts, root: str, modules: Sequence[str]) -> list[int]:
    """Cluster modules by imports, each edge divided by how many import the target: hubs bind nobody together."""
    import networkx

    known = set(modules)
    users = Counter(i.imported for i in program.imports if i.root == root)
    graph = networkx.Graph()
    graph.add_nodes_from(modules)
    for one in program.imports:
        if one.root == root and one.importer in known and one.imported in known and one.importer != one.imported:
            weight = 1.0 / users[one.imported]
            before = graph.get_edge_data(one.importer, one.imported, {"weight": 0.0})["weight"]
            graph.add_edge(one.importer, one.imported, weight=before + weight)
    communities = networkx.community.louvain_communities(graph, weight="weight", seed=0)
    number = {module: i for i, community in enumerate(sorted(sorted(c) for c in communities)) for module in community}
    return [number[module] for module in modules]


def adjusted_mutual_information(first: Sequence[object], second: Sequence[object]) -> float:
    """Return how far two partitions of the same things agree, beyond chance: 1.0 the same, about 0.0 unrelated.

    Raises:
        ValueError: the partitions are not of equal length.

    Source: Vinh, Epps, Bailey, JMLR 11, 2010, formulas (3) and (24), arithmetic mean of the entropies.
    """
    if len(first) != len(second):
        raise ValueError("partitions of different things")
    a, b, both = Counter(first), Counter(second), Counter(zip(first, second, strict=True))
    n = len(first)
    if len(a) == len(b) == 1 or n == 0:
        return 1.0
    information = sum(c / n * log(n * c / (a[x] * b[y])) for (x, y), c in both.items())
    expected = _expected_information(list(a.values()), list(b.values()), n)
    mean = (_entropy(a, n) + _entropy(b, n)) / 2
    return (information - expected) / (mean - expected) if mean > expected else 0.0


def _entropy(counts: Counter[object], n: int) -> float:
    return -sum(c / n * log(c / n) for c in counts.values())


def _expected_information(a: Sequence[int], b: Sequence[int], n: int) -> float:
    """Expected mutual information of random partitions with these sizes; equal sizes are computed once."""
    total = 0.0
    for x, times_x in Counter(a).items():
        for y, times_y in Counter(b).items():
            fixed = lgamma(x + 1) + lgamma(y + 1) + lgamma(n - x + 1) + lgamma(n - y + 1) - lgamma(n + 1)
            for k in range(max(1, x + y - n), min(x, y) + 1):
                weight = fixed - lgamma(k + 1) - lgamma(x - k + 1) - lgamma(y - k + 1) - lgamma(n - x - y + k + 1)
                total += times_x * times_y * k / n * log(n * k / (x * y)) * exp(weight)
    return total
