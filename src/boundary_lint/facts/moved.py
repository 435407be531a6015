"""Facts of a file in which nothing but lines moved: what is written between its statements says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any, TypeVar

import msgspec

from boundary_lint.facts import program, syntax
from boundary_lint.facts.program import Fact, Hop, ProgramFacts
from boundary_lint.facts.waivers import Waiver

Lines = Mapping[int, int]
"""Line before -> line now, of all lines that facts are told of."""

LINES: Mapping[type, tuple[str, ...]] = {
    syntax.Use: ("line",),
    syntax.Store: ("line",),
    syntax.Condition: ("line", "end_line"),
    syntax.Loop: ("line", "end_line"),
    syntax.Handler: ("line", "end_line"),
    syntax.Try: ("line", "end_line"),
    syntax.Function: ("line", "end_line"),
    syntax.Class: ("line", "end_line"),
    syntax.ImportStatement: ("line",),
    syntax.Load: ("line",),
    syntax.SyntaxGap: ("line",),
    Waiver: ("line", "first", "last"),
}
"""Fields of what is read of a file that are lines."""

_WITHIN: Mapping[type, tuple[str, ...]] = {syntax.Function: ("uses", "stores"), syntax.Try: ("handlers",)}
"""Fields of records that hold others with lines."""

_RECORDS = ("classes", "imports", "gaps", "loads", "loops", "tries", "conditions", "waivers")

_TEXTS = ("dotted", "places", "addresses", "capitals")

_NUMBERS = ("line", "first_line", "last_line")

_PLACES = frozenset({"transaction", "evidence", "health", "metrics"})
"""Fields of program facts that hold "file:line", among other words."""

_WRITTEN = (program.Import, program.ModelReference)
"""Facts of which line 1 is where they are written; of others it may stand for the file."""

_Record = TypeVar("_Record", bound=msgspec.Struct)
_Fact = TypeVar("_Fact", bound=Fact)


class Untraceable(Exception):
    """Where something stands now is not known."""


def moved_lines(before: syntax.Syntax, now: syntax.Syntax) -> Lines | None:
    """Return which line became which, where two files say the same but for that; None where they do not."""
    lines: tuple[list[int], list[int]] = ([], [])
    if _without(before, lines[0]) != _without(now, lines[1]):
        return None
    became: dict[int, int] = {}
    for old, new in zip(*lines, strict=True):
        if became.setdefault(old, new) != new:
            return None
    in_order = [became[line] for line in sorted(became)]
    return became if all(a < b for a, b in pairwise(in_order)) else None


def _without(facts: syntax.Syntax, lines: list[int]) -> syntax.Syntax:
    """Return the facts of a file without lines, which are put into a list, in the order of what stands there."""
    changes: dict[str, Any] = {name: _blank(getattr(facts, name), lines) for name in _RECORDS}
    own = facts.functions[:1]  # the module's own code stands at line 1, wherever it begins
    within = [msgspec.structs.replace(one, **_blank_within(one, lines)) for one in own]
    changes["functions"] = [*within, *_blank(facts.functions[1:], lines)]
    for cls in facts.classes:
        lines += cls.lines.values()
    changes["classes"] = [msgspec.structs.replace(c, lines=dict.fromkeys(c.lines, 0)) for c in changes["classes"]]
    for name in _TEXTS:
        pairs = getattr(facts, name)
        lines += (line for _, line in pairs)
        changes[name] = [(text, 0) for text, _ in pairs]
    lines += facts.name_lines.values()
    changes["name_lines"] = dict.fromkeys(facts.name_lines, 0)
    for context in facts.contexts:
        lines += context.with_lines
    changes["contexts"] = [msgspec.structs.replace(c, with_lines=(0,) * len(c.with_lines)) for c in facts.contexts]
    return msgspec.structs.replace(facts, lines=0, **changes)


def _blank(records: Iterable[_Record], lines: list[int]) -> list[_Record]:
    """Return records without lines."""
    found = []
    for record in records:
        numbers = LINES[type(record)]
        lines += (getattr(record, name) for name in numbers)
        found.append(msgspec.structs.replace(record, **dict.fromkeys(numbers, 0), **_blank_within(record, lines)))
    return found


def _blank_within(record: msgspec.Struct, lines: list[int]) -> dict[str, Any]:
    return {name: tuple(_blank(getattr(record, name), lines)) for name in _WITHIN.get(type(record), ())}


def with_moved(facts: ProgramFacts, files: Mapping[str, Lines]) -> ProgramFacts:
    """Return the facts of a program in some files of which lines moved.

    Raises:
        Untraceable: something stands at a line of which it is not known what became of it.
    """
    move = _Move(files)
    lists = {
        name: sorted(map(move.fact, value))
        for name in facts.__struct_fields__
        if isinstance(value := getattr(facts, name), list)
    }
    waivers = {file: [move.waiver(file, one) for one in found] for file, found in facts.waivers.items()}
    return msgspec.structs.replace(facts, **lists, waivers=waivers)


class _Move:
    def __init__(self, files: Mapping[str, Lines]) -> None:
        self._files = files
        self._place = re.compile(rf"(?<![^\s(])({'|'.join(map(re.escape, files))}):(\d+)(?!\d)")

    def fact(self, fact: _Fact) -> _Fact:
        """Return a fact at the lines where it stands now."""
        changes = dict(self._changes(fact))
        return msgspec.structs.replace(fact, **changes) if changes else fact

    def _changes(self, fact: Fact) -> Iterator[tuple[str, Any]]:
        fields = fact.__struct_fields__
        file = getattr(fact, "file", "")
        if file in self._files:
            for name in _NUMBERS:
                if name in fields:
                    yield name, self._now(file, getattr(fact, name), written=isinstance(fact, _WRITTEN))
        sink = getattr(fact, "sink_file", "")
        if sink in self._files:
            yield "sink_line", self._now(sink, getattr(fact, "sink_line", 0))
        hops: tuple[Hop, ...] = getattr(fact, "hops", ())
        if any(hop.file in self._files for hop in hops):
            yield "hops", tuple(map(self.fact, hops))
        for name in _PLACES.intersection(fields):
            text = getattr(fact, name)
            if text and self._place.search(text):
                yield name, self._place.sub(lambda match: f"{match[1]}:{self._now(match[1], int(match[2]))}", text)

    def waiver(self, file: str, one: Waiver) -> Waiver:
        """Return a waiver for the lines for which it stands now."""
        if file not in self._files:
            return one
        line, first, last = (self._now(file, number, written=True) for number in (one.line, one.first, one.last))
        return msgspec.structs.replace(one, line=line, first=first, last=last)

    def _now(self, file: str, line: int, written: bool = False) -> int:
        now = self._files[file].get(line, line if line < 2 else None)
        if now is None or (line == 1 != now and not written):
            raise Untraceable
        return now
