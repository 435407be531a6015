"""The graph that architecture tests ask."""

from __future__ import annotations

from pathlib import Path

import pytest

from boundary_lint import api
from boundary_lint.errors import QueryError

FIXTURES = Path(__file__).parents[2] / "fixtures"


@pytest.fixture(scope="module")
def shop() -> api.Graph:
    return api.load(FIXTURES / "shop_bad", cache=False)


def test_who_writes_and_reads_a_table(shop: api.Graph) -> None:
    accesses = shop.accesses(table="orders_order")
    assert accesses.writers() > {"orders"}
    assert accesses.readers()
    assert accesses.tables() == {"orders_order"}
    assert shop.accesses(table="orders_order", context="orders", op="write").writers() == {"orders"}
    assert {one.owner for one in accesses} == {"orders"}


def test_a_pattern_of_modules_covers_what_lies_below(shop: api.Graph) -> None:
    found = shop.imports(source="shop.payments", target="shop.catalogue")
    assert found
    assert {one.from_context for one in found} == {"payments"}
    assert not shop.imports(source="shop.pay", target="shop.catalogue")
    assert shop.imports(kind="runtime") != shop.imports()


def test_constraints_and_calls(shop: api.Graph) -> None:
    assert {key.to_context for key in shop.foreign_keys(source="billing_*")} == {"orders"}
    services = api.load(FIXTURES / "shop_services_bad", cache=False)
    found = services.calls()
    assert found
    target = next(call.service for call in found if call.service)
    assert {call.service for call in services.calls(target=target)} == {target}


def test_a_query_has_parameters_and_says_what_is_wrong(shop: api.Graph) -> None:
    rows = shop.query("select distinct owner from access where table_name = :table", table="orders_order")
    assert rows == [{"owner": "orders"}]
    with pytest.raises(QueryError, match="no such column"):
        shop.query("select onwer from access")


def test_findings_of_some_rules() -> None:
    found = api.findings(FIXTURES / "shop_bad", rules=["foreign-table-access"], cache=False)
    assert {one.rule for one in found} == {"foreign-table-access"}
