"""``boundary-lint query``: a user's select on the public views."""

from __future__ import annotations

import csv
import io
import json
import sys

import click

from boundary_lint.cli import options
from boundary_lint.cli.options import Given
from boundary_lint.errors import QueryError
from boundary_lint.facts.harmless import clean
from boundary_lint.graph import gate
from boundary_lint.pipeline.extent import views_of
from boundary_lint.pipeline.judge import graph_for
from boundary_lint.pipeline.run import analyse
from boundary_lint.report.text import plural

MAX_CELL = 80
"""Characters of a cell in a table."""


@click.command()
@click.argument("sql")
@options.paths
@click.option("--format", "-f", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@options.program
def query(given: Given, sql: str, form: str) -> int:
    """Run a SQL select on the public views of the graph (see docs/views.md)."""
    connection = graph_for(views_of(sql), analyse(*given.program), given.options)
    try:
        rows = gate.run(connection, sql)
    except gate.QueryFailed as error:
        raise QueryError(
            "query", error.reason, error.hint or "the views: " + ", ".join(gate.public_views(connection))
        ) from error
    sys.stdout.write(_FORMS[form](rows))
    return 0


def _json(rows: gate.Rows) -> str:
    return json.dumps([dict(zip(rows.columns, row, strict=True)) for row in rows.rows], indent=1) + "\n"


def _csv(rows: gate.Rows) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(rows.columns)
    writer.writerows(rows.rows)
    return out.getvalue()


def _table(rows: gate.Rows) -> str:
    cells = [[clean("" if value is None else str(value))[:MAX_CELL] for value in row] for row in rows.rows]
    widths = [max([len(name), *(len(row[i]) for row in cells)]) for i, name in enumerate(rows.columns)]
    lines = [
        "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip()
        for row in [list(rows.columns), *cells]
    ]
    lines.insert(1, "  ".join("-" * w for w in widths))
    return "\n".join([*lines, plural(len(rows.rows), "row"), ""])


_FORMS = {"table": _table, "csv": _csv, "json": _json}
