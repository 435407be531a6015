"""What a division of tables costs the work that is done on them: complexity, cohesion and coupling over functionalities.

A functionality is a trace: tables in the order in which it reads and writes them. A run of accesses in one cluster is a local
transaction; a functionality that touches several clusters is distributed.

Source: Santos, Rito Silva, A complexity metric for microservices architecture migration, ICSA 2020, doi 10.1109/ICSA47634.2020.00024, and
the code of Mono2Micro (INESC-ID).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from itertools import pairwise
from typing import Literal, NamedTuple, TypeAlias

Mode: TypeAlias = Literal["R", "W"]

Trace: TypeAlias = Sequence[tuple[str, Mode]]
"""(table, R or W), in order."""


class LocalTransaction(NamedTuple):
    """Accesses that one cluster does at a stretch: of each table the first, and a write after a read."""

    cluster: str
    accesses: tuple[tuple[str, Mode], ...]


def local_transactions(trace: Trace, clusters: Mapping[str, str]) -> list[LocalTransaction]:
    """Return the local transactions of a trace. Tables in no cluster are left out."""
    found: list[tuple[str, dict[tuple[str, Mode], None]]] = []
    for table, mode in trace:
        cluster = clusters.get(table)
        if cluster is None:
            continue
        if not found or found[-1][0] != cluster:
            found.append((cluster, {}))
        accesses = found[-1][1]
        if mode == "W" or (table, "W") not in accesses:
            accesses[table, mode] = None
    return [LocalTransaction(cluster, tuple(accesses)) for cluster, accesses in found]


class Decomposition:
    """Figures of tables divided into clusters, over functionalities. clusters: table -> cluster; what is in none is left out."""

    def __init__(self, traces: Mapping[str, Trace], clusters: Mapping[str, str]) -> None:
        self.traces = traces
        self.names = list(traces)
        self.clusters = clusters
        self.steps = {name: local_transactions(trace, clusters) for name, trace in traces.items()}
        self.sizes = Counter(clusters.values())

    @property
    def touching(self) -> list[str]:
        """The functionalities that touch any cluster."""
        return [name for name in self.names if self.steps[name]]

    @property
    def distributed(self) -> list[str]:
        """The functionalities that touch more than one cluster."""
        return [name for name in self.names if len({step.cluster for step in self.steps[name]}) > 1]

    @cached_property
    def complexities(self) -> dict[str, int]:
        """Complexity of each functionality: 0 unless distributed, else the sum over its local transactions of the other
        distributed functionalities that write what it reads there, or read what it writes.
        """
        users = self._distributed_users()
        bits = {name: 1 << position for position, name in enumerate(self.distributed)}
        found = dict.fromkeys(self.names, 0)
        for name, own in bits.items():
            for step in self.steps[name]:
                meets = 0
                for table, mode in step.accesses:
                    meets |= users["W" if mode == "R" else "R"][table]
                found[name] += (meets & ~own).bit_count()
        return found

    @property
    def complexity(self) -> float:
        """Mean complexity of the functionalities; at least 0, less is better."""
        return sum(self.complexities.values()) / len(self.names) if self.names else 0.0

    def complexity_of(self, cluster: str) -> float:
        """Return the mean complexity of the functionalities that touch a cluster."""
        return _mean(self.complexities[name] for name in self.names if self._touches(name, cluster))

    @property
    def uniform_complexity(self) -> float:
        """Complexity as a share of that with every table in a cluster of its own: 0 to 1, less is better."""
        worst = Decomposition(self.traces, {table: table for table in self.clusters}).complexity
        return self.complexity / worst if worst else 0.0

    @property
    def hops(self) -> float:
        """Mean number of local transactions of a functionality (the source calls it performance); less is better."""
        return _mean(len(steps) for steps in self.steps.values())

    def cohesion_of(self, cluster: str) -> float:
        """Return the mean share of a cluster's tables that a functionality uses which touches it, to three digits; more is better."""
        shares = []
        for name in self.names:
            used = {table for step in self.steps[name] if step.cluster == cluster for table, _ in step.accesses}
            if used:
                shares.append(len(used) / self.sizes[cluster])
        return _rounded(_mean(shares))

    @property
    def cohesion(self) -> float:
        """Mean cohesion of the clusters, to three digits; 0 to 1, more is better."""
        return _rounded(_mean(self.cohesion_of(cluster) for cluster in sorted(self.sizes)))

    def coupling_of(self, cluster: str) -> float:
        """Return the mean share of the other clusters' tables that functionalities access next after this one; less is better."""
        others = len(self.sizes) - 1
        entered = self._entered.get(cluster, {})
        shares = (len(tables) / self.sizes[target] for target, tables in sorted(entered.items()))
        return _rounded(sum(shares) / others) if others > 0 else 0.0

    @property
    def coupling(self) -> float:
        """Mean coupling of the clusters, to three digits; 0 to 1, less is better; 0 for one cluster."""
        return _rounded(_mean(self.coupling_of(cluster) for cluster in sorted(self.sizes)))

    @property
    def coupling_2020(self) -> float:
        """Coupling as the data of the 2020 paper has it: tables are counted, not divided by those of their cluster."""
        others = len(self.sizes) - 1
        entered = sum(len(tables) for targets in self._entered.values() for tables in targets.values())
        return entered / (len(self.sizes) * others) if others > 0 else 0.0

    @cached_property
    def _entered(self) -> dict[str, dict[str, set[str]]]:
        """Cluster -> another -> its tables with which a local transaction begins right after one of the first."""
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for steps in self.steps.values():
            for before, after in pairwise(steps):
                found[before.cluster][after.cluster].add(after.accesses[0][0])
        return found

    def _distributed_users(self) -> dict[Mode, dict[str, int]]:
        """Mode -> table -> the distributed functionalities that access it so, as bits."""
        users: dict[Mode, dict[str, int]] = {"R": defaultdict(int), "W": defaultdict(int)}
        for position, name in enumerate(self.distributed):
            for step in self.steps[name]:
                for table, mode in step.accesses:
                    users[mode][table] |= 1 << position
        return users

    def _touches(self, name: str, cluster: str) -> bool:
        return any(step.cluster == cluster for step in self.steps[name])


def _mean(values: Iterable[float]) -> float:
    some = list(values)
    return sum(some) / len(some) if some else 0.0


def _rounded(value: float) -> float:
    """Return a value to three digits, halves up, as the source rounds."""
    return float(Decimal(repr(float(value))).quantize(Decimal("0.001"), ROUND_HALF_UP))
