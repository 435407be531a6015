"""The waivers of a Python file, each with the lines of the statement it is for."""

from __future__ import annotations

import io
import tokenize

from boundary_lint.facts.waivers import MARK, Waiver, waiver_in, waivers_by_line

MAX_SIZE = 2_000_000
"""Bytes of a file whose comments are looked at."""

_BETWEEN = frozenset((tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER))


def waivers_in(source: bytes) -> list[Waiver]:
    """Return the waivers of a file in the order of their lines: those in comments, not those in strings.

    One behind code, or between its lines, is for the statement (of a compound one for its head); one on lines of its own for the statement directly below, with its
    decorators. In a file that cannot be told apart into tokens every line counts for itself from there on.
    """
    if MARK not in source or len(source) > MAX_SIZE:
        return []
    text = source.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    reader = _Reader()
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            reader.take(token)
    except (tokenize.TokenError, SyntaxError):
        reader.close()
        lines = text.split("\n")
        reader.found += waivers_by_line("\n".join(lines[reader.read :]), reader.read + 1)
    reader.close()
    return sorted(reader.found)


class _Reader:
    """Takes tokens and gives every waiver to its statement. read: lines of statements that are complete."""

    def __init__(self) -> None:
        self.found: list[Waiver] = []
        self.read = 0
        self._above: list[Waiver] = []
        self._inside: list[Waiver] = []
        self._start = 0
        self._decorated = 0
        self._is_decorator = False

    def take(self, token: tokenize.TokenInfo) -> None:
        line = token.start[0]
        if token.type == tokenize.COMMENT:
            if waiver := waiver_in(token.string, line):
                (self._inside if self._start else self._above).append(waiver)
        elif token.type == tokenize.NL:
            if not self._start and not token.line.strip():
                self.close()
        elif token.type == tokenize.NEWLINE:
            self._end(line)
        elif token.type not in _BETWEEN and not self._start:
            self._start, self._is_decorator = line, token.string == "@"

    def close(self) -> None:
        """Give what waits for a statement to its own line alone."""
        self.found += [*self._above, *self._inside]
        self._above, self._inside = [], []

    def _end(self, line: int) -> None:
        start, self._start, self.read = self._start or line, 0, line
        self._give(self._inside, start, line)
        if self._is_decorator:
            self._decorated = self._decorated or start
            return
        self._give(self._above, self._decorated or start, line)
        self._decorated = 0

    def _give(self, waivers: list[Waiver], first: int, last: int) -> None:
        self.found += [Waiver(w.line, first, last, w.rules, w.reason) for w in waivers]
        waivers.clear()
