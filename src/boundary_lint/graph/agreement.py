"""How far two ways to sort the same things agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from math import exp, lgamma, log


def adjusted_mutual_information(a: Sequence[Hashable], b: Sequence[Hashable]) -> float:
    """Return how much more two partitions of the same things agree than by chance: 1 is the same, 0 is chance.

    The value is dimensionless, at most 1, and 0 where one of the two does not separate anything.

    >>> adjusted_mutual_information("aabb", "xxyy")
    1.0

    Raises:
        ValueError: the sequences differ in length.

    Source: Vinh, Epps, Bailey, JMLR 11 (2010) 2837-2854, with the arithmetic mean of the entropies.
    """
    n = len(a)
    sizes_a, sizes_b, both = Counter(a), Counter(b), Counter(zip(a, b, strict=True))
    if len(sizes_a) < 2 or len(sizes_b) < 2:
        return 0.0
    mutual = sum(k / n * log(n * k / (sizes_a[x] * sizes_b[y])) for (x, y), k in both.items())
    chance = _expected_information(Counter(sizes_a.values()), Counter(sizes_b.values()), n)
    mean = (_entropy(sizes_a.values(), n) + _entropy(sizes_b.values(), n)) / 2
    return round((mutual - chance) / (mean - chance), 6) if mean - chance > 1e-12 else 0.0


def _entropy(sizes: Iterable[int], n: int) -> float:
    return -sum(k / n * log(k / n) for k in sizes)


def _expected_information(sizes_a: Counter[int], sizes_b: Counter[int], n: int) -> float:
    """Return the mutual information that partitions of these sizes have on average. sizes: size -> how many have it."""
    fact = [lgamma(k + 1) for k in range(n + 1)]
    expected = 0.0
    for x, many_x in sizes_a.items():
        for y, many_y in sizes_b.items():
            base = fact[x] + fact[y] + fact[n - x] + fact[n - y] - fact[n]
            for k in range(max(1, x + y - n), min(x, y) + 1):
                chance = exp(base - fact[k] - fact[x - k] - fact[y - k] - fact[n - x - y + k])
                expected += many_x * many_y * chance * k / n * log(n * k / (x * y))
    return expected
