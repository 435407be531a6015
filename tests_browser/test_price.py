"""What a move of modules costs in the page is what `seams --assume` says of it, or near."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from selenium.webdriver.remote.webdriver import WebDriver

from boundary_lint.config.load import load_config
from boundary_lint.config.patterns import covers
from boundary_lint.facts.program import ProgramFacts
from boundary_lint.pipeline.run import Options, analyse
from boundary_lint.seams.cuts.find import find_crossings
from boundary_lint.seams.cuts.price import price
from boundary_lint.seams.division import Division, declared
from tests_browser.page import Report

SHOP = Path(__file__).parents[1] / "fixtures" / "shop_bad"

NEAR = 10
"""Points by which the page may be wrong about a move in the shop; what it knows before any move is exact."""


@pytest.fixture(scope="module")
def facts() -> ProgramFacts:
    """Return the facts of the shop."""
    return analyse(SHOP, load_config(SHOP), Options(jobs=1)).facts


def exact(facts: ProgramFacts, name: str, context: str) -> float:
    today = declared(facts)
    files = {module.file for module in facts.modules if covers(name, module.module)}
    tables = {model.table for model in facts.models if model.file in files}
    moved = Division(
        {file: context if file in files else own for file, own in today.modules.items()},
        {table: context if table in tables else own for table, own in today.tables.items()},
    )
    return price(find_crossings(facts, moved)).total


@pytest.mark.parametrize(
    ("name", "context"),
    [
        ("shop.orders.services", "payments"),
        ("shop.customers.services", "billing"),
        ("shop.payments.models", "billing"),
        ("shop.billing", "orders"),
    ],
)
def test_a_move_costs_what_it_costs(
    driver: WebDriver, report_of: Callable[[Path], str], facts: ProgramFacts, name: str, context: str
) -> None:
    fragment = urlencode({"move": f"{name}->{context}"})
    page = Report(driver).open(report_of(SHOP), f"#/graph?{fragment}")
    told = re.search(r"([\d,.]+) → ([\d,.]+) points", page.text("#price"))
    assert told is not None
    before, after = (float(number.replace(",", "")) for number in told.groups())
    assert before == price(find_crossings(facts, declared(facts))).total
    expected = exact(facts, name, context)
    assert abs(after - expected) <= NEAR
    assert (after > before) == (expected > before)
