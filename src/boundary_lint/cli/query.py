"""``boundary-lint query``: a user's select on the public views."""

from __future__ import annotations

import csv
import difflib
import io
import json
import sys
from pathlib import Path

from boundary_lint.config.model import Config
from boundary_lint.errors import QueryError
from boundary_lint.graph import gate
from boundary_lint.graph.views import as_markdown, as_text, documented_views
from boundary_lint.pipeline.extent import views_of
from boundary_lint.pipeline.run import Options, analyse, graph_for
from boundary_lint.report.text import clean, plural

MAX_CELL = 80
"""Characters of a cell in a table."""


def run(sql: str, path: Path, config: Config, options: Options, *, form: str) -> None:
    """Print what a query finds.

    Raises:
        QueryError: the query cannot be run.
    """
    connection = graph_for(views_of(sql), analyse(path, config, options), options)
    try:
        rows = gate.run(connection, sql)
    except gate.QueryFailed as error:
        raise QueryError(
            "query", error.reason, error.hint or "the views: " + ", ".join(gate.public_views(connection))
        ) from error
    sys.stdout.write(_FORMS[form](rows))


def show_views(view: str | None, form: str) -> None:
    """Print what the public views hold.

    Raises:
        QueryError: there is no such view.
    """
    known = {found.name: found for found in documented_views()}
    if view is not None and view not in known:
        near = difflib.get_close_matches(view, known, 1)
        raise QueryError(
            view, "there is no such view", f"did you mean '{near[0]}'?" if near else "the views: " + ", ".join(known)
        )
    shown = [known[view]] if view is not None else list(known.values())
    if form == "markdown":
        sys.stdout.write(as_markdown(shown))
    elif view is not None:
        sys.stdout.write(as_text(known[view]))
    else:
        width = max(map(len, known))
        for found in shown:
            print(f"{found.name:{width}}  {found.text.replace('`', '')}")


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
