"""Clusters of the graph: Leiden, sharpened once, small ones joined to others, every module looked at once more."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
import scipy.sparse as sparse

from boundary_lint.seams.constraints import NONE, Constraints, contracted, held
from boundary_lint.seams.network import Edges, Network
from boundary_lint.seams.words import Texts

RESOLUTION = 2.5
"""Of the recommended level. Source: seam study: 1.1 to 1.3 clusters for every package that authors cut."""

SHARPEN = 0.5
"""How much an edge loses whose ends are tied to many clusters. Source: seam study (``diversify``)."""

SMALLEST = 3
"""Modules of a cluster; smaller ones join the one they are tied to most. Source: seam study."""

LEFT = 0.1
"""What an edge keeps of its weight that all runs cut."""

BY_WORDS = 0.5
"""What likeness of words counts beside the share of links when a module is looked at once more. Source: seam study."""

ROWS = 2_000
"""Modules that are looked at once more in one step: the memory that takes grows with their number."""

ITERATIONS = 2
"""Of Leiden (the default of igraph); with four, agreement with authors is 0.003 lower and agreement of answers 0.007, on twelve code bases."""

Membership = list[int]
"""Node -> number of its cluster."""


def leiden(size: int, edges: Edges, resolution: float, seed: int) -> Membership:
    """Return the clusters that Leiden finds for modularity with a resolution (Reichardt and Bornholdt). Same input and seed, same output.

    Source: Traag, Waltman, van Eck, From Louvain to Leiden, 2019; igraph 1.0, whose own is eight times as fast as that of leidenalg,
    with the same agreement.
    """
    import igraph

    if not edges:
        return list(range(size))
    graph = igraph.Graph(n=size, edges=list(edges))
    igraph.set_random_number_generator(random.Random(seed))
    found = graph.community_leiden(
        objective_function="modularity", weights=list(edges.values()), resolution=resolution, n_iterations=ITERATIONS
    )
    return list(found.membership)


def find_clusters(
    network: Network,
    texts: Texts | None,
    resolution: float = RESOLUTION,
    seed: int = 0,
    constraints: Constraints = NONE,
) -> tuple[Membership, Edges]:
    """Return the clusters of a graph, and its edges as they were sharpened on the way."""
    members = _leiden(network.size, network.edges, resolution, seed, constraints)
    edges = sharpened(network.size, network.edges, members)
    return _clusters(network, edges, texts, resolution, seed, constraints), edges


def consensus(
    network: Network,
    texts: Texts | None,
    runs: Sequence[Membership],
    resolution: float = RESOLUTION,
    constraints: Constraints = NONE,
) -> Membership:
    """Return the clusters that several runs have in common: those of the graph whose edges weigh as much less as runs cut them.

    Source: Lancichinetti, Fortunato, Consensus clustering in complex networks, 2012; here the edges there are keep their weights, and one
    round is enough. On twelve code bases the agreement (AMI) of three answers of eight seeds each is 0.96, that of the best of eight 0.93.
    """
    if all(_numbered(run) == _numbered(runs[0]) for run in runs):
        return runs[0]
    edges = {
        (a, b): weight * (LEFT + (1 - LEFT) * sum(run[a] == run[b] for run in runs) / len(runs))
        for (a, b), weight in network.edges.items()
    }
    return _clusters(network, edges, texts, resolution, 0, constraints)


def _numbered(members: Membership) -> Membership:
    """Return clusters numbered as they come, so that equal ones are equal."""
    number: dict[int, int] = {}
    return [number.setdefault(cluster, len(number)) for cluster in members]


def _clusters(
    network: Network, edges: Edges, texts: Texts | None, resolution: float, seed: int, constraints: Constraints
) -> Membership:
    members = _leiden(network.size, edges, resolution, seed, constraints)
    members = joined(network.modules, edges, members, texts)
    members = reassigned(network.modules, network.size, edges, members, texts)
    return held(members, network.edges, constraints)


def _leiden(size: int, edges: Edges, resolution: float, seed: int, constraints: Constraints) -> Membership:
    """Return what Leiden finds where each block of modules is one node."""
    if not constraints.blocks:
        return leiden(size, edges, resolution, seed)
    number, between = contracted(size, edges, constraints)
    found = leiden(max(number, default=-1) + 1, between, resolution, seed)
    return [found[one] for one in number]


def sharpened(size: int, edges: Edges, members: Sequence[int]) -> Edges:
    """Return edges that weigh less the more their ends' other edges lead to other clusters."""
    if not edges:
        return {}
    ends = np.array(list(edges))
    weights = np.fromiter(edges.values(), float, len(edges))
    sides = np.array(members)[ends]
    within = sides[:, 0] == sides[:, 1]
    total = np.bincount(ends.ravel(), np.repeat(weights, 2), size)
    inside = np.bincount(ends.ravel(), np.repeat(weights * within, 2), size)
    own = np.divide(inside, total, out=np.zeros(size), where=total > 0)
    first, second = own[ends[:, 0]], own[ends[:, 1]]
    kept = np.where(within, np.minimum(first, second) ** SHARPEN, (first * second) ** (SHARPEN / 2))
    return dict(zip(edges, (weights * (0.1 + kept)).tolist(), strict=True))


