"""A division as ``[[contexts]]`` of the configuration: the fewest patterns of modules that say the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from boundary_lint.config.toml import comment, listed, quoted
from boundary_lint.facts.program import ProgramFacts
from boundary_lint.seams.division import SHARED, Division, tables_follow

LIBRARY = "shared"
"""Name of the library that holds what lies inside of a context's packages and belongs to nobody."""

HEAD = """\
# Contexts as boundary-lint seams gave them: of several patterns that cover a module the longest decides.
# What is in no context is shared. Change what you know better; boundary-lint seams then tells what sits in the wrong one.
"""

MOST = 8
"""Tables named in a comment; the rest is counted."""


@dataclass
class Entry:
    """One context as it is written. tables: those that it does not get by its modules alone."""

    modules: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)


def contexts_text(
    facts: ProgramFacts, division: Division, reasons: Mapping[str, Sequence[str]], table: str = "contexts"
) -> str:
    """Return the contexts of a division as TOML, the same in every run. reasons: context -> comments; table: its dotted key."""
    entries = entries_of(facts, division)
    return HEAD + "".join(f"\n{text}" for text in _texts(division, entries, reasons, table))


def _texts(
    division: Division, entries: Mapping[str, Entry], reasons: Mapping[str, Sequence[str]], table: str
) -> Iterator[str]:
    for name, entry in entries.items():
        lines = [comment(reason) for reason in reasons.get(name, ())]
        if owned := sorted(t for t, owner in division.tables.items() if owner == name != SHARED):
            more = f" and {len(owned) - MOST} more" if len(owned) > MOST else ""
            lines.append(comment(f"tables: {', '.join(owned[:MOST])}{more}"))
        lines += [f"[[{table}]]", f"name = {quoted(name or _free(LIBRARY, division.names))}"]
        if name == SHARED:
            lines.append('kind = "library"')
        for key, values in (("modules", entry.modules), ("paths", entry.paths), ("tables", entry.tables)):
            lines += listed(key, values) if values else []
        yield "\n".join(lines) + "\n"


def _free(name: str, taken: Sequence[str]) -> str:
    while name in taken:
        name += "-"
    return name


def entries_of(facts: ProgramFacts, division: Division) -> dict[str, Entry]:
    """Return context -> what says which modules and tables it has, by name; `SHARED` last, where what lies in a context's packages is shared.

    A package stands for all below it that has no pattern of its own, if most of that belongs to one context. The file of a
    package that is torn apart is named as a path. Of modules with one name in several roots each is a path, where contexts differ.
    """
    found: dict[str, Entry] = defaultdict(Entry)
    own, files = _own(facts, division, found)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for name, context in own.items():
        parts = name.split(".")
        for end in range(1, len(parts) + 1):
            counts[".".join(parts[:end])][context] += 1
    inside: dict[str, str | None] = {}
    for prefix in sorted(counts, key=lambda one: (one.count("."), one)):
        above, mine = inside.get(prefix.rpartition(".")[0]), own.get(prefix)
        best = _most(counts[prefix], "." in prefix)
        chosen = best if mine is None or mine == best else None
        if above is not None and chosen is None:
            chosen = mine if mine is not None else above
        if above is None and chosen is None and mine:
            found[mine].paths.append(files[prefix])
        if above is None and chosen == SHARED:
            chosen = None
        if chosen is not None and chosen != above:
            found[chosen].modules.append(prefix)
        inside[prefix] = chosen
    for table in _odd_tables(facts, division, inside):
        found[division.of_table(table)].tables.append(table)
    return {name: found[name] for name in sorted(found, key=lambda one: (one == SHARED, one))}


def _own(facts: ProgramFacts, division: Division, found: dict[str, Entry]) -> tuple[dict[str, str], dict[str, str]]:
    """Return name of a module -> its context, and -> its file. Those that contexts tell apart by the file alone become paths."""
    own: dict[str, str] = {}
    files: dict[str, str] = {}
    of_name: dict[str, dict[str, str]] = defaultdict(dict)
    for module in facts.modules:
        if module.module and module.file in division.modules:
            of_name[module.module][module.file] = division.of_file(module.file)
    for name, contexts in sorted(of_name.items()):
        if len(set(contexts.values())) == 1:
            files[name], own[name] = next(iter(sorted(contexts.items())))
            continue
        for file, context in sorted(contexts.items()):
            if context != SHARED:
                found[context].paths.append(file)
    return own, files


def _odd_tables(facts: ProgramFacts, division: Division, inside: Mapping[str, str | None]) -> list[str]:
    """Return the tables that their context would not own by its modules: the code, or the migration that makes them, lies elsewhere."""
    follows = tables_follow(facts, division.modules).tables
    makers: dict[str, set[str]] = defaultdict(set)
    for migration in facts.migrations:
        name = migration.module
        while name and name not in inside:
            name = name.rpartition(".")[0]
        makers[migration.table].add(inside.get(name) or SHARED)
    owned = ((table, owner) for table, owner in sorted(division.tables.items()) if owner != SHARED)
    return [table for table, owner in owned if follows.get(table) != owner or makers[table] - {owner}]


def _most(count: Counter[str], partly: bool) -> str | None:
    """Return the context of more than half of what lies below a package; of all of it, unless ``partly``."""
    name = min(count, key=lambda one: (-count[one], one))
    return name if (2 * count[name] > count.total() if partly else len(count) == 1) else None
