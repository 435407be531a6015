"""The report of the bundled shop, used as its readers use it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.select import Select

from tests_browser.page import VIEWS, Report

SHOP = Path(__file__).parents[1] / "fixtures" / "shop_bad"


@pytest.fixture
def shop(driver: WebDriver, report_of: Callable[[Path], str]) -> Callable[[str], Report]:
    """Return what opens the report of the shop at a fragment."""
    return lambda fragment: Report(driver).open(report_of(SHOP), fragment)


def test_it_opens_with_what_there_is(shop: Callable[[str], Report]) -> None:
    page = shop("")
    assert page.text("h1") == "shop_bad"
    assert "5 contexts" in page.text("main")
    assert "billing" in page.text("main")
    assert page.driver.title.startswith("Overview · shop_bad")


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_has_a_heading_and_an_address(shop: Callable[[str], Report], view: str) -> None:
    page = shop(f"#/{view}")
    assert len(page.all("h1")) == 1
    assert len(page.text("main")) > 50
    assert page.fragment in (f"/{view}", "")
    if view != "services":  # of which the shop has none
        assert page.find("nav [aria-current=page]").get_attribute("id") == f"view-{view}"
    assert not page.is_wider_than_the_window()


def test_a_module_is_found_and_its_context_opened(shop: Callable[[str], Report]) -> None:
    page = shop("#/graph")
    page.find("#search").send_keys("orders.serv")
    page.named("[role=option]", "shop.orders.services")
    page.keys(Keys.ENTER)
    assert page.box("shop.orders.services").get_attribute("aria-pressed") == "true"
    assert "shop.orders.services" in page.text(".panel h2")
    page.find("#search").send_keys("no such thing")
    page.named("[role=option]", "nothing of this name")


def test_a_context_is_opened_and_closed(shop: Callable[[str], Report]) -> None:
    page = shop("#/graph")
    page.box("orders").click()
    page.named(".panel button", "Open").click()
    assert page.box("orders_order")
    assert page.box("shop.orders.views")
    page.named(".panel button", "Close").click()
    page.until(lambda: not page.all(".drawing .cluster"))


def test_an_edge_is_followed_to_its_line(shop: Callable[[str], Report]) -> None:
    page = shop("#/graph")
    page.run(
        "[...document.querySelectorAll('.drawing .edge')].find((e) => e.textContent.startsWith('billing → orders')).dispatchEvent(new MouseEvent('click', {bubbles: true}))"
    )
    page.until(lambda: page.text(".panel h2") == "billing → orders")
    shown = page.text(".panel")
    assert "shop/billing/services.py:11" in shown
    assert "order = Order.objects.get(number=number)" in shown
    assert "foreign-table-access" in shown


def test_an_edge_can_be_clicked_where_it_is_seen(shop: Callable[[str], Report]) -> None:
    page = shop("#/graph")
    page.named(".drawing .edge text", "10").click()
    page.until(lambda: page.text(".panel h2") == "payments → billing")


def test_a_cell_of_the_matrix_leads_to_its_lines(shop: Callable[[str], Report]) -> None:
    page = shop("#/matrix")
    page.named(".matrix td button", "billing depends on orders").click()
    page.until(lambda: "shop/billing/services.py:11" in page.text(".panel"))


def price(text: str) -> tuple[float, float]:
    before, after = re.search(r"([\d,.]+) → ([\d,.]+) points", text).groups()  # type: ignore[union-attr]
    return float(before.replace(",", "")), float(after.replace(",", ""))


def test_a_module_is_moved_and_the_price_changes(shop: Callable[[str], Report]) -> None:
    page = shop("#/graph")
    page.find("#search").send_keys("shop.billing.services")
    page.named("[role=option]", "shop.billing.services")
    page.keys(Keys.ENTER)
    Select(page.find("#move-to")).select_by_visible_text("orders")
    told = price(page.text(".move output"))
    assert told[0] != told[1]
    page.named(".move button", "Move").click()
    page.until(lambda: page.all(".whatif"))
    assert price(page.text("#price")) == told
    assert "move=" in page.fragment
    page.find("#view-seams").click()
    assert price(page.text("#price")) == told
    page.named(".whatif button", "Undo all").click()
    page.until(lambda: not page.all(".whatif"))


def test_the_state_stands_in_the_address(shop: Callable[[str], Report]) -> None:
    page = shop("#/graph")
    page.box("orders").click()
    page.named(".panel button", "Open").click()
    page.find("#kind-imports").click()
    page.until(lambda: "kind=" in page.fragment)
    page.find("#all-edges").click()
    page.until(lambda: "all=1" in page.fragment)
    before = page.fragment
    shown = page.text("main")
    page.driver.refresh()
    page.ready()
    assert (page.fragment, page.text("main")) == (before, shown)
    page.driver.back()
    page.until(lambda: not page.find("#all-edges").is_selected())
    assert not page.find("#kind-imports").is_selected()


def test_findings_are_filtered_and_lead_to_their_rule(shop: Callable[[str], Report]) -> None:
    page = shop("#/findings?rule=foreign-table-access")
    assert "foreign-table-access" in page.text("main")
    assert page.all("main .findings > li")
    page.find("#text").send_keys("customers")
    page.until(lambda: "text=customers" in page.fragment)
    assert all("customers" in one.text for one in page.all("main .findings > li"))


def test_tables_say_who_writes_them(shop: Callable[[str], Report]) -> None:
    page = shop("#/tables")
    page.named("tbody th button", "orders_order").click()
    assert "billing writes it" in page.text(".panel")
    assert "billing" in page.named("tbody tr.foreign", "orders_order").text


def test_it_is_used_with_the_keyboard_alone(shop: Callable[[str], Report]) -> None:
    """From the first key to the line of code that ties two contexts, and back."""
    page = shop("#/overview")
    page.keys(Keys.TAB)
    assert page.focused() == "Skip to the content"
    page.keys(Keys.TAB, Keys.TAB)
    assert page.focused() == "Graph"
    page.keys(Keys.ENTER)
    page.find(".drawing")
    until_focused(page, "billing")
    page.keys(Keys.ENTER)
    page.until(lambda: page.text(".panel h2") == "billing")
    assert page.focused().startswith("billing")
    page.keys(Keys.ENTER, held=Keys.SHIFT)
    page.box("shop.billing.services")
    until_focused(page, "orders · ")
    page.keys(Keys.ENTER)
    until_focused(page, "read · ")
    page.keys(Keys.ENTER if "shop/billing/services.py:11" not in page.text(".panel") else "")
    page.until(lambda: "shop/billing/services.py:11" in page.text(".panel"))
    page.keys(Keys.ESCAPE)
    page.until(lambda: not page.all(".panel"))
    assert page.run("return document.activeElement.id") == "main"


def until_focused(page: Report, name: str) -> None:
    """Press Tab until something of this name has the focus."""
    for _ in range(80):
        if page.focused().startswith(name):
            return
        page.keys(Keys.TAB)
    raise AssertionError(f"{name} is never focused")


def test_the_drawing_is_moved_and_enlarged(shop: Callable[[str], Report]) -> None:
    page = shop("#/graph")

    def transform() -> object:
        return page.find(".drawing > g").get_attribute("transform")

    page.until(transform)
    before = transform()
    page.named(".zoom button", "Larger").click()
    page.until(lambda: transform() != before)
    page.named(".zoom button", "Fit").click()
    page.until(lambda: transform() == before)
    page.box("billing").click()
    page.keys(Keys.ARROW_LEFT)
    page.until(lambda: transform() != before)


def test_light_and_dark(shop: Callable[[str], Report]) -> None:
    page = shop("")
    colours = set()
    for _ in range(2):
        colours.add(page.find("body").value_of_css_property("background-color"))
        page.find("#theme").click()
    assert len(colours) == 2


def test_a_drawing_that_is_kept_acts_on_what_is_seen_now(shop: Callable[[str], Report]) -> None:
    page = shop("#/graph")
    page.find("#all-edges").click()
    page.until(lambda: "all=1" in page.fragment)
    page.box("orders").click()
    page.until(lambda: "selected=" in page.fragment)
    assert "all=1" in page.fragment


def test_a_double_click_opens_a_box_at_the_right(shop: Callable[[str], Report]) -> None:
    page = shop("#/graph")
    ActionChains(page.driver).double_click(page.box("catalogue")).perform()
    page.until(lambda: page.all(".drawing .cluster"))
    assert page.text(".panel h2") == "catalogue"


def test_other_contexts_than_those_of_today_are_said_to_be(shop: Callable[[str], Report]) -> None:
    page = shop("#/matrix?base=proposed")
    assert "proposed contexts" in page.text(".based")
    page.find("#today").click()
    page.until(lambda: not page.all(".based"))


def test_the_last_kind_of_edges_stays(shop: Callable[[str], Report]) -> None:
    page = shop("#/graph?kind=imports")
    assert page.find("#kind-imports").get_attribute("disabled")


def test_an_open_cut_list_stays_open(shop: Callable[[str], Report]) -> None:
    page = shop("#/seams")
    page.named(".cut summary", "billing").click()
    page.until(lambda: page.all(".cut[open] details"))
    page.find("#base-today").click()
    page.until(lambda: page.all(".cut[open] details"))
    assert len(page.all(".cut[open]")) == 1
