"""Entries through renamed modules and functions that moved: one that is gone accounts for one that is new.

What is known of files comes first. Then a module that is gone was renamed to the one by which most of its entries say the same again. Then a
function moved, if another module has one of the same name with the same finding.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from boundary_lint.findings.entry import Entry

MAX_COMPARED = 1_000_000
"""Pairs of entries that are compared to find renamed modules; what is left then counts as new."""

Renaming = tuple[str, str]
"""A module, or package, that is gone, and the one that it is now."""


def followed(
    gone: Iterable[Entry], new: Mapping[Entry, str], modules: Collection[str], renamed: Mapping[str, str] | None = None
) -> dict[Entry, Entry]:
    """Return new entry -> the one that it was.

    gone: entries that nothing matches; new: entry -> the module in which it stands, "" for none; modules: all there are now; renamed: module before -> now, of those
    of which it is certain.
    """
    left, unknown, known = dict.fromkeys(sorted(gone)), dict(new), frozenset(modules)
    found: dict[Entry, Entry] = {}
    steps: tuple[Callable[[], Iterable[tuple[Entry, Entry]]], ...] = (
        lambda: ((after(was, renamed or {}), was) for was in left),
        lambda: _renamed(unknown, left, known),
        lambda: _moved(unknown, left),
    )
    for step in steps:
        for entry, was in list(step()) if unknown and left else ():
            if entry in unknown and was in left:
                found[entry] = was
                del unknown[entry], left[was]
    return found


def after(entry: Entry, renamed: Mapping[str, str]) -> Entry:
    """Return an entry as it is called after modules were renamed: their names stand in the symbol, and may stand in the key."""
    between = tuple(_name_after(name, renamed) for name in entry.between)
    key = tuple((column, _name_after(value, renamed)) for column, value in entry.key)
    return Entry(entry.rule, between, key, _name_after(entry.symbol, renamed))


def _name_after(name: str, renamed: Mapping[str, str]) -> str:
    """Return a dotted name after modules were renamed: the longest module that it begins with counts."""
    head = _longest(name, renamed)
    return renamed[head] + name[len(head) :] if head else name


def _longest(name: str, known: Collection[str]) -> str:
    """Return the longest module that a name begins with, "" where there is none."""
    while name and name not in known:
        name = name.rpartition(".")[0]
    return name


def _renamed(new: Mapping[Entry, str], gone: Collection[Entry], known: frozenset[str]) -> Iterator[tuple[Entry, Entry]]:
    """Yield new entry and the one before its module was renamed.

    Every pair of the same rule votes for the one renaming that makes it equal; of a module that is gone the one with most votes counts, if there
    is just one.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    same: dict[Renaming, list[tuple[Entry, Entry]]] = defaultdict(list)
    alike: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for was in gone:
        alike[was.rule, was.between, len(was.key)].append(was)
    compared = 0
    for entry, module in new.items():
        for was in alike.get((entry.rule, entry.between, len(entry.key)), ()):
            compared += 1
            if compared > MAX_COMPARED:
                break
            if renaming := _renaming(was, entry, module, known):
                votes[renaming[0]][renaming[1]] += 1
                same[renaming].append((entry, was))
    for old, counted in votes.items():
        (best, count), *others = counted.most_common(2)
        if not others or others[0][1] < count:
            yield from same[old, best]


def _renaming(was: Entry, entry: Entry, module: str, known: frozenset[str]) -> Renaming | None:
    """Return the module, or else the package, that was renamed, and its name now, if this alone makes two entries say the same."""
    found: set[Renaming] = set()
    for old, new in _different(was, entry):
        renaming = _one(old, new, module, known)
        if renaming is None:
            return None
        found.add(renaming)
    if len(found) > 1:
        found = {_packages(*renaming) for renaming in found}
    (renaming, *others) = found or {("", "")}
    return renaming if not others and all(renaming) and renaming[0] not in known else None


def _different(was: Entry, entry: Entry) -> Iterable[tuple[str, str]]:
    if was.symbol != entry.symbol:
        yield was.symbol, entry.symbol
    for (column, old), (other, new) in zip(was.key, entry.key, strict=True):
        if column != other:
            yield "", ""
        elif old != new:
            yield _dotted(old), _dotted(new)


def _dotted(value: str) -> str:
    """Return a path of a module as its name; anything else as it is."""
    if not value.endswith(".py"):
        return value
    return value.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _one(old: str, new: str, module: str, known: frozenset[str]) -> Renaming | None:
    """Return which module was renamed to which, if one name became the other by it."""
    if module and new.endswith(f".{module}") and old.startswith(new[: -len(module)]):
        above = len(new) - len(module)  # a path from above the source root
        old, new = old[above:], new[above:]
    now = module if module and f"{new}.".startswith(f"{module}.") else _longest(new, known)
    if not now:
        return None
    rest = new[len(now) :]
    was = old[: len(old) - len(rest)] if rest else old
    return (was, now) if was and old == was + rest and was not in known else None


def _packages(old: str, new: str) -> Renaming:
    """Return the packages that a renaming of a module is about: what both names end with is taken off."""
    while old and new and old.rpartition(".")[2] == new.rpartition(".")[2]:
        old, new = old.rpartition(".")[0], new.rpartition(".")[0]
    return old, new


def _moved(new: Mapping[Entry, str], gone: Iterable[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Yield new entry and the one of the same rule and key that the same function had in another module, one for one."""
    left: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for was in gone:
        left[was[:3]].append(was)
    for entry, module in sorted(new.items()):
        name = entry.symbol[len(module) :] if module and entry.symbol.startswith(f"{module}.") else ""
        for was in left.get(entry[:3], ()) if name else ():
            if was.symbol.endswith(name):
                left[entry[:3]].remove(was)
                yield entry, was
                break
