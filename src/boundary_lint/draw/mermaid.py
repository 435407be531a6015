"""A picture for Mermaid: https://mermaid.js.org/syntax/flowchart.html"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from boundary_lint.draw.lines import Line, lines_of, width
from boundary_lint.draw.picture import Kind, Picture
from boundary_lint.draw.words import FINDING, described, label, legend, number_of, short

_SHAPES: Mapping[Kind, tuple[str, str]] = {
    "context": ("(", ")"), "library": ("(", ")"), "service": ("[[", "]]"), "package": ("[", "]"), "module": ("[", "]"),
    "table": ("[(", ")]"), "channel": ("{{", "}}"), "database": ("[(", ")]"), "outside": (">", "]"),
}  # fmt: skip

MAX_EDGES = 500
"""Edges that Mermaid draws unless it is configured (``maxEdges``): those beyond are left out, the lightest first."""


def render(picture: Picture) -> str:
    """Return the picture in the language of Mermaid."""
    number = {node.id: f"n{position}" for position, node in enumerate(picture.nodes)}
    all_lines = lines_of(picture.edges)
    heaviest = {line.ends for line in sorted(all_lines, key=lambda line: -line.weight)[:MAX_EDGES]}
    shown = [line for line in all_lines if line.ends in heaviest]
    most = max((line.weight for line in shown), default=1)
    text = ["flowchart LR", f"  %% {escaped(label(picture.title))}", *_nodes(picture, number)]
    for position, line in enumerate(shown):
        text.append(_line(line, number))
        color = f",stroke:{FINDING[line.severity]}" if line.severity else ""
        text.append(f"  linkStyle {position} stroke-width:{width(line.weight, most):.1f}px{color}")
    for severity, color in FINDING.items():
        marked = [number[node.id] for node in picture.nodes if node.severity == severity]
        if marked:
            text += [
                f"  classDef {severity} stroke:{color},stroke-width:2px",
                f"  class {','.join(marked)} {severity}",
            ]
    left = [f"{len(all_lines) - MAX_EDGES} lines left out"] if len(all_lines) > MAX_EDGES else []
    text += [f"  %% {escaped(label(told, 300))}" for told in (*legend(picture), *picture.notices, *left)]
    return "\n".join([*text, ""])


def _line(line: Line, number: Mapping[str, str]) -> str:
    user, used = line.there.source, line.there.target
    arrow = "-.->" if line.against else "<-->" if line.back else "-->"
    told = f'|"{escaped(number_of(line))}"|' if number_of(line) else ""
    return f"  {number[user]} {arrow}{told} {number[used]}"


def _nodes(picture: Picture, number: Mapping[str, str]) -> Iterator[str]:
    for position, (box, nodes) in enumerate(picture.by_box()):
        if box:
            yield f'  subgraph box{position}["{escaped(short(box))}"]'
        for node in nodes:
            before, behind = _SHAPES[node.kind]
            yield f'  {number[node.id]}{before}"{escaped(described(node))}"{behind}'
        if box:
            yield "  end"


def escaped(text: str) -> str:
    """Return text that can be nothing but text inside of quotes."""
    return "".join(
        "<br/>" if char == "\n" else char if char.isalnum() or char in " _.-…·/,()" else f"#{ord(char)};"
        for char in text
    )
