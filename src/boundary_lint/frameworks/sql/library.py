"""Where SQL text is run: by drivers, which stubs describe, and - a guess - wherever what is plainly SQL is executed."""

from __future__ import annotations

import re
from collections.abc import Collection

from boundary_lint.facts.program import Op
from boundary_lint.frameworks.effects import Missed, Touched
from boundary_lint.frameworks.library import Library
from boundary_lint.frameworks.sql.inside import run_inside
from boundary_lint.frameworks.sql.named import all_queries
from boundary_lint.frameworks.sql.scan import words
from boundary_lint.frameworks.sql.values import joined, run, statement, text_of, texts_of
from boundary_lint.frameworks.world import World
from boundary_lint.link.frame import CallSite, Frame
from boundary_lint.link.values import NOTHING, Items, Value, Values

_RUNNING = words(
    "execute executemany execute_many executescript exec_driver_sql execute_sql execute_query run_query run_sql "
    "query fetch fetchrow fetchval fetch_all fetch_one fetch_val fetchall fetchone fetch_row fetch_rows "
    "select_all select_one select_rows iterate execute_values execute_batch execute_async read_sql read_sql_query "
    "read_database"
)
"""Names of methods and functions that run the SQL text they are given."""

_TEXT_KEYWORDS = ("sql", "query", "statement", "stmt", "operation")

_PLAINLY_SQL = re.compile(
    r"""\s*(?:--[^\n]*\n\s*)*\(*\s*(?:
        SELECT\b.+?\bFROM\b | UPDATE\b.+?\bSET\b | DELETE\s+FROM\b
      | INSERT\s+(?:OR\s+\w+\s+)?INTO\b | REPLACE\s+INTO\b
      | WITH\b.+?\bAS\s*(?:NOT\s+)?(?:MATERIALIZED\s*)?\(
      | MERGE\s+INTO\b | TRUNCATE\s+TABLE\b | DROP\s+(?:TABLE|VIEW)\b | ALTER\s+TABLE\b
      | CREATE\s+(?:\w+\s+){0,2}(?:TABLE|VIEW)\b | LOCK\s+TABLE\b
    )""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


def is_plainly_sql(text: str) -> bool:
    """Whether a text begins like a SQL statement that names a table."""
    return _PLAINLY_SQL.match(text) is not None


class SqlText(Library):
    """Runs SQL text. Intrinsics of stubs:

    - ``__sql__(text, database)`` runs a text, in the database that the code calls so; ``__sql_or_table__(text)`` reads a table where the text is a bare name
    - ``__sql_inside__(text)`` a part of a query: what is selected in it is read
    - ``__statement__(text)`` makes a statement to run later; ``__identifier__(a, b)`` a quoted name in one,
      ``__composed__(parts)`` puts parts together
    - ``__read_table__(name)``, ``__write_table__(name)``, ``__delete_table__(name)``: a table by its name
    - ``__named_queries__()`` what loads the queries that SQL files name
    - ``__procedure__(name)`` calls a stored procedure: what it touches is not known
    """

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.intrinsics = {
            "__sql__": _sql,
            "__sql_or_table__": _sql_or_table,
            "__sql_inside__": _sql_inside,
            "__statement__": lambda site: statement(text_of(site.argument(0))),
            "__identifier__": _identifier,
            "__composed__": lambda site: statement(joined(site.argument(0))),
            "__read_table__": lambda site: _table(site, "read"),
            "__write_table__": lambda site: _table(site, "write"),
            "__delete_table__": lambda site: _table(site, "delete"),
            "__procedure__": _procedure,
            "__named_queries__": lambda site: self._named_queries(),
        }
        self._queries: Values | None = None

    def _named_queries(self) -> Values:
        if self._queries is None:
            self._queries = frozenset((all_queries(self.world),))
        return self._queries

    def guesses(self) -> Collection[str]:
        """See `Library`."""
        return _RUNNING

    def called(self, site: CallSite) -> None:
        """See `Library`: a text that is plainly SQL, given to something named ``execute``."""
        if site.frame.sink is None:
            return
        for values in _candidates(site):
            texts = frozenset(v for v in values if _is_sql(v))
            if texts:
                run(texts, site.frame, "sql-guess")
                return


def _sql(site: CallSite) -> Values:
    run(_flat(site.argument(0)), site.frame, database=site.text(1) or "")
    return NOTHING


def _sql_inside(site: CallSite) -> Values:
    run_inside(site.argument(0), site.frame)
    return NOTHING


def _flat(values: Values) -> Values:
    """A list of parts (psycopg's ``Composed``) is one text."""
    return statement(joined(values)) if any(isinstance(v, Items) for v in values) else values


def _sql_or_table(site: CallSite) -> Values:
    texts = texts_of(site.argument(0))
    if texts and all(" " not in text.strip() for text in texts):
        return _table(site, "read")
    return _sql(site)


def _identifier(site: CallSite) -> Values:
    return statement(".".join('"' + text_of(values) + '"' for values in site.arguments()))


def _table(site: CallSite, op: Op) -> Values:
    touch_table(site.argument(0), op, site.frame, site.text(1) or "")
    return NOTHING


def touch_table(values: Values, op: Op, frame: Frame, database: str = "") -> None:
    """Note that a table given by its name is accessed."""
    if frame.sink is None:
        return
    name = text_of(values)
    if "{}" in name:
        frame.sink.add(Missed("sql", name))
    else:
        frame.sink.add(Touched(name, op, "sql", database=database))


def _procedure(site: CallSite) -> Values:
    if site.frame.sink is not None:
        site.frame.sink.add(Missed("sql", text_of(site.argument(0)), "stored procedure"))
    return NOTHING


def _candidates(site: CallSite) -> list[Values]:
    """Return what the arguments are that may hold the text: the first two, and those named so."""
    return [site.argument(0), site.argument(1), *(site.argument(-1, keyword) for keyword in _TEXT_KEYWORDS)]


def _is_sql(value: Value) -> bool:
    texts = texts_of(frozenset((value,)))
    return bool(texts) and is_plainly_sql(texts[0])
