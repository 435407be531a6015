"""What is wrong in a picture: the findings about its nodes and edges, and the edges that close cycles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from boundary_lint.draw.order import closing
from boundary_lint.draw.picture import Edge, Node
from boundary_lint.findings.finding import SEVERITIES, Finding, Severity


def worse(one: Severity | None, other: Severity | None) -> Severity | None:
    """Return the worse of two severities."""
    both = [severity for severity in (one, other) if severity is not None]
    return min(both, key=SEVERITIES.index) if both else None


_TABLES = frozenset({"table", "table_name", "from_table", "to_table"})
"""Columns of keys that name tables."""


def with_findings(
    nodes: Sequence[Node], edges: Sequence[Edge], findings: Iterable[Finding]
) -> tuple[list[Node], list[Edge]]:
    """Return nodes and edges with the worst finding about them.

    A finding between two contexts is about the edge. About a node are those that have one side alone, those at the file of a module, and those whose
    key names a table.
    """
    of_pair: dict[tuple[str, str], Severity | None] = {}
    of_node: dict[tuple[str, str], Severity | None] = {}
    for finding in findings:
        if finding.source and finding.target:
            pair = (finding.source, finding.target)
            of_pair[pair] = worse(of_pair.get(pair), finding.severity)
        about = {("context", finding.source)} if finding.source and not finding.target else set()
        about |= {("module", one.file) for one in finding.evidence}
        about |= {("table", value) for column, value in finding.key if column in _TABLES}
        for one in about:
            of_node[one] = worse(of_node.get(one), finding.severity)
    marked = [msgspec.structs.replace(node, severity=of_node.get(_known_by(node))) for node in nodes]
    box = {node.id: node.inside or node.name for node in nodes}
    return marked, [
        msgspec.structs.replace(edge, severity=of_pair.get((box[edge.source], box[edge.target]))) for edge in edges
    ]


def _known_by(node: Node) -> tuple[str, str]:
    """Return by what findings know a node: a service is a context to them, a module its file."""
    if node.kind == "module":
        return "module", node.file
    return ("context", node.name) if node.kind == "service" else (node.kind, node.name)


def with_cycles(edges: Sequence[Edge]) -> list[Edge]:
    """Return edges of which those are marked that close cycles: few, by places, without which none is left."""
    against = closing({(edge.source, edge.target): edge.weight for edge in edges})
    return [msgspec.structs.replace(edge, cycle=(edge.source, edge.target) in against) for edge in edges]
