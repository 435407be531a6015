"""What the other tests rest on: the trap and axe notice what they are there for, and the script that is built may stand in a page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from selenium.webdriver.remote.webdriver import WebDriver

from tests_browser.browser import said, violations
from tests_browser.conftest import AXE

HEAD = '<!doctype html><html lang="en"><meta charset="utf-8"><title>a page</title>'


def test_what_runs_is_noticed(running: WebDriver, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        HEAD + '<main><h1>x</h1><img alt="" src="data:," onerror="alert(1)"><script>nothing()</script></main>'
    )
    running.get(page.as_uri())
    heard = " ".join(said(running))
    assert "alert: 1" in heard
    assert "nothing is not defined" in heard


def test_a_breach_of_the_policy_is_noticed(running: WebDriver, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    policy = '<meta http-equiv="Content-Security-Policy" content="script-src \'none\'">'
    page.write_text(HEAD + policy + "<main><h1>x</h1></main><script>window.ran = 1</script>")
    running.get(page.as_uri())
    assert any("securitypolicyviolation" in one for one in said(running))


def test_faults_of_accessibility_are_noticed(running: WebDriver, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(HEAD + '<main><h1>x</h1><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></main>')
    running.get(page.as_uri())
    assert [one.partition(":")[0] for one in violations(running, AXE.read_text("utf-8"))] == ["image-alt"]
    said(running)


def test_a_page_without_faults_has_none(driver: WebDriver, axe: Callable[[], list[str]], tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(HEAD + "<main><h1>x</h1></main>")
    driver.get(page.as_uri())
    assert axe() == []
