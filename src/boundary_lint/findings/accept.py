"""Findings held against a baseline: what is left is new."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

import msgspec

from boundary_lint.findings.baseline import Accepted, Line, Place, places_of
from boundary_lint.findings.finding import Evidence, Finding, with_evidence
from boundary_lint.findings.renames import moved


class Compared(NamedTuple):
    """What a baseline says of findings. left: new places alone; accepted: accepted places alone; new: lines that no entry covers.

    stale: entries that nothing matches; expired: those that match, but whose date is past; kept: line now -> entry that covers it.
    """

    left: tuple[Finding, ...]
    accepted: tuple[Finding, ...]
    new: tuple[Line, ...]
    stale: tuple[Accepted, ...]
    expired: tuple[Accepted, ...]
    kept: dict[Line, Accepted]


def compare(
    findings: Iterable[Finding],
    entries: Iterable[Accepted],
    modules: Mapping[str, str],
    today: datetime.date,
    seen: Callable[[str], bool] = lambda rule: True,
) -> Compared:
    """Hold findings against a baseline. modules: file -> dotted name; seen: whether all that a rule may find was looked for, by its id."""
    places = list(places_of(findings, modules))
    by_line = {entry.line: entry for entry in entries}
    kept = _matched(places, by_line, modules)
    expired = {line: entry for line, entry in kept.items() if entry.until is not None and entry.until < today}
    covering = kept.keys() - expired.keys()
    used = {entry.line for entry in kept.values()}
    return Compared(
        left=tuple(_only(places, lambda line: line not in covering, "accepted")),
        accepted=tuple(_only(places, lambda line: line in covering)),
        new=tuple(sorted({place.line for place in places} - kept.keys())),
        stale=tuple(entry for entry in by_line.values() if entry.line not in used and seen(entry.line.rule)),
        expired=tuple(expired.values()),
        kept=kept,
    )


def _matched(
    places: Collection[Place], entries: Mapping[Line, Accepted], modules: Mapping[str, str]
) -> dict[Line, Accepted]:
    """Return the entry of every line that has one: the same, or the same before a module was renamed."""
    lines = {place.line: modules.get(place.evidence.file, "") for place in places}
    kept = {line: entries[line] for line in lines if line in entries}
    unmatched = [line for line in entries if line not in kept]
    new = [(line, module) for line, module in lines.items() if line not in kept]
    renamed = moved(unmatched, new, set(modules.values())) if unmatched and new else {}
    return kept | {line: entries[entry] for line, entry in renamed.items()}


def _only(places: Iterable[Place], wanted: Callable[[Line], bool], counted: str = "") -> Iterable[Finding]:
    """Yield findings with the places alone that are wanted. counted: the field that says how many others there are."""
    by_finding: dict[int, tuple[Finding, list[Evidence], list[Evidence]]] = {}
    for place in places:
        finding, evidence, others = by_finding.setdefault(id(place.finding), (place.finding, [], []))
        (evidence if wanted(place.line) else others).append(place.evidence)
    for finding, evidence, others in by_finding.values():
        if evidence:
            more = {counted: len({(e.file, e.line) for e in others})} if counted and others else {}
            yield msgspec.structs.replace(with_evidence(finding, tuple(evidence)), **more)
