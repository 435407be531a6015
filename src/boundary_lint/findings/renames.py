"""Modules that were renamed: an entry of a module that is gone still holds where another module has the same symbol."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from boundary_lint.findings.baseline import Line

MAX_COMPARED = 1_000_000
"""Pairs of entries and places that are compared; what is left then counts as new."""

Renames = Mapping[str, str]
"""Module that is gone -> the one that it is now."""


def moved(unmatched: Iterable[Line], new: Iterable[tuple[Line, str]], modules: Collection[str]) -> dict[Line, Line]:
    """Return new line -> the entry that it was before a module was renamed.

    unmatched: entries that nothing matches; new: lines that no entry covers, each with the module in which it stands; modules: all there are. Every pair of the same rule votes
    for the one renaming that makes it equal; of a module that is gone the one with most votes counts, if there is just one.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    same: dict[tuple[str, str], list[tuple[Line, Line]]] = defaultdict(list)
    known = frozenset(modules)
    by_rule: dict[tuple[str, int], list[Line]] = defaultdict(list)
    for entry in unmatched:
        by_rule[entry.rule, len(entry.key)].append(entry)
    compared = 0
    for line, module in new:
        for entry in by_rule.get((line.rule, len(line.key)), ()):
            compared += 1
            if compared > MAX_COMPARED:
                break
            if renaming := _renaming(entry, line, module, known):
                votes[renaming[0]][renaming[1]] += 1
                same[renaming].append((entry, line))
    found: dict[Line, Line] = {}
    for old, counted in votes.items():
        (best, count), *others = counted.most_common(2)
        if not others or others[0][1] < count:
            found.update({line: entry for entry, line in same[old, best]})
    return found


def _renaming(entry: Line, line: Line, module: str, known: frozenset[str]) -> tuple[str, str] | None:
    """Return the one module that was renamed, and its name now, if this makes an entry say the same as a line."""
    if entry.between != line.between:
        return None
    found: set[tuple[str, str]] = set()
    for old, new in _different(entry, line):
        renaming = _one(old, new, module, known)
        if renaming is None:
            return None
        found.add(renaming)
    return found.pop() if len(found) == 1 else None


def _different(entry: Line, line: Line) -> Iterable[tuple[str, str]]:
    if entry.symbol != line.symbol:
        yield entry.symbol, line.symbol
    for (column, old), (other, new) in zip(entry.key, line.key, strict=True):
        if column != other:
            yield "", ""
        elif old != new:
            yield _dotted(old), _dotted(new)


def _dotted(value: str) -> str:
    """Return a path of a module as its name; anything else as it is."""
    if not value.endswith(".py"):
        return value
    return value.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _one(old: str, new: str, module: str, known: frozenset[str]) -> tuple[str, str] | None:
    """Return which module was renamed to which, if one name became the other by it."""
    if module and new.endswith(f".{module}") and old.startswith(new[: -len(module)]):
        above = len(new) - len(module)  # a path from above the source root
        old, new = old[above:], new[above:]
    now = module if _begins(new, module) else _module_of(new, known)
    if not now:
        return None
    rest = new[len(now) :]
    was = old[: len(old) - len(rest)] if rest else old
    return (was, now) if was and old == was + rest and was not in known else None


def _begins(name: str, module: str) -> bool:
    return bool(module) and (name == module or name.startswith(module + "."))


def _module_of(name: str, known: frozenset[str]) -> str:
    """Return the longest module that a name begins with, "" where there is none."""
    while name and name not in known:
        name = name.rpartition(".")[0]
    return name
