"""Database purity."""

from __future__ import annotations

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundary_lint.seams.figures.data import database_purity


def test_the_mean_entropy_of_the_users_of_each_table() -> None:
    users = {"order": ["shop", "shop"], "invoice": ["shop", "billing"], "stock": ["a", "a", "a", "b"]}

    entropies = [0, log(2), -0.75 * log(0.75) - 0.25 * log(0.25)]
    assert database_purity(users) == pytest.approx(sum(entropies) / 3)


def test_users_that_belong_to_nobody_are_a_cluster_of_their_own() -> None:
    assert database_purity({"order": ["shop", ""]}) == pytest.approx(log(2))


def test_nothing_to_measure() -> None:
    assert database_purity({}) == database_purity({"order": []}) == 0


@given(st.dictionaries(st.text(), st.lists(st.integers(0, 3), max_size=6), max_size=4), st.permutations(range(4)))
def test_names_of_clusters_mean_nothing(users: dict[str, list[int]], names: list[int]) -> None:
    renamed = {table: [names[one] for one in some] for table, some in users.items()}

    assert database_purity(renamed) == pytest.approx(database_purity(users))
    assert 0 <= database_purity(users) <= log(4) + 1e-9
