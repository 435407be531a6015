"""A picture for Graphviz: https://graphviz.org/doc/info/lang.html"""

from __future__ import annotations

import html
import math
from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

from boundary_lint.draw.columns import lengths
from boundary_lint.draw.lines import Line, lines_of, width
from boundary_lint.draw.numbers import Number
from boundary_lint.draw.picture import Kind, Node, Picture
from boundary_lint.draw.words import FINDING, about, label, legend, number_of, short

_INK = {"text": "#1f2933", "faint": "#5b6673", "line": "#7b8794"}

_BOX = "#fafbfc"
"""The ground of the boxes around nodes."""

_PLAIN = 'fillcolor="#eaf1fb", color="#5b83b8"'
_C4 = 'fillcolor="#2f6fb0", color="#24588c"'

_LOOKS: Mapping[Kind, str] = {
    "context": f'shape=box, style="rounded,filled", {_PLAIN}',
    "library": 'shape=box, style="rounded,filled,dashed", fillcolor="#f5f6f7", color="#8a94a0"',
    "package": f"shape=tab, style=filled, {_PLAIN}",
    "module": f"shape=box, style=filled, {_PLAIN}",
    "table": 'shape=cylinder, style=filled, fillcolor="#fbf4e2", color="#b39550"',
    "service": f'shape=box, style="rounded,filled", {_C4}',
    "channel": f'shape=hexagon, style=filled, margin="0,0", {_C4}',
    "database": f"shape=cylinder, style=filled, {_C4}",
    "outside": 'shape=box, style="rounded,filled", fillcolor="#69717b", color="#555c65"',
}
"""Services, and what they talk to, look as C4 draws them: https://c4model.com"""

_ON_DARK = frozenset({"service", "channel", "database", "outside"})

Direction: TypeAlias = Literal["LR", "TB"]
"""Users left of what they use, or above it."""

_FONT = 'fontname="Arial"'
"""It is there, or another with letters of the same width, on every system; and graphviz-pure knows them."""


def render(picture: Picture) -> str:
    """Return the picture in the language of Graphviz."""
    return _whole(picture, "LR", numbered=True)


def bare(picture: Picture, direction: Direction) -> str:
    """Return the same without numbers at the lines: `boundary_lint.draw.numbers` puts them there when all has its place."""
    return _whole(picture, direction, numbered=False)


def numbers(picture: Picture) -> dict[tuple[str, str], Number]:
    """Return what stands on which line, the heaviest first."""
    ids, names = _ids(picture), _names(picture)
    lines = sorted(lines_of(picture.edges), key=lambda line: -line.weight)
    return {_ends(line, ids): Number(number_of(line), _number(line, names)) for line in lines}


def titles(picture: Picture) -> dict[str, str]:
    """Return the titles of the boxes by their names; in `bare` they are there only for the room that they need."""
    words = ((position, box) for position, (box, _) in enumerate(picture.by_box()) if box)
    return {f"cluster_{position}": f"{_on(_BOX, _title(box))}, {_said(box)}" for position, box in words}


def _ids(picture: Picture) -> dict[str, str]:
    return {node.id: f"n{position}" for position, node in enumerate(picture.nodes)}


def _names(picture: Picture) -> dict[str, str]:
    return {node.id: node.name for node in picture.nodes}


def _whole(picture: Picture, direction: Direction, *, numbered: bool) -> str:
    ids = _ids(picture)
    parts = [
        "digraph {",
        *_head(picture, direction),
        *_nodes(picture, ids, _INK["faint"] if numbered else _BOX),
        *_edges(picture, ids, numbered),
        "}",
        "",
    ]
    return "\n".join(parts)


