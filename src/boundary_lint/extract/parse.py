"""Source bytes to a syntax tree, also where the syntax is newer than the interpreter that runs us, or broken.

CPython's own parser is the fast path. Where it stops, the text is patched (`newer`) and tried again; a top-level statement that this leaves
is lowered with libcst (`lower`), which parses every version; what that rejects too is blanked (`broken`), with a gap, so that the rest of the
file is not lost. Line numbers stay through all of it.
"""

from __future__ import annotations

import ast
import warnings
from typing import NamedTuple

from boundary_lint.extract import broken, newer, older
from boundary_lint.extract.decode import decode
from boundary_lint.extract.records import Wire

MAX_BROKEN = 30
"""Broken places of one file that are blanked; with more the file is something else than Python."""

MANY = 5
"""Statements that are lowered one by one; if there are more, the rest of the file is tried in one go."""

MAX_EFFORT = 20_000_000
"""Bytes of one file that are compiled in all attempts together: about 2 seconds."""


class Parsed(NamedTuple):
    """The tree of a file, the gaps in it, and the lines (first, last) that had to be left out."""

    tree: ast.Module
    gaps: list[Wire]
    left_out: list[tuple[int, int]]


def parse(source: bytes) -> Parsed:
    """Return the tree of a file.

    Raises:
        SyntaxError: it is not Python; the error is the interpreter's own, at the first place.
        RecursionError, MemoryError: it is nested too deep.
    """
    try:
        return Parsed(_compile(source), [], [])
    except (SyntaxError, ValueError):
        pass
    text, reason, line = decode(source)
    gaps: list[Wire] = [("encoding", line, reason)] if reason else []
    if "\0" in text:
        number = text.count("\n", 0, text.index("\0")) + 1
        gaps.append(
            (
                "syntax",
                number,
                "holds NUL bytes (null bytes), which Python does not read: was it cut off, or is it no text?",
            )
        )
        text = text.replace("\0", " ")
    repair = _Repair(text)
    return Parsed(repair.run(), gaps + repair.gaps, repair.left_out)


def _compile(source: bytes | str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = compile(source, "<source>", "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    assert isinstance(tree, ast.Module)
    return tree


class _Repair:
    """Makes a rejected text acceptable, place after place."""

    def __init__(self, text: str) -> None:
        self._lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._tried: set[int] = set()
        self._marked = self._older = False
        self.gaps: list[Wire] = []
        self.left_out: list[tuple[int, int]] = []

    def run(self) -> ast.Module:
        """Return the tree of what can be read.

        Raises:
            SyntaxError: too much is broken; the first error.
        """
        effort, first = 0, None
        while True:
            text = "\n".join(self._lines)
            effort += len(text) + 1
            try:
                tree = _compile(text)
                break
            except SyntaxError as error:
                first = first or error
                if effort > MAX_EFFORT or len(self.left_out) > MAX_BROKEN or not self._repair(error):
                    raise broken.named(first, self._lines) from None
            except ValueError as error:
                raise first or SyntaxError(str(error)) from None
        if self._marked:
            from boundary_lint.extract.lower import restored

            return restored(tree)
        return tree

    def _repair(self, error: SyntaxError) -> bool:
        """Change the text where the interpreter points. Return whether that may help."""
        lines = self._lines
        at = min(max((error.lineno or 1) - 1, 0), len(lines) - 1)
        if newer.patch(lines, at):
            return True
        first, last = broken.statement_at(lines, at)
        if first not in self._tried and not broken.is_hopeless(error):
            self._tried.add(first)
            if (len(self._tried) == MANY and self._lower(0, len(lines))) or self._lower(first, last):
                return True
        named = broken.named(error, lines)
        if broken.is_older(named) and older.patch(lines, at):
            if not self._older:
                self.gaps.append(
                    ("syntax", named.lineno or 0, f"{named.msg}; it is read as far as it can be rewritten")
                )
            self._older = True
            return True
        if broken.is_foreign(named):
            return False
        left_out = broken.blank(lines, at, error)
        if left_out is None:
            return False
        if not any(first <= (named.lineno or 0) <= last for first, last in self.left_out):
            self.gaps.append(("syntax", named.lineno or 0, named.msg))
        self.left_out.append(left_out)
        return True

    def _lower(self, first: int, last: int) -> bool:
        from boundary_lint.extract.lower import MARKER, lower

        before = self._lines[first:last]
        after = lower("\n".join(before))
        if after is None:
            return False
        lowered = after.split("\n")
        if len(lowered) != len(before):
            return False
        self._lines[first:last] = lowered
        self._marked = self._marked or MARKER in after
        return True
