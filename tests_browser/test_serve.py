"""`boundary-lint serve` in the browser: the page follows the files, keeps its state, and tells a mistake until it is mended."""

from __future__ import annotations

import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.shop import BAD, COMMAND
from tests_browser.page import Report


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BAD, tmp_path / "shop", ignore=shutil.ignore_patterns(".boundary_lint_cache")))


@pytest.fixture
def served(shop: Path, page: Report) -> Iterator[str]:
    """Return where the shop is served; the page is left before that ends."""
    command = [COMMAND, "serve", str(shop), "--port", "0", "--no-seams"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        assert running.stdout is not None
        yield running.stdout.readline().partition(" ")[0]
        page.driver.get("about:blank")
        running.send_signal(signal.SIGINT)
        assert running.wait(10) == 130


def test_a_change_is_shown_and_the_view_stays(page: Report, served: str, shop: Path) -> None:
    page.open(served, "#/tables?selected=t:orders_order")
    before = page.fragment
    services = shop / "shop" / "payments" / "services.py"
    services.write_text(
        services.read_text("utf-8")
        + "\n\nfrom shop.orders.models import Order as Others\n\n\ndef pay_all():\n    Others.objects.update(paid=True)\n"
    )
    panel = "return document.querySelector('html.ready .panel')?.textContent ?? ''"
    page.until(lambda: "Others.objects.update(paid=True)" in page.run(panel))
    assert page.fragment == before


def test_a_mistake_is_told_until_it_is_mended(page: Report, served: str, shop: Path) -> None:
    page.open(served, "#/graph?selected=c:orders")
    config = shop / "boundary-lint.toml"
    text = config.read_text("utf-8")
    config.write_text("<img src=x onerror=alert(1)> = 1\n" + text)
    page.until(lambda: page.all("#problem"))
    assert "boundary-lint.toml: is not TOML" in page.text("#problem")
    assert "orders" in page.text(".panel h2")
    config.write_text(text)
    page.until(lambda: page.all("html.ready") and not page.all("#problem"))
    assert "orders" in page.text(".panel h2")
