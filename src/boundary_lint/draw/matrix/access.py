"""Tables and who touches them: a row is a table, a column a context; tables stand with their owners."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from boundary_lint.draw.matrix.model import Cell, Mark, Matrix, brief
from boundary_lint.draw.narrow import find
from boundary_lint.draw.order import order_of
from boundary_lint.draw.picture import Edge, Node
from boundary_lint.draw.words import label
from boundary_lint.facts.program import ProgramFacts

_Touched = Mapping[tuple[str, str], Counter[str]]
"""Table and context -> operation -> places."""

LEGEND = (
    "a row is a table; a column reads it at so many places, w: writes; the owner's own are told apart",
    "against: written by another than the owner",
)


def access_matrix(facts: ProgramFacts, title: str, most: int, focus: Collection[str] = ()) -> Matrix:
    """Return which context reads and writes which table.

    most: tables at most, those that others than their owners touch most; focus: only what these contexts or tables have to do with.

    Raises:
        NoSuchNode: focus names something else.
    """
    owner = {table.table: table.owner for table in facts.tables}
    touched = {pair: ops for pair, ops in _touched(facts).items() if pair[0] in owner}
    if focus:
        things = [Node(kind="table", name=table) for table in owner]
        things += [Node(kind="context", name=context) for context in sorted({context for _, context in touched})]
        focus = {find(things, name).partition(":")[2] for name in focus}
        touched = {pair: ops for pair, ops in touched.items() if not set(focus).isdisjoint(pair)}
    foreign: Counter[str] = Counter()
    for (table, context), ops in touched.items():
        foreign[table] += sum(ops.values()) * (context != owner[table])
    tables = sorted(foreign, key=lambda table: (-foreign[table], table))[:most]
    notices = []
    if len(tables) < len(foreign):
        notices.append(
            f"{len(tables):,} of {len(foreign):,} tables are shown, those that others than their owners touch most (--max-nodes)"
        )
    kept = {*tables}
    shown = {pair: ops for pair, ops in touched.items() if pair[0] in kept}
    columns = _ordered({context for _, context in shown}, owner, shown)
    rank = {context: position for position, context in enumerate(columns)}
    rows = sorted(tables, key=lambda table: (rank.get(owner[table], len(rank)), owner[table], table))
    place = {table: position for position, table in enumerate(rows)}
    files = {table.table: (table.file, table.line) for table in facts.tables}
    return Matrix(
        title=title,
        rows=tuple(
            Node(kind="table", name=t, label=t, inside=owner[t], file=files[t][0], line=files[t][1]) for t in rows
        ),
        columns=tuple(Node(kind="context", name=context, label=context) for context in columns),
        cells={
            (place[table], rank[context]): _cell(table, context, owner[table], ops)
            for (table, context), ops in sorted(shown.items())
        },
        square=False,
        legend=LEGEND,
        notices=tuple(notices),
    )


def _touched(facts: ProgramFacts) -> _Touched:
    context = {(module.root, module.module): module.context for module in facts.modules}
    places: dict[tuple[str, str], set[tuple[str, str, int]]] = defaultdict(set)
    for one in facts.accesses:
        who = context.get((one.root, one.module), "")
        if who:
            places[one.table, who].add(("reads" if one.op == "read" else "writes", one.file, one.line))
    return {pair: Counter(op for op, _, _ in found) for pair, found in places.items()}


def _ordered(contexts: Collection[str], owner: Mapping[str, str], shown: _Touched) -> list[str]:
    """Return contexts in the order in which they use the tables of each other, users first."""
    nodes = [Node(kind="context", name=context) for context in contexts]
    weight: Counter[tuple[str, str]] = Counter()
    for (table, context), ops in shown.items():
        if owner[table] in contexts and owner[table] != context:
            weight[context, owner[table]] += sum(ops.values())
    edges: Iterable[Edge] = (
        Edge(source=f"context:{user}", target=f"context:{used}", weights={"data": count})
        for (user, used), count in weight.items()
    )
    return [id.partition(":")[2] for id in order_of(nodes, edges)]


def _cell(table: str, context: str, owner: str, ops: Counter[str]) -> Cell:
    writes, reads = ops["writes"], ops["reads"]
    mark: Mark = "own" if context == owner else "against" if writes else "along"
    text = f"{brief(writes)}w" if writes else brief(reads)
    told = ", ".join(f"{what} at {count:,} places" for what, count in (("writes", writes), ("reads", reads)) if count)
    whose = "its owner" if mark == "own" else f"owner: {label(owner)}" if owner else "owned by nobody"
    return Cell(
        text, writes + reads, f"{label(context)} {told} · {label(table)} ({whose})", mark, whole=f"{writes}w {reads}r"
    )
