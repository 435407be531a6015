"""What if: assumptions about contexts - move, merge, split, a draft of all -, read from text and applied to a division."""

from __future__ import annotations

import difflib
import shlex
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from boundary_lint.config.patterns import covers
from boundary_lint.errors import BoundaryLintError
from boundary_lint.facts.program import ProgramFacts
from boundary_lint.seams.division import Division
from boundary_lint.seams.draft import drafted
from boundary_lint.seams.evidence import Evidence
from boundary_lint.seams.levels import LADDER, find_level
from boundary_lint.seams.naming import Language, names
from boundary_lint.seams.network import Network

OPTION = "--assume"

WRITE = {
    "move": "move shop.orders.tax -> billing",
    "merge": "merge orders cart as sales",
    "split": "split orders",
    "contexts": "contexts draft.toml",
}
"""How each is written."""


@dataclass(frozen=True)
class Move:
    """Modules or tables that a pattern covers go to another context. new: it may be one that does not exist yet."""

    what: str
    to: str
    new: bool = False


@dataclass(frozen=True)
class Merge:
    """Several contexts become one."""

    contexts: tuple[str, ...]
    name: str


@dataclass(frozen=True)
class Split:
    """A context falls into the parts that its links have."""

    context: str


@dataclass(frozen=True)
class Draft:
    """The contexts are those of a file."""

    file: str


Assumption = Move | Merge | Split | Draft


class UnknownContextError(BoundaryLintError):
    """A name of a context that a division does not have."""


@dataclass(frozen=True)
class Ground:
    """What assumptions are applied on. known: names of contexts that an error may suggest."""

    facts: ProgramFacts
    evidence: Evidence
    network: Network
    known: Collection[str]


def parse(text: str) -> Assumption:
    """Return what a text assumes.

    Raises:
        BoundaryLintError: it cannot be understood.
    """
    try:
        words = shlex.split(text.replace("->", " -> "))
    except ValueError as error:
        raise _error(f"'{text}' has a quote without end", f"write {WRITE['move']}") from error
    verb, rest = (words[0], words[1:]) if words else ("", [])
    readers: Mapping[str, Callable[[Sequence[str]], Assumption | None]] = {
        "move": _move, "merge": _merge, "split": _split, "contexts": _draft,
    }  # fmt: skip
    if verb not in readers:
        near = difflib.get_close_matches(verb, readers, 1)
        hint = f"did you mean '{near[0]}'?" if near else f"write {', '.join(WRITE.values())}"
        raise _error(f"'{verb}' is nothing that can be assumed", hint)
    found = readers[verb](rest)
    if found is None:
        raise _error(f"'{text}' cannot be understood", f"write {WRITE[verb]}")
    return found


def _move(words: Sequence[str]) -> Move | None:
    match words:
        case [what, "->" | "to", "new", name]:
            return Move(what, name, new=True)
        case [what, "->" | "to", name]:
            return Move(what, name)
    return None


def _merge(words: Sequence[str]) -> Merge | None:
    name = words[0] if words else ""
    if len(words) > 2 and words[-2] == "as":
        words, name = words[:-2], words[-1]
    return Merge(tuple(words), name) if len(set(words)) > 1 else None


def _split(words: Sequence[str]) -> Split | None:
    return Split(words[0]) if len(words) == 1 else None


def _draft(words: Sequence[str]) -> Draft | None:
    return Draft(words[0]) if len(words) == 1 else None


def _error(reason: str, hint: str) -> BoundaryLintError:
    return BoundaryLintError(OPTION, reason, hint)


def applied(division: Division, assumptions: Iterable[Assumption], ground: Ground) -> Division:
    """Return a division after assumptions, one after the other.

    Raises:
        BoundaryLintError: a context, module or table does not exist, or a context has no parts.
    """
    for one in assumptions:
        if isinstance(one, Move):
            division = _moved(division, one, ground)
        elif isinstance(one, Merge):
            division = _merged(division, one, ground)
        elif isinstance(one, Draft):
            division = drafted(one.file, ground.facts)
        else:
            division = _parted(division, one, ground)
    return division


def _check(context: str, division: Division, ground: Ground, hint: str = "") -> None:
    if context not in division.names:
        names = sorted({*division.names, *ground.known})
        near = difflib.get_close_matches(context, names, 1)
        told = f"there are {', '.join(names[:5])}{' ...' if len(names) > 5 else ''}" if names else "there is none"
        reason = f"there is no context '{context}'"
        raise UnknownContextError(OPTION, reason, f"did you mean '{near[0]}'?" if near else told + hint)


