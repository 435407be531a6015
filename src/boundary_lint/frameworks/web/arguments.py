"""Where a row says that something is: positions and keywords of calls, attributes of classes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from boundary_lint.facts import syntax
from boundary_lint.frameworks.routes.texts import UNKNOWN
from boundary_lint.frameworks.web.page import Row
from boundary_lint.frameworks.web.texts import Texts
from boundary_lint.frameworks.web.trace import Expr, Tracer
from boundary_lint.link.program import Class

_FIELD = re.compile(r"\{([\w|]+)\}")

MAX_PASSED = 6
"""Functions that hand ``**options`` on to each other."""


class Arguments:
    """Finds what the words of rows speak of."""

    def __init__(self, tracer: Tracer, texts: Texts) -> None:
        self.tracer, self.texts = tracer, texts

    def at(self, call: Expr, places: Iterable[str]) -> list[Expr]:
        """Return what stands at the first of the places that holds anything: one argument, or all from "1+" on."""
        for place in places:
            found = list(self._at(call, place))
            if found:
                return found
        return []

    def texts_at(self, call: Expr, places: Iterable[str]) -> list[str]:
        """Return the texts there."""
        return list(dict.fromkeys(text for one in self.at(call, places) for text in self.texts.of(one)))

    def _at(self, call: Expr, place: str) -> Iterator[Expr]:
        record = call.record
        if isinstance(record, syntax.Collection):
            yield from (call.part(item) for item in _sliced(record.items, place))
        elif isinstance(record, syntax.Call):
            if place[0].isdigit():
                yield from self._position(call, record, place)
            elif place == "self":
                func = call.scope.module.nodes[record.func]
                yield from (call.part(func.base),) if isinstance(func, syntax.Attr) else ()
            else:
                yield from self._keyword(call, record, place)

    def _position(self, call: Expr, record: syntax.Call, place: str) -> Iterator[Expr]:
        for node in _sliced(record.args, place):
            starred = call.scope.module.nodes[node]
            if isinstance(starred, syntax.Star):
                yield from self.tracer.items(call.part(starred.base))
            else:
                yield call.part(node)

    def _keyword(self, call: Expr, record: syntax.Call, name: str, depth: int = 0) -> Iterator[Expr]:
        for key, node in record.keywords:
            if key == name:
                yield call.part(node)
            elif key == "**":
                for one in self.tracer.trace(call.part(node), enter=False):
                    made = one.record
                    if isinstance(made, syntax.Dictionary):
                        yield from (one.part(value) for inner, value in made.items if inner == name)
                    elif isinstance(made, syntax.Call) and one != call and depth < MAX_PASSED:
                        yield from self._keyword(one, made, name, depth + 1)

    # -- prefixes

    def prefixes(self, row: Row, calls: Sequence[Expr], cls: Class | None = None) -> tuple[str, ...]:
        """Return what a row says is put in front: of the first call that says it, or of a class."""
        found = self._first(row, "prefix", calls, cls)
        found = found or ["/" + text for text in self._first(row, "segment", calls, cls)]
        versions = [text.removeprefix("v") for text in self._first(row, "version", calls, cls)]
        return tuple(f"/v{v}/{p.lstrip('/')}" for v in versions for p in found or [""]) if versions else tuple(found)

    def behind(self, row: Row, calls: Sequence[Expr], cls: Class | None = None) -> str:
        """Return what a row says may stay in front, too."""
        return next(iter(self._first(row, "behind", calls, cls)), "")

    def _first(self, row: Row, word: str, calls: Sequence[Expr], cls: Class | None) -> list[str]:
        places = row.places(word)
        found = (self.texts_at(call, places) for call in calls)
        return next((texts for texts in found if texts), []) or self.of_class(cls, places)

    def of_class(self, cls: Class | None, places: Iterable[str]) -> list[str]:
        """Return the texts that a class gives: an attribute, or a template of several."""
        if cls is None:
            return []
        for place in places:
            found: list[str] = []
            if place.startswith("."):
                found = self._attribute(cls, place[1:])
            elif place.startswith("/"):
                found = [self._template(cls, place)]
            if found:
                return found
        return []

    def _template(self, cls: Class, template: str) -> str:
        return _FIELD.sub(lambda match: self._field(cls, match[1]), template)

    def _field(self, cls: Class, names: str) -> str:
        for name in names.split("|"):
            texts = [cls.name.lower()] if name == "lower" else self._attribute(cls, name)
            if texts:
                return texts[0]
        return UNKNOWN

    def _attribute(self, cls: Class, name: str) -> list[str]:
        return [text for one in self.tracer.class_attribute(cls, name) for text in self.texts.listed(one)]


def _sliced(nodes: tuple[syntax.NodeId, ...], place: str) -> tuple[syntax.NodeId, ...]:
    if place.endswith("+"):
        return nodes[int(place[:-1]) :]
    return nodes[int(place) : int(place) + 1] if place.isdigit() else ()
