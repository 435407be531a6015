"""Every view in light and dark, with something selected where that opens a panel: axe-core finds nothing serious or critical."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests_browser.page import Report

FIXTURES = Path(__file__).parents[1] / "fixtures"

SHOP = (
    "#/overview",
    "#/graph",
    "#/graph?open=c:orders&selected=c:billing>c:orders&focus=c:orders",
    "#/graph?selected=c:orders&move=shop.billing.services->orders",
    "#/graph?open=c:orders&selected=m:shop/orders/services.py",
    "#/matrix?selected=c:orders",
    "#/tables?selected=t:orders_order",
    "#/seams?base=proposed",
    "#/seams",
    "#/findings",
    "#/coverage",
)

SERVICES = ("#/overview", "#/services", "#/services?selected=s:service|orders", "#/findings")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("project", "fragment"), [*(("shop_bad", one) for one in SHOP), *(("shop_services_bad", one) for one in SERVICES)]
)
def test_nothing_serious(
    page: Report,
    report_of: Callable[[Path], str],
    axe: Callable[[], list[str]],
    project: str,
    fragment: str,
    theme: str,
) -> None:
    page.open(report_of(FIXTURES / project), fragment)
    page.run("document.documentElement.dataset.theme = arguments[0]", theme)
    page.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert "selected" not in fragment or page.find(".panel h2").is_displayed()
    assert axe() == []
