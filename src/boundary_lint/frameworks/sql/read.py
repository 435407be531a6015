"""What one SQL statement does to which tables. Parsing is sqlglot's; this says what its trees mean."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from boundary_lint.facts.program import Op
from boundary_lint.frameworks.sql.scan import (
    MAX_CHARACTERS,
    MAX_NESTING,
    MAX_TOKENS,
    UNKNOWN,
    Statement,
    statements,
)

if TYPE_CHECKING:
    from sqlglot import exp

DIALECTS = ("postgres", "mysql", "sqlite", "tsql")
"""Tried in this order where the text and the program's drivers say nothing; the first that can read a statement wins."""

_SIGNS = (
    ("postgres", re.compile(r"::\w|\$\d|\bILIKE\b|\bRETURNING\b|@>|~\*|\bDISTINCT ON\b", re.IGNORECASE)),
    ("mysql", re.compile(r"`|\bON DUPLICATE KEY\b|\bSTRAIGHT_JOIN\b", re.IGNORECASE)),
    ("tsql", re.compile(r"\bNOLOCK\b|\bSELECT\s+TOP\b|\b(?:FROM|JOIN|INTO|UPDATE)\s+\[|\b(?:FROM|JOIN|INTO)\s+[#@]", re.I)),
    ("sqlite", re.compile(r"\bINSERT\s+OR\b|\bUPDATE\s+OR\b", re.IGNORECASE)),
)
"""What only one dialect writes."""

_QUIET = frozenset(
    "ANALYZE ANALYSE ATTACH BEGIN CHECKPOINT CLOSE CLUSTER COMMENT COMMIT DEALLOCATE DETACH DISCARD END FETCH FLUSH GRANT KILL"
    " LISTEN MOVE NOTIFY OPTIMIZE PRAGMA REINDEX RELEASE RESET REVOKE ROLLBACK SAVEPOINT SET SHOW START UNLISTEN UNLOCK USE"
    " VACUUM ABORT".split()
)
"""Verbs that touch no rows of a table."""

_PROCEDURES = frozenset(("CALL", "EXEC", "EXECUTE", "DO"))
"""Verbs that run code in the database: its tables are hidden."""

_READ_VERBS = frozenset(
    "SELECT INSERT UPDATE DELETE WITH MERGE TRUNCATE COPY CREATE ALTER DROP VALUES TABLE LOCK REFRESH LOAD".split()
)

_REWRITES = (
    (re.compile(r"\AEXPLAIN\s+(?:QUERY\s+PLAN\s+|\([^)]*\)\s*|(?:ANALYZE|VERBOSE)\s+)*", re.IGNORECASE), ""),
    (re.compile(r"\AREPLACE\s+(?:INTO\s+)?", re.IGNORECASE), "INSERT INTO "),
    (re.compile(r"\ADECLARE\s+\S+\s+[A-Za-z\s]*?CURSOR\s+[A-Za-z\s]*?FOR\s+", re.IGNORECASE), ""),
    (re.compile(r"\APREPARE\s+\S+\s+(?:\([^)]*\)\s*)?AS\s+", re.IGNORECASE), ""),
)
"""Statements around statements, and spellings that sqlglot keeps as they are."""

_LOCK = re.compile(r"\ALOCK\s+(?:TABLES?\s+)?([\w.\",\s]+?)(?:\s+IN\s+|\s+NOWAIT|\s+READ|\s+WRITE|\Z)", re.IGNORECASE)
_REFRESH = re.compile(r"\AREFRESH\s+MATERIALIZED\s+VIEW\s+(?:CONCURRENTLY\s+)?([\w.\"]+)", re.IGNORECASE)
_LOAD = re.compile(r"\ALOAD\s+DATA\s+.*?\bINTO\s+TABLE\s+([\w.`]+)", re.IGNORECASE | re.DOTALL)

_SYSTEM_SCHEMAS = frozenset(("information_schema", "pg_catalog", "performance_schema", "sys", "mysql"))
_SYSTEM_TABLE = re.compile(r"\A(?:pg_|sqlite_|v\$|sysobjects\Z|dual\Z|excluded\Z|stdin\Z|stdout\Z)", re.IGNORECASE)


class TableUse(NamedTuple):
    """One table in one statement: "schema.table" as written, without quotes. is_root: the statement starts at it."""

    table: str
    op: Op
    is_root: bool


class SqlFacts(NamedTuple):
    """What a statement does.

    created: tables and views it makes; temporary: those that end with the session; missed: what could not be told, in
    words ("" where all is known); text: its first `SHOWN` characters, to show to people.
    """

    uses: tuple[TableUse, ...] = ()
    created: tuple[str, ...] = ()
    temporary: tuple[str, ...] = ()
    missed: str = ""
    text: str = ""


NO_FACTS = SqlFacts()
NOT_PARSED = "SQL text not understood"
NOT_KNOWN = "table not known"
TOO_LONG = "SQL text too long"
SHOWN = 120
"""Characters of a text that are shown (facts.program.Access)."""


