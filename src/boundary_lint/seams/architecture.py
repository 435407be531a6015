"""What a change does to the architecture: two states of a program, compared by what they are, never by lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias, TypeVar

from boundary_lint.facts.program import ProgramFacts
from boundary_lint.findings.entry import Entry, places_of
from boundary_lint.findings.finding import Finding
from boundary_lint.findings.fresh import fresh_findings
from boundary_lint.graph.ids import Ids
from boundary_lint.seams.cuts.crossing import Crossing, Kind
from boundary_lint.seams.cuts.find import find_crossings
from boundary_lint.seams.division import declared

EdgeKind: TypeAlias = Literal["imports", "data", "calls", "foreign keys"]

KINDS: Mapping[Kind, EdgeKind] = {
    "import": "imports", "inheritance": "imports", "dynamic reference": "imports", "model reference": "imports",
    "read": "data", "write": "data", "delete": "data", "lock": "data", "join": "data", "transaction": "data",
    "call": "calls", "signal": "calls", "message": "calls", "task": "calls",
    "foreign key": "foreign keys", "cascade": "foreign keys",
}  # fmt: skip
"""What ties two contexts at a place -> the kind of edge that it makes."""


class Edge(NamedTuple):
    """One context depends on another in one way."""

    source: str
    target: str
    kind: EdgeKind


class Place(NamedTuple):
    """Where something stands first, and in how many places. text: what is there, in words."""

    file: str
    line: int
    text: str = ""
    places: int = 1


class Call(NamedTuple):
    """A call that leaves the process, as far as it is known. source: service, else context, that calls; target: service, host or address."""

    source: str
    target: str
    protocol: str
    what: str


@dataclass(frozen=True)
class Architecture:
    """One state of a program. name: of the revision, "" of the working tree. owners: table -> context; modules: file -> dotted name.

    accepted: entries of findings that its baseline accepts.
    """

    name: str
    contexts: frozenset[str]
    services: frozenset[str]
    edges: Mapping[Edge, Place]
    owners: Mapping[str, str]
    calls: Mapping[Call, Place]
    modules: Mapping[str, str]
    findings: tuple[Finding, ...]
    accepted: frozenset[Entry] = frozenset()


class Came(NamedTuple):
    """What is new and what is gone, each sorted, of some kind of thing."""

    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """What differs. tables: with their owners ("table (owner)"); owners: table -> owner before and now, of tables in both.

    new_findings, fixed: with the places alone that are new, or gone; accepted: fingerprints of those new ones that the baseline accepts already.
    """

    before: Architecture
    after: Architecture
    contexts: Came
    services: Came
    tables: Came
    owners: Mapping[str, tuple[str, str]]
    new_edges: tuple[Edge, ...]
    gone_edges: tuple[Edge, ...]
    new_calls: tuple[Call, ...]
    gone_calls: tuple[Call, ...]
    new_findings: tuple[Finding, ...]
    fixed: tuple[Finding, ...]
    accepted: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether anything changed."""
        came = any(one.new or one.gone for one in (self.contexts, self.services, self.tables))
        edges = self.new_edges or self.gone_edges or self.new_calls or self.gone_calls
        return bool(came or self.owners or edges or self.new_findings or self.fixed)


def architecture(
    name: str, facts: ProgramFacts, findings: Sequence[Finding], accepted: Iterable[Entry] = ()
) -> Architecture:
    """Return one state of a program; see `Architecture`."""
    return Architecture(
        name,
        frozenset(one.name for one in facts.contexts if one.kind == "context"),
        frozenset(one.name for one in facts.services),
        edges_of(find_crossings(facts, declared(facts))),
        {table.table: table.owner for table in facts.tables},
        _calls(facts),
        {module.file: module.module for module in facts.modules},
        tuple(findings),
        frozenset(accepted),
    )


def edges_of(crossings: Iterable[Crossing]) -> dict[Edge, Place]:
    """Return the edges between contexts that crossings make; what is shared by all makes none."""
    places: dict[Edge, list[Crossing]] = {}
    for one in crossings:
        if one.source and one.target:
            places.setdefault(Edge(one.source, one.target, KINDS[one.kind]), []).append(one)
    return {edge: _first(found) for edge, found in sorted(places.items())}


def _first(found: Sequence[Crossing]) -> Place:
    first = min(found, key=lambda one: (one.file, one.line))
    return Place(first.file, first.line, first.reason, len({(one.file, one.line) for one in found}))


def _calls(facts: ProgramFacts) -> dict[Call, Place]:
    ids = Ids(facts)
    found: dict[Call, list[tuple[str, int]]] = {}
    for call in facts.calls:
        if call.sink or not call.reached:
            continue
        source = ids.service_at(call.file) or ids.context_at(call.file)
        target = call.service or call.host or "an unknown target"
        what = " ".join(filter(None, [call.method, call.endpoint or call.path]))
        found.setdefault(Call(source, target, call.protocol, what), []).append((call.file, call.line))
    return {call: Place(*min(places), "", len({*places})) for call, places in sorted(found.items())}


def compare(before: Architecture, after: Architecture, moved: Mapping[str, str]) -> Change:
    """Return what differs. moved: dotted name of a module before -> after."""
    back = {new: old for old, new in moved.items()}
    was, now = ([place.entry for place in places_of(one.findings, one.modules)] for one in (before, after))
    owners = {table: (before.owners[table], after.owners[table]) for table in sorted(before.owners.keys() & after.owners.keys())}  # fmt: skip
    new = fresh_findings(after.findings, after.modules, was, moved, "new")
    return Change(
        before,
        after,
        _came(before.contexts, after.contexts),
        _came(before.services, after.services),
        _came(_owned(before.owners, after.owners), _owned(after.owners, before.owners)),
        {table: pair for table, pair in owners.items() if pair[0] != pair[1]},
        _only(after.edges, before.edges),
        _only(before.edges, after.edges),
        _only(after.calls, before.calls),
        _only(before.calls, after.calls),
        new,
        fresh_findings(before.findings, before.modules, now, back, "gone"),
        frozenset(one.fingerprint for one in new if _is_accepted(one, after)),
    )


def _is_accepted(finding: Finding, state: Architecture) -> bool:
    return all(place.entry in state.accepted for place in places_of([finding], state.modules))


def _came(before: frozenset[str], after: frozenset[str]) -> Came:
    return Came(tuple(sorted(after - before)), tuple(sorted(before - after)))


def _owned(owners: Mapping[str, str], others: Mapping[str, str]) -> frozenset[str]:
    """Return the tables that others lack, with their owners."""
    return frozenset(
        f"{table} ({owner or 'owned by nobody'})" for table, owner in owners.items() if table not in others
    )


_Thing = TypeVar("_Thing", Edge, Call)


def _only(those: Mapping[_Thing, Place], others: Mapping[_Thing, Place]) -> tuple[_Thing, ...]:
    return tuple(one for one in sorted(those) if one not in others)
