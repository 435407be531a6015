"""The words of a picture: names that cannot do harm, and what an edge and the legend say."""

from __future__ import annotations

import re
from collections.abc import Mapping

from boundary_lint.draw.picture import Edge, EdgeKind, Node, Picture
from boundary_lint.findings.finding import Severity

MAX_NAME = 60
"""Characters of a name; of longer ones the middle is left out."""

FINDING: Mapping[Severity, str] = {"error": "#c62828", "warning": "#e07b00", "info": "#5c6bc0"}
"""Colours of what findings are about, told apart by light as well."""

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def label(name: str) -> str:
    """Return a name that can be shown: control and direction characters spelled out, the middle of a long one left out."""
    shown = _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", name[: MAX_NAME * 20])
    half = MAX_NAME // 2
    return shown if len(shown) <= MAX_NAME else f"{shown[: half - 1]}…{shown[-half:]}"


def described(node: Node) -> str:
    """Return what stands in a node."""
    return "\n".join(filter(None, [label(node.label or node.name), label(node.detail)]))


_ONE: Mapping[EdgeKind, str] = {
    "imports": "import", "data": "data", "calls": "call", "foreign-keys": "foreign key", "events": "event",
}  # fmt: skip
"""Kinds of edges in words, of one place."""


def said(edge: Edge) -> str:
    """Return what stands at an edge: its kinds, with the number of places."""
    return ", ".join(
        f"{count:,} {_ONE[kind]}" if count == 1 else f"{count:,} {kind.replace('-', ' ')}"
        for kind, count in edge.weights.items()
    )


def legend(picture: Picture) -> list[str]:
    """Return what lines and colours mean, as far as they are in the picture."""
    lines = ["number at an edge: places; width: their number"] if picture.edges else []
    marks = {node.severity for node in picture.nodes} | {edge.severity for edge in picture.edges}
    told = [
        f"{name}: {word}" for name, word in (("red", "error"), ("orange", "warning"), ("blue", "info")) if word in marks
    ]
    lines += ["; ".join(told)] if told else []
    if any(edge.cycle for edge in picture.edges):
        lines.append("dashed: closes a cycle")
    return lines