@lru_cache(maxsize=8192)
def tables_of(text: str, drivers: tuple[str, ...] = ()) -> tuple[SqlFacts, ...]:
    """Return what each statement of a text does; never raises.

    drivers: dialects of the database drivers that the program imports, the likeliest first.
    """
    if len(text) > MAX_CHARACTERS:
        return (SqlFacts(missed=TOO_LONG, text=shown(text)),)
    return tuple(
        facts_of(statement, drivers)._replace(text=shown(text[statement.start :])) for statement in statements(text)
    )


def shown(text: str) -> str:
    """Return the beginning of a text on one line."""
    return " ".join(text[: 2 * SHOWN].split())[:SHOWN]


def facts_of(statement: Statement, drivers: tuple[str, ...] = ()) -> SqlFacts:
    """Return what one statement does; never raises."""
    verb = statement.verb
    if verb in _QUIET:
        return NO_FACTS
    if verb in _PROCEDURES:
        return SqlFacts(missed="stored procedure")
    if len(statement.tokens) > MAX_TOKENS or statement.nesting > MAX_NESTING:
        return SqlFacts(missed=TOO_LONG)
    text = statement.filled()
    for prefix, replacement in _REWRITES:
        text = prefix.sub(replacement, text, count=1)
    known = _without_parser(text)
    if known is not None:
        return known
    if text.lstrip("( \n").split(None, 1)[:1] and text.lstrip("( \n\t").split(None, 1)[0].upper() not in _READ_VERBS:
        return SqlFacts(missed=NOT_PARSED)
    tree = _parse(text, _order(text, drivers)) or _parse_otherwise(statement)
    return _facts(tree) if tree is not None else SqlFacts(missed=NOT_PARSED)


def _without_parser(text: str) -> SqlFacts | None:
    """Return what statements do that sqlglot does not read."""
    lock = _LOCK.match(text)
    if lock is not None:
        return _finish([TableUse(_plain(name), "lock", True) for name in lock[1].split(",")])
    written = _REFRESH.match(text) or _LOAD.match(text)
    return _finish([TableUse(_plain(written[1]), "write", True)]) if written is not None else None


def _plain(name: str) -> str:
    return re.sub(r"[\"`\[\]\s]", "", name)


def _order(text: str, drivers: tuple[str, ...]) -> list[str]:
    """Return the dialects in the order to try them: what the text shows, then the drivers, then the rest."""
    shown = [dialect for dialect, sign in _SIGNS if sign.search(text)]
    return list(dict.fromkeys((*shown, *drivers, *DIALECTS)))


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
    """Try again with all holes filled alike."""
    if not any(token.kind == "hole" for token in statement.tokens):
        return None
    return _parse(statement.filled("name"), DIALECTS[:1]) or _parse(statement.filled("nothing"), DIALECTS[:1])


def _facts(tree: exp.Expr) -> SqlFacts:
    from sqlglot import exp

    match tree:
        case exp.Create():
            return _create(tree)
        case exp.Alter():
            renamed = [table for action in tree.find_all(exp.AlterRename) for table in action.find_all(exp.Table)]
            target = tree.this if isinstance(tree.this, exp.Table) else None
            uses = _uses([target], "write") if target is not None and tree.args.get("kind") != "INDEX" else []
            return _finish(uses, created=[_name(table) for table in renamed])
        case exp.Drop():
            kind = str(tree.args.get("kind") or "").upper()
            tables = _own_tables(tree) if kind in ("TABLE", "VIEW") else []
            return _finish(_uses(tables, "delete"))
        case exp.TruncateTable():
            return _finish(_uses(_own_tables(tree), "delete"))
        case exp.Command() | exp.Block():
            return NO_FACTS
        case exp.Insert() | exp.Update() | exp.Delete() | exp.Merge() | exp.Copy():
            return _finish(list(_change(tree)))
        case exp.Query() | exp.Values() | exp.Table():
            return _query(tree)
    return SqlFacts(missed=NOT_PARSED) if isinstance(tree, exp.Alias | exp.Column) else NO_FACTS


def _create(tree: exp.Create) -> SqlFacts:
    from sqlglot import exp

    if str(tree.args.get("kind") or "").upper() not in ("TABLE", "VIEW"):
        return NO_FACTS
    target = _target(tree.this)
    made = [_name(target)] if target is not None else []
    source = tree.args.get("expression")
    uses = _uses(_own_tables(source), "read") if isinstance(source, exp.Expr) else []
    if tree.find(exp.TemporaryProperty) is not None:
        return _finish(uses, temporary=made)
    return _finish(uses, created=made)


