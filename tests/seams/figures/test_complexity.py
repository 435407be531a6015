"""Complexity, cohesion and coupling over functionalities: cases by hand, and what must hold for any."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundary_lint.seams.figures.complexity import Decomposition, LocalTransaction, Mode, Trace, local_transactions
from tests.seams.figures.oracles import trace

R: Mode = "R"
W: Mode = "W"

traces = st.dictionaries(
    st.sampled_from("fghij"), st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from([R, W])), max_size=8)
)
clusters = st.fixed_dictionaries({table: st.sampled_from("123") for table in "abcd"})


def test_a_local_transaction_keeps_the_first_access_and_a_write_after_a_read() -> None:
    found = local_transactions(trace("1R 1R 1W 1R 2W 2R 2W 1R"), {"1": "one", "2": "two"})

    assert found == [
        LocalTransaction("one", (("1", R), ("1", W))),
        LocalTransaction("two", (("2", W),)),
        LocalTransaction("one", (("1", R),)),
    ]


def test_tables_in_no_cluster_are_left_out() -> None:
    found = local_transactions(trace("1R 9W 1W"), {"1": "one"})

    assert found == [LocalTransaction("one", (("1", R), ("1", W)))]


@pytest.fixture
def crossing() -> Decomposition:
    """Two functionalities that cross both ways, and one that stays."""
    work = {"pay": trace("1R 2W"), "ship": trace("2R 1W 3R"), "look": trace("1R")}
    return Decomposition(work, {"1": "orders", "2": "stock", "3": "stock"})


def test_complexity(crossing: Decomposition) -> None:
    # pay reads 1, which ship writes, and writes 2, which ship reads; look stays in one cluster and meets nobody
    assert crossing.complexities == {"pay": 2, "ship": 2, "look": 0}
    assert crossing.complexity == pytest.approx(4 / 3)
    assert crossing.complexity_of("stock") == 2
    assert crossing.distributed == ["pay", "ship"]


def test_one_local_transaction_meets_another_functionality_once() -> None:
    work = {"f": trace("1R 2R 3R"), "g": trace("1W 2W 3W")}

    assert Decomposition(work, {"1": "a", "2": "a", "3": "b"}).complexities == {"f": 2, "g": 2}


def test_what_reads_and_writes_is_met_by_both() -> None:
    work = {"f": trace("1R 2R"), "g": trace("1R 1W 2R")}

    assert Decomposition(work, {"1": "a", "2": "b"}).complexities == {"f": 1, "g": 1}


def test_cohesion(crossing: Decomposition) -> None:
    assert crossing.cohesion_of("orders") == 1
    assert crossing.cohesion_of("stock") == 0.75  # pay uses one of two, ship both
    assert crossing.cohesion == 0.875


def test_coupling(crossing: Decomposition) -> None:
    # orders is left for 2 (pay) and 3 (ship), of the two tables of stock; stock for 1 (ship), the only one of orders
    assert crossing.coupling_of("orders") == 1
    assert crossing.coupling_of("stock") == 1
    assert crossing.coupling == 1
    assert crossing.coupling_2020 == 3 / 2


def test_hops(crossing: Decomposition) -> None:
    assert crossing.hops == (2 + 3 + 1) / 3


def test_uniform_complexity(crossing: Decomposition) -> None:
    # alone, 3 meets nobody: nothing gets worse
    assert crossing.uniform_complexity == 1
    assert Decomposition(crossing.traces, dict.fromkeys("123", "all")).uniform_complexity == 0


@pytest.mark.parametrize("clusters", [{}, {"1": "a"}, {"1": "a", "2": "b"}])
@pytest.mark.parametrize("work", [{}, {"f": []}])
def test_nothing_to_measure(work: Mapping[str, Trace], clusters: dict[str, str]) -> None:
    found = Decomposition(work, clusters)

    assert found.complexity == found.uniform_complexity == found.cohesion == found.coupling == found.hops == 0
    assert found.coupling_2020 == found.complexity_of("a") == found.cohesion_of("a") == found.coupling_of("a") == 0


def test_one_cluster(crossing: Decomposition) -> None:
    found = Decomposition(crossing.traces, dict.fromkeys("123", "all"))

    assert found.complexity == found.coupling == found.coupling_2020 == 0
    assert found.hops == 1


@given(traces, clusters, st.permutations("123"))
def test_names_of_clusters_mean_nothing(work: dict[str, Trace], of: dict[str, str], names: list[str]) -> None:
    found = Decomposition(work, of)
    renamed = Decomposition(work, {table: names[int(one) - 1] for table, one in of.items()})

    assert renamed.complexities == found.complexities
    assert renamed.cohesion == pytest.approx(found.cohesion, abs=0.0011)
    assert renamed.coupling == pytest.approx(found.coupling, abs=0.0011)
    assert renamed.hops == found.hops


@given(traces, clusters)
def test_ranges(work: dict[str, Trace], of: dict[str, str]) -> None:
    found = Decomposition(work, of)

    assert 0 <= found.cohesion <= 1
    assert 0 <= found.coupling <= 1
    assert 0 <= found.uniform_complexity <= 1
    assert found.complexity >= 0
