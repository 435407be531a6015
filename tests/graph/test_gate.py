"""What a query reads."""

from __future__ import annotations

import pytest

from boundary_lint.facts.program import ProgramFacts
from boundary_lint.graph import gate
from boundary_lint.graph.store import build


@pytest.mark.parametrize(
    "sql",
    [
        "select operation from dual_write",
        "with place as (select operation from dual_write) select operation from place",
        "with place as (select operation from dual_write union all select sent from dual_write) select operation from place",
        "select operation from (select operation from dual_write)",
    ],
)
def test_views_are_told_wherever_the_query_reads_them(sql: str) -> None:
    with build(ProgramFacts()) as graph:
        assert gate.run(graph, sql).views == {"dual_write"}


def test_a_table_of_the_query_opens_no_private_one() -> None:
    with build(ProgramFacts()) as graph, pytest.raises(gate.QueryFailed, match="not a public view"):
        gate.run(graph, "with place as (select * from dual_write_) select * from place")
