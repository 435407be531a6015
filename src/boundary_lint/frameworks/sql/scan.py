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


def words(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


_TOKEN = re.compile(
    r"""
    (?P<comment> --[^\n]*+ | /\*.*?(?:\*/|\Z) )
  | (?P<text>    '(?:[^']|'')*+'? | \$(?P<tag>[A-Za-z_]*)\$.*?(?:\$(?P=tag)\$|\Z) )
  | (?P<quoted>  "(?:[^"]|"")*+"? | `[^`]*+`? )
  | (?P<hole>    \{[^{}'"]*+\} | %\(\w++\)s | %[sdr](?![a-z_]) )
  | (?P<parameter> \$\d++ | \?(?![|&]) )
  | (?P<word>    [^\W\d]\w*+ )
  | (?P<number>  \d[\w.]*+ )
  | (?P<end>     ; )
  | (?P<space>   \s++ )
  | (?P<other>   . )
    """,
    re.VERBOSE | re.DOTALL,
)

_HOLE = re.compile(r"\{[^{}]*+\}|%\(\w++\)s|%s")

_WANTS_OPERAND = words(
    "SELECT DISTINCT ALL FROM JOIN INTO UPDATE TABLE WHERE AND OR NOT ON HAVING BY LIMIT OFFSET SET IN LIKE ILIKE "
    "BETWEEN VALUES AS RETURNING USING THEN ELSE WHEN CASE IS INTERVAL TOP EXISTS ONLY TRUNCATE VIEW"
)
"""Keywords after which an operand (a name, a value, a condition) must come."""

_CONNECTS = words(
    "WHERE AND OR ON USING JOIN LEFT RIGHT INNER OUTER CROSS FULL NATURAL GROUP ORDER HAVING LIMIT OFFSET UNION "
    "INTERSECT EXCEPT RETURNING SET VALUES AS IS IN LIKE ILIKE BETWEEN NOT ASC DESC FOR DO FETCH WINDOW THEN ELSE "
    "END WHEN FROM INTO NULLS COLLATE SELECT WITH DEFAULT OVER FILTER BY"
)
"""Keywords that connect: what stands before them needs nothing more."""

_CLAUSES = {
    **dict.fromkeys(("FROM", "JOIN", "USING"), (",", "JOIN")),
    **dict.fromkeys(("WHERE", "ON", "HAVING"), ("AND", "=")),
    **dict.fromkeys(("SELECT", "BY", "SET", "VALUES", "RETURNING"), (",", "")),
}
"""Clause -> what connects two operands of it after a hole that is one, and in place of a hole that is none."""


class Token(NamedTuple):
    """kind: text, quoted, hole (any part), parameter (a value), word, number or other.

    spaced: whether white space or a comment comes before it.
    """

    kind: str
    text: str
    spaced: bool
    position: int


class Statement(NamedTuple):
    """One statement; it has at least one token."""

    tokens: tuple[Token, ...]

    @property
    def start(self) -> int:
        """Where it begins in the whole text."""
        return self.tokens[0].position

    @property
    def end(self) -> int:
        """Where it ends in the whole text."""
        return self.tokens[-1].position + len(self.tokens[-1].text)

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
        """Return the statement as text.

        how: "fit" fills each hole by what stands around it; "apart" does too, but takes none for a part of a name;
        "name" and "nothing" fill all alike.
        """
        parts: list[str] = []
        for index, token in enumerate(self.tokens):
            if token.spaced and parts:
                parts.append(" ")
            if token.kind == "hole":
                parts.append(self._fill(index, how))
            elif token.kind == "parameter":
                parts.append(UNKNOWN if index and _wants_operand(self.tokens[index - 1]) else token.text)
            elif token.kind == "quoted":
                parts.append(_HOLE.sub(UNKNOWN, token.text))
            else:
                parts.append(token.text)
        return "".join(parts)

    def _fill(self, index: int, how: str) -> str:
        hole = self.tokens[index]
        before = self.tokens[index - 1] if index else None
        after = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        if how in ("name", "nothing"):
            return UNKNOWN if how == "name" else ""
        if how == "fit" and (
            _is_part_of_name(before, hole.spaced) or _is_part_of_name(after, after is None or after.spaced)
        ):
            return UNKNOWN
        wanted = before is not None and _wants_operand(before)
        connector = ""
        if before is not None and after is not None and _is_operand(after):
            connector = self._connectors(index)[0 if wanted else 1]
        filled = f"{UNKNOWN if wanted else ''} {connector}".strip()
        return filled if how == "fit" else f" {filled} "

    def _connectors(self, index: int) -> tuple[str, str]:
        """Return what connects operands in the clause around a token."""
        for token in reversed(self.tokens[:index]):
            clause = _CLAUSES.get(token.text.upper()) if token.kind == "word" else None
            if clause is not None:
                return clause
        return "", ""


def _is_part_of_name(neighbour: Token | None, spaced: bool) -> bool:
    """Whether a hole and its neighbour, with no space between them, are one name."""
    return neighbour is not None and not spaced and (neighbour.text == "." or neighbour.kind in ("word", "hole"))


def _wants_operand(token: Token) -> bool:
    if token.kind == "word":
        return token.text.upper() in _WANTS_OPERAND
    return token.kind == "other" and token.text not in ")]*"


def _is_operand(token: Token) -> bool:
    if token.kind == "word":
        return token.text.upper() not in _CONNECTS
    return token.kind not in ("other", "hole")


def statements(text: str) -> Iterator[Statement]:
    """Yield the statements of a text; comments are left out, empty statements too."""
    tokens: list[Token] = []
    spaced = False
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind == "end":
            if tokens:
                yield Statement(tuple(tokens))
            tokens = []
        elif kind in ("space", "comment"):
            spaced = True
        else:
            tokens.append(Token(kind, match.group(), spaced, match.start()))
            spaced = False
    if tokens:
        yield Statement(tuple(tokens))
