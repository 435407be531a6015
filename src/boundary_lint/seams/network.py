"""The evidence as one weighted graph of modules and tables: every signal scaled alike, and hubs divided by their users."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from boundary_lint.facts.vocabulary import words
from boundary_lint.seams.evidence import Evidence
from boundary_lint.seams.packages import package_ties
from boundary_lint.seams.words import Texts, neighbours, stem

LINKS, SYMBOLS, DATA, TEXT, NAMES = 1.0, 1.5, 1.5, 0.4, 0.5
"""Share of each signal, which is scaled to a mean weighted degree of 1 before. Source: seam study, configuration "natural"; it sits on a
plateau, so these are round numbers.
"""

PACKAGES = 1.0
"""Share of the packages of today, where they are to be respected: as much as links have. Chosen, not measured: authors' packages are what the
benchmark compares with, so any weight would look good there.
"""

OWN, KEYS = 2.0, 0.3
"""Weight of a table's edge to the module that declares it, and of a foreign key, beside accesses. Source: seam study."""

ALIKE, LEAST_ALIKE = 10, 0.2
"""Modules that speak most alike a module is tied to, and the least likeness (cosine). Source: seam study."""

Edges = dict[tuple[int, int], float]
"""(node, node), the smaller first -> weight."""


@dataclass
class Network:
    """The graph: nodes 0 to ``modules`` - 1 are modules, those after them ``tables``; edges without direction."""

    modules: int
    tables: list[str]
    edges: Edges = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Number of nodes."""
        return self.modules + len(self.tables)

    def add(self, part: Mapping[tuple[int, int], float], share: float, over: int | None = None) -> None:
        """Add a signal, scaled so that a module has the weighted degree ``share`` on average. over: modules to take the mean of; default: all."""
        total = sum(part.values())
        if total > 0:
            scale = share * (self.modules if over is None else over) / (2 * total)
            for pair, weight in part.items():
                self.edges[pair] = self.edges.get(pair, 0.0) + scale * weight

    def around(self) -> list[dict[int, float]]:
        """Return node -> its neighbours and the weights to them."""
        found: list[dict[int, float]] = [{} for _ in range(self.size)]
        for (a, b), weight in self.edges.items():
            found[a][b] = weight
            found[b][a] = weight
        return found


def build(evidence: Evidence, texts: Texts | None, packages: bool = False) -> Network:
    """Return the graph of the evidence. texts: None leaves words out; packages: whether those of today are evidence, too."""
    network = Network(len(evidence.modules), evidence.tables)
    network.add(_links(evidence), LINKS)
    network.add(_symbols(evidence), SYMBOLS)
    network.add(_data(evidence, network), DATA)
    if texts is not None:
        alike = neighbours(texts.rows, ALIKE, LEAST_ALIKE)
        network.add(alike, TEXT, over=len({module for pair in alike for module in pair}))
        network.add(_names(evidence), NAMES)
    if packages:
        network.add(package_ties(evidence.modules), PACKAGES)
    network.edges = dict(sorted(network.edges.items()))
    return network


def imports_alone(evidence: Evidence) -> Network:
    """Return the graph of plain imports, each of weight 1: what most tools cluster, to compare with."""
    return Network(len(evidence.modules), [], dict.fromkeys(sorted({_pair(a, b) for a, b in evidence.imports}), 1.0))


def _pair(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def _put(edges: dict[tuple[int, int], float], a: int, b: int, weight: float) -> None:
    if a != b and weight > 0:
        pair = _pair(a, b)
        edges[pair] = edges.get(pair, 0.0) + weight


def _links(evidence: Evidence) -> Edges:
    """Return links of modules, divided by the number of the target's users. Source: seam study, finding 1."""
    users: dict[int, set[int]] = defaultdict(set)
    for user, used in evidence.links:
        users[used].add(user)
    edges: Edges = {}
    for (user, used), count in evidence.links.items():
        _put(edges, user, used, (1 + math.log(count)) / len(users[used]))
    return edges


def _symbols(evidence: Evidence) -> Edges:
    """Return links by class and function, divided by the number of its users. Source: seam study, finding 2."""
    users: dict[tuple[int, str], set[int]] = defaultdict(set)
    for user, symbol in evidence.symbols:
        users[symbol].add(user)
    edges: Edges = {}
    for (user, symbol), count in evidence.symbols.items():
        _put(edges, user, symbol[0], (1 + math.log(1 + count)) / len(users[symbol]))
    return edges


def _data(evidence: Evidence, network: Network) -> Edges:
    """Return edges to tables, divided by the root of the number of the table's users. Source: seam study, finding 3."""
    node = {table: network.modules + index for index, table in enumerate(network.tables)}
    users = Counter(table for _, table in evidence.accesses)
    edges: Edges = {}
    for (module, table), count in evidence.accesses.items():
        _put(edges, module, node[table], (1 + math.log(count)) / math.sqrt(users[table]))
    for table, module in evidence.owners.items():
        _put(edges, module, node[table], OWN)
    pointing = Counter(target for _, target in evidence.keys)
    for source, target in evidence.keys:
        if source in node and target in node:
            _put(edges, node[source], node[target], KEYS / math.sqrt(pointing[target]))
    return edges


def _names(evidence: Evidence) -> Edges:
    """Return edges from modules to those that declare an entity whose name their own definitions carry: ``OrderForm`` to ``Order``."""
    by_word: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for table, module in sorted(evidence.owners.items()):
        named = frozenset(stem(word) for word in words(evidence.entities[table]))
        for word in sorted(named):
            by_word[word].append((module, len(named)))
    edges: Edges = {}
    for index, vocabulary in enumerate(evidence.vocabularies):
        defined: Counter[str] = Counter()
        for word, count in vocabulary.definitions.items():
            defined[stem(word)] += count
        for word, count in defined.items():
            for module, length in by_word.get(word, ()):
                _put(edges, index, module, math.log1p(count) / len(by_word[word]) / length)
    return edges
