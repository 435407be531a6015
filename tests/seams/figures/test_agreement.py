"""Agreement of partitions: cases by hand, and what must hold for any."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundary_lint.seams.figures.agreement import (
    adjusted_mutual_information,
    adjusted_rand_index,
    furthest_mojo,
    is_same,
    mojo,
    mojofm,
)

labels = st.lists(st.integers(0, 4), max_size=12)
pairs = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=12)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("aabb", "xxyy", 0),
        ("aaab", "xxyy", 1),  # move the third
        ("abcc", "xxyy", 1),  # join a and b
        ("aaaa", "xxyy", 2),  # move two
        ("abab", "xxyy", 2),
        ("", "", 0),
    ],
)
def test_mojo(a: str, b: str, expected: int) -> None:
    assert mojo(a, b) == expected


def test_furthest_mojo() -> None:
    assert furthest_mojo([1, 2, 2, 3, 3, 3]) == 3
    assert furthest_mojo("xxyy") == 2
    assert furthest_mojo("abcd") == 3
    assert furthest_mojo("") == 0


def test_mojofm() -> None:
    assert mojofm("aaab", "xxyy") == 50
    assert mojofm("aaaa", "xxyy") == 0
    assert mojofm("abcd", "xxyy") == 0


def test_a_long_chain_of_equal_choices() -> None:
    # cluster i shares one element each with i and i + 1
    a = [number for number in range(5000) for _ in range(2)]
    b = [number + step for number in range(5000) for step in range(2)]

    assert mojo(a, b) == 5000


def test_mojofm_has_a_direction() -> None:
    assert mojofm("abcc", "xxxx") != mojofm("xxxx", "abcc")


def test_adjusted_rand_index() -> None:
    # 4 choose 2 = 6 pairs; together in a: 2, in b: 1, in both: 1; expected 2 * 1 / 6; (1 - 1/3) / (3/2 - 1/3)
    assert adjusted_rand_index("aabb", "xxyz") == pytest.approx(4 / 7)
    assert adjusted_rand_index("aabb", "xyxy") == pytest.approx(-0.5)
    assert adjusted_rand_index("aaaa", "wxyz") == 0


def test_adjusted_mutual_information_of_what_separates_nothing() -> None:
    assert adjusted_mutual_information("aaaa", "xxyy") == 0
    assert adjusted_mutual_information("aaaa", "xxxx") == 1
    assert adjusted_mutual_information("abcd", "wxyz") == 1


@given(labels)
def test_the_same_partition_agrees_wholly(some: list[int]) -> None:
    renamed = [(7 * one + 3) % 11 for one in some]

    assert is_same(some, renamed)
    assert adjusted_mutual_information(some, renamed) == adjusted_rand_index(some, renamed) == 1
    assert mojo(some, renamed) == 0
    assert mojofm(some, renamed) == 100


@given(pairs, st.permutations(range(5)), st.permutations(range(5)))
def test_names_of_clusters_mean_nothing(some: list[tuple[int, int]], left: list[int], right: list[int]) -> None:
    a, b = [x for x, _ in some], [y for _, y in some]
    c, d = [left[x] for x in a], [right[y] for y in b]

    assert adjusted_mutual_information(c, d) == pytest.approx(adjusted_mutual_information(a, b), abs=1e-5)
    assert adjusted_rand_index(c, d) == pytest.approx(adjusted_rand_index(a, b))
    assert mojo(c, d) == mojo(a, b)
    assert mojofm(c, d) == mojofm(a, b)


@given(pairs)
def test_ranges(some: list[tuple[int, int]]) -> None:
    a, b = [x for x, _ in some], [y for _, y in some]

    assert 0 <= mojo(a, b) <= furthest_mojo(b)
    assert 0 <= mojofm(a, b) <= 100
    assert -0.5 <= adjusted_rand_index(a, b) <= 1
    assert adjusted_mutual_information(a, b) <= 1
    assert adjusted_rand_index(a, b) == pytest.approx(adjusted_rand_index(b, a))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=5))
def test_mojo_is_the_fewest_moves_and_joins(some: list[tuple[int, int]]) -> None:
    a, b = [x for x, _ in some], [y for _, y in some]

    assert mojo(a, b) == steps_between(canonical(a), canonical(b))


def steps_between(start: tuple[int, ...], end: tuple[int, ...]) -> int:
    """Return the fewest moves and joins, by trying all."""
    depth = {start: 0}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        if here == end:
            return depth[here]
        for after in after_one_step(here):
            if after not in depth:
                depth[after] = depth[here] + 1
                queue.append(after)
    raise AssertionError("moves alone lead from any partition to any other")


def after_one_step(partition: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    names = sorted(set(partition))
    for position in range(len(partition)):
        for name in [*names, len(partition)]:
            yield canonical([*partition[:position], name, *partition[position + 1 :]])
    for a in names:
        for b in names:
            yield canonical([b if name == a else name for name in partition])


def canonical(some: list[int]) -> tuple[int, ...]:
    names = {name: number for number, name in enumerate(dict.fromkeys(some))}
    return tuple(names[name] for name in some)
