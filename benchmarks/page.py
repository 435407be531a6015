"""Measures a report in headless Chromium: its size, the time to the first view that can be used, and frames while the graph is moved.

    python benchmarks/page.py report.html [--rounds 3]

Ready is told in milliseconds since the navigation began, two frames after the page says so; each round is a load anew. Frames are those of a drag of 60 steps.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.wait import WebDriverWait

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests_browser.browser import chromium

STEPS = 60

FRAMES = "window.frames_ = []; let last = performance.now(); (function next(now) { frames_.push(now - last); last = now; requestAnimationFrame(next); })(last)"

SETTLED = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())))"


def ready(driver: WebDriver, url: str) -> float:
    """Load a page, and return the milliseconds until it can be used."""
    driver.get("about:blank")
    driver.get(url)
    WebDriverWait(driver, 60, 0.02).until(lambda d: d.find_elements("css selector", "html.ready"))
    return float(driver.execute_async_script(SETTLED))


def frames(driver: WebDriver) -> list[float]:
    """Move the drawing, and return the milliseconds of each frame meanwhile."""
    x, y = driver.execute_script(
        "const r = document.querySelector('.drawing').getBoundingClientRect(); return [r.x + 20, r.y + 20]"
    )
    driver.execute_script(FRAMES)

    def mouse(kind: str, step: int) -> None:
        place = {"x": x + 8 * step, "y": y + 4 * step, "button": "left", "clickCount": 1}
        driver.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": kind, **place})

    mouse("mousePressed", 0)
    for step in range(STEPS):
        mouse("mouseMoved", step)
    mouse("mouseReleased", STEPS)
    return sorted(driver.execute_script("return frames_.slice(1)"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    url = asked.report.resolve().as_uri()
    print(f"size {asked.report.stat().st_size / 1e6:.1f} MB")
    with tempfile.TemporaryDirectory() as profile, chromium(Path(profile)) as driver:
        for view in ("overview", "graph"):
            found = [ready(driver, f"{url}#/{view}") for _ in range(asked.rounds)]
            print(f"{view}: ready after {', '.join(f'{one:,.0f}' for one in found)} ms")
        moved = frames(driver)
        print(
            f"frames while moved: median {statistics.median(moved):.0f} ms, 95 % {moved[int(0.95 * len(moved))]:.0f} ms, longest {moved[-1]:.0f} ms"
        )


if __name__ == "__main__":
    main()
