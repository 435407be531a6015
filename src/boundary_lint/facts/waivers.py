"""Waivers as they are written: ``# boundary-lint: ignore[rule-id] reason``."""

from __future__ import annotations

import re

import msgspec

MARK = b"boundary-lint:"
"""Bytes without which a file has no waiver."""

WAIVER = re.compile(r"(?<!`)(?:#|--|//)[ \t]*boundary-lint:[ \t]*ignore\b(?:\[([^\]\n]*)\])?([^\n]*)")
"""A waiver in a comment: the text between its brackets, and what stands behind them. Behind a backtick it is spoken of, not given."""


class Waiver(msgspec.Struct, array_like=True, frozen=True, order=True, gc=False):
    """One waiver. line: where it stands; first and last: the lines whose findings it waives; rules: their ids, () where none is named."""

    line: int
    first: int
    last: int
    rules: tuple[str, ...]
    reason: str


def waiver_in(comment: str, line: int) -> Waiver | None:
    """Return the waiver that a comment is, for its own line; None where it is none."""
    match = WAIVER.search(comment)
    if match is None:
        return None
    rules = tuple(name for part in (match[1] or "").split(",") if (name := part.strip()))
    reason = match[2].partition("#")[0].strip(" \t\r-:–—")
    return Waiver(line, line, line, tuple(dict.fromkeys(rules)), reason)


def waivers_by_line(text: str, first_line: int = 1) -> list[Waiver]:
    """Return the waivers of a text that is no Python: each for its line, or for the next one where it stands alone."""
    found = []
    for number, line in enumerate(text.split("\n"), first_line):
        waiver = waiver_in(line, number) if "boundary-lint:" in line else None
        if waiver is not None:
            alone = line.lstrip().startswith(("#", "--", "//"))
            found.append(msgspec.structs.replace(waiver, last=number + 1) if alone else waiver)
    return found
