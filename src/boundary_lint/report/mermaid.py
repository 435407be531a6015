"""A small picture in Mermaid: the contexts whose edges changed, and their direct neighbours."""

from __future__ import annotations

from boundary_lint.draw.mermaid import escaped
from boundary_lint.draw.words import label
from boundary_lint.seams.architecture import Change, Edge

MAX_NODES = 20
"""Contexts in a picture; with more nobody sees anything."""


def neighbourhood(change: Change) -> list[str]:
    """Return the lines of the picture: new edges thick, gone ones dotted, those that stay thin."""
    touched = [*change.new_edges, *change.gone_edges]
    shown, hidden = _shown(change, touched)
    number = {name: f"n{position}" for position, name in enumerate(shown)}
    lines = ["flowchart LR", *(f'  {number[name]}["{escaped(label(name))}"]' for name in shown)]
    stay = {(e.source, e.target) for e in change.after.edges} - {(e.source, e.target) for e in touched}
    changed_pairs: dict[tuple[str, str, str], list[str]] = {}
    for arrow, edges in (("==>", change.new_edges), ("-.->", change.gone_edges)):
        for edge in edges:
            changed_pairs.setdefault((edge.source, edge.target, arrow), []).append(edge.kind)
    for (source, target, arrow), kinds in sorted(changed_pairs.items()):
        if source in number and target in number:
            word = "new" if arrow == "==>" else "gone"
            lines.append(f'  {number[source]} {arrow}|"{word}: {", ".join(kinds)}"| {number[target]}')
    near = {name for edge in touched for name in (edge.source, edge.target)}
    lines += [
        f"  {number[a]} --> {number[b]}"
        for a, b in sorted(stay)
        if a in number and b in number and not near.isdisjoint((a, b))
    ]
    return [*lines, f'  more["{hidden} more"]'] if hidden else lines


def _shown(change: Change, touched: list[Edge]) -> tuple[list[str], int]:
    """Return the contexts to show, those that changed first, and how many there are more."""
    near = sorted({name for edge in touched for name in (edge.source, edge.target)})
    around = {n for e in change.after.edges if e.source in near or e.target in near for n in (e.source, e.target)}
    names = [*near, *sorted(around - {*near})]
    return names[:MAX_NODES], max(0, len(names) - MAX_NODES)
