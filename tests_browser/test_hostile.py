"""Names that are HTML, script, SVG or 10,000 characters long, everywhere a name can stand: nothing runs, and the page is as wide as the window.

That nothing runs is asked by the fixture of the browser, after every test here.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from selenium.webdriver.common.keys import Keys

from tests_browser.page import VIEWS, Report, key
from tests_browser.projects import LONG, RUNS, hostile, hostile_services


@pytest.fixture(scope="module")
def monolith(tmp_path_factory: pytest.TempPathFactory, report_of: Callable[[Path], str]) -> str:
    return report_of(hostile(tmp_path_factory.mktemp("hostile") / "<img src=x onerror=alert('project')>"))


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory, report_of: Callable[[Path], str]) -> str:
    return report_of(hostile_services(tmp_path_factory.mktemp("services") / "<script>alert('project')</script>"))


def all_opened(page: Report) -> None:
    """Open everything that can be opened, twice: what is inside is made when it is."""
    for _ in range(3):
        page.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        page.run("return new Promise((done) => setTimeout(done, 50))")


def holds(page: Report) -> None:
    """Ask that the page is made of our own elements alone, and fits the window."""
    strangers = (
        "img, iframe, object, embed, base, form[action], a[href^='javascript'], [onload], [onerror], [onmouseover]"
    )
    assert page.run("return document.querySelectorAll(arguments[0]).length", strangers) == 0
    assert page.run("return document.querySelectorAll('script').length") == 2
    assert not page.is_wider_than_the_window()


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_of_a_monolith(page: Report, monolith: str, view: str) -> None:
    page.open(monolith, f"#/{view}")
    all_opened(page)
    holds(page)


@pytest.mark.parametrize("view", ["overview", "services", "findings", "coverage"])
def test_every_view_of_services(page: Report, services: str, view: str) -> None:
    page.open(services, f"#/{view}")
    all_opened(page)
    holds(page)


@pytest.mark.parametrize("name", [*RUNS, LONG], ids=lambda name: name[:12])
def test_a_context_is_selected_opened_and_followed(page: Report, monolith: str, name: str) -> None:
    names = [*RUNS, LONG]
    other = names[(names.index(name) + 1) % len(names)]
    own = quote(key("c", name))
    page.open(monolith, f"#/graph?open={own}&selected={own}&base=today")
    assert "4 modules · 1 table" in page.text(".panel")
    all_opened(page)
    holds(page)
    edge = quote(key("c", name) + ">" + key("c", other))
    page.go(f"#/graph?selected={edge}")
    page.until(lambda: f"shop/c{names.index(name)}/" in page.text(".panel"))
    assert ":2" in page.text(".panel")
    holds(page)


def test_what_is_in_the_address_is_text(page: Report, monolith: str) -> None:
    evil = quote("<img src=x onerror=alert(1)>")
    page.open(monolith)
    for view in VIEWS:
        page.go(
            f"#/{view}?base={evil}&open={evil}&kind={evil}&focus={evil}&selected=c:{evil}&move={evil}->{evil}&text={evil}&rule={evil}&severity={evil}",
        )
        holds(page)


@pytest.mark.parametrize("name", ["<img src=x onerror", "__proto__", "javascript:alert"])
def test_boxes_are_selected_where_they_are_seen(page: Report, monolith: str, name: str) -> None:
    page.open(monolith, "#/graph")
    page.box(name).click()
    page.until(lambda: name in page.text(".panel h2"))
    assert "4 modules" in page.text(".panel")


def test_services_that_are_not_drawn_are_listed(page: Report, services: str) -> None:
    page.open(services, "#/services")
    assert "the list below the picture has all" in page.text(".crumbs")
    page.named("summary", "by name").click()
    page.named("details .names button", "__proto__").click()
    page.until(lambda: "__proto__" in page.text(".panel h2"))
    holds(page)


def test_what_is_searched_is_text(page: Report, monolith: str) -> None:
    page.open(monolith, "#/graph")
    page.find("#search").send_keys("<script>")
    page.named("[role=option]", "<script>")
    page.keys(Keys.ENTER)
    page.until(lambda: "<script>" in page.text(".panel h2"))
    holds(page)


def test_a_move_between_hostile_contexts_is_told(page: Report, monolith: str) -> None:
    page.open(monolith, "#/seams?move=shop.c0.models->" + quote(RUNS[3]))
    assert "points" in page.text("#price")
    assert RUNS[3] in page.text(".whatif")
    holds(page)
