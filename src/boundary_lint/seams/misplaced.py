"""Modules and tables that sit in the wrong context: what they are tied to, and how they speak, belongs to another one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import scipy.sparse as sparse

from boundary_lint.seams.clusters import BY_WORDS
from boundary_lint.seams.constraints import NONE, Constraints, without_shared
from boundary_lint.seams.division import SHARED, Division
from boundary_lint.seams.evidence import Evidence
from boundary_lint.seams.network import Network, build
from boundary_lint.seams.words import Texts, stem

MARGIN = 0.4
"""By how much another context must fit better: by its share of the links, less what it has more of all links anyway, plus half of what it is more alike in
words. Source: read by hand on a shop and a content system; from 0.4 on somebody who knows the code agrees.
"""

LEAST_SHARE = 0.5
"""Share of its links that the better context has at least: what is tied to many belongs to none of them."""

TOOL_SHARE = 2 / 3
"""The least share where the module uses nothing of the better context, and is only used there: what several contexts use is a tool."""

RIVAL = 0.5
"""How much of the better context's share of the links any other may have at most: what is tied to two brings them together."""

LEAST_LINKS = 2
"""Modules and tables of the better context that it is tied to at least: one link is an accident."""

LEAST_WORDS, MORE_WORDS = 0.2, 0.03
"""How much a module speaks like the better context (cosine) at least, and by how much more than like its own: code that is made for something speaks of
it. Of what says nothing that others say, too, links alone decide. Source of these and of `TOOL_SHARE`: read by hand, see docs/seams.md.
"""

MOST = 3
"""Links told of each."""

STEP = 1000
"""Nodes that are looked at at once."""


@dataclass(frozen=True)
class Misplaced:
    """A module or table that fits another context better. name: dotted, or the table's; file: "" of a table. now, better: contexts; by: how much better, -1 to 2.

    links, words: of the context it sits in, and of the better one: shares of its links, and how alike it speaks (cosine; 0 of a table).
    """

    kind: str
    name: str
    file: str
    now: str
    better: str
    by: float
    reasons: tuple[str, ...]
    links: tuple[float, float] = (0.0, 0.0)
    words: tuple[float, float] = (0.0, 0.0)


def misplaced(
    evidence: Evidence, texts: Texts | None, division: Division, constraints: Constraints = NONE, layers: Collection[str] = ()
) -> tuple[Misplaced, ...]:  # fmt: skip
    """Return what sits in the wrong context of a division, the clearest first. What is shared is neither moved nor a place to move to.

    Links are those of the evidence alone: what speaks alike is not linked by that, too. layers: contexts to which no module is moved, because they hold what
    domains left over.
    """
    network = build(evidence, None)
    network.edges = without_shared(network.edges, constraints)
    homes = [division.of_file(module.file) for module in evidence.modules]
    homes += [division.of_table(table) for table in network.tables]
    contexts = sorted(set(homes) - {SHARED})
    if len(contexts) < 2 or not network.edges:
        return ()
    found = [
        one
        for one in _candidates(network, texts, homes, contexts)
        if one.node >= network.modules or (one.better not in layers and not _is_meant(evidence, network, homes, one))
    ]
    reasons = _Reasons(evidence, network, texts, homes)
    told = (
        _record(evidence, network, one, tuple(reasons.of(one))) for one in found if reasons.links(one.node, one.better)
    )
    return tuple(sorted(told, key=lambda one: (-one.by, one.kind, one.name, one.file)))


class _Candidate(NamedTuple):
    """A node that fits another context better. links, words: of the one it sits in and of the better one."""

    node: int
    now: str
    better: str
    by: float
    links: tuple[float, float]
    words: tuple[float, float]


def _record(evidence: Evidence, network: Network, one: _Candidate, reasons: tuple[str, ...]) -> Misplaced:
    kind, name, file = "table", "", ""
    if one.node >= network.modules:
        name = network.tables[one.node - network.modules]
    else:
        kind, name, file = "module", evidence.modules[one.node].module, evidence.modules[one.node].file
    return Misplaced(kind, name, file, one.now, one.better, round(one.by, 3), reasons, one.links, one.words)


def _is_meant(evidence: Evidence, network: Network, homes: Sequence[str], one: _Candidate) -> bool:
    """Tell whether a module sits where it is on purpose: it is all that its context has, or tied to the better one by what it is.

    That is an adapter, whose classes inherit from the other context, or a tool that it only uses, as others do.
    """
    if homes[: network.modules].count(one.now) < 2:
        return True
    if any(heir == one.node and homes[base] == one.better for heir, base in evidence.heirs):
        return True
    used = (other for user, other in evidence.links if user == one.node)
    tables = (
        network.modules + number for number, table in enumerate(network.tables) if evidence.accesses[one.node, table]
    )
    return one.links[1] < TOOL_SHARE and all(homes[node] != one.better for node in (*used, *tables))


