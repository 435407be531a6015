"""What was evaluated once, and what was consulted for it: the next pass forgets what its news are about."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Generic, TypeVar

from boundary_lint.link.learned import Consulted, bounded
from boundary_lint.link.values import NOTHING, Values

if TYPE_CHECKING:
    from boundary_lint.link.evaluate import Evaluator

Key = TypeVar("Key", bound=Hashable)

_NONE: frozenset[Consulted] = frozenset()


class Memo(Generic[Key]):
    """Values by a key. Who recalls them has consulted, too, what was consulted for them."""

    __slots__ = ("_known", "_link")

    def __init__(self, link: Evaluator) -> None:
        self._link = link
        self._known: dict[Key, tuple[Values, frozenset[Consulted]]] = {}

    def __contains__(self, key: Key) -> bool:
        return key in self._known

    def recall(self, key: Key) -> Values | None:
        """Return what is known, None where nothing is yet."""
        known = self._known.get(key)
        if known is None:
            return None
        if known[1]:
            self._link.consulted |= known[1]
        return known[0]

    def remember(self, key: Key, compute: Callable[[], Values], *, guarded: bool = True) -> Values:
        """Return what is known, or is computed now. guarded: who asks for it in the meantime is told nothing."""
        known = self.recall(key)
        if known is not None:
            return known
        if guarded:
            self._known[key] = (NOTHING, _NONE)
        link = self._link
        outer, link.consulted = link.consulted, set()
        try:
            found = compute()
            link.consulted = bounded(link.consulted)
            self._known[key] = (found, frozenset(link.consulted) if link.consulted else _NONE)
        finally:
            outer |= link.consulted
            link.consulted = outer
        return found

    def forget(self, news: frozenset[Consulted]) -> None:
        """Drop what was computed by consulting any of the news."""
        self._known = {key: known for key, known in self._known.items() if news.isdisjoint(known[1])}
