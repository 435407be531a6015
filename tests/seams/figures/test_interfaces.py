"""SM, ICP, IFN, NED and BCP: cases by hand, the study's own way to count, and what must hold for any."""

from __future__ import annotations

from itertools import combinations, product
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundary_lint.seams.figures.interfaces import (
    business_context_purity,
    inter_call_percentage,
    interface_number,
    non_extreme_distribution,
    structural_modularity,
)

LABELS = "aabb"
CALLS = {(0, 1): 1, (1, 0): 4, (2, 3): 1, (1, 2): 3}

labels = st.lists(st.integers(0, 3), min_size=6, max_size=6)
calls = st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 5)), st.integers(1, 9), max_size=14)

Calls = dict[tuple[int, int], int]


def test_structural_modularity() -> None:
    assert structural_modularity(LABELS, CALLS) == pytest.approx((1 / 4 + 1 / 4) / 2 - 1 / 4)


def test_structural_modularity_of_three_clusters() -> None:
    calls = {(0, 1): 1, (1, 2): 1, (2, 1): 1, (3, 0): 1}

    assert structural_modularity("aabc", calls) == pytest.approx(1 / 4 / 3 - (1 / 2 + 1 / 2) / 3)


def test_inter_call_percentage() -> None:
    total = 1 + (log(4) + 1) + 1 + (log(3) + 1)

    assert inter_call_percentage(LABELS, CALLS) == pytest.approx((log(3) + 1) / total)


def test_calls_of_an_element_to_itself_are_no_calls() -> None:
    assert inter_call_percentage(LABELS, CALLS | {(0, 0): 50}) == inter_call_percentage(LABELS, CALLS)


def test_interface_number() -> None:
    assert interface_number(LABELS, CALLS) == 1 / 2
    assert interface_number("aabc", {(0, 2): 1, (2, 0): 1, (1, 3): 1, (2, 3): 7}) == 3 / 3


def test_non_extreme_distribution() -> None:
    assert non_extreme_distribution("a" * 5 + "b" * 4) == pytest.approx(4 / 9)
    assert non_extreme_distribution("a" * 20 + "b" * 21) == pytest.approx(21 / 41)


def test_business_context_purity() -> None:
    serves = [["pay"], ["pay", "ship"], [], ["ship"], []]

    # a serves pay and ship; b ship and an unknown one; c the unknown one alone
    assert business_context_purity("aabbc", serves) == pytest.approx((log(2) + log(2) + log(1)) / 3)


def test_nothing_to_measure() -> None:
    assert structural_modularity([], {}) == inter_call_percentage([], {}) == interface_number([], {}) == 0
    assert non_extreme_distribution([]) == business_context_purity([], []) == 0
    assert structural_modularity("ab", {}) == inter_call_percentage("ab", {}) == interface_number("ab", {}) == 0
    assert non_extreme_distribution("ab") == 1


def test_one_cluster() -> None:
    assert inter_call_percentage("aaaa", CALLS) == interface_number("aaaa", CALLS) == 0
    assert structural_modularity("aaaa", CALLS) == 3 / 16


def test_singletons() -> None:
    assert inter_call_percentage("abcd", CALLS) == 1
    assert interface_number("abcd", CALLS) == 3 / 4
    assert structural_modularity("abcd", CALLS) == pytest.approx(-3 / 6)


@given(labels, calls)
def test_they_are_what_the_study_counts(some: list[int], found: Calls) -> None:
    clusters = [[i for i, one in enumerate(some) if one == name] for name in sorted(set(some))]

    def touch(pairs: list[tuple[int, int]]) -> int:
        return sum((a, b) in found or (b, a) in found for a, b in pairs)

    def within(members: list[int]) -> list[tuple[int, int]]:
        return [*combinations(members, 2), *((one, one) for one in members)]

    count = len(clusters)
    cohesion = sum(touch(within(c)) / len(c) ** 2 for c in clusters) / count
    between = [
        touch(list(product(c, d))) / (2 * len(c) * len(d)) for c in clusters for d in clusters if c is not d
    ]  # both ways, as the study sums
    coupling = sum(between) / count / (count - 1) * 2 if count > 1 else 0.0

    assert structural_modularity(some, found) == pytest.approx(cohesion - coupling)
    assert interface_number(some, found) == pytest.approx(
        sum(touch(list(product(c, d))) for c, d in combinations(clusters, 2)) / count
    )


@given(labels, calls, st.permutations(range(4)))
def test_names_of_clusters_mean_nothing(some: list[int], found: Calls, names: list[int]) -> None:
    renamed = [names[one] for one in some]
    serves = [[element % 3, element % 2] for element in range(6)]

    assert structural_modularity(renamed, found) == pytest.approx(structural_modularity(some, found))
    assert inter_call_percentage(renamed, found) == inter_call_percentage(some, found)
    assert interface_number(renamed, found) == interface_number(some, found)
    assert non_extreme_distribution(renamed) == non_extreme_distribution(some)
    assert business_context_purity(renamed, serves) == pytest.approx(business_context_purity(some, serves))


@given(labels, calls)
def test_ranges(some: list[int], found: Calls) -> None:
    assert -1 <= structural_modularity(some, found) <= 1
    assert 0 <= inter_call_percentage(some, found) <= 1
    assert interface_number(some, found) >= 0
    assert 0 <= non_extreme_distribution(some) <= 1
