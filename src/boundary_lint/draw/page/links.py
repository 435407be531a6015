"""Every place that ties two modules, or a module and a table, with what it would cost were it to cross between contexts.

The page computes from these what a move of modules does. So they are all crossings of the finest division, in which every module is a context of its
own, and beside those the crossings of the divisions that are shown, each with its remedy there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from boundary_lint.facts.program import ProgramFacts
from boundary_lint.seams.cuts.crossing import WAITS, Crossing, Kind
from boundary_lint.seams.cuts.find import find_crossings
from boundary_lint.seams.division import Division, tables_follow

Node: TypeAlias = tuple[str, str]
"""A module by "file" and its path, or a table by "table" and its name."""

NOWHERE: Node = ("", "")
"""Shared code that is no module of the program."""


class Link(NamedTuple):
    """One place. what: on which module, function, table, signal or channel it depends; loop: a remote call here would sit in a loop.

    alone: the remedy were the two nodes apart and nothing else changed; remedies: that in each division, "" where it does not cross there.
    """

    source: Node
    target: Node
    kind: Kind
    file: str
    line: int
    subject: str
    what: str
    loop: bool
    alone: str
    remedies: tuple[str, ...]


_Key: TypeAlias = tuple[str, int, Kind, str, str]
_Place: TypeAlias = tuple[Node, Node, _Key]


def finest(facts: ProgramFacts) -> Division:
    """Return the division in which every module is a context of its own, with the tables that it declares."""
    return tables_follow(facts, {module.file: module.file for module in facts.modules})


def links_of(facts: ProgramFacts, divisions: Sequence[Division]) -> list[Link]:
    """Return all links of a program, sorted."""
    division = finest(facts)
    ends = _Ends(facts, division)
    found: dict[_Place, list[Crossing | None]] = {}
    nodes: dict[_Key, list[tuple[Node, Node]]] = defaultdict(list)
    for one in find_crossings(facts, division):
        source, target = ends.source(one, division), ends.target(one, division)
        nodes[_key(one)].append((source, target))
        found.setdefault((source, target, _key(one)), [one, *(None for _ in divisions)])
    for position, division in enumerate(divisions, 1):
        for one in find_crossings(facts, division):
            source, target = _as_before(one, nodes[_key(one)], division) or (
                ends.source(one, division),
                ends.target(one, division),
            )
            row = found.setdefault((source, target, _key(one)), [None, *(None for _ in divisions)])
            row[position] = one
    return sorted(_link(source, target, row) for (source, target, _), row in found.items() if source != target)


def side(node: Node, division: Division) -> str:
    """Return the context of a node."""
    kind, name = node
    return division.of_table(name) if kind == "table" else division.of_file(name)


def _key(one: Crossing) -> _Key:
    return one.file, one.line, one.kind, one.subject, one.what


def _as_before(one: Crossing, known: Iterable[tuple[Node, Node]], division: Division) -> tuple[Node, Node] | None:
    """Return the nodes that the same place ties in the finest division, if they lie in the two contexts."""
    sides = (one.source, one.target)
    return next((pair for pair in known if (side(pair[0], division), side(pair[1], division)) == sides), None)


class _Ends:
    """Finds the nodes between which a crossing lies."""

    def __init__(self, facts: ProgramFacts, division: Division) -> None:
        self._files = {module.file for module in facts.modules}
        self._tables = {table.table for table in facts.tables} | set(division.tables)

    def source(self, one: Crossing, division: Division) -> Node:
        """Return what depends: the code, of a foreign key its table."""
        if one.kind in ("foreign key", "cascade"):
            table = one.subject.rpartition(".")[0]
            return ("table", table) if table in self._tables else self._module(one.file)
        own = self._module(one.file)
        if side(own, division) == one.source:
            return own
        named = self._table(one, one.source, division)
        return named or (self._module(one.source) if one.source in self._files else own)

    def target(self, one: Crossing, division: Division) -> Node:
        """Return what it depends on: a table where it names one, else code."""
        if one.target_file:
            return self._module(one.target_file)
        return self._table(one, one.target, division) or self._module(one.target)

    def _module(self, file: str) -> Node:
        return ("file", file) if file in self._files else NOWHERE

    def _table(self, one: Crossing, context: str, division: Division) -> Node | None:
        named = one.what.replace(" + ", ", ").split(", ")
        return next(
            (("table", name) for name in named if name in self._tables and division.of_table(name) == context), None
        )


def _link(source: Node, target: Node, row: Sequence[Crossing | None]) -> Link:
    one = next(crossing for crossing in row if crossing is not None)
    return Link(
        source, target, one.kind, one.file, one.line, one.subject, one.what, one.kind in WAITS and one.loop != "", one.remedy,
        tuple(crossing.remedy if crossing else "" for crossing in row[1:]),
    )  # fmt: skip
