"""What a picture shows: things in boxes, and what ties them. Every form is written from this and from nothing else."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from boundary_lint.findings.finding import Severity

Kind: TypeAlias = Literal[
    "context", "library", "service", "package", "module", "table", "channel", "database", "outside"
]
"""What a thing is: outside is what is called and is no part of the program."""

EdgeKind: TypeAlias = Literal["imports", "data", "calls", "foreign-keys", "events"]
"""How one thing depends on another."""

EDGE_KINDS: tuple[EdgeKind, ...] = ("imports", "data", "calls", "foreign-keys", "events")


class Node(msgspec.Struct, frozen=True, order=True, kw_only=True):
    """One thing. name tells it from all others of its kind; label: what people read; detail: a few words more.

    inside: name of the context (or service) in whose box it stands, "" for none. severity: of the worst finding in it. file, line: where it is.
    """

    kind: Kind
    name: str
    label: str = ""
    detail: str = ""
    inside: str = ""
    severity: Severity | None = None
    file: str = ""
    line: int = 0

    @property
    def id(self) -> str:
        """What tells it from everything else in the picture."""
        return f"{self.kind}:{self.name}"


class Edge(msgspec.Struct, frozen=True, order=True, kw_only=True):
    """One thing depends on another. source, target: ids of nodes; weights: kind -> number of places.

    severity: of the worst finding about the pair; cycle: without this edge, and the others marked so, no cycle is left. file, line: the first place.
    """

    source: str
    target: str
    weights: dict[EdgeKind, int]
    severity: Severity | None = None
    cycle: bool = False
    file: str = ""
    line: int = 0

    @property
    def weight(self) -> int:
        """Places of all kinds together."""
        return sum(self.weights.values())


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """All of it, sorted: equal programs give equal pictures. notices: what was left out."""

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    notices: tuple[str, ...] = ()

    def by_box(self) -> list[tuple[str, list[Node]]]:
        """Return the boxes by name, "" for none, each with the nodes that stand in it. A box that would say the name of its only node again is none."""
        boxes: dict[str, list[Node]] = {}
        for node in self.nodes:
            boxes.setdefault(node.inside, []).append(node)
        for name, nodes in [*boxes.items()]:
            if name and [node.label for node in nodes] == [name]:
                boxes.setdefault("", []).extend(boxes.pop(name))
        return sorted(boxes.items())
