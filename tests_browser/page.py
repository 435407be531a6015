"""A report in the browser, as its reader has it: what can be seen, clicked and typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urldefrag

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

PATIENCE = 20
"""Seconds to wait for what must come: a busy machine is no fault of the page."""

_NAMED = """
const [selector, name] = arguments;
const nameOf = (element) => element.getAttribute("aria-label") ?? element.textContent.trim();
const all = [...document.querySelectorAll(selector)].filter((element) => element.getClientRects().length);
return all.find((element) => nameOf(element) === name) ?? all.find((element) => nameOf(element).includes(name)) ?? null;
"""


class Report:
    """One report. Every question waits until it can be answered."""

    def __init__(self, driver: WebDriver) -> None:
        self.driver = driver

    def open(self, url: str, fragment: str = "") -> Report:
        """Load a report anew."""
        self.driver.get("about:blank")
        self.driver.get(url + fragment)
        return self.ready()

    def go(self, fragment: str) -> Report:
        """Go to another view of the same report."""
        self.run("location.hash = arguments[0]", fragment)
        return self

    def ready(self) -> Report:
        """Wait until the page can be used."""
        self.find("html.ready main")
        return self

    def until(self, holds: Callable[[], Any]) -> Any:
        """Wait until something holds, and return it.

        Raises:
            TimeoutException: it does not come to hold.
        """
        return WebDriverWait(self.driver, PATIENCE, 0.05).until(lambda _: holds())

    def find(self, selector: str) -> WebElement:
        """Return the element that a selector means."""
        found: WebElement = self.until(lambda: (self.all(selector) or [None])[0])
        return found

    def all(self, selector: str) -> list[WebElement]:
        """Return the elements that a selector means now."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)  # type: ignore[no-any-return]

    def named(self, selector: str, name: str) -> WebElement:
        """Return the visible element that is called so, or whose name has that in it."""
        found: WebElement = self.until(lambda: self.driver.execute_script(_NAMED, selector, name))
        return found

    def box(self, name: str) -> WebElement:
        """Return a box of the drawing."""
        return self.named(".drawing g[role=button]", name)

    def text(self, selector: str) -> str:
        """Return what stands in an element."""
        return str(self.find(selector).text)

    def keys(self, *keys: str, held: str = "") -> None:
        """Press keys, wherever the focus is. held: a key that is held meanwhile."""
        chain = ActionChains(self.driver)
        if held:
            chain.key_down(held).send_keys(*keys).key_up(held).perform()
        else:
            chain.send_keys(*keys).perform()

    def focused(self) -> str:
        """Return the name of what has the focus."""
        return str(
            self.run(
                "const e = document.activeElement; return e.getAttribute('aria-label') ?? e.textContent.trim() ?? e.id"
            )
        )

    def run(self, script: str, *arguments: object) -> Any:
        """Run a script in the page."""
        return self.driver.execute_script(script, *arguments)

    @property
    def fragment(self) -> str:
        """The state, as it stands in the address."""
        return str(urldefrag(self.driver.current_url).fragment)

    def is_wider_than_the_window(self) -> bool:
        """Whether one must scroll sideways to see all of the page."""
        return bool(
            self.run(
                "return document.documentElement.scrollWidth > innerWidth || document.body.scrollWidth > innerWidth"
            )
        )


VIEWS = ("overview", "graph", "services", "matrix", "tables", "seams", "findings", "coverage")


def key(kind: str, *names: str) -> str:
    """Return the key of what can be selected, as `web/src/keys.ts` has it."""
    escaped = (name.replace("%", "%25").replace("|", "%7C").replace(">", "%3E") for name in names)
    return f"{kind}:{'|'.join(escaped)}"
