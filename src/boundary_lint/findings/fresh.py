"""Findings that an earlier state of the program does not have: compared by entries, through renamed modules and functions that moved."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from boundary_lint.findings.entry import Entry, Place, places_of
from boundary_lint.findings.finding import Evidence, Finding
from boundary_lint.findings.moves import followed


def fresh_findings(
    now: Sequence[Finding],
    modules: Mapping[str, str],
    before: Iterable[Entry],
    renamed: Mapping[str, str],
    word: str = "new",
) -> tuple[Finding, ...]:
    """Return the findings that are new, each with its new places alone. A message tells how many places are new where not all are.

    word: what such places are called. modules: file -> dotted name, of the program as it is now; renamed: dotted name of a module before -> now.
    """
    places = list(places_of(now, modules))
    known = set(before)
    new = new_entries(places, known, modules)
    gone = known.difference(place.entry for place in places)
    fresh = new.keys() - followed(gone, new, set(modules.values()), renamed).keys()
    return tuple(filter(None, (_with_new_places(finding, fresh, modules, word) for finding in now)))


def new_entries(places: Iterable[Place], known: Collection[Entry], modules: Mapping[str, str]) -> dict[Entry, str]:
    """Return the entries of places that are not known, each with the module in which it stands, "" for none."""
    return {place.entry: modules.get(place.evidence.file, "") for place in places if place.entry not in known}


def _with_new_places(
    finding: Finding, fresh: Collection[Entry], modules: Mapping[str, str], word: str
) -> Finding | None:
    new = tuple(place.evidence for place in places_of([finding], modules) if place.entry in fresh)
    if len(new) == len(finding.evidence):
        return finding
    if not new:
        return None
    message = f"{finding.message} ({_count(new)} of {_count(finding.evidence)} places {word})"
    return msgspec.structs.replace(finding, evidence=new, message=message)


def _count(evidence: Iterable[Evidence]) -> int:
    return len({(one.file, one.line) for one in evidence})
