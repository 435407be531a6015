"""From a SQL text to what its statements do: by their tokens where those say all, by sqlglot's trees elsewhere."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from boundary_lint.frameworks.sql.scan import (
    MAX_CHARACTERS,
    MAX_NESTING,
    MAX_TOKENS,
    Statement,
    statements,
    words,
)
from boundary_lint.frameworks.sql.simple import simple_use
from boundary_lint.frameworks.sql.trees import facts_of_tree
from boundary_lint.frameworks.sql.uses import (
    NO_FACTS,
    NO_TEXT,
    NOT_PARSED,
    SHOWN,
    TOO_LONG,
    SqlFacts,
    TableUse,
    finish,
    qualified,
)

if TYPE_CHECKING:
    from sqlglot import exp

DIALECTS = ("postgres", "mysql", "sqlite", "tsql")
"""Tried in this order where the text and the program's drivers say nothing; the first that can read it wins."""

_SIGNS = (
    ("postgres", re.compile(r"::\w|\$\d|\bILIKE\b|\bRETURNING\b|@>|~\*|\bDISTINCT ON\b", re.IGNORECASE)),
    ("mysql", re.compile(r"`|\bON DUPLICATE KEY\b|\bSTRAIGHT_JOIN\b", re.IGNORECASE)),
    ("tsql", re.compile(r"\bNOLOCK\b|\bSELECT TOP\b|\b(?:FROM|JOIN|INTO|UPDATE) [\[#@]", re.IGNORECASE)),
    ("sqlite", re.compile(r"\bINSERT\s+OR\b|\bUPDATE\s+OR\b", re.IGNORECASE)),
)
"""What only one dialect writes."""

_QUIET = words(
    "ANALYZE ANALYSE ATTACH BEGIN CHECKPOINT CLOSE CLUSTER COMMENT COMMIT DEALLOCATE DETACH DISCARD END FETCH "
    "FLUSH GRANT KILL LISTEN MOVE NOTIFY OPTIMIZE PRAGMA REINDEX RELEASE RESET REVOKE ROLLBACK SAVEPOINT SET SHOW "
    "START UNLISTEN UNLOCK USE VACUUM ABORT"
)
"""Verbs that touch no rows of a table."""

_PROCEDURES = frozenset(("CALL", "EXEC", "EXECUTE", "DO"))
"""Verbs that run code in the database: its tables are hidden."""

_PARSED = words("SELECT INSERT UPDATE DELETE WITH MERGE TRUNCATE COPY CREATE ALTER DROP VALUES TABLE")
"""Verbs of what sqlglot reads as a statement; of anything else it makes an expression."""

_REWRITES = (
    (re.compile(r"\AEXPLAIN\s+(?:QUERY\s+PLAN\s+|\([^)]*\)\s*|(?:ANALYZE|VERBOSE)\s+)*", re.IGNORECASE), ""),
    (re.compile(r"\AREPLACE\s+(?:INTO\s+)?", re.IGNORECASE), "INSERT INTO "),
    (re.compile(r"\ADECLARE\s+\S+\s+[A-Z\s]{0,60}?CURSOR\s+[A-Z\s]{0,60}?FOR\s+", re.IGNORECASE), ""),
    (re.compile(r"\APREPARE\s+\S+\s+(?:\([^)]*\)\s*)?AS\s+", re.IGNORECASE), ""),
)
"""Statements around statements, and spellings that sqlglot keeps as they are."""

_FIRST = re.compile(r"[(\s]*(\w+)")
_LOCK = re.compile(r"\ALOCK\s+(?:TABLES?\s+)?([\w.\",\s]+?)(?:\s+IN\s+|\s+NOWAIT|\s+READ|\s+WRITE|\Z)", re.IGNORECASE)
_REFRESH = re.compile(r"\AREFRESH\s+MATERIALIZED\s+VIEW\s+(?:CONCURRENTLY\s+)?([\w.\"]+)", re.IGNORECASE)
_LOAD = re.compile(r"\ALOAD\s+DATA\s+.*?\bINTO\s+TABLE\s+([\w.`]+)", re.IGNORECASE | re.DOTALL)


@lru_cache(maxsize=8192)
def tables_of(text: str, drivers: tuple[str, ...] = ()) -> tuple[SqlFacts, ...]:
    """Return what each statement of a text does; never raises.

    drivers: dialects of the database drivers that the program imports, the likeliest first.
    """
    if len(text) > MAX_CHARACTERS:
        return (SqlFacts(missed=TOO_LONG, text=shown(text)),)
    return tuple(
        facts_of(statement, drivers)._replace(text=shown(text[statement.start : statement.end]))
        for statement in statements(text)
    )


def shown(text: str) -> str:
    """Return the beginning of a text on one line."""
    return " ".join(text[: 2 * SHOWN].split())[:SHOWN]


def facts_of(statement: Statement, drivers: tuple[str, ...] = ()) -> SqlFacts:
    """Return what one statement does; never raises."""
    verb = statement.verb
    if not verb:
        return SqlFacts(missed=NO_TEXT)
    if verb in _QUIET:
        return NO_FACTS
    if verb in _PROCEDURES:
        return SqlFacts(missed="stored procedure")
    simple = simple_use(statement)
    if simple is not None:
        schema, _, table = simple[0].rpartition(".")
        return finish([TableUse(qualified(schema, table), simple[1], True)])
    if len(statement.tokens) > MAX_TOKENS or statement.nesting > MAX_NESTING:
        return SqlFacts(missed=TOO_LONG)
    text = statement.filled()
    for prefix, replacement in _REWRITES:
        text = prefix.sub(replacement, text, count=1)
    known = _without_parser(text)
    if known is not None:
        return known
    first = _FIRST.match(text)
    if first is None or first[1].upper() not in _PARSED:
        return SqlFacts(missed=NOT_PARSED)
    tree = _parse(text, _order(text, drivers)) or _parse_otherwise(statement)
    return facts_of_tree(tree) if tree is not None else SqlFacts(missed=NOT_PARSED)


def _without_parser(text: str) -> SqlFacts | None:
    """Return what statements do that sqlglot does not read."""
    lock = _LOCK.match(text)
    if lock is not None:
        return finish([TableUse(_plain(name), "lock", True) for name in lock[1].split(",")])
    written = _REFRESH.match(text) or _LOAD.match(text)
    return finish([TableUse(_plain(written[1]), "write", True)]) if written is not None else None


def _plain(name: str) -> str:
    return re.sub(r"[\"`\[\]\s]", "", name)


def _order(text: str, drivers: tuple[str, ...]) -> list[str]:
    """Return the dialects in the order to try them: what the text shows, then the drivers, then the rest."""
    signs = [dialect for dialect, sign in _SIGNS if sign.search(text)]
    return list(dict.fromkeys((*signs, *drivers, *DIALECTS)))


def _parse(text: str, dialects: Sequence[str]) -> exp.Expr | None:
    import sqlglot

    logging.getLogger("sqlglot").setLevel(logging.ERROR)
    for dialect in dialects:
        try:
            trees = sqlglot.parse(text, read=dialect)
        except Exception:  # the text is hostile input: whatever a parser stumbles over, it is a text not understood
            continue
        if len(trees) == 1 and trees[0] is not None:
            return trees[0]
    return None


def _parse_otherwise(statement: Statement) -> exp.Expr | None:
    """Try again with the holes filled in other ways."""
    if not any(token.kind == "hole" for token in statement.tokens):
        return None
    ways = (statement.filled(how) for how in ("apart", "name", "nothing"))
    return next((tree for way in ways if (tree := _parse(way, DIALECTS[:1])) is not None), None)
