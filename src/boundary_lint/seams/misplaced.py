"""Modules and tables that sit in the wrong context: what they are tied to, and how they speak, belongs to another one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse

from boundary_lint.seams.clusters import BY_WORDS
from boundary_lint.seams.division import SHARED, Division
from boundary_lint.seams.evidence import Evidence
from boundary_lint.seams.network import Network
from boundary_lint.seams.words import Texts, stem

MARGIN = 0.4
"""By how much another context must fit better. A fit is the share of the links, less the context's share of all links, plus half the likeness
of words. Source: read by hand on a shop and a content system; from 0.4 on somebody who knows the code agrees.
"""

LEAST_SHARE = 0.5
"""Share of its links that the better context has at least: what is tied to many belongs to none of them."""

LEAST_LINKS = 2
"""Modules and tables of the better context that it is tied to at least: one link is an accident."""

MOST = 3
"""Links told of each."""


@dataclass(frozen=True)
class Misplaced:
    """A module or table that fits another context better. name: dotted, or the table's; file: "" of a table. now, better: contexts; by: how much better, -1 to 2."""

    kind: str
    name: str
    file: str
    now: str
    better: str
    by: float
    reasons: tuple[str, ...]


def misplaced(evidence: Evidence, network: Network, texts: Texts | None, division: Division) -> tuple[Misplaced, ...]:
    """Return what sits in the wrong context of a division, the clearest first. What is shared is neither moved nor a place to move to."""
    homes = [division.of_file(module.file) for module in evidence.modules]
    homes += [division.of_table(table) for table in network.tables]
    contexts = sorted(set(homes) - {SHARED})
    if len(contexts) < 2 or not network.edges:
        return ()
    fit, share, count = _fits(network, texts, homes, contexts)
    position = {name: column for column, name in enumerate(contexts)}
    found = []
    for node, home in enumerate(homes):
        if home == SHARED:
            continue
        here, best = position[home], int(fit[node].argmax())
        by = float(fit[node, best] - fit[node, here])
        if by >= MARGIN and share[node, best] >= LEAST_SHARE and count[node, best] >= LEAST_LINKS:
            found.append((node, here, best, by))
    reasons = _Reasons(evidence, network, texts, homes)
    found = [one for one in found if reasons.links(one[0], contexts[one[2]])]
    return tuple(
        sorted(
            (
                _record(evidence, network, node, contexts[here], contexts[best], by,
                        tuple(reasons.of(node, contexts[here], contexts[best], share[node, here], share[node, best])))
                for node, here, best, by in found
            ),
            key=lambda one: (-one.by, one.kind, one.name, one.file),
        )
    )  # fmt: skip


def _record(
    evidence: Evidence, network: Network, node: int, now: str, better: str, by: float, reasons: tuple[str, ...]
) -> Misplaced:
    if node >= network.modules:
        return Misplaced("table", network.tables[node - network.modules], "", now, better, round(by, 3), reasons)
    module = evidence.modules[node]
    return Misplaced("module", module.module, module.file, now, better, round(by, 3), reasons)


