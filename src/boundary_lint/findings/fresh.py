"""Findings that an earlier state of the program does not have: compared by entries, through renames of modules and moves of functions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from boundary_lint.findings.entry import Entry, entries_of
from boundary_lint.findings.finding import Evidence, Finding


def fresh_findings(
    now: Sequence[Finding],
    modules: Mapping[str, str],
    before: Iterable[Entry],
    moved: Mapping[str, str],
    word: str = "new",
) -> tuple[Finding, ...]:
    """Return the findings that are new, each with its new places alone. A message tells how many places are new where not all are.

    word: what such places are called. modules: file -> dotted name, of the program as it is now; moved: dotted name of a module before -> now.
    """
    places = list(entries_of(now, modules))
    found = {entry for entry, _, _ in places}
    known = {renamed(entry, moved) for entry in before}
    fresh = found - known
    fresh -= _moved_symbols(fresh, known - found, set(modules.values()))
    return tuple(filter(None, (_with_new_places(finding, fresh, modules, word) for finding in now)))


def renamed(entry: Entry, moved: Mapping[str, str]) -> Entry:
    """Return an entry as it is called after modules moved: names of modules stand in the symbol, and may stand in the key."""
    if not moved:
        return entry
    key = tuple((column, _name_after(value, moved)) for column, value in entry.key)
    return Entry(entry.rule, key, _name_after(entry.symbol, moved))


def _name_after(name: str, moved: Mapping[str, str]) -> str:
    """Return a dotted name after modules moved: the longest module that it begins with counts."""
    head, rest = name, ""
    while head:
        if head in moved:
            return moved[head] + rest
        head, dot, tail = head.rpartition(".")
        rest = f"{dot}{tail}{rest}"
    return name


def _moved_symbols(fresh: Collection[Entry], gone: Collection[Entry], modules: Collection[str]) -> set[Entry]:
    """Return entries that are new only because a function, or a module by another name, holds what another one held.

    One that is gone accounts for one that is new: same rule and key, and the same name within another module; of what stands outside
    functions, the module itself must be gone.
    """
    left: dict[tuple[object, ...], Counter[str]] = defaultdict(Counter)
    for entry in gone:
        if entry.symbol not in modules:
            left[entry.rule, entry.key][_last(entry.symbol)] += 1
    found = set()
    for entry in sorted(fresh):
        names = left.get((entry.rule, entry.key))
        if names and names[_last(entry.symbol)] > 0:
            names[_last(entry.symbol)] -= 1
            found.add(entry)
    return found


def _last(symbol: str) -> str:
    return symbol.rpartition(".")[2]


def _with_new_places(
    finding: Finding, fresh: Collection[Entry], modules: Mapping[str, str], word: str
) -> Finding | None:
    new = tuple(evidence for entry, _, evidence in entries_of([finding], modules) if entry in fresh)
    if len(new) == len(finding.evidence):
        return finding
    if not new:
        return None
    message = f"{finding.message} ({_count(new)} of {_count(finding.evidence)} places {word})"
    return msgspec.structs.replace(finding, evidence=new, message=message)


def _count(evidence: Iterable[Evidence]) -> int:
    return len({(one.file, one.line) for one in evidence})
