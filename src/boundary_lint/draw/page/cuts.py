"""What the page knows of cuts: the divisions, the places that cross them and what these cost, and the proposed contexts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from boundary_lint.draw.order import order_of
from boundary_lint.draw.page import data
from boundary_lint.draw.page.links import Link, side
from boundary_lint.draw.page.numbered import Numbered
from boundary_lint.draw.picture import Edge, Node
from boundary_lint.draw.ties import edge_kind
from boundary_lint.seams.cuts.crossing import KINDS, ORDER, WAITS
from boundary_lint.seams.cuts.find import LEAST
from boundary_lint.seams.cuts.price import LOOPED, PLACE, TWO_WRITERS
from boundary_lint.seams.cuts.remedies import MANY_READERS, REMEDIES
from boundary_lint.seams.cuts.sides import Sides
from boundary_lint.seams.cuts.transactions import regions
from boundary_lint.seams.division import Division
from boundary_lint.seams.find import Seams
from boundary_lint.seams.judged import Judged

BEYOND = ("remote calls that wait for another", "complexity")
"""Risks that only the whole program tells: the page takes them as they are."""

_REMEDY = {remedy.name: number for number, remedy in enumerate(REMEDIES)} | {"": -1}
_KIND = {kind: number for number, kind in enumerate(KINDS)}


class Titled(NamedTuple):
    """A division that the page shows. place: which of the remedies of links are its own."""

    place: int
    id: str
    title: str
    division: Division


def division_of(one: Titled, links: Sequence[Link], known: Numbered) -> data.Division:
    """Return a division, with its contexts in the order of use."""
    contexts, division = one.division.names, one.division
    number = {context: position for position, context in enumerate(contexts)}
    nodes = [Node(kind="context", name=context) for context in contexts]
    of_id = {node.id: number[node.name] for node in nodes}
    return data.Division(
        id=one.id,
        title=one.title,
        contexts=contexts,
        modules=[number.get(division.of_file(module.file), data.SHARED) for module in known.modules],
        tables=[number.get(division.of_table(table.table), data.SHARED) for table in known.facts.tables],
        order=[of_id[id] for id in order_of(nodes, _edges(one, links))],
    )


def _edges(one: Titled, links: Sequence[Link]) -> list[Edge]:
    """Return what ties contexts, as the graph has it."""
    places = {
        (side(link.source, one.division), side(link.target, one.division), edge_kind(link.kind), link.file, link.line)
        for link in links
        if link.remedies[one.place]
    }
    between = Counter((source, target) for source, target, *_ in places if source and target and source != target)
    return [
        Edge(source=f"context:{source}", target=f"context:{target}", weights={"imports": count})
        for (source, target), count in sorted(between.items())
    ]


def columns(links: Sequence[Link], divisions: Sequence[Titled], known: Numbered) -> data.Links:
    """Return the links, column by column."""
    return data.Links(
        sources=[known.node(link.source) for link in links],
        targets=[known.node(link.target) for link in links],
        kinds=[_KIND[link.kind] for link in links],
        files=[known.file(link.file) for link in links],
        lines=[link.line for link in links],
        whats=[known.text(link.what) for link in links],
        functions=[known.text(link.subject) if link.kind == "read" else -1 for link in links],
        loops=[int(link.loop) for link in links],
        alone=[_REMEDY[link.alone] for link in links],
        remedies=[[_REMEDY[link.remedies[one.place]] for link in links] for one in divisions],
    )


def transactions(known: Numbered) -> list[data.Transaction]:
    """Return the transactions that write tables, as sure as a crossing must be."""
    return list(_transactions(known))


def _transactions(known: Numbered) -> Iterator[data.Transaction]:
    for region in regions(known.facts, Sides(known.facts, known.finest)):
        writes = {write for some in region.written.values() for write in some}
        sure = {known.table(write.table) for write in writes if ORDER[write.confidence] <= ORDER[LEAST]} - {data.SHARED}
        module = known.module(region.module.file)
        if sure and module != data.SHARED:
            yield data.Transaction(file=known.file(region.file), line=region.line, module=module, tables=sorted(sure))


def prices() -> data.Prices:
    """Return what the page needs to price a cut."""
    return data.Prices(
        remedies=[data.Remedy(name=one.name, weight=one.weight, effort=one.effort) for one in REMEDIES],
        waits=sorted(WAITS), library="share as a library", call="call the owner's interface", batch="ask once for all", copy="keep a read model",
        split="split the table", saga="saga instead of a transaction", move="move", many_readers=MANY_READERS, place=PLACE, two_writers=TWO_WRITERS, looped=LOOPED,
    )  # fmt: skip


def seams_of(seams: Seams, judged: Judged, known: Numbered) -> data.Seams:
    """Return the proposed contexts with their prices, what is misplaced, and figures."""
    misplaced = [
        data.Misplaced(kind=one.kind, name=one.name, now=one.now, better=one.better, reasons=list(one.reasons))
        for one in seams.misplaced
    ]  # fmt: skip
    figures = [
        data.Figure(name=one.name, value=one.value, better=one.better, between=one.between, source=one.source)
        for one in judged.figures
    ]
    return data.Seams(contexts=list(_seams(seams, judged)), misplaced=misplaced, figures=figures)


def _seams(seams: Seams, judged: Judged) -> Iterator[data.Seam]:
    number = {context: position for position, context in enumerate(seams.division.names)}
    for one in seams.contexts:
        cut = judged.cuts.get(one.name)
        if cut is not None and one.name in number:
            yield data.Seam(
                context=number[one.name], words=list(one.words), reasons=list(one.reasons), sure=round(one.confidence, 4), points=cut.price.total,
                beyond=round(sum(risk.points for risk in cut.price.risks if risk.name in BEYOND), 1), crossings=len(cut.crossings), step=judged.place(one.name),
            )  # fmt: skip