def joined(modules: int, edges: Edges, members: Membership, texts: Texts | None) -> Membership:
    """Return clusters without those of fewer than `SMALLEST` modules: the smallest first, each joins the one it is tied to most, or speaks most alike."""
    members = list(members)
    inside: dict[int, list[int]] = defaultdict(list)
    for node, cluster in enumerate(members):
        inside[cluster].append(node)
    size = Counter(members[:modules])
    around: dict[int, dict[int, float]] = {n: {} for n, cluster in enumerate(members) if size[cluster] < SMALLEST}
    for (a, b), weight in edges.items():
        if a in around:
            around[a][b] = weight
        if b in around:
            around[b][a] = weight
    alone: set[int] = set()
    while small := [cluster for cluster in inside if size[cluster] < SMALLEST and cluster not in alone]:
        cluster = min(small, key=lambda one: (size[one], one))
        ties: dict[int, float] = defaultdict(float)
        for node in inside[cluster]:
            for other, weight in around[node].items():
                if members[other] != cluster:
                    ties[members[other]] += weight
        if ties:
            target: int | None = max(sorted(ties), key=lambda one: ties[one])
        else:
            large = sorted(one for one in inside if size[one] >= SMALLEST)
            target = _most_alike(inside[cluster], large, members, modules, texts) if texts and large else None
        if target is None:
            alone.add(cluster)
            continue
        for node in inside.pop(cluster):
            members[node] = target
            inside[target].append(node)
        size[target] += size.pop(cluster, 0)
        alone.discard(target)
    return members


def _most_alike(
    nodes: Sequence[int], clusters: Sequence[int], members: Sequence[int], modules: int, texts: Texts
) -> int | None:
    wanted = [node for node in nodes if node < modules]
    if not wanted:
        return None
    means = _means(members[:modules], clusters, texts)
    alike = np.asarray((means @ texts.rows[wanted].T).sum(axis=1)).ravel().round(6)
    best = int(alike.argmax())
    return clusters[best] if alike[best] > 0.05 else None


def _means(members: Sequence[int], clusters: Sequence[int], texts: Texts) -> sparse.csr_matrix:
    """Return the mean direction of each cluster's words, as rows."""
    position = {cluster: row for row, cluster in enumerate(clusters)}
    pairs = [(position[cluster], module) for module, cluster in enumerate(members) if cluster in position]
    rows, columns = [row for row, _ in pairs], [module for _, module in pairs]
    ones = np.ones(len(pairs), dtype=np.float32)
    sums = sparse.csr_matrix((ones, (rows, columns)), shape=(len(clusters), len(members))) @ texts.rows
    lengths = np.sqrt(np.asarray(sums.multiply(sums).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1
    return sparse.csr_matrix(sparse.diags(1 / lengths) @ sums)


def reassigned(modules: int, size: int, edges: Edges, members: Membership, texts: Texts | None) -> Membership:
    """Return clusters after every module chose once the one with the largest share of its links, less that cluster's share of all, plus likeness of words."""
    if not edges:
        return members
    clusters = sorted(set(members))
    position = {cluster: column for column, cluster in enumerate(clusters)}
    ends = np.array(list(edges))
    weights = np.array(list(edges.values()))
    half = sparse.coo_matrix((weights, (ends[:, 0], ends[:, 1])), shape=(size, size))
    matrix = (half + half.T).tocsr()
    labels = [position[cluster] for cluster in members]
    choice = sparse.csr_matrix((np.ones(size), (range(size), labels)), shape=(size, len(clusters)))
    degree = np.asarray(matrix.sum(axis=1)).ravel() + 1e-9
    volume = np.asarray(choice.T @ degree).ravel() / degree.sum()
    means = _means(members[:modules], clusters, texts).T if texts is not None else None
    best: list[int] = []
    for start in range(0, modules, ROWS):
        rows = slice(start, min(start + ROWS, modules))
        score = (matrix[rows] @ choice).toarray() / degree[rows, None] - volume[None, :]
        if texts is not None:
            score = score + BY_WORDS * (texts.rows[rows] @ means).toarray()
        best += score.round(9).argmax(axis=1).tolist()
    return [clusters[one] for one in best] + list(members[modules:])
