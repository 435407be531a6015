"""What sqlglot's trees mean: which tables a statement reads, writes, deletes from, locks and creates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from boundary_lint.facts.program import Op
from boundary_lint.frameworks.sql.uses import NO_FACTS, NOT_PARSED, SqlFacts, TableUse, finish, qualified

if TYPE_CHECKING:
    from sqlglot import exp


def facts_of_tree(tree: exp.Expr) -> SqlFacts:
    """Return what a parsed statement does."""
    from sqlglot import exp

    match tree:
        case exp.Create():
            return _create(tree)
        case exp.Alter():
            renamed = [table for action in tree.find_all(exp.AlterRename) for table in action.find_all(exp.Table)]
            target = tree.this if isinstance(tree.this, exp.Table) else None
            uses = _uses([target], "write") if target is not None and tree.args.get("kind") != "INDEX" else []
            return finish(uses, created=[_name(table) for table in renamed])
        case exp.Drop():
            kind = str(tree.args.get("kind") or "").upper()
            tables = _own_tables(tree) if kind in ("TABLE", "VIEW") else []
            return finish(_uses(tables, "delete"))
        case exp.TruncateTable():
            return finish(_uses(_own_tables(tree), "delete"))
        case exp.Command() | exp.Block():
            return NO_FACTS
        case exp.Insert() | exp.Update() | exp.Delete() | exp.Merge() | exp.Copy():
            return finish(list(_change(tree)))
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
        return finish(uses, temporary=made)
    return finish(uses, created=made)


def _query(tree: exp.Expr) -> SqlFacts:
    from sqlglot import exp

    into = tree.find(exp.Into)
    made = [_name(table) for table in into.find_all(exp.Table)] if into is not None else []
    temporary = into is not None and bool(into.args.get("temporary"))
    uses = _uses(_own_tables(tree), "read")
    for select in tree.find_all(exp.Select):
        uses += _locks(select)
    return finish(uses, created=[] if temporary else made, temporary=made if temporary else [])


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
    """Return the tables of a tree, outermost first; no table expressions, functions, targets of INTO, locks."""
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
    """Whether a name is that of a ``WITH`` around it; inside its own definition only where that is recursive.

    Oracle and SQL Server know no ``RECURSIVE``: there a definition that is a union may name itself behind its first part.
    """
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
                own = inside is expression and not (scope.args.get("recursive") or _in_later_part(table, expression))
                if expression.alias.lower() == name and not own:
                    return True
        ancestor = ancestor.parent
    return False


def _in_later_part(table: exp.Table, definition: object) -> bool:
    from sqlglot import exp

    part: object = table
    above = table.parent
    while above is not None and above is not definition:
        if isinstance(above, exp.Union) and above.expression is part:
            return True
        part, above = above, above.parent
    return False


def _name(table: exp.Table) -> str:
    return qualified(table.db, table.name)
