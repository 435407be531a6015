"""Facts derived from facts: cycles between contexts, each step with its site; writes that a transaction reaches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from boundary_lint.facts.program import Access, Import, Invocation, ProgramFacts

REACH = 3
"""A transaction is followed over this many resolved calls; further ones are too uncertain to blame."""

_Place = tuple[str, str, str]
"""Root, module and function."""


class TransactionWrite(NamedTuple):
    """A write that happens inside a transaction: the region that is open, where it was opened, and calls in between."""

    region: str
    opened_in: tuple[str, str]
    access: Access
    depth: int


def transaction_writes(program: ProgramFacts) -> Iterator[TransactionWrite]:
    """Yield every write inside a transaction region, in its own function and in what that calls."""
    writes: dict[_Place, list[Access]] = defaultdict(list)
    calls: dict[_Place, list[Invocation]] = defaultdict(list)
    regions: dict[tuple[str, tuple[str, str]], None] = {}
    inside: dict[str, list[Invocation]] = defaultdict(list)
    for access in program.accesses:
        if access.op in ("write", "delete") and access.via != "cascade":
            writes[(access.root, access.module, access.function)].append(access)
            if access.transaction:
                regions[(access.transaction, (access.root, access.module))] = None
    for call in program.invocations:
        calls[(call.root, call.module, call.function)].append(call)
        if call.transaction:
            inside[call.transaction].append(call)
            regions[(call.transaction, (call.root, call.module))] = None
    direct: dict[str, list[Access]] = defaultdict(list)
    for accesses in writes.values():
        for access in accesses:
            if access.transaction:
                direct[access.transaction].append(access)
    for region, opened_in in sorted(regions):
        found = {access: 0 for access in direct[region]}
        todo = [(_callee(call), 1) for call in inside[region]]
        seen: set[_Place] = set()
        while todo:
            place, depth = todo.pop(0)
            if place in seen:
                continue
            seen.add(place)
            for access in writes.get(place, ()):
                found.setdefault(access, depth)
            if depth < REACH:
                todo += [(_callee(call), depth + 1) for call in calls.get(place, ())]
        for access, depth in sorted(found.items()):
            yield TransactionWrite(region, opened_in, access, depth)


def _callee(call: Invocation) -> _Place:
    return (call.callee_root, call.callee_module, call.callee)


class CycleStep(NamedTuple):
    """One step of a cycle between contexts, with the import that takes it."""

    cycle: str
    step: int
    source: str
    target: str
    via: Import


def cycle_steps(program: ProgramFacts) -> Iterator[CycleStep]:
    """Yield, for every set of contexts that import each other, the shortest way around, and for each step its first import.

    Imports under TYPE_CHECKING do not run and are left out; libraries are shared on purpose and close no cycle.
    """
    import networkx

    edges = _context_imports(program)
    graph = networkx.DiGraph()
    graph.add_edges_from(sorted(edges))
    for component in sorted(sorted(c) for c in networkx.strongly_connected_components(graph) if len(c) > 1):
        name = ", ".join(component)
        way = _shortest_cycle(graph.subgraph(component), component)  # type: ignore[no-untyped-call]
        for step, (source, target) in enumerate(way, 1):
            yield CycleStep(name, step, source, target, edges[(source, target)])


def _context_imports(program: ProgramFacts) -> dict[tuple[str, str], Import]:
    context_of = {(m.root, m.module): m for m in program.modules}
    libraries = {c.name for c in program.contexts if c.kind == "library"}
    edges: dict[tuple[str, str], Import] = {}
    for one in program.imports:
        importer, imported = context_of[(one.root, one.importer)], context_of[(one.imported_root, one.imported)]
        pair = (importer.context, imported.context)
        if one.kind == "type_checking" or pair[0] == pair[1] or importer.role not in ("source", "settings"):
            continue
        if libraries.isdisjoint(pair) and pair not in edges:
            edges[pair] = one
    return edges


def _shortest_cycle(graph: object, component: list[str]) -> list[tuple[str, str]]:
    """Return the steps of the shortest cycle; of equal ones the first in order of names."""
    import networkx

    best: list[str] = []
    for start in component:
        for successor in sorted(graph.successors(start)):  # type: ignore[attr-defined]
            try:
                path = networkx.shortest_path(graph, successor, start)
            except networkx.NetworkXNoPath:
                continue
            if not best or len(path) < len(best):
                best = [str(p) for p in path]
    return [(best[i - 1], best[i]) for i in range(len(best))]
