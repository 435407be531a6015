"""The graph as a SQLite database, built in memory from program facts."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from boundary_lint.facts.program import ProgramFacts
from boundary_lint.graph.cycles import cycle_steps
from boundary_lint.graph.ids import Ids
from boundary_lint.graph.layers import layer_rows
from boundary_lint.graph.rows import FACT_TABLES, Rows
from boundary_lint.graph.transactions import transaction_writes

SCHEMA = Path(__file__).with_name("schema.sql").read_text("utf-8")

INDEXES = """
create index access_table_ on access_ (table_id);
create index invocation_callee_ on invocation_ (callee, callee_function);
create index model_table_ on model_ (table_id);
"""
"""Made after the load: rules look up the accesses of a table and the callers of a function, and scan the rest."""


def build(facts: ProgramFacts) -> sqlite3.Connection:
    """Return the graph of a program, in memory. Equal facts give equal tables, row by row."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(SCHEMA)
    ids = Ids(facts)
    connection.execute("begin")
    for table, rows in FACT_TABLES.items():
        _fill(connection, table, rows(facts, ids))
    _fill(connection, "transaction_write_", transaction_writes(facts, ids))
    _fill(connection, "context_cycle_step_", cycle_steps(facts, ids))
    _fill(connection, "layer_index_", layer_rows(facts))
    connection.execute("commit")
    connection.executescript(INDEXES)
    return connection


def _fill(connection: sqlite3.Connection, table: str, rows: Rows) -> None:
    columns = len(connection.execute(f"select * from {table} limit 0").description)
    connection.executemany(f"insert into {table} values ({', '.join('?' * columns)})", rows)
