"""A picture for Graphviz: https://graphviz.org/doc/info/lang.html"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from boundary_lint.draw.picture import Kind, Picture
from boundary_lint.draw.words import FINDING, described, label, legend, said

_SHAPES: Mapping[Kind, str] = {
    "context": 'shape=box, style="rounded,filled", fillcolor="#e8eef7"',
    "library": 'shape=box, style="rounded,dashed"',
    "service": 'shape=component, style=filled, fillcolor="#e8eef7"',
    "package": "shape=tab",
    "module": "shape=box",
    "table": "shape=cylinder",
    "channel": "shape=cds",
    "database": 'shape=cylinder, style=filled, fillcolor="#f2f2f2"',
    "outside": 'shape=box, style="dashed"',
}

MAX_WIDTH = 6.0
"""Points of the widest line."""


def render(picture: Picture) -> str:
    """Return the picture in the language of Graphviz."""
    number = {node.id: f"n{position}" for position, node in enumerate(picture.nodes)}
    return "\n".join(["digraph {", *_head(picture), *_nodes(picture, number), *_edges(picture, number), "}", ""])


def quoted(text: str) -> str:
    """Return text as a string of the language; a backslash stands for itself."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _head(picture: Picture) -> Iterator[str]:
    yield '  graph [rankdir=LR, fontname="Helvetica", nodesep=0.3, ranksep=0.9, compound=true]'
    yield '  node [fontname="Helvetica", fontsize=11]'
    yield '  edge [fontname="Helvetica", fontsize=9, color="#606060", arrowsize=0.7]'
    words = "\n".join(map(label, [picture.title, *legend(picture), *picture.notices]))
    yield f"  label={quoted(words)}; labelloc=b; labeljust=l; fontsize=10"


def _nodes(picture: Picture, number: Mapping[str, str]) -> Iterator[str]:
    for position, (box, nodes) in enumerate(picture.by_box()):
        if box:
            yield f'  subgraph cluster_{position} {{ label={quoted(label(box))}; style=rounded; color="#9aa7b8"'
        for node in nodes:
            mark = f', color="{FINDING[node.severity]}", penwidth=2' if node.severity else ""
            tip = f", tooltip={quoted(label(node.name))}"
            yield f"  {number[node.id]} [label={quoted(described(node))}, {_SHAPES[node.kind]}{mark}{tip}]"
        if box:
            yield "  }"


def _edges(picture: Picture, number: Mapping[str, str]) -> Iterator[str]:
    heaviest = max((edge.weight for edge in picture.edges), default=1)
    for edge in picture.edges:
        width = 1 + (MAX_WIDTH - 1) * (edge.weight / heaviest) ** 0.5
        color = f', color="{FINDING[edge.severity]}"' if edge.severity else ""
        dashed = ", style=dashed" if edge.cycle else ""
        ends = f"{number[edge.source]} -> {number[edge.target]}"
        yield f"  {ends} [label={quoted(said(edge))}, penwidth={width:.1f}{color}{dashed}]"
