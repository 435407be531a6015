"""Cycles between contexts: which dependencies would have to go, and for each the shortest way back that proves it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from boundary_lint.facts.program import ProgramFacts
from boundary_lint.graph.ids import Ids

WIRING = frozenset({"apps", "urls", "settings"})
"""Modules that only put contexts together: ``AppConfig.ready()``, the URL configuration, the settings."""


class Place(NamedTuple):
    """One place where a context depends on another. module is a position in ``Ids.modules``."""

    module: int
    line: int
    text: str


Pair: TypeAlias = tuple[str, str]
Dependencies: TypeAlias = dict[Pair, list[Place]]


def cycle_steps(facts: ProgramFacts, ids: Ids) -> Iterator[tuple[str, int, str, str, int, int, str]]:
    """Yield the rows of context_cycle_step_."""
    dependencies = find_dependencies(facts, ids)
    for cycle in find_cycles({pair: len(places) for pair, places in dependencies.items()}):
        start = cycle.index(min(cycle))
        name = " -> ".join([*cycle[start:], *cycle[:start], cycle[start]])
        for step, pair in enumerate(pairwise([*cycle, cycle[0]])):
            for place in dependencies[pair] if step == 0 else dependencies[pair][:1]:
                yield (name, step, *pair, *place)


def find_dependencies(facts: ProgramFacts, ids: Ids) -> Dependencies:
    """Return where contexts depend on each other: imports, models named as strings, foreign keys.

    Libraries, the shared kernel, tests, imports for type checkers and modules that only put contexts together are left out.
    """
    found: dict[Pair, set[Place]] = {}
    for source, target, place in _imports(facts, ids) if len(facts.contexts) > 1 else ():
        if source != target and ids.kind(source) != "library" and ids.kind(target) != "library":
            found.setdefault((source, target), set()).add(place)
    return {pair: sorted(found[pair]) for pair in sorted(found)}


def _imports(facts: ProgramFacts, ids: Ids) -> Iterator[tuple[str, str, Place]]:
    modules = ids.modules
    kernel = {t.table for t in ids.tables if t.shared_kernel}
    table = {m.model: m.table for m in facts.models}
    home = {m.model: ids.context_of(m.root, m.module) for m in facts.models}
    exempt = {(r.file, r.line) for r in facts.model_references if r.how == "import" and table.get(r.model) in kernel}
    for i in facts.imports:
        importer = ids.of_file[i.file]
        if i.kind == "type_checking" or (i.file, i.line) in exempt or not _binds(ids, importer):
            continue
        text = f"imports {i.imported}.{i.name}" if i.name else f"imports {i.imported}"
        yield modules[importer].context, ids.context_of(i.imported_root, i.imported), Place(importer, i.line, text)
    for r in facts.model_references:
        module = ids.of_file[r.file]
        if r.how != "import" and table.get(r.model) not in kernel and _binds(ids, module):
            yield modules[module].context, home.get(r.model, ""), Place(module, r.line, f"names {r.model}")
    for k in facts.foreign_keys:
        module = ids.of_file[k.file]
        if k.to_table not in kernel:
            owner = ids.tables[ids.of_table[k.to_table]].owner
            yield modules[module].context, owner, Place(module, k.line, f"refers to {k.to_table}")


def _binds(ids: Ids, module: int) -> bool:
    found = ids.modules[module]
    return found.role == "source" and found.module.rpartition(".")[2] not in WIRING


def find_cycles(weights: dict[Pair, int]) -> list[list[str]]:
    """Return one shortest cycle for every pair of a set of pairs without which no cycle is left.

    weights: how many places a dependency has. The heaviest are kept as long as they close no cycle, so what is left
    over is cheap to remove, and none of it is needless. Each cycle starts with the left-over pair.
    """
    kept: dict[str, list[str]] = {}
    closing: list[Pair] = []
    for source, target in sorted(weights, key=lambda pair: (-weights[pair], pair)):
        if _shortest(kept, target, source):
            closing.append((source, target))
        else:
            kept.setdefault(source, []).append(target)
    for targets in kept.values():
        targets.sort()
    return [[source, *_shortest(kept, target, source)[:-1]] for source, target in sorted(closing)]


def _shortest(graph: dict[str, list[str]], start: str, end: str) -> list[str]:
    """Return the first of the shortest paths, both ends included; empty where there is none."""
    before = {start: ""}
    queue = deque([start])
    while queue and end not in before:
        here = queue.popleft()
        for there in graph.get(here, ()):
            if there not in before:
                before[there] = here
                queue.append(there)
    if end not in before:
        return []
    path = [end]
    while path[-1] != start:
        path.append(before[path[-1]])
    return path[::-1]
