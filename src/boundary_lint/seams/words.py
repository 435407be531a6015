"""How alike modules speak: TF-IDF of their words, with what all modules of one technical role say taken out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import scipy.sparse as sparse

from boundary_lint.facts.vocabulary import Vocabulary

STRINGS, DEFINITIONS = 1.0, 2.0
"""Weight of a word in a text and in the name of a definition, beside 1 for any identifier. Source: seam study, configuration "natural"."""

MIN_MODULES = 2
"""A word that fewer modules use tells nothing of what they share."""

MAX_SHARE = 0.15
"""A word that a larger share of the modules uses belongs to no domain. Source: seam study."""

MIN_ROLE = 4
"""Modules of one file name (``views``, ``admin``) from which on it is a technical role. Source: seam study."""

_ENDINGS = (
    ("ies", "y", 2), ("sses", "ss", 1), ("ss", "ss", 1), ("es", "", 4), ("s", "", 3), ("ing", "", 4), ("ed", "", 4), ("e", "", 4),
)  # fmt: skip
"""Endings of number and tense, what takes their place, and how many letters must be left: "issues" and "issue" are one, "notes" and "not" are two."""


@lru_cache(maxsize=1 << 16)
@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return a word without the ending of its number or tense: crude, the same for all."""
    for ending, instead, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word[: -len(ending)] + instead
    return word


def counted(vocabulary: Vocabulary, banned: frozenset[str] = frozenset()) -> Counter[str]:
    """Return the weight of each stem in a module. banned: words and stems that are left out."""
    found: Counter[str] = Counter()
    for weight, words in (
        (1.0, vocabulary.identifiers), (DEFINITIONS, vocabulary.definitions), (STRINGS, vocabulary.strings),
    ):  # fmt: skip
        for word, count in words.items():
            stemmed = stem(word)
            if word not in banned and stemmed not in banned:
                found[stemmed] += weight * count  # type: ignore[assignment]  # weights are whole or not
    return found


class Texts:
    """The modules' words as rows of a sparse matrix of unit length: ``rows @ rows.T`` is how alike they are."""

    def __init__(
        self, vocabularies: Sequence[Vocabulary], roles: Sequence[str], banned: frozenset[str] = frozenset()
    ) -> None:
        """roles: the technical role of each module, "" for none; its mean is taken out of each. Source: seam study, finding 4."""
        counts = [counted(vocabulary, banned) for vocabulary in vocabularies]
        spread = Counter(word for one in counts for word in one)
        limit = max(MIN_MODULES, MAX_SHARE * len(counts))
        self.words = sorted(word for word, modules in spread.items() if MIN_MODULES <= modules <= limit)
        position = {word: column for column, word in enumerate(self.words)}
        rows, columns, values = [], [], []
        for row, one in enumerate(counts):
            for word, count in one.items():
                if (column := position.get(word)) is not None:
                    rows.append(row)
                    columns.append(column)
                    values.append((1 + math.log(count)) * _rarity(len(counts), spread[word]))
        matrix = sparse.csr_matrix((values, (rows, columns)), shape=(len(counts), len(self.words)), dtype=np.float32)
        self.rows = _without_roles(_unit(matrix), roles)

    @property
    def silent(self) -> list[int]:
        """Modules that say nothing of what others say, too."""
        return [int(row) for row in np.flatnonzero(self.rows.getnnz(axis=1) == 0)]


def _rarity(modules: int, using: int) -> float:
    """Return the inverse document frequency, smoothed as in scikit-learn: ln((1 + n) / (1 + df)) + 1."""
    return math.log((1 + modules) / (1 + using)) + 1


def _unit(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1
    return sparse.csr_matrix(sparse.diags(1 / lengths) @ matrix, dtype=np.float32)


def _without_roles(matrix: sparse.csr_matrix, roles: Sequence[str]) -> sparse.csr_matrix:
    """Return rows without the mean of their role, then without the mean of all, nothing below zero, of unit length."""
    members: dict[str, list[int]] = {}
    for row, role in enumerate(roles):
        if role:
            members.setdefault(role, []).append(row)
    labels = np.full(matrix.shape[0], -1)
    means = []
    for number, (_, rows) in enumerate(sorted((r, m) for r, m in members.items() if len(m) >= MIN_ROLE)):
        labels[rows] = number
        means.append(sparse.csr_matrix(matrix[rows].mean(axis=0)))
    if means:
        matrix = _less(matrix, sparse.vstack(means).tocsr(), labels)
    overall = sparse.csr_matrix(matrix.mean(axis=0)) if matrix.shape[0] else matrix
    return _unit(_less(matrix, overall, np.zeros(matrix.shape[0], dtype=int)))


def _less(matrix: sparse.csr_matrix, means: sparse.csr_matrix, labels: np.ndarray) -> sparse.csr_matrix:
    """Return each row less the mean with its label (-1: none), nothing below zero. Only entries that are there can stay above zero."""
    result = matrix.copy()
    dense = [np.asarray(means[number].todense()).ravel() for number in range(means.shape[0])]
    for row in range(result.shape[0]):
        if labels[row] >= 0:
            start, end = result.indptr[row], result.indptr[row + 1]
            result.data[start:end] -= dense[labels[row]][result.indices[start:end]]
    result.data = np.maximum(result.data, 0)
    result.eliminate_zeros()
    return result


def neighbours(rows: sparse.csr_matrix, count: int, least: float) -> dict[tuple[int, int], float]:
    """Return (module, module) -> how alike, for the most alike of each that are more alike than ``least`` (cosine)."""
    found: dict[tuple[int, int], float] = {}
    step = 1000
    for start in range(0, rows.shape[0], step):
        block = np.asarray((rows[start : start + step] @ rows.T).todense())
        for offset, alike in enumerate(block.round(6)):
            row = start + offset
            alike[row] = 0
            if len(alike) < 2:
                continue
            best = np.argpartition(-alike, min(count, len(alike) - 1))[: count + 1].tolist()
            for other in sorted(best, key=lambda one: (-alike[one], one))[:count]:
                if alike[other] > least:
                    pair = (row, int(other)) if row < other else (int(other), row)
                    found[pair] = found.get(pair, 0.0) + float(alike[other])
    return found
