"""The edges that carry a picture."""

from __future__ import annotations

import msgspec

from boundary_lint.draw.backbone import MOST, backbone
from boundary_lint.draw.lines import lines_of
from boundary_lint.draw.marks import with_cycles
from boundary_lint.draw.picture import Picture
from tests.draw.samples import picture, tied


def _many() -> Picture:
    """Return twenty contexts that all use each other, few of them much."""
    names = [f"c{number:02}" for number in range(20)]
    shown = tied(*((a, b, 100 if b == "c00" else 1) for a in names for b in names if a != b))
    edges = [
        msgspec.structs.replace(edge, severity="error" if edge.target.endswith("19") else None)
        for edge in with_cycles(shown.edges)
    ]
    return msgspec.structs.replace(shown, edges=tuple(edges))


def test_the_heaviest_line_of_every_node_is_drawn_and_the_rest_is_told() -> None:
    whole = _many()
    part = backbone(whole)
    assert {end for edge in part.edges for end in (edge.source, edge.target)} == {node.id for node in whole.nodes}
    assert len(lines_of(part.edges)) <= MOST * len(whole.nodes)
    (notice,) = part.notices
    hidden = [edge for edge in whole.edges if edge not in part.edges]
    assert notice.startswith(f"{len(part.edges)} of {len(whole.edges)} edges are drawn, with ")
    assert f"{sum(edge.severity is not None for edge in hidden)} with errors" in notice
    assert f"{sum(edge.cycle for edge in hidden)} that close cycles" in notice


def test_both_ways_of_a_line_are_drawn_or_none() -> None:
    pairs = {(edge.source, edge.target) for edge in backbone(_many()).edges}
    assert all((target, source) in pairs for source, target in pairs)


def test_of_few_edges_none_is_left_out() -> None:
    shop = picture()
    assert backbone(shop) == shop
    empty = Picture(title="x", nodes=(), edges=())
    assert backbone(empty) == empty


def test_two_ways_are_one_line_with_the_order_first() -> None:
    (line,) = lines_of(with_cycles(tied(("a", "b", 2), ("b", "a", 9)).edges))
    assert (line.there.source, line.weight, line.against) == ("context:b", 11, False)
