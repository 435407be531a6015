"""Statements so simple that their tokens say all: one table, no join, no query inside. Spares them a parser.

It says nothing where it is not sure, and what the parser would say where it is (a test compares the two).
"""

from __future__ import annotations

from boundary_lint.facts.program import Op
from boundary_lint.frameworks.sql.scan import Statement, Token, words

_HARD = words(
    "JOIN UNION INTERSECT EXCEPT MINUS INTO WITH LATERAL USING ONLY TABLE MERGE FOR EXTRACT TRIM SUBSTRING "
    "OVERLAY POSITION DISTINCT TABLESAMPLE PIVOT UNPIVOT OUTPUT APPLY"
)
"""Words that say: leave it to the parser (a second table may follow, or FROM means something else)."""

_STARTS: dict[tuple[str, ...], tuple[Op, frozenset[str]]] = {
    ("INSERT", "INTO"): ("write", frozenset(("(", "VALUES", "SET", "DEFAULT"))),
    ("UPDATE",): ("write", frozenset(("SET",))),
    ("DELETE", "FROM"): ("delete", frozenset(("WHERE", "RETURNING", "LIMIT", ""))),
}
"""First words -> what the statement does to the table after them, and what may follow the table."""

_AFTER_FROM = frozenset(("WHERE", "GROUP", "ORDER", "LIMIT", "HAVING", "OFFSET", ""))


def simple_use(statement: Statement) -> tuple[str, Op] | None:
    """Return the only table of a simple statement and what happens to it; None where it is not simple."""
    tokens = statement.tokens
    words = [token.text.upper() for token in tokens if token.kind == "word"]
    if words.count("SELECT") > (words[:1] == ["SELECT"]):
        return None
    if words[:1] == ["SELECT"]:
        return _select(tokens, words)
    for start, (op, followers) in _STARTS.items():
        if tuple(t.text.upper() for t in tokens[: len(start)]) == start and _HARD.isdisjoint(words[len(start) :]):
            if words.count("FROM") > ("FROM" in start):
                return None
            table = _table(tokens, len(start), followers)
            return (table, op) if table is not None else None
    return None


def _select(tokens: tuple[Token, ...], words: list[str]) -> tuple[str, Op] | None:
    if words.count("FROM") != 1 or not _HARD.isdisjoint(words):
        return None
    position = next(i for i, token in enumerate(tokens) if token.text.upper() == "FROM" and token.kind == "word")
    before = tokens[:position]
    if sum(token.text == "(" for token in before) != sum(token.text == ")" for token in before):
        return None
    table = _table(tokens, position + 1, _AFTER_FROM)
    return (table, "read") if table is not None else None


def _table(tokens: tuple[Token, ...], position: int, followers: frozenset[str]) -> str | None:
    """Return the name that stands at a position, if one of the followers ("": the end) comes after it."""
    texts = [token.text if token.kind in ("word", "other") else "?" for token in tokens[position : position + 4]]
    name = "".join(texts[:3]) if texts[1:2] == ["."] else "".join(texts[:1])
    follower = "".join(texts[3:4] if texts[1:2] == ["."] else texts[1:2])
    is_name = name.replace(".", "").replace("_", "").isalnum()
    return name if is_name and follower.upper() in followers else None
