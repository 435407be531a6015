"""SQL text as tokens: split into statements, with every placeholder filled so that a parser can read it.

What a program runs is seldom finished SQL: ``{}`` stands for what link does not know, ``%s``, ``%(x)s`` and ``$1`` for
parameters. All of them become one made-up name where the grammar wants an operand, and nothing where it does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

UNKNOWN = "unknown__"
"""The made-up name. A table whose name holds it is not known."""

MAX_CHARACTERS = 20_000
"""A longer statement is not parsed (extraction cuts texts at the same length)."""

MAX_TOKENS = 4_000
"""A statement of more tokens is not parsed: bounds the time that hostile text may take."""

MAX_NESTING = 40
"""Parentheses nested deeper are not parsed: a parser that backtracks takes exponential time on them."""

_TOKEN = re.compile(
    r"""
    (?P<comment> --[^\n]*+ | /\*.*?(?:\*/|\Z) )
  | (?P<text>    '(?:[^']|'')*+'? | \$(?P<tag>[A-Za-z_]*)\$.*?(?:\$(?P=tag)\$|\Z) )
  | (?P<quoted>  "(?:[^"]|"")*+"? | `[^`]*+`? )
  | (?P<hole>    \{[^{}'"]*+\} | %\(\w++\)s | %[sdr](?!\w) | \$\d++ )
  | (?P<word>    [^\W\d]\w*+ )
  | (?P<number>  \d[\w.]*+ )
  | (?P<end>     ; )
  | (?P<space>   \s++ )
  | (?P<other>   . )
    """,
    re.VERBOSE | re.DOTALL,
)

_HOLE = re.compile(r"\{[^{}]*+\}|%\(\w++\)s|%s")

_WANTS_OPERAND = frozenset(
    "SELECT DISTINCT ALL FROM JOIN INTO UPDATE TABLE WHERE AND OR NOT ON HAVING BY LIMIT OFFSET SET IN LIKE ILIKE BETWEEN"
    " VALUES AS RETURNING USING THEN ELSE WHEN CASE IS INTERVAL TOP EXISTS ONLY TRUNCATE VIEW".split()
)
"""Keywords after which an operand (a name, a value, a condition) must come."""


class Token(NamedTuple):
    """kind: text, quoted, hole, word, number or other; spaced: whether white space or a comment comes before it."""

    kind: str
    text: str
    spaced: bool
    position: int


class Statement(NamedTuple):
    """One statement; start is its position in the whole text."""

    tokens: tuple[Token, ...]
    start: int

    @property
    def verb(self) -> str:
        """The first word in upper case, "" where there is none."""
        return next((token.text.upper() for token in self.tokens if token.kind == "word"), "")

    @property
    def nesting(self) -> int:
        """How deep parentheses are nested."""
        depth = deepest = 0
        for token in self.tokens:
            depth += (token.text == "(") - (token.text == ")")
            deepest = max(deepest, depth)
        return deepest

    def filled(self, how: str = "fit") -> str:
        """Return the statement as text. how: "fit" fills each hole by what stands around it, "name" and "nothing" all alike."""
        parts: list[str] = []
        for index, token in enumerate(self.tokens):
            if token.spaced and parts:
                parts.append(" ")
            if token.kind == "hole":
                parts.append(self._fill(index, how))
            elif token.kind == "quoted":
                parts.append(_HOLE.sub(UNKNOWN, token.text))
            else:
                parts.append(token.text)
        return "".join(parts)

    def _fill(self, index: int, how: str) -> str:
        if how != "fit":
            return UNKNOWN if how == "name" else ""
        before = self.tokens[index - 1] if index else None
        after = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        if after is not None and not after.spaced and (after.text == "." or after.kind in ("word", "hole")):
            return UNKNOWN
        if before is None:
            return ""
        if not self.tokens[index].spaced and (before.text == "." or before.kind in ("word", "hole")):
            return UNKNOWN
        return UNKNOWN if _wants_operand(before) else ""


def _wants_operand(token: Token) -> bool:
    if token.kind == "word":
        return token.text.upper() in _WANTS_OPERAND
    return token.kind == "other" and token.text not in ")]*"


def statements(text: str) -> Iterator[Statement]:
    """Yield the statements of a text; comments are left out, empty statements too."""
    tokens: list[Token] = []
    spaced = False
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind == "end":
            if tokens:
                yield Statement(tuple(tokens), tokens[0].position)
            tokens = []
        elif kind in ("space", "comment"):
            spaced = True
        else:
            tokens.append(Token(kind, match.group(), spaced, match.start()))
            spaced = False
    if tokens:
        yield Statement(tuple(tokens), tokens[0].position)
