"""What can be shown of a program: contexts, packages, modules, tables, or who touches which table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Literal, NamedTuple, TypeAlias

from boundary_lint.draw.picture import Edge, EdgeKind, Kind, Node
from boundary_lint.draw.ties import Thing, Tie, between_contexts, between_parts
from boundary_lint.facts.program import Module, ProgramFacts

Show: TypeAlias = Literal["contexts", "packages", "modules", "tables", "access"]


class Shown(NamedTuple):
    """Nodes and edges, not yet marked, narrowed or sorted."""

    nodes: list[Node]
    edges: list[Edge]


class _Program:
    """Where the modules and tables of a program belong."""

    def __init__(self, facts: ProgramFacts) -> None:
        self.facts = facts
        self.modules = {(module.root, module.module): module for module in facts.modules}
        self.owner = {table.table: table.owner for table in facts.tables}
        self.shared = {table.table for table in facts.tables if table.shared_kernel}
        self.declared = {model.table: (model.root, model.module) for model in reversed(facts.models)}
        names = Counter(module.module for module in facts.modules)
        self._twice = {name for name, count in names.items() if count > 1}

    def name(self, module: Module) -> str:
        """Return the name of a module, with its root where several have it."""
        return f"{module.root}:{module.module}" if module.module in self._twice else module.module

    def module(self, thing: Thing) -> Module | None:
        """Return a module, of a table the one that declares it."""
        return self.modules.get(self.declared.get(thing.name, ("", "")) if thing.kind == "table" else thing[1:])


def contexts(facts: ProgramFacts, kinds: Collection[EdgeKind]) -> Shown:
    """Return the contexts, and what ties them."""
    modules = Counter(module.context for module in facts.modules if module.role == "source")
    tables = Counter(table.owner for table in facts.tables)
    nodes = [
        Node(
            kind="context",
            name=context.name,
            label=context.name,
            detail=" · ".join(_counted(modules[context.name], "module") + _counted(tables[context.name], "table")),
        )
        for context in facts.contexts
        if context.kind != "library"
    ]
    return Shown(nodes, _edges(between_contexts(facts), kinds, lambda thing: f"context:{thing.name}"))


def modules(facts: ProgramFacts, kinds: Collection[EdgeKind]) -> Shown:
    """Return the modules in the boxes of their contexts."""
    program = _Program(facts)
    nodes = [_of_module(module, "module", program.name(module)) for module in facts.modules if module.checked]

    def end(thing: Thing) -> str:
        module = program.module(thing)
        return f"module:{program.name(module)}" if module is not None and module.checked else ""

    return Shown(nodes, _edges(between_parts(facts), kinds, end))


def packages(facts: ProgramFacts, kinds: Collection[EdgeKind]) -> Shown:
    """Return the packages in the boxes of their contexts."""
    program = _Program(facts)
    found: dict[str, Module] = {}
    for module in facts.modules:
        if module.checked:
            found.setdefault(_package(program, module), module)
    nodes = [_of_module(module, "package", name) for name, module in found.items()]

    def end(thing: Thing) -> str:
        module = program.module(thing)
        return f"package:{_package(program, module)}" if module is not None and module.checked else ""

    return Shown(nodes, _edges(between_parts(facts), kinds, end))


def _package(program: _Program, module: Module) -> str:
    name = program.name(module)
    return name if module.is_package else name.rpartition(".")[0] or name


def tables(facts: ProgramFacts, kinds: Collection[EdgeKind]) -> Shown:
    """Return the tables in the boxes of their owners, and the foreign keys between them."""
    return Shown(
        _tables(facts), _edges(between_parts(facts), kinds, lambda t: f"table:{t.name}" if t.kind == "table" else "")
    )


def access(facts: ProgramFacts, kinds: Collection[EdgeKind]) -> Shown:
    """Return the tables, and the contexts that touch those of others."""
    program = _Program(facts)

    def end(thing: Thing) -> str:
        if thing.kind == "table":
            return f"table:{thing.name}"
        module = program.module(thing)
        return f"context:{module.context}" if module is not None else ""

    own = contexts(facts, ()).nodes
    known = {node.id for node in own}
    edges = [
        edge
        for edge in _edges(between_parts(facts), {"data"}, end)
        if edge.source in known and program.owner.get(edge.target.partition(":")[2]) != edge.source.partition(":")[2]
    ]
    touched = {end for edge in edges for end in (edge.source, edge.target)}
    return Shown([node for node in (*own, *_tables(facts)) if node.id in touched], edges)


SHOWS: Mapping[Show, Callable[[ProgramFacts, Collection[EdgeKind]], Shown]] = {
    "contexts": contexts, "packages": packages, "modules": modules, "tables": tables, "access": access,
}  # fmt: skip


def _tables(facts: ProgramFacts) -> list[Node]:
    return [
        Node(kind="table", name=one.table, label=one.table, inside=one.owner, file=one.file, line=one.line)
        for one in facts.tables
    ]


def _of_module(module: Module, kind: Kind, name: str) -> Node:
    parent, _, last = name.rpartition(".")
    return Node(kind=kind, name=name, label=last, detail=parent, inside=module.context, file=module.file, line=1)


def _counted(count: int, word: str) -> list[str]:
    return [f"{count:,} {word}{'s' * (count != 1)}"] if count else []


def _edges(ties: Iterable[Tie], kinds: Collection[EdgeKind], end: Callable[[Thing], str]) -> list[Edge]:
    """Return one edge for all ties of some kinds between the same two nodes. end: id of the node of a thing, "" where there is none."""
    return gathered(
        (end(tie.source), end(tie.target), tie.kind, tie.file, tie.line) for tie in ties if tie.kind in kinds
    )


def gathered(places: Iterable[tuple[str, str, EdgeKind, str, int]]) -> list[Edge]:
    """Return one edge for all places between the same two nodes. places: ids of the two, kind, file and line; without an id, or of one node, it is none."""
    found: dict[tuple[str, str], dict[EdgeKind, set[tuple[str, int]]]] = {}
    for source, target, kind, file, line in places:
        if source and target and source != target:
            found.setdefault((source, target), {}).setdefault(kind, set()).add((file, line))
    edges = []
    for (source, target), of in found.items():
        file, line = min(place for some in of.values() for place in some)
        weights = {kind: len(of[kind]) for kind in sorted(of)}
        edges.append(Edge(source=source, target=target, weights=weights, file=file, line=line))
    return edges
