"""The picture of a program that is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from boundary_lint.draw import narrow
from boundary_lint.draw.marks import with_cycles, with_findings
from boundary_lint.draw.picture import EDGE_KINDS, Edge, EdgeKind, Node, Picture
from boundary_lint.draw.services import services
from boundary_lint.draw.shows import SHOWS
from boundary_lint.findings.finding import Finding
from boundary_lint.pipeline.run import Analysis

SHOWN = ("contexts", "services", *(show for show in SHOWS if show != "contexts"))
"""What can be shown."""


_MANY = {"access": "contexts and tables"}
"""What is shown in words, where the option does not say it."""

_INSTEAD = {
    "contexts": " - declare [[contexts]] in boundary-lint.toml, or look at --show packages",
    "services": " - look at --show contexts",
}
"""What to do where there is nothing."""


@dataclass(frozen=True)
class Asked:
    """What is to be seen. focus: names around which it lies, at most depth edges away; start and end: between which; most: nodes at most."""

    show: str = "contexts"
    kinds: Sequence[EdgeKind] = EDGE_KINDS
    focus: Sequence[str] = ()
    depth: int = 1
    start: str = ""
    end: str = ""
    most: int = 40


def picture_of(analysis: Analysis, findings: Sequence[Finding], asked: Asked) -> Picture:
    """Return what is asked for.

    Raises:
        NoSuchNode: something named is not in the picture.
    """
    facts = analysis.facts
    shown = services(facts, asked.kinds) if asked.show == "services" else SHOWS[asked.show](facts, asked.kinds)  # type: ignore[index]
    nodes = sorted(shown.nodes, key=lambda node: node.id)
    known = {node.id for node in nodes}
    edges = sorted(e for e in shown.edges if e.source in known and e.target in known)
    notices = (
        []
        if nodes
        else [f"nothing to show: no {_MANY.get(asked.show, asked.show)} were found{_INSTEAD.get(asked.show, '')}"]
    )
    if asked.focus:
        nodes, edges = _only(nodes, edges, narrow.around(nodes, edges, asked.focus, asked.depth))
    if asked.start and asked.end:
        nodes, edges = _only(nodes, edges, narrow.between(nodes, edges, asked.start, asked.end))
    if len(nodes) > asked.most:
        keep = [narrow.find(nodes, name) for name in (*asked.focus, asked.start, asked.end) if name]
        notices.append(
            f"{asked.most} of {len(nodes):,} {_MANY.get(asked.show, asked.show)} are shown, those with the most ties (--max-nodes)"
        )
        nodes, edges = _only(nodes, edges, narrow.heaviest(nodes, edges, asked.most, keep))
    nodes, edges = with_findings(nodes, with_cycles(edges), findings)
    title = f"{Path(analysis.tree.base).name}: {asked.show}"
    return Picture(title=title, nodes=tuple(nodes), edges=tuple(edges), notices=tuple(notices))


def _only(nodes: Sequence[Node], edges: Sequence[Edge], ids: set[str]) -> tuple[list[Node], list[Edge]]:
    return [n for n in nodes if n.id in ids], [e for e in edges if e.source in ids and e.target in ids]
