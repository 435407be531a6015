"""``boundary-lint matrix``: who uses whom, or who touches which table, as rows and columns."""

from __future__ import annotations

from pathlib import Path

import click

from boundary_lint.cli import options
from boundary_lint.cli.graph import edge_kinds
from boundary_lint.cli.options import Given
from boundary_lint.cli.output import Target, check_place, emit, form_of, use_color, warn, width
from boundary_lint.draw.matrix import text
from boundary_lint.draw.matrix.forms import FORMS, SUFFIXES
from boundary_lint.draw.picture import EdgeKind
from boundary_lint.pipeline.judge import check
from boundary_lint.pipeline.matrix import MOST, SHOWN, matrix_for
from boundary_lint.pipeline.picture import Asked


@click.command()
@options.paths
@click.option(
    "--show",
    type=click.Choice(SHOWN),
    default="contexts",
    show_default=True,
    help="What rows and columns are; access: tables and the contexts that write and read them.",
)
@edge_kinds
@click.option("--focus", multiple=True, metavar="NAME", help="Only what lies around NAME; may be given several times.")
@click.option("--depth", type=click.IntRange(0), default=1, show_default=True, help="Edges from --focus at most.")
@click.option(
    "--max-nodes",
    "most",
    type=click.IntRange(1),
    metavar="NUMBER",
    help=f"Rows at most, those with the most ties; default: {MOST['text']}, in csv {MOST['csv']:,}.",
)
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(["text", *FORMS]),
    help="Form; default: by the suffix of --output, else text.",
)
@options.output
@options.program
def matrix(
    given: Given, show: str, kinds: tuple[EdgeKind, ...], focus: tuple[str, ...], depth: int, most: int | None, form: str | None, output: Path | None,
) -> int:  # fmt: skip
    """Show the program below PATH as a dependency structure matrix: who uses whom, or who touches which table."""
    form = form or form_of(output, SUFFIXES, "text")
    if output is not None:
        check_place(output)
    result, analysis, _ = check(*given.program)
    for error in result.errors:  # what these rules would have found is not marked
        warn(error)
    asked = Asked(show, kinds, focus, depth, most=most or MOST.get(form, MOST["text"]))
    found = matrix_for(analysis, result.findings, asked)
    target = Target(form, output)
    if form == "text":
        emit(target, text.render(found, width(), color=use_color(target)))
        return 0
    for notice in found.notices:
        warn(notice)
    emit(target, FORMS[form](found))
    return 0
