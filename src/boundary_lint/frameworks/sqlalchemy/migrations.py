"""Alembic migrations as evidence of who creates a table: ``op.create_table("orders")``, ``op.rename_table(old, new)``.

Source: https://alembic.sqlalchemy.org/en/latest/ops.html
"""

from __future__ import annotations

from collections.abc import Iterator

from boundary_lint.facts import syntax
from boundary_lint.facts.program import Migration
from boundary_lint.frameworks.sql.created import created_in
from boundary_lint.frameworks.sqlalchemy.constants import Constants
from boundary_lint.frameworks.sqlalchemy.tables import calls_of, line_of
from boundary_lint.link.program import Module, Program

CREATING = {"create_table": (0, "table_name"), "rename_table": (1, "new_table_name")}
"""Operations after which a table is there, and which argument names it."""

RUNNING = frozenset({"execute"})
"""Operations that run a SQL text."""


def find_migrations(program: Program, constants: Constants) -> Iterator[Migration]:
    """Yield what Alembic's operations create, in every module that uses them."""
    for module in program.modules:
        if any(statement.module.split(".")[0] == "alembic" for statement in module.syntax.imports):
            yield from _created(module, constants)


def _created(module: Module, constants: Constants) -> Iterator[Migration]:
    for node, name, call in calls_of(module, frozenset((*CREATING, *RUNNING))):
        if name in RUNNING:
            for made in created_in(_argument(call, 0, "sqltext", module, constants)):
                yield _migration(made, node, module)
            continue
        position, keyword = CREATING[name]
        table = _argument(call, position, keyword, module, constants)
        schema = _argument(call, -1, "schema", module, constants)
        if table:
            yield _migration(f"{schema}.{table}" if schema else table, node, module)


def _migration(table: str, node: syntax.NodeId, module: Module) -> Migration:
    line = line_of(module, node)
    return Migration(table=table, root=module.root, module=module.name, file=module.file, line=line)


def _argument(call: syntax.Call, position: int, keyword: str, module: Module, constants: Constants) -> str:
    node = dict(call.keywords).get(keyword)
    if node is None and 0 <= position < len(call.args):
        node = call.args[position]
    value = constants.evaluate(node, module) if node is not None else ""
    return value if isinstance(value, str) else ""
