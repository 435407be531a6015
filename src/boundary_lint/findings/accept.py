"""Findings held against a baseline: what is left is new."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

import msgspec

from boundary_lint.findings.baseline import Accepted
from boundary_lint.findings.entry import Entry, Place, places_of
from boundary_lint.findings.finding import Evidence, Finding, with_evidence
from boundary_lint.findings.fresh import new_entries
from boundary_lint.findings.moves import followed


class Compared(NamedTuple):
    """What a baseline says of findings. left: new places alone; accepted: accepted places alone; new: entries that it would need more.

    stale: entries that nothing matches; expired: those that match, but whose date is past; kept: entry now -> the one of the baseline that covers it.
    """

    left: tuple[Finding, ...]
    accepted: tuple[Finding, ...]
    new: tuple[Entry, ...]
    stale: tuple[Accepted, ...]
    expired: tuple[Accepted, ...]
    kept: dict[Entry, Accepted]


def compare(
    findings: Iterable[Finding],
    entries: Iterable[Accepted],
    modules: Mapping[str, str],
    today: datetime.date,
    seen: Callable[[str], bool] = lambda rule: True,
) -> Compared:
    """Hold findings against a baseline. modules: file -> dotted name; seen: whether all that a rule may find was looked for, by its id."""
    places = list(places_of(findings, modules))
    accepted = {one.entry: one for one in entries}
    kept = _matched(places, accepted, modules)
    expired = {entry: one for entry, one in kept.items() if one.until is not None and one.until < today}
    covering = kept.keys() - expired.keys()
    used = {one.entry for one in kept.values()}
    return Compared(
        left=tuple(_only(places, lambda entry: entry not in covering, "accepted")),
        accepted=tuple(_only(places, lambda entry: entry in covering)),
        new=tuple(sorted({place.entry for place in places} - kept.keys())),
        stale=tuple(one for one in accepted.values() if one.entry not in used and seen(one.entry.rule)),
        expired=tuple(expired.values()),
        kept=kept,
    )


def _matched(
    places: Collection[Place], accepted: Mapping[Entry, Accepted], modules: Mapping[str, str]
) -> dict[Entry, Accepted]:
    """Return what the baseline has of every entry: the same, or what it was before it moved."""
    kept = {place.entry: accepted[place.entry] for place in places if place.entry in accepted}
    new = new_entries(places, kept, modules)
    was = followed(accepted.keys() - kept.keys(), new, set(modules.values()))
    return kept | {entry: accepted[before] for entry, before in was.items()}


def _only(places: Iterable[Place], wanted: Callable[[Entry], bool], counted: str = "") -> Iterable[Finding]:
    """Yield findings with the places alone that are wanted. counted: the field that says how many others there are."""
    by_finding: dict[int, tuple[Finding, list[Evidence], list[Evidence]]] = {}
    for place in places:
        finding, evidence, others = by_finding.setdefault(id(place.finding), (place.finding, [], []))
        (evidence if wanted(place.entry) else others).append(place.evidence)
    for finding, evidence, others in by_finding.values():
        if evidence:
            more = {counted: len({(e.file, e.line) for e in others})} if counted and others else {}
            yield msgspec.structs.replace(with_evidence(finding, tuple(evidence)), **more)