def _candidates(
    network: Network, texts: Texts | None, homes: Sequence[str], contexts: Sequence[str]
) -> Iterator[_Candidate]:
    """Yield what fits another context better by the margin. A part of the nodes at a time: the table of nodes and contexts may be large."""
    column = {name: number for number, name in enumerate(contexts)}
    inside = [(node, column[home]) for node, home in enumerate(homes) if home in column]
    rows, columns = [node for node, _ in inside], [number for _, number in inside]
    choice = sparse.csr_matrix((np.ones(len(inside)), (rows, columns)), shape=(network.size, len(contexts)))
    matrix = _links(network)
    ones = sparse.csr_matrix((np.ones(matrix.nnz), matrix.indices, matrix.indptr), shape=matrix.shape)
    degree = np.asarray(matrix.sum(axis=1)).ravel() + 1e-9
    usual = np.asarray(choice.T @ degree).ravel() / degree.sum()
    alike = None if texts is None else _Likeness(texts, choice[: network.modules])
    silent = {*range(network.modules, network.size), *(range(network.modules) if texts is None else texts.silent)}
    for start in range(0, network.size, STEP):
        share = (matrix[start : start + STEP] @ choice).toarray() / degree[start : start + STEP, None]
        count = (ones[start : start + STEP] @ choice).toarray()
        words = np.zeros(share.shape)
        if alike is not None and start < network.modules:
            end = min(start + STEP, network.modules)
            words[: end - start] = alike.of(start, end)
        for row, home in enumerate(homes[start : start + STEP]):
            if home == SHARED:
                continue
            here = column[home]
            fit = share[row] - np.maximum(usual - usual[here], 0) + BY_WORDS * words[row]
            best = int(fit.round(9).argmax())
            by = float((fit[best] - fit[here]).round(9))
            if by < MARGIN or share[row, best].round(9) < LEAST_SHARE or count[row, best] < LEAST_LINKS:
                continue
            if start + row < network.modules and share[row].max() * RIVAL < np.delete(share[row], best).max():
                continue
            there, more = words[row, best].round(9), (words[row, best] - words[row, here]).round(9)
            if (there >= LEAST_WORDS and more >= MORE_WORDS) or start + row in silent:
                links, likeness = (_pair(table, row, here, best) for table in (share, words))
                yield _Candidate(start + row, home, contexts[best], by, links, likeness)


def _links(network: Network) -> sparse.csr_matrix:
    """Return node by node, in both directions."""
    ends, weights = np.array(list(network.edges)), np.array(list(network.edges.values()))
    half = sparse.coo_matrix((weights, (ends[:, 0], ends[:, 1])), shape=(network.size, network.size))
    return (half + half.T).tocsr()


def _pair(table: np.ndarray, row: int, here: int, best: int) -> tuple[float, float]:
    return round(float(table[row, here]), 3), round(float(table[row, best]), 3)


class _Likeness:
    """How alike modules speak to the other modules of each context (cosine): a module's own words say nothing of where it belongs."""

    def __init__(self, texts: Texts, choice: sparse.csr_matrix) -> None:
        self._rows, self._choice = texts.rows, choice
        self._sums = (choice.T @ texts.rows).tocsr()
        self._squares = np.asarray(self._sums.multiply(self._sums).sum(axis=1)).ravel()

    def of(self, start: int, end: int) -> np.ndarray:
        """Return module by context, of the modules from one number up to another."""
        rows, member = self._rows[start:end], self._choice[start:end].toarray()
        with_all = (rows @ self._sums.T).toarray()
        own = np.asarray(rows.multiply(rows).sum(axis=1)).ravel()
        others = with_all - member * own[:, None]
        squares = self._squares[None, :] - member * (2 * with_all - own[:, None])
        return np.asarray(np.where(others > 1e-6, others / np.sqrt(np.maximum(squares, 1e-9)), 0.0))


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

    def of(self, one: _Candidate) -> Iterator[str]:
        """Yield reasons, the strongest first."""
        node, now, better, (share_now, share_better) = one.node, one.now, one.better, one.links
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
        yield f"{better} uses it {_times(places[better])}, {now} {_times(places[now])}"
        inside = [(n, m) for (m, t), n in self._evidence.accesses.items() if t == table and self._homes[m] == better]
        for count, module in sorted(inside, key=lambda one: (-one[0], one[1]))[:MOST]:
            yield f"{self._evidence.modules[module].file} uses it {_times(count)}"

    def _link(self, node: int, other: int) -> str:
        """Return what ties a node to another; "" where words alone do."""
        if node >= self._network.modules:
            return "" if other >= self._network.modules else self._evidence.modules[other].file
        if other >= self._network.modules:
            table = self._network.tables[other - self._network.modules]
            count = self._evidence.accesses[node, table]
            return f"uses {table} {_times(count)}" if count else f"declares {table}"
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


def _times(count: int) -> str:
    return ("never", "once", "twice")[count] if count < 3 else f"{count} times"


def _some(names: Counter[str]) -> str:
    best = sorted(names, key=lambda name: (-names[name], name))
    return ", ".join(best[:MOST]) + (f" and {len(best) - MOST} more" if len(best) > MOST else "")
