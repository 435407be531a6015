"""Why the members of a context belong together, in words: what they own, what they share, how little leads out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from boundary_lint.seams.evidence import Evidence
from boundary_lint.seams.network import Network

MOST = 3
"""Names told of each kind."""


def reasons(
    evidence: Evidence, network: Network, modules: Sequence[int], tables: Sequence[str], words: Sequence[str]
) -> Iterator[str]:
    """Yield reasons, the strongest first. modules: numbers of the context's modules; tables: those it would own."""
    inside, total = _links(network, modules)
    if total:
        yield f"{round(100 * inside / total)} % of what its modules are tied to lies inside"
    if tables:
        used = Counter(
            {table: sum(count for (_, t), count in evidence.accesses.items() if t == table) for table in tables}
        )
        yield f"owns {_some([table for table, _ in sorted(used.items(), key=lambda i: (-i[1], i[0]))])}"
    if shared := _shared(evidence, modules):
        yield f"shares {_some(shared)}, which few others use"
    if words:
        yield f"speaks of {', '.join(words[:MOST])}"


def _links(network: Network, modules: Sequence[int]) -> tuple[float, float]:
    own = set(modules)
    inside = total = 0.0
    for (a, b), weight in network.edges.items():
        if a >= network.modules or b >= network.modules:
            continue
        ends = (a in own) + (b in own)
        if ends:
            total += weight
            inside += weight if ends == 2 else 0.0
    return inside, total


def _shared(evidence: Evidence, modules: Sequence[int]) -> list[str]:
    """Return the classes and functions that several modules of a context use, and mostly they, the most used first."""
    own = set(modules)
    users: Counter[tuple[int, str]] = Counter()
    others: Counter[tuple[int, str]] = Counter()
    for user, symbol in evidence.symbols:
        if symbol[0] in own:
            (users if user in own else others)[symbol] += 1
    telling = [s for s, count in users.items() if count >= 2 and count >= others[s]]
    return [name for _, name in sorted(telling, key=lambda s: (-users[s], s))]


def _some(names: Sequence[str]) -> str:
    names = list(dict.fromkeys(names))
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return ", ".join(names[:MOST]) + more
