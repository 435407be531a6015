"""``boundary-lint views``: what the public views hold."""

from __future__ import annotations

import difflib
import sys

import click

from boundary_lint.errors import QueryError
from boundary_lint.graph.views import as_markdown, as_text, documented_views


@click.command()
@click.argument("view", required=False)
@click.option("--format", "-f", "form", type=click.Choice(["text", "markdown"]), default="text", show_default=True)
def views(view: str | None, form: str) -> int:
    """List the public views of the graph, or explain VIEW column by column."""
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
    return 0
