"""Programs with next to nothing, browsers that can do little, and paper: a message or a smaller picture, never a blank page."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium.webdriver.remote.webdriver import WebDriver

from tests_browser.browser import chromium, said
from tests_browser.page import VIEWS, Report
from tests_browser.projects import one_module, written

SHOP = Path(__file__).parents[1] / "fixtures" / "shop_bad"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory, report_of: Callable[[Path], str]) -> str:
    return report_of(written(tmp_path_factory.mktemp("empty"), {"nothing.py": ""}))


@pytest.fixture(scope="module")
def single(tmp_path_factory: pytest.TempPathFactory, report_of: Callable[[Path], str]) -> str:
    return report_of(one_module(tmp_path_factory.mktemp("single")))


@pytest.mark.parametrize("view", VIEWS)
def test_programs_with_next_to_nothing(page: Report, empty: str, single: str, view: str) -> None:
    for url in (empty, single):
        page.open(url, f"#/{view}")
        assert page.find("main h1")
        assert len(page.text("main")) > 20, view
        assert not page.is_wider_than_the_window()
    if view == "graph":
        assert "No contexts were found: declare them in the configuration" in page.text("main")


@pytest.fixture(scope="module")
def without_wasm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    with chromium(tmp_path_factory.mktemp("profile")) as browser:
        browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": "delete globalThis.WebAssembly"})
        yield browser


def test_a_browser_without_webassembly_shows_lists(without_wasm: WebDriver, report_of: Callable[[Path], str]) -> None:
    page = Report(without_wasm).open(report_of(SHOP), "#/graph")
    assert "no WebAssembly" in page.text("main")
    page.named("main button", "billing → orders").click()
    page.until(lambda: "shop/billing/services.py:11" in page.text(".panel"))
    for view in VIEWS:
        page.go(f"#/{view}")
        page.until(lambda: len(page.text("main")) > 50)
    assert [one for one in said(without_wasm) if "WebAssembly" not in one and "wasm" not in one] == []


def test_a_browser_without_webgl_draws(tmp_path: Path, report_of: Callable[[Path], str]) -> None:
    with chromium(tmp_path, "--disable-3d-apis", "--disable-accelerated-2d-canvas") as browser:
        page = Report(browser).open(report_of(SHOP), "#/graph")
        page.box("billing").click()
        page.until(lambda: page.text(".panel h2") == "billing")
        assert said(browser) == []


def test_a_browser_without_script_says_what_is_there(page: Report, report_of: Callable[[Path], str]) -> None:
    page.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        page.driver.get(report_of(SHOP))
        assert "5 contexts" in page.text("main")
        assert "needs JavaScript" in page.text("main")
    finally:
        page.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.parametrize("width", [320, 800])
def test_a_small_window_is_wide_enough(page: Report, report_of: Callable[[Path], str], width: int) -> None:
    metrics = {"width": width, "height": 700, "deviceScaleFactor": 1, "mobile": False}
    page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        page.open(report_of(SHOP))
        for view in VIEWS:
            page.go(f"#/{view}?selected=c:orders")
            page.find(f"#view-{view}[aria-current=page]") if view != "services" else page.find("main h1")
            assert not page.is_wider_than_the_window(), view
    finally:
        page.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_all_of_a_drawing_is_on_paper(page: Report, report_of: Callable[[Path], str]) -> None:
    page.open(report_of(SHOP), "#/graph")
    for _ in range(6):
        page.named(".zoom button", "Larger").click()
    transform = "return document.querySelector('.drawing > g').getAttribute('transform')"
    before = page.run(transform)
    outside = """
        const frame = document.querySelector(".drawing").getBoundingClientRect();
        return [...document.querySelectorAll(".drawing .node")].map((node) => node.getBoundingClientRect())
            .filter((box) => box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom).length"""
    assert page.run(outside) > 0
    page.run("dispatchEvent(new Event('beforeprint'))")
    assert page.run(outside) == 0
    page.run("dispatchEvent(new Event('afterprint'))")
    assert page.run(transform) == before


@pytest.mark.parametrize("view", ["overview", "graph", "matrix", "findings"])
def test_paper_shows_the_view_and_no_buttons(page: Report, report_of: Callable[[Path], str], view: str) -> None:
    page.open(report_of(SHOP), f"#/{view}?selected=c:orders")
    page.run("document.documentElement.dataset.theme = 'dark'")
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert not page.find("nav").is_displayed()
        assert not page.find("#theme").is_displayed()
        assert not any(one.is_displayed() for one in page.all(".toolbar, .filters, .zoom"))
        assert page.find("body").value_of_css_property("background-color") == "rgba(255, 255, 255, 1)"
        assert not page.is_wider_than_the_window()
        paper = page.driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})
        assert base64.b64decode(paper["data"]).startswith(b"%PDF")
    finally:
        page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
