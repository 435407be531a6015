"""A picture for Mermaid: https://mermaid.js.org/syntax/flowchart.html"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from boundary_lint.draw.picture import Kind, Picture
from boundary_lint.draw.words import FINDING, described, label, legend, said

_SHAPES: Mapping[Kind, tuple[str, str]] = {
    "context": ("(", ")"), "library": ("(", ")"), "service": ("[[", "]]"), "package": ("[", "]"), "module": ("[", "]"),
    "table": ("[(", ")]"), "channel": ("{{", "}}"), "database": ("[(", ")]"), "outside": (">", "]"),
}  # fmt: skip

MAX_EDGES = 500
"""Edges that Mermaid draws unless it is configured (``maxEdges``): those beyond are left out, the lightest first."""


def render(picture: Picture) -> str:
    """Return the picture in the language of Mermaid."""
    number = {node.id: f"n{position}" for position, node in enumerate(picture.nodes)}
    edges = sorted(sorted(picture.edges, key=lambda edge: -edge.weight)[:MAX_EDGES])
    lines = ["flowchart LR", *_nodes(picture, number)]
    for position, edge in enumerate(edges):
        arrow = "-.->" if edge.cycle else "-->"
        lines.append(f'  {number[edge.source]} {arrow}|"{escaped(said(edge))}"| {number[edge.target]}')
        if edge.severity:
            lines.append(f"  linkStyle {position} stroke:{FINDING[edge.severity]}")
    for severity, color in FINDING.items():
        marked = [number[node.id] for node in picture.nodes if node.severity == severity]
        if marked:
            lines += [
                f"  classDef {severity} stroke:{color},stroke-width:2px",
                f"  class {','.join(marked)} {severity}",
            ]
    left = [f"{len(picture.edges) - MAX_EDGES} edges left out"] if len(picture.edges) > MAX_EDGES else []
    lines += [f"  %% {escaped(label(line))}" for line in (*legend(picture), *picture.notices, *left)]
    return "\n".join([*lines, ""])


def _nodes(picture: Picture, number: Mapping[str, str]) -> Iterator[str]:
    for position, (box, nodes) in enumerate(picture.by_box()):
        if box:
            yield f'  subgraph box{position}["{escaped(label(box))}"]'
        for node in nodes:
            before, behind = _SHAPES[node.kind]
            yield f'  {number[node.id]}{before}"{escaped(described(node))}"{behind}'
        if box:
            yield "  end"


def escaped(text: str) -> str:
    """Return text that can be nothing but text inside of quotes."""
    return "".join(
        "<br/>" if char == "\n" else char if char.isalnum() or char in " _.-…·" else f"#{ord(char)};" for char in text
    )
