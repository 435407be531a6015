"""Extract: the bytes of one file to its syntax facts, and nothing else. No framework is known here, no other file is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from boundary_lint.extract import expressions, statements  # noqa: F401 - they fill the tables of handlers
from boundary_lint.extract.deep import deep_recursion
from boundary_lint.extract.generated import is_generated
from boundary_lint.extract.giant import MAX_FORMAT, QUICK_SIZE, line_of_giant_string
from boundary_lint.extract.imports_only import import_statements
from boundary_lint.extract.loads import constant_loads, may_load
from boundary_lint.extract.parse import parse
from boundary_lint.extract.records import FunctionRecord, Wire
from boundary_lint.extract.state import NO_CONTEXT, File
from boundary_lint.extract.waivers import waivers_in
from boundary_lint.extract.walk import walk
from boundary_lint.facts.syntax import NONE

EXTRACTOR_VERSION = "23"
"""Part of every cache key: what another version extracted is extracted again."""

MAX_SIZE = 2_000_000
"""Bytes of a file that is read whole; of a larger one only the imports are. A tree takes up to 350 bytes for one of source."""

_ENCODER = msgspec.msgpack.Encoder()

_EMPTY_FUNCTION = FunctionRecord("<module>", 1, 1, NONE, NONE, False)


def extract(source: bytes, depth: Literal["full", "loads", "imports"] = "full") -> bytes:
    """Return the syntax facts of a file, encoded for `boundary_lint.facts.syntax.decode`. Never raises: see `SyntaxGap`."""
    lines = source.count(b"\n") + 1
    if depth == "imports" or (depth == "loads" and not may_load(source)):
        return _imports_alone(source, lines, [], "imports")
    if len(source) > MAX_SIZE:
        return _imports_alone(
            source, lines, [("size", 0, f"larger than {MAX_SIZE:,} bytes: only its imports are read")], "full"
        )
    if len(source) > QUICK_SIZE and (line := line_of_giant_string(source)):
        gap: Wire = ("size", line, f"an f-string of more than {MAX_FORMAT:,} bytes: only the imports are read")
        return _imports_alone(source, lines, [gap], "full")
    file = File()
    try:
        parsed = parse(source)
        with deep_recursion():
            walk(file, parsed.tree.body)
    except SyntaxError as error:
        gap = ("syntax", error.lineno or 0, error.msg or "invalid syntax")
    except (RecursionError, MemoryError):
        gap = ("depth", 0, "nested too deep")
    else:
        if parsed.left_out:
            file.imports += _imports_in(source, parsed.left_out)
        return _encoded(file.wire(lines, parsed.gaps, is_generated(source), waivers_in(source)))
    return _imports_alone(source, lines, [gap], "full")


def _imports_in(source: bytes, places: list[tuple[int, int]]) -> Iterator[Wire]:
    """Yield the imports that stand in lines which could not be read."""
    for statement in import_statements(source):
        line = statement[3]
        if any(first <= line <= last for first, last in places):  # type: ignore[operator]
            yield statement


def _imports_alone(source: bytes, lines: int, gaps: list[Wire], depth: str) -> bytes:
    imports = [*import_statements(source), *constant_loads(source)]
    empty: tuple[Wire, ...] = ()
    return _encoded(
        (
            depth,
            lines,
            empty,
            [NO_CONTEXT],
            [_EMPTY_FUNCTION],
            empty,
            {},
            {},
            empty,
            imports,
            empty,
            None,
            gaps,
            empty, empty, empty, empty, empty, empty, empty, False,
            waivers_in(source),
        )
    )  # fmt: skip


def _encoded(wire: Wire) -> bytes:
    try:
        return _ENCODER.encode(wire)
    except UnicodeEncodeError:
        return _ENCODER.encode(_without_surrogates(wire))


def _without_surrogates(thing: object) -> object:
    """Return the same with every lone surrogate in a string replaced: UTF-8 has no place for it."""
    if isinstance(thing, str):
        return thing.encode("utf-8", "replace").decode("utf-8")
    if isinstance(thing, list | tuple):
        return [_without_surrogates(one) for one in thing]
    if isinstance(thing, msgspec.Struct):
        return _without_surrogates(msgspec.structs.astuple(thing))
    if isinstance(thing, dict):
        return {_without_surrogates(key): _without_surrogates(value) for key, value in thing.items()}
    return thing
