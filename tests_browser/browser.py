"""Chromium without a window: how it is started, and what it says of a page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.remote.webdriver import WebDriver

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")

CHROMEDRIVER = os.environ.get("CHROMEDRIVER", "/usr/bin/chromedriver")

_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", "--window-size=1400,900",
)  # fmt: skip
"""Nothing of it looks for the network, and a container is enough."""

_TRAP = """
window.trapped = [];
for (const name of ["alert", "confirm", "prompt", "open"]) window[name] = (text) => { window.trapped.push(`${name}: ${text}`); };
for (const kind of ["error", "unhandledrejection", "securitypolicyviolation"])
  addEventListener(kind, (event) => window.trapped.push(`${kind}: ${event.message ?? event.reason ?? event.violatedDirective}`), true);
"""
"""Before any script of a page: notes what a hostile name would do if it ran, and what went wrong."""


@contextmanager
def chromium(profile: Path, *flags: str) -> Iterator[WebDriver]:
    """Have a browser with a profile of its own.

    Raises:
        FileNotFoundError: it is not installed.
    """
    for program in (CHROMIUM, CHROMEDRIVER):
        if not os.access(program, os.X_OK):
            hint = "install chromium and chromium-driver, or name them in CHROMIUM and CHROMEDRIVER"
            raise FileNotFoundError(f"{program} is missing: {hint}")
    options = Options()
    options.binary_location = CHROMIUM
    for flag in (*_FLAGS, f"--user-data-dir={profile}", *flags):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options, Service(CHROMEDRIVER))  # both are told: nothing is to be downloaded
    try:
        driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": _TRAP})
        yield driver
    finally:
        driver.quit()


def said(driver: WebDriver) -> list[str]:
    """Return what went wrong in the page since it was last asked: in its console, and in the trap."""
    console = [str(entry["message"]) for entry in driver.get_log("browser")]
    return [*console, *driver.execute_script("return (window.trapped ?? []).splice(0)")]


def violations(driver: WebDriver, axe: str) -> list[str]:
    """Return what axe-core finds serious or critical in the page of now. axe: its script."""
    driver.execute_cdp_cmd(
        "Runtime.evaluate", {"expression": axe}
    )  # as a debugger does: the policy of the page allows no script but its own
    found: list[dict[str, Any]] = driver.execute_async_script(
        "const done = arguments[0]; axe.run(document, {resultTypes: ['violations']}).then((all) => done(all.violations))"
    )
    return [
        f"{one['id']}: {node['target']} {node['html'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