def _fits(
    network: Network, texts: Texts | None, homes: Sequence[str], contexts: Sequence[str]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return node by context: how well it fits, which share of its links leads there, and to how many nodes."""
    size = network.size
    column = {name: number for number, name in enumerate(contexts)}
    inside = [(node, column[home]) for node, home in enumerate(homes) if home in column]
    rows, columns = [node for node, _ in inside], [number for _, number in inside]
    choice = sparse.csr_matrix((np.ones(len(inside)), (rows, columns)), shape=(size, len(contexts)))
    ends = np.array(list(network.edges))
    weights = np.array(list(network.edges.values()))
    half = sparse.coo_matrix((weights, (ends[:, 0], ends[:, 1])), shape=(size, size))
    matrix = (half + half.T).tocsr()
    degree = np.asarray(matrix.sum(axis=1)).ravel()
    share = (matrix @ choice).toarray() / (degree + 1e-9)[:, None]
    usual = np.asarray(choice.T @ degree).ravel() / degree.sum()
    fit = share - usual[None, :]
    if texts is not None:
        fit[: network.modules] += BY_WORDS * _likeness(texts, choice[: network.modules])
    ones = sparse.csr_matrix((np.ones(matrix.nnz), matrix.indices, matrix.indptr), shape=matrix.shape)
    return fit.round(9), share.round(9), (ones @ choice).toarray()


def _likeness(texts: Texts, choice: sparse.csr_matrix) -> np.ndarray:
    """Return module by context: how alike a module speaks to the context's other modules (cosine). Its own words say nothing of it."""
    sums = choice.T @ texts.rows
    with_all = (texts.rows @ sums.T).toarray()
    own = np.asarray(texts.rows.multiply(texts.rows).sum(axis=1)).ravel()
    squares = np.asarray(sums.multiply(sums).sum(axis=1)).ravel()
    member = choice.toarray()
    others = with_all - member * own[:, None]
    lengths = np.sqrt(np.maximum(squares[None, :] - member * (2 * with_all - own[:, None]), 1e-9))
    return np.asarray(np.where(others > 1e-6, others / lengths, 0.0))


class _Reasons:
    """Says in words why something belongs elsewhere."""

    def __init__(self, evidence: Evidence, network: Network, texts: Texts | None, homes: Sequence[str]) -> None:
        self._evidence, self._network, self._texts, self._homes = evidence, network, texts, homes
        self._around = network.around()
        self._users: dict[str, Counter[str]] = {}
        for (module, table), places in evidence.accesses.items():
            self._users.setdefault(table, Counter())[homes[module]] += places
        self._symbols: dict[tuple[int, int], Counter[str]] = {}
        for (user, (used, name)), mentions in evidence.symbols.items():
            self._symbols.setdefault((user, used), Counter())[name] += mentions

    def of(self, node: int, now: str, better: str, share_now: float, share_better: float) -> Iterator[str]:
        """Yield reasons, the strongest first."""
        yield f"{share_better:.0%} of its links lead to {better}, {share_now:.0%} to {now}".replace("%", " %")
        if node >= self._network.modules:
            yield from self._of_table(node, now, better)
            return
        yield from self.links(node, better)[:MOST]
        if self._texts is not None and (words := self._words(node, better)):
            yield f"speaks of {', '.join(words)}, as {better} does"

    def links(self, node: int, better: str) -> list[str]:
        """Return what ties something to a context, words aside, the strongest first; it is what a move can be argued with."""
        near = [(other, weight) for other, weight in self._around[node].items() if self._homes[other] == better]
        told = (self._link(node, other) for other, _ in sorted(near, key=lambda one: (-one[1], one[0])))
        return [text for text in told if text]

    def _of_table(self, node: int, now: str, better: str) -> Iterator[str]:
        table = self._network.tables[node - self._network.modules]
        places = self._users.get(table, Counter())
        yield f"{better} uses it in {_places(places[better])}, {now} in {_places(places[now])}"
        inside = [(n, m) for (m, t), n in self._evidence.accesses.items() if t == table and self._homes[m] == better]
        for count, module in sorted(inside, key=lambda one: (-one[0], one[1]))[:MOST]:
            yield f"{self._evidence.modules[module].file} uses it in {_places(count)}"

    def _link(self, node: int, other: int) -> str:
        """Return what ties a node to another; "" where words alone do."""
        if node >= self._network.modules:
            return "" if other >= self._network.modules else self._evidence.modules[other].file
        if other >= self._network.modules:
            table = self._network.tables[other - self._network.modules]
            count = self._evidence.accesses[node, table]
            return f"uses {table} in {_places(count)}" if count else f"declares {table}"
        file = self._evidence.modules[other].file
        if out := self._symbols.get((node, other)):
            return f"uses {_some(out)} of {file}"
        if back := self._symbols.get((other, node)):
            return f"{file} uses its {_some(back)}"
        if self._evidence.links[node, other]:
            return f"refers to {file}"
        return f"{file} refers to it" if self._evidence.links[other, node] else ""

    def _words(self, node: int, better: str) -> list[str]:
        """Return the words that a module and a context share, the most telling first, as the module spells them."""
        assert self._texts is not None
        members = [n for n in range(self._network.modules) if self._homes[n] == better]
        common = self._texts.rows[node].multiply(sparse.csr_matrix(self._texts.rows[members].sum(axis=0))).tocoo()
        weight = {self._texts.words[c]: float(v) for c, v in zip(common.col, common.data, strict=True)}
        vocabulary = self._evidence.vocabularies[node]
        spelt: dict[str, Counter[str]] = {}
        for words in (vocabulary.identifiers, vocabulary.definitions, vocabulary.strings):
            for word, count in words.items():
                spelt.setdefault(stem(word), Counter())[word] += count
        best = sorted(weight, key=lambda word: (-round(weight[word], 6), word))[:MOST]
        return [_common(spelt.get(word, Counter()), word) for word in best if weight[word] > 0]


def _common(spellings: Mapping[str, int], word: str) -> str:
    return min(spellings, key=lambda one: (-spellings[one], one)) if spellings else word


def _places(count: int) -> str:
    return "1 place" if count == 1 else f"{count} places"


def _some(names: Counter[str]) -> str:
    best = sorted(names, key=lambda name: (-names[name], name))
    return ", ".join(best[:MOST]) + (f" and {len(best) - MOST} more" if len(best) > MOST else "")
