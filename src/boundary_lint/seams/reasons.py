"""Why the members of a context belong together, in words: what they own, what they share, how little leads out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from boundary_lint.seams.evidence import Evidence
from boundary_lint.seams.network import Network

MOST = 3
"""Names told of each kind."""


class Reasons:
    """Tells reasons; what holds for all contexts is counted once."""

    def __init__(self, evidence: Evidence, network: Network) -> None:
        self._modules = network.modules
        self._around = network.around()
        self._used: Counter[str] = Counter()
        for (_, table), count in evidence.accesses.items():
            self._used[table] += count
        self._users: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for user, (module, name) in evidence.symbols:
            self._users[module].append((name, user))

    def of(self, modules: Sequence[int], tables: Sequence[str], words: Sequence[str]) -> Iterator[str]:
        """Yield reasons, the strongest first. modules: numbers of the context's modules; tables: those it would own."""
        inside, total = self._links(modules)
        if total:
            yield f"{round(100 * inside / total)} % of what its modules are tied to lies inside"
        if tables:
            yield f"owns {_some(sorted(tables, key=lambda table: (-self._used[table], table)))}"
        if shared := self._shared(modules):
            yield f"shares {_some(shared)}, which few others use"
        if words:
            yield f"speaks of {', '.join(words[:MOST])}"

    def _links(self, modules: Sequence[int]) -> tuple[float, float]:
        own = set(modules)
        inside = outside = 0.0
        for module in modules:
            for other, weight in self._around[module].items():
                if other in own:
                    inside += weight / 2
                elif other < self._modules:
                    outside += weight
        return inside, inside + outside

    def _shared(self, modules: Sequence[int]) -> list[str]:
        """Return the classes and functions that several modules of a context use, and mostly they, the most used first."""
        own = set(modules)
        users: Counter[tuple[int, str]] = Counter()
        others: Counter[tuple[int, str]] = Counter()
        for module in modules:
            for name, user in self._users.get(module, ()):
                (users if user in own else others)[module, name] += 1
        telling = [s for s, count in users.items() if count >= 2 and count >= others[s]]
        return [name for _, name in sorted(telling, key=lambda s: (-users[s], s))]


def _some(names: Sequence[str]) -> str:
    names = list(dict.fromkeys(names))
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return ", ".join(names[:MOST]) + more