def quoted(text: str) -> str:
    """Return text as a string of the language; a backslash stands for itself."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _rich(text: str, size: int, color: str = "", *, bold: bool = False) -> str:
    """Return text as an HTML-like label shows it."""
    shown = html.escape(text) or " "  # nothing at all is an error to it
    colored = f' color="{color}"' if color else ""
    return f'<font point-size="{size}"{colored}>{f"<b>{shown}</b>" if bold else shown}</font>'


def _head(picture: Picture, direction: Direction) -> Iterator[str]:
    yield f"  graph [rankdir={direction}, {_FONT}, nodesep=0.22, ranksep=1.0, pad=0.3, outputorder=edgesfirst, labelloc=t, labeljust=l, bgcolor=white]"
    yield f'  node [{_FONT}, fontsize=12, fontcolor="{_INK["text"]}", margin="0.19,0.08", height=0.4]'
    yield f'  edge [{_FONT}, fontsize=10, fontcolor="{_INK["faint"]}", color="{_INK["line"]}", arrowsize=0.7]'
    words = [label(line, 300) for line in (*picture.notices, *legend(picture))]
    lines = [
        _rich(label(picture.title), 18, _INK["text"], bold=True),
        *(_rich(line, 10, _INK["faint"]) for line in words),
    ]
    room = max(map(len, words), default=0)  # at the right, for wider letters than those that are measured
    cells = "".join(f'<tr><td align="left">{line}</td><td width="{room}"></td></tr>' for line in lines)
    yield f'  label=<<table border="0" cellspacing="0" cellpadding="1">{cells}</table>>'


def _nodes(picture: Picture, ids: Mapping[str, str], title: str) -> Iterator[str]:
    for position, (box, nodes) in enumerate(picture.by_box()):
        if box:
            looks = f'labelloc=t; style="rounded,filled"; margin=10; fillcolor="{_BOX}"; color="#c3ccd6"'
            yield f"  subgraph cluster_{position} {{ label=<{_title(box, title)}>; {_said(box)}; {looks}"
        for node in nodes:
            mark = f', color="{FINDING[node.severity]}", penwidth=2' if node.severity else ""
            yield f"  {ids[node.id]} [label={_label(node)}, {_LOOKS[node.kind]}{mark}, tooltip={quoted(about(node))}{_room(node)}]"
        if box:
            yield "  }"


def _room(node: Node) -> str:
    """Return the least width of a box with letters that Graphviz may not know, and takes for narrow: that of letters as wide as high."""
    name = short(node.label or node.name)
    unknown = sum(char > "\u024f" and char != "…" for char in name)
    return f", width={0.4 + (unknown * 13 + (len(name) - unknown) * 8) / 72:.2f}" if unknown else ""


def _label(node: Node) -> str:
    dark = node.kind in _ON_DARK
    lines = [_rich(short(node.label or node.name), 12, "#ffffff" if dark else "", bold=True)]
    if node.detail:
        lines.append(_rich(short(node.detail), 9, "#f2f7fc" if dark else _INK["faint"]))
    return f"<{'<br/>'.join(lines)}>"


def _edges(picture: Picture, ids: Mapping[str, str], numbered: bool) -> Iterator[str]:
    lines = lines_of(picture.edges)
    heaviest = max((line.weight for line in lines), default=1)
    names, longer = _names(picture), lengths(lines)
    for line in lines:
        length = longer.get(line.ends, 1)
        tip = _tip(line, names)
        words = [f"label={quoted(number_of(line))}, labeltooltip={tip}"] if numbered else []
        words += [
            f"tooltip={tip}, penwidth={width(line.weight, heaviest):.1f}, weight={_pull(line)}, minlen={length}{_marks(line)}"
        ]
        yield f"  {' -> '.join(_ends(line, ids))} [{', '.join(words)}]"


def _tip(line: Line, names: Mapping[str, str]) -> str:
    return quoted("\n".join(about(edge, names) for edge in line.edges))


def _ends(line: Line, ids: Mapping[str, str]) -> tuple[str, str]:
    """Return both ends, the user first even of what points against the order: so layers follow it."""
    user, used = line.ends
    return ids[user], ids[used]


def _number(line: Line, names: Mapping[str, str]) -> str:
    text = _rich(number_of(line), 10, FINDING[line.severity] if line.severity else _INK["faint"])
    return f"{_on('white', text)}, tooltip={_tip(line, names)}"


def _on(color: str, text: str) -> str:
    """Return a label on a ground of its own, so that no line strikes it out."""
    return f'label=<<table border="0" cellborder="0" cellspacing="0" cellpadding="0" bgcolor="{color}"><tr><td>{text}</td></tr></table>>'


def _title(box: str, color: str = _INK["faint"]) -> str:
    return _rich(short(box), 12, color, bold=True)


def _said(box: str) -> str:
    return f"tooltip={quoted(label(box, 200))}"


def _marks(line: Line) -> str:
    color = f', color="{FINDING["error"]}"' if line.severity == "error" else ""
    way = ", dir=back, style=dashed" if line.against else ", dir=both, arrowtail=onormal" if line.back else ""
    return color + way


def _pull(line: Line) -> int:
    """Return how short and straight a line is to be."""
    return 1 + round(math.log(line.weight))
