"""What all browser tests stand on: one browser, and reports of projects, each made once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from selenium.webdriver.remote.webdriver import WebDriver

from tests.cli.inside import inside
from tests_browser.browser import chromium, said, violations
from tests_browser.page import Report

AXE = Path(__file__).parents[1] / "web" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    """Return the browser of all tests."""
    with chromium(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture
def driver(running: WebDriver) -> Iterator[WebDriver]:
    """Return the browser, empty; what went wrong in its pages fails the test."""
    running.get("about:blank")
    said(running)
    yield running
    assert said(running) == []


@pytest.fixture
def axe(driver: WebDriver) -> Callable[[], list[str]]:
    """Return what tells the serious and critical violations of accessibility in the page of now."""
    script = AXE.read_text("utf-8")
    return lambda: violations(driver, script)


@pytest.fixture(scope="session")
def report_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], str]:
    """Return what writes the report of a program, once, and says where it is."""

    @cache
    def written(project: Path) -> str:
        file = tmp_path_factory.mktemp("report") / "report.html"
        done = inside("report", str(project), "--no-cache", "-o", str(file))
        assert done.returncode == 0, done.stderr
        return file.as_uri()

    return written


@pytest.fixture
def page(driver: WebDriver) -> Report:
    """Return what opens a report and answers for it."""
    return Report(driver)
