"""A picture for PlantUML, as C4 draws containers: https://github.com/plantuml-stdlib/C4-PlantUML"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from boundary_lint.draw.lines import lines_of
from boundary_lint.draw.picture import Kind, Picture
from boundary_lint.draw.words import FINDING, label, legend, number_of, said, short

_MACROS: Mapping[Kind, str] = {
    "context": "Container", "library": "Container", "service": "Container", "package": "Component", "module": "Component",
    "table": "ComponentDb", "channel": "ContainerQueue", "database": "ContainerDb", "outside": "System_Ext",
}  # fmt: skip


def render(picture: Picture) -> str:
    """Return the picture in the language of PlantUML, on the C4 macros of its standard library."""
    number = {node.id: f"n{position}" for position, node in enumerate(picture.nodes)}
    lines = ["@startuml", "!include <C4/C4_Component>", "LAYOUT_LEFT_RIGHT()", f"title {escaped(label(picture.title))}"]
    for severity, color in FINDING.items():
        lines += [
            f'AddElementTag("{severity}", $borderColor="{color}")',
            f'AddRelTag("{severity}", $lineColor="{color}")',
        ]
    lines += ['AddRelTag("cycle", $lineStyle=DashedLine())', *_nodes(picture, number)]
    for line in lines_of(picture.edges):
        tags = "+".join([*([line.severity] if line.severity else []), *(["cycle"] if line.against else [])])
        tag = f', $tags="{tags}"' if tags else ""
        macro = "BiRel" if line.back else "Rel"
        ends = f"{number[line.there.source]}, {number[line.there.target]}"
        lines.append(f'{macro}({ends}, "{escaped(number_of(line) or said(line.there))}"{tag})')
    notes = [f"· {escaped(label(line, 300))}" for line in (*legend(picture), *picture.notices)]
    return "\n".join([*lines, *(["legend", *notes, "endlegend"] if notes else []), "@enduml", ""])


def _nodes(picture: Picture, number: Mapping[str, str]) -> Iterator[str]:
    for position, (box, nodes) in enumerate(picture.by_box()):
        if box:
            yield f'Boundary(box{position}, "{escaped(short(box))}") {{'
        for node in nodes:
            tag = f', $tags="{node.severity}"' if node.severity else ""
            detail = f', $descr="{escaped(short(node.detail))}"' if node.detail else ""
            yield f'{_MACROS[node.kind]}({number[node.id]}, "{escaped(short(node.label or node.name))}"{detail}{tag})'
        if box:
            yield "}"


def escaped(text: str) -> str:
    """Return text that can be nothing but text inside of quotes: what may have a meaning there is named by its number.

    Of ``[[...]]`` PlantUML makes a link, and ``%date()`` it evaluates.
    """
    return "".join(char if char.isalnum() or char in " ." else f"<U+{ord(char):04X}>" for char in text)
