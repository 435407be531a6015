"""The words of a picture: names that cannot do harm, and what nodes, lines and the legend say."""

from __future__ import annotations

from collections.abc import Mapping

from boundary_lint.draw.lines import Line, lines_of
from boundary_lint.draw.picture import Edge, EdgeKind, Node, Picture
from boundary_lint.facts.harmless import clean
from boundary_lint.findings.finding import Severity

MAX_NAME = 60
"""Characters of a name; of longer ones the middle is left out."""

MAX_SHORT = 28
"""Characters of a name in a box."""

FINDING: Mapping[Severity, str] = {"error": "#c62828", "warning": "#b85c00", "info": "#5c6bc0"}
"""Colours of what findings are about, told apart by light as well."""


def label(name: str, most: int = MAX_NAME) -> str:
    """Return a name that can be shown: control and direction characters spelled out, the middle of a long one left out."""
    shown = clean(name[: most * 20])
    half = most // 2
    return shown if len(shown) <= most else f"{shown[: half - 1]}…{shown[-half:]}"


def short(name: str) -> str:
    """Return a name for a box."""
    return label(name, MAX_SHORT)


def described(node: Node) -> str:
    """Return what stands in a node."""
    return "\n".join(filter(None, [short(node.label or node.name), short(node.detail)]))


_ONE: Mapping[EdgeKind, str] = {
    "imports": "import", "data": "data access", "calls": "call", "foreign-keys": "foreign key", "events": "event",
}  # fmt: skip
"""Kinds of edges in words, of one place."""

_MANY: Mapping[EdgeKind, str] = {
    "imports": "imports", "data": "data accesses", "calls": "calls", "foreign-keys": "foreign keys", "events": "events",
}  # fmt: skip


def said(edge: Edge) -> str:
    """Return what an edge is: its kinds, with the number of places."""
    return ", ".join(f"{count:,} {(_ONE if count == 1 else _MANY)[kind]}" for kind, count in edge.weights.items())


def number_of(line: Line) -> str:
    """Return what stands at a line: the places of the way there, and of the way back; nothing where it is one."""
    told = " / ".join(f"{edge.weight:,}" for edge in line.edges)
    return "" if told == "1" else told


def about(one: Node | Edge, names: Mapping[str, str] | None = None) -> str:
    """Return all that is to be told of a node or edge, on one line. names: of the nodes, by id."""
    if isinstance(one, Node):
        parts = [label(one.name, 200), label(one.detail)]
    else:
        ends = (label((names or {}).get(end, end)) for end in (one.source, one.target))
        parts = [f"{' -> '.join(ends)}: {said(one)}"]
    parts += [f"{one.severity} found"] if one.severity else []
    parts += [f"{label(one.file, 200)}:{one.line}"] if one.file else []
    return " · ".join(filter(None, parts))


def legend(picture: Picture) -> list[str]:
    """Return what lines and colours mean, as far as they are in the picture."""
    lines = lines_of(picture.edges)
    told = ["number: places in the code, none: one"] if lines else []
    told += ["two numbers: there / back, a cycle of two"] if any(line.back for line in lines) else []
    told += ["dashed: against the order, closes a cycle"] if any(line.against for line in lines) else []
    marks = {node.severity for node in picture.nodes} | {line.severity for line in lines}
    colors = [
        f"{color}: {word}"
        for color, word in (("red", "error"), ("orange", "warning"), ("blue", "info"))
        if word in marks
    ]
    return ["; ".join(part) for part in (told, [f"found there: {', '.join(colors)}"] if colors else []) if part]
