"""What is shown now: the last good page, and what keeps a newer one from being drawn."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from hashlib import sha256


@dataclass(frozen=True)
class Shown:
    """A page, and why it is not that of now ("": it is)."""

    page: str = ""
    problem: str = ""

    @property
    def name(self) -> str:
        """What tells it from others, of other runs too."""
        return sha256(f"{self.problem}\0{self.page}".encode()).hexdigest()[:16]


class Live:
    """Tells whoever waits that something else is shown; may be asked from any thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._now = Shown()
        self._name = self._now.name

    @property
    def now(self) -> Shown:
        """What is shown."""
        return self._now

    def show(self, page: str) -> bool:
        """Show a page, and return whether it is another than before."""
        other = page != self._now.page
        self._set(Shown(page))
        return other

    def fail(self, problem: str) -> None:
        """Leave the page, and tell why it is an old one."""
        self._set(replace(self._now, problem=problem))

    def _set(self, shown: Shown) -> None:
        with self._changed:
            self._now, self._name = shown, shown.name
            self._changed.notify_all()

    def after(self, name: str, seconds: float) -> tuple[str, Shown]:
        """Return what is shown and its name: as soon as that is not the name given, at the latest after some seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._name != name, seconds)
            return self._name, self._now
