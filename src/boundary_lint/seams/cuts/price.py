"""What a cut costs, in points: the work that its crossings ask for, and what makes that work risky."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from boundary_lint.seams.cuts.chains import Chains
from boundary_lint.seams.cuts.crossing import Crossing, Kind
from boundary_lint.seams.cuts.remedies import WEIGHTS

PLACE = 0.1
"""What every further place of one task costs, as a share of the first: once the endpoint is there, the next caller is an edit."""

TWO_WRITERS = 8
"""Points for a table that a context writes beside its owner: which of the two is right must be decided first."""

LOOPED = 5
"""Points for a remote call that would sit in a loop."""

CHAINED = 3
"""Points for a remote call that waits for another one."""

COMPLEXITY = 0.1
"""Points for one point of INESC complexity, the mean over functionalities: it runs to hundreds where the other terms are tens."""


class Task(msgspec.Struct, frozen=True, order=True, kw_only=True):
    """Crossings that one piece of work settles: of one kind and remedy, from one context, to one thing of the other. points: weight of the remedy, with `PLACE`."""

    remedy: str
    source: str
    target: str
    kind: Kind
    what: str
    places: tuple[str, ...]
    points: float


class Risk(msgspec.Struct, frozen=True, order=True, kw_only=True):
    """Something that is dear beyond the work. count times weight is points."""

    name: str
    count: float
    weight: float

    @property
    def points(self) -> float:
        """Points in the total."""
        return round(self.count * self.weight, 1)


class Price(msgspec.Struct, frozen=True, kw_only=True):
    """The price of one cut.

    total: in points: that of all tasks and risks. kinds: kind -> crossings. remedies: remedy -> points. tasks: the work, dearest first.
    risks: what is dear beyond it. two_writers: tables, each with a context that writes it beside its owner. joins, keys, transactions: those that are cut. looped: remote
    calls that would sit in a loop, as place and what is called. chains: places of remote calls that wait for another one. complexity: mean INESC complexity, None where it was not computed.
    """

    total: float
    kinds: dict[str, int]
    remedies: dict[str, float]
    tasks: tuple[Task, ...]
    risks: tuple[Risk, ...]
    two_writers: tuple[tuple[str, str], ...]
    joins: int
    keys: int
    transactions: int
    looped: tuple[tuple[str, str], ...]
    chains: tuple[str, ...]
    complexity: float | None = None


def price(crossings: Sequence[Crossing], chains: Chains | None = None, complexity: float | None = None) -> Price:
    """Return the price of cutting some crossings. chains: what leads on to another remote call; None: none is looked for."""
    tasks = tasks_of(crossings)
    writers, looped = two_writers(crossings), looped_calls(crossings)
    waiting = chains.of(crossings) if chains is not None else ()
    risks = (
        Risk(name="tables with two writers", count=len(writers), weight=TWO_WRITERS),
        Risk(name="remote calls in a loop", count=len(looped), weight=LOOPED),
        Risk(name="remote calls that wait for another", count=len(waiting), weight=CHAINED),
        Risk(name="complexity", count=complexity or 0.0, weight=COMPLEXITY),
    )
    remedies: dict[str, float] = defaultdict(float)
    for task in tasks:
        remedies[task.remedy] += task.points
    kinds = Counter(one.kind for one in crossings)
    return Price(
        total=round(sum(task.points for task in tasks) + sum(risk.points for risk in risks), 1),
        kinds={str(kind): count for kind, count in sorted(kinds.items())},
        remedies={remedy: round(remedies[remedy], 1) for remedy in WEIGHTS if remedy in remedies},
        tasks=tasks,
        risks=risks,
        two_writers=writers,
        joins=kinds["join"],
        keys=kinds["foreign key"],
        transactions=kinds["transaction"],
        looped=looped,
        chains=waiting,
        complexity=complexity,
    )


def tasks_of(crossings: Iterable[Crossing]) -> tuple[Task, ...]:
    """Return the work that crossings ask for, the dearest first."""
    places: dict[tuple[str, str, str, Kind, str], set[str]] = defaultdict(set)
    for one in crossings:
        places[one.remedy, one.source, one.target, one.kind, one.what].add(f"{one.file}:{one.line}")
    tasks = [
        Task(remedy=remedy, source=source, target=target, kind=kind, what=what, places=tuple(sorted(found)), points=points(remedy, len(found)))
        for (remedy, source, target, kind, what), found in places.items()
    ]  # fmt: skip
    return tuple(sorted(tasks, key=lambda task: (-task.points, task)))


def points(remedy: str, places: int) -> float:
    """Return the points of one task."""
    return round(WEIGHTS[remedy] * (1 + PLACE * (places - 1)), 1)


def two_writers(crossings: Iterable[Crossing]) -> tuple[tuple[str, str], ...]:
    """Return each table with a context that writes it beside its owner, sorted."""
    writes = (one for one in crossings if one.kind in ("write", "delete") and one.remedy != "move")
    return tuple(sorted({(one.what, one.source) for one in writes}))


def looped_calls(crossings: Iterable[Crossing]) -> tuple[tuple[str, str], ...]:
    """Return the remote calls that would sit in a loop, as place and what is called or read there, sorted."""
    return tuple(sorted({(f"{one.file}:{one.line}", one.what) for one in crossings if one.waits and one.loop}))
