"""A picture for programs: JSON, and GraphML (http://graphml.graphdrawing.org/)."""

from __future__ import annotations

import io

import msgspec

from boundary_lint.draw.picture import Picture
from boundary_lint.draw.words import label


def as_json(picture: Picture) -> str:
    """Return the picture in JSON: nodes by id, edges by the ids of their ends."""
    nodes = [{"id": node.id, **msgspec.to_builtins(node)} for node in picture.nodes]
    whole = {**msgspec.to_builtins(picture), "nodes": nodes}
    return msgspec.json.format(msgspec.json.encode(whole), indent=1).decode() + "\n"


def as_graphml(picture: Picture) -> str:
    """Return the picture in GraphML."""
    import networkx

    graph = networkx.DiGraph()
    for node in picture.nodes:
        words = {
            "label": label(node.label or node.name),
            "detail": label(node.detail),
            "inside": label(node.inside),
            "file": label(node.file),
        }
        graph.add_node(label(node.id), kind=node.kind, severity=node.severity or "", line=node.line, **words)
    for edge in picture.edges:
        kinds = {kind.replace("-", "_"): count for kind, count in edge.weights.items()}
        graph.add_edge(
            label(edge.source),
            label(edge.target),
            weight=edge.weight,
            severity=edge.severity or "",
            cycle=edge.cycle,
            **kinds,
        )
    out = io.BytesIO()
    networkx.write_graphml_xml(graph, out, prettyprint=True)
    return out.getvalue().decode("utf-8") + "\n"
