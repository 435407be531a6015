"""The edges that carry a picture: with all of them, nobody sees anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec

from boundary_lint.draw.lines import Line, lines_of
from boundary_lint.draw.picture import Edge, Picture

SHARE = 0.80
"""Of all places: the heaviest lines that have as much are drawn, ..."""

OWN = 0.12
"""... and so are those with as much of the places of one of their ends, ..."""

MOST = 1.6
"""... as long as there are no more lines for each node; so few are drawn whole."""


def backbone(picture: Picture) -> Picture:
    """Return a picture with the edges that carry it, and a notice of what is left out.

    Whatever is left out, the heaviest line of every node is drawn.
    """
    lines = lines_of(picture.edges)
    room = int(MOST * len(picture.nodes))
    if len(lines) <= room:
        return picture
    first = {_rank(line): line for line in _heaviest_of_nodes(lines)}
    more = first | {_rank(line): line for line in (*_heaviest(lines), *_of_nodes(lines))}
    kept = {(edge.source, edge.target) for line in [*more.values()][: max(room, len(first))] for edge in line.edges}
    shown = [edge for edge in picture.edges if (edge.source, edge.target) in kept]
    hidden = [edge for edge in picture.edges if (edge.source, edge.target) not in kept]
    notices = (*picture.notices, _notice(shown, hidden)) if hidden else picture.notices
    return msgspec.structs.replace(picture, edges=tuple(shown), notices=notices)


def _rank(line: Line) -> tuple[int, str, str]:
    return -line.weight, line.there.source, line.there.target


def _heaviest(lines: Sequence[Line]) -> Iterator[Line]:
    left = SHARE * _places(lines)
    for line in sorted(lines, key=_rank):
        if left <= 0:
            return
        left -= line.weight
        yield line


def _by_node(lines: Iterable[Line]) -> list[list[Line]]:
    of_node: dict[str, list[Line]] = defaultdict(list)
    for line in sorted(lines, key=_rank):
        of_node[line.there.source].append(line)
        of_node[line.there.target].append(line)
    return [own for _, own in sorted(of_node.items())]


def _heaviest_of_nodes(lines: Iterable[Line]) -> Iterator[Line]:
    yield from (own[0] for own in _by_node(lines))


def _of_nodes(lines: Iterable[Line]) -> list[Line]:
    own = [(-line.weight / _places(own), line) for own in _by_node(lines) for line in own]
    return [line for share, line in sorted(own, key=lambda one: (one[0], _rank(one[1]))) if share <= -OWN]


def _notice(shown: Collection[Edge], hidden: Collection[Edge]) -> str:
    share = 100 * _places(shown) // max(1, _places(shown) + _places(hidden))
    marked = (
        (sum(edge.severity == "error" for edge in hidden), "with errors"),
        (sum(edge.severity in ("warning", "info") for edge in hidden), "with other findings"),
        (sum(edge.cycle for edge in hidden), "that close cycles"),
    )
    among = ", ".join(f"{count:,} {what}" for count, what in marked if count)
    return (
        f"{len(shown):,} of {len(shown) + len(hidden):,} edges are drawn, with {share} % of all places; "
        f"{len(hidden):,} weaker ones are left out{f', {among}' if among else ''} (--all-edges)"
    )


def _places(things: Iterable[Line] | Iterable[Edge]) -> int:
    return sum(one.weight for one in things)
