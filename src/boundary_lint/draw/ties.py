"""What ties the modules and tables of a program: one tie for every place, from the facts alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from boundary_lint.draw.picture import EdgeKind
from boundary_lint.facts.program import ProgramFacts
from boundary_lint.seams.architecture import KINDS
from boundary_lint.seams.cuts.crossing import Kind
from boundary_lint.seams.cuts.find import find_crossings
from boundary_lint.seams.division import declared

_EDGES: Mapping[str, EdgeKind] = {
    "foreign keys": "foreign-keys",
    "imports": "imports",
    "data": "data",
    "calls": "calls",
}

_EVENTS = frozenset({"signal", "message", "task"})


class Thing(NamedTuple):
    """A module (by root and name), a table or a context (root is "")."""

    kind: str
    root: str
    name: str


class Tie(NamedTuple):
    """One place at which a thing depends on another."""

    source: Thing
    target: Thing
    kind: EdgeKind
    file: str
    line: int


def edge_kind(kind: Kind) -> EdgeKind:
    """Return as what kind of edge a crossing is drawn."""
    return "events" if kind in _EVENTS else _EDGES[KINDS[kind]]


def between_contexts(facts: ProgramFacts) -> Iterator[Tie]:
    """Yield what ties contexts: the same places of which ``explain`` tells, and ``diff`` what became of them."""
    for one in find_crossings(facts, declared(facts)):
        if one.source and one.target:
            ends = Thing("context", "", one.source), Thing("context", "", one.target)
            yield Tie(*ends, edge_kind(one.kind), one.file, one.line)


def between_parts(facts: ProgramFacts) -> Iterator[Tie]:
    """Yield what ties modules and tables."""
    checked = {(module.root, module.module) for module in facts.modules if module.checked}
    for found in facts.imports:
        if (found.root, found.importer) in checked and found.kind != "type_checking":
            source, target = (
                Thing("module", found.root, found.importer),
                Thing("module", found.imported_root, found.imported),
            )
            yield Tie(source, target, "imports", found.file, found.line)
    for access in facts.accesses:
        yield Tie(
            Thing("module", access.root, access.module),
            Thing("table", "", access.table),
            "data",
            access.file,
            access.line,
        )
    for call in facts.invocations:
        source, target = Thing("module", call.root, call.module), Thing("module", call.callee_root, call.callee_module)
        yield Tie(source, target, "calls", call.file, call.line)
    for key in facts.foreign_keys:
        yield Tie(
            Thing("table", "", key.from_table), Thing("table", "", key.to_table), "foreign-keys", key.file, key.line
        )
    yield from _signals(facts)


def _signals(facts: ProgramFacts) -> Iterator[Tie]:
    """Yield what sends a signal, and what receives it."""
    receivers: dict[str, set[Thing]] = {}
    for use in facts.signals:
        if use.side == "receive":
            receivers.setdefault(use.signal, set()).add(
                Thing("module", use.root, use.handler.partition(":")[0] or use.module)
            )
    for use in facts.signals:
        if use.side == "send":
            for receiver in sorted(receivers.get(use.signal, ())):
                yield Tie(Thing("module", use.root, use.module), receiver, "events", use.file, use.line)
