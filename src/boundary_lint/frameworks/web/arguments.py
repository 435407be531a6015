"""Where a row says that something is: positions and keywords of a call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from boundary_lint.facts import syntax
from boundary_lint.frameworks.web.trace import Expr, Tracer


class Arguments:
    """Finds the arguments of calls."""

    def __init__(self, tracer: Tracer) -> None:
        self.tracer = tracer

    def at(self, call: Expr, places: Iterable[str]) -> list[Expr]:
        """Return what stands at the first of the places that holds anything: one argument, or all from "1+" on."""
        for place in places:
            found = list(self._at(call, place))
            if found:
                return found
        return []

    def _at(self, call: Expr, place: str) -> Iterator[Expr]:
        record = call.record
        if isinstance(record, syntax.Collection):
            yield from (call.part(item) for item in _sliced(record.items, place))
        elif isinstance(record, syntax.Call):
            if place[0].isdigit():
                for node in _sliced(record.args, place):
                    starred = call.scope.module.nodes[node]
                    if isinstance(starred, syntax.Star):
                        yield from self.tracer.items(call.part(starred.base))
                    else:
                        yield call.part(node)
            else:
                yield from self._keyword(call, record, place)

    def _keyword(self, call: Expr, record: syntax.Call, name: str) -> Iterator[Expr]:
        for key, node in record.keywords:
            if key == name:
                yield call.part(node)
            elif key == "**":
                for one in self.tracer.trace(call.part(node)):
                    made = one.record
                    items = made.items if isinstance(made, syntax.Dictionary) else ()
                    yield from (one.part(value) for inner, value in items if inner == name)


def _sliced(nodes: tuple[syntax.NodeId, ...], place: str) -> tuple[syntax.NodeId, ...]:
    if place.endswith("+"):
        return nodes[int(place[:-1]) :]
    return nodes[int(place) : int(place) + 1] if place.isdigit() else ()