def _query(tree: exp.Expr) -> SqlFacts:
    from sqlglot import exp

    into = tree.find(exp.Into)
    made = [_name(table) for table in into.find_all(exp.Table)] if into is not None else []
    temporary = into is not None and bool(into.args.get("temporary"))
    uses = _uses(_own_tables(tree), "read")
    for select in tree.find_all(exp.Select):
        uses += _locks(select)
    return _finish(uses, created=[] if temporary else made, temporary=made if temporary else [])


def _locks(select: exp.Select) -> Iterator[TableUse]:
    """Yield the tables that ``FOR UPDATE`` (or ``FOR SHARE``) locks: those it names, else all of the select's own."""
    from sqlglot import exp

    for lock in select.args.get("locks") or ():
        named = {table.name.lower() for table in lock.find_all(exp.Table)}
        for table in _own_tables(select):
            if table.find_ancestor(exp.Select) is select and (not named or table.alias_or_name.lower() in named):
                yield TableUse(_name(table), "lock", False)


def _change(tree: exp.Expr) -> Iterator[TableUse]:
    """Yield what a statement that changes rows does: its target, then what it reads."""
    from sqlglot import exp

    op: Op = "delete" if isinstance(tree, exp.Delete) else "write"
    if isinstance(tree, exp.Copy) and not tree.args.get("kind"):
        op = "read"
    tables = _own_tables(tree)
    aliases = {table.alias.lower(): table for table in tables if table.alias}
    named = [t for t in tree.args.get("tables") or () if isinstance(t, exp.Table)]
    target = _target(tree.this)
    targets = [aliases.get(t.name.lower(), t) for t in named or ([target] if target is not None else [])]
    changed = {_name(table) for table in targets}
    yield from _uses(targets, op)
    if isinstance(tree, exp.Merge) and any(_deletes(when) for when in tree.find_all(exp.When)):
        yield from _uses(targets, "delete")
    skipped = {id(t) for t in (*named, *([target] if target is not None else ()), *targets)}
    for table in tables:
        if id(table) not in skipped and not (named and _name(table) in changed):
            yield TableUse(_name(table), "read", not changed)


def _deletes(when: exp.When) -> bool:
    return str(when.args.get("then")).upper() == "DELETE"


def _target(this: object) -> exp.Table | None:
    from sqlglot import exp

    while isinstance(this, exp.Schema):
        this = this.this
    return this if isinstance(this, exp.Table) and _is_table(this) else None


def _uses(tables: Sequence[exp.Table | None], op: Op) -> list[TableUse]:
    """The first table of a statement is the one it starts at."""
    return [TableUse(_name(table), op, index == 0) for index, table in enumerate(t for t in tables if t is not None)]


def _own_tables(tree: exp.Expr) -> list[exp.Table]:
    """Return the tables of a tree, outermost first: no table expressions, functions, targets of INTO, names of a lock."""
    from sqlglot import exp

    return [
        table
        for table in tree.find_all(exp.Table)
        if _is_table(table)
        and not isinstance(table.parent, exp.Lock | exp.Into | exp.Reference)
        and not _is_expression(table)
    ]


def _is_table(table: exp.Table) -> bool:
    from sqlglot import exp

    return isinstance(table.this, exp.Identifier) and not table.this.args.get("temporary")


def _is_expression(table: exp.Table) -> bool:
    """Whether a name is that of a ``WITH`` around it: inside its own definition it is so only where that is recursive."""
    from sqlglot import exp

    if table.args.get("db") is not None:
        return False
    name = table.name.lower()
    inside = table.find_ancestor(exp.CTE)
    ancestor = table.parent
    while ancestor is not None:
        scope = ancestor.args.get("with_") or ancestor.args.get("with")
        if isinstance(scope, exp.With):
            for expression in scope.expressions:
                own = inside is expression and not scope.args.get("recursive")
                if expression.alias.lower() == name and not own:
                    return True
        ancestor = ancestor.parent
    return False


def _name(table: exp.Table) -> str:
    """Return "schema.table"; the database's own name in front and default schemas say nothing."""
    schema = table.db
    return table.name if not schema or schema.lower() in ("public", "dbo", "main") else f"{schema}.{table.name}"


def _finish(uses: Sequence[TableUse], *, created: Sequence[str] = (), temporary: Sequence[str] = ()) -> SqlFacts:
    """Drop what belongs to the database itself, and say so where a table's name is not known."""
    temporary = tuple(name for name in temporary if UNKNOWN not in name)
    seen = dict.fromkeys(use for use in uses if not _is_system(use.table))
    known = tuple(use for use in seen if UNKNOWN not in use.table)
    return SqlFacts(
        uses=known,
        created=tuple(name for name in created if UNKNOWN not in name and not _is_system(name)),
        temporary=temporary,
        missed=NOT_KNOWN if len(known) < len(seen) else "",
    )


def _is_system(name: str) -> bool:
    schema, _, table = name.rpartition(".")
    return schema.lower() in _SYSTEM_SCHEMAS or _SYSTEM_TABLE.match(table) is not None