def _moved(division: Division, move: Move, ground: Ground) -> Division:
    """Modules take the tables along that they declare and that belong to their context; a table can be moved alone."""
    if not move.new:
        _check(move.to, division, ground, f"; for a new one write -> new {move.to}")
    files = [module.file for module in ground.facts.modules if covers(move.what, module.module)]
    tables = [table for table in division.tables if not files and fnmatchcase(table, move.what)]
    if not files and not tables:
        known = [*(module.module for module in ground.facts.modules), *division.tables]
        near = difflib.get_close_matches(move.what, sorted(set(known)), 1)
        hint = f"did you mean '{near[0]}'?" if near else "module names are as the program imports them"
        raise _error(f"'{move.what}' is no module and no table", hint)
    going = set(files)
    tables += [t for t, file in _declared_in(ground.facts).items()
               if file in going and division.of_table(t) == division.of_file(file) and t in division.tables]  # fmt: skip
    moved = {**division.modules, **dict.fromkeys(files, move.to)}
    return replace(division, modules=moved, tables={**division.tables, **dict.fromkeys(tables, move.to)})


def _merged(division: Division, merge: Merge, ground: Ground) -> Division:
    for context in merge.contexts:
        _check(context, division, ground)
    if merge.name in set(division.names) - set(merge.contexts):
        raise _error(
            f"there is a context '{merge.name}' already", f"write {WRITE['merge']} with another name, or merge it, too"
        )
    old = set(merge.contexts)
    return replace(
        division,
        modules={file: merge.name if context in old else context for file, context in division.modules.items()},
        tables={table: merge.name if context in old else context for table, context in division.tables.items()},
    )


def _parted(division: Division, split: Split, ground: Ground) -> Division:
    """Each part is named by its words; a table goes with the module that declares it, else to the part that uses it most."""
    _check(split.context, division, ground)
    inside = [n for n, m in enumerate(ground.evidence.modules) if division.of_file(m.file) == split.context]
    part = _parts(ground.network, inside, [t for t in ground.network.tables if division.of_table(t) == split.context])
    if len(set(part.values())) < 2:
        raise _error(
            f"'{split.context}' cannot be split: its modules are tied too much", "move some of its modules instead"
        )
    members = [part.get(number, -1) for number in range(len(ground.evidence.modules))]
    taken = {-2 - n: name for n, name in enumerate(n for n in division.names if n != split.context)}
    named = names(Language(ground.evidence).describe(members, sorted(set(part.values()))), taken)
    first = named[0]
    new = {ground.evidence.modules[number].file: named[cluster] for number, cluster in part.items()}
    modules = {f: new.get(f, first) if c == split.context else c for f, c in division.modules.items()}
    home = {table: modules.get(file, "") for table, file in _declared_in(ground.facts).items()}
    users: dict[str, Counter[str]] = {}
    for access in ground.facts.accesses:
        if access.file in new:
            users.setdefault(access.table, Counter())[new[access.file]] += 1
    parts = set(new.values())
    tables = dict(division.tables)
    for table in [table for table, owner in division.tables.items() if owner == split.context]:
        used = users.get(table, Counter())
        most = min(used, key=lambda name: (-used[name], name)) if used else first
        tables[table] = home[table] if home.get(table) in parts else most
    return replace(division, modules=modules, tables=tables)


def _parts(network: Network, modules: Sequence[int], tables: Sequence[str]) -> dict[int, int]:
    """Return module -> its part, numbered from the largest down, at the lowest resolution of the ladder at which there are several."""
    own = set(tables)
    nodes = [*modules, *(network.modules + n for n, table in enumerate(network.tables) if table in own)]
    number = {node: n for n, node in enumerate(nodes)}
    edges = {(number[a], number[b]): w for (a, b), w in network.edges.items() if a in number and b in number}
    inner = Network(len(modules), list(tables), edges)
    for resolution in LADDER:
        members = find_level(inner, None, resolution).members[: len(modules)] if modules else []
        if len(set(members)) > 1:
            break
    return dict(zip(modules, members, strict=True))


def _declared_in(facts: ProgramFacts) -> dict[str, str]:
    """Return table -> the file that declares it."""
    found: dict[str, str] = {}
    for model in sorted(facts.models, key=lambda m: (m.proxy, m.file, m.line)):
        if model.table:
            found.setdefault(model.table, model.file)
    return found
