"""The graph as a SQLite database, built in memory from program facts."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path

from boundary_lint.facts.program import ProgramFacts
from boundary_lint.graph.chains import chain_rows, cycle_rows
from boundary_lint.graph.channels import channel_links
from boundary_lint.graph.cycles import cycle_steps
from boundary_lint.graph.dual_writes import dual_writes
from boundary_lint.graph.entries import entry_calls, entry_rows
from boundary_lint.graph.ids import Ids
from boundary_lint.graph.layers import layer_rows
from boundary_lint.graph.reach import CallGraph
from boundary_lint.graph.rows import FACT_TABLES, Rows
from boundary_lint.graph.service_rows import SERVICE_TABLES
from boundary_lint.graph.surroundings import call_transactions, loops, publish_transactions, retried_calls
from boundary_lint.graph.transactions import transaction_writes

SCHEMA = "".join(Path(__file__).with_name(name).read_text("utf-8") for name in ("schema.sql", "services.sql"))

INDEXES = """
create index access_table_ on access_ (table_id);
create index invocation_callee_ on invocation_ (callee, callee_function);
create index model_table_ on model_ (table_id);
"""
"""Made after the load: rules look up the accesses of a table and the callers of a function, and scan the rest."""


def build(facts: ProgramFacts, more: Mapping[str, Rows] | None = None) -> sqlite3.Connection:
    """Return the graph of a program, in memory. Equal facts give equal tables, row by row.

    more: private table -> rows of what is not computed here, because it costs much and few ask for it.
    """
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(SCHEMA)
    ids = Ids(facts)
    connection.execute("begin")
    for table, rows in (FACT_TABLES | SERVICE_TABLES).items():
        _fill(connection, table, rows(facts, ids))
    _fill(connection, "transaction_write_", transaction_writes(facts, ids))
    _fill(connection, "context_cycle_step_", cycle_steps(facts, ids))
    _fill(connection, "layer_index_", layer_rows(facts))
    if facts.calls or facts.channel_uses:
        _add_services(connection, facts, ids)
    for table, rows_of in (more or {}).items():
        _fill(connection, table, rows_of)
    connection.execute("commit")
    connection.executescript(INDEXES)
    return connection


def add_rows(connection: sqlite3.Connection, table: str, rows: Rows) -> None:
    """Fill a private table of a graph with what is known only after rules ran on it."""
    _fill(connection, table, rows)


def _add_services(connection: sqlite3.Connection, facts: ProgramFacts, ids: Ids) -> None:
    """Fill the derived tables of services."""
    graph = CallGraph(facts.invocations)
    entries = entry_calls(facts, ids, graph)
    points, reached = entry_rows(entries, ids)
    _fill(connection, "call_loop_", loops(facts, ids, graph))
    _fill(connection, "call_transaction_", call_transactions(facts, ids, graph))
    _fill(connection, "publish_transaction_", publish_transactions(facts, ids, graph))
    _fill(connection, "channel_link_", channel_links(facts))
    _fill(connection, "service_cycle_step_", cycle_rows(facts, ids))
    _fill(connection, "service_chain_", chain_rows(facts, ids, entries))
    _fill(connection, "entry_point_", points)
    _fill(connection, "entry_call_", reached)
    _fill(connection, "dual_write_", dual_writes(facts, ids, graph))
    _fill(connection, "retried_call_", retried_calls(facts, graph))


def _fill(connection: sqlite3.Connection, table: str, rows: Rows) -> None:
    columns = len(connection.execute(f"select * from {table} limit 0").description)
    connection.executemany(f"insert into {table} values ({', '.join('?' * columns)})", rows)
