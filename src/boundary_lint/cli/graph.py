"""``boundary-lint graph``: a picture of a program, of its services, or of a part."""

from __future__ import annotations

from pathlib import Path

import click

from boundary_lint.cli import options
from boundary_lint.cli.options import Given
from boundary_lint.cli.output import Target, check_place, emit
from boundary_lint.draw.forms import FORMS, SUFFIXES
from boundary_lint.draw.picture import EDGE_KINDS, EdgeKind
from boundary_lint.pipeline.judge import check
from boundary_lint.pipeline.picture import SHOWN, Asked, picture_of


def _kinds(context: click.Context, parameter: click.Parameter, text: str) -> tuple[EdgeKind, ...]:
    named = {name.strip() for name in text.split(",") if name.strip()}
    wrong = sorted(named - {*EDGE_KINDS})
    if wrong:
        raise click.BadParameter(f"'{wrong[0]}' is none of {', '.join(EDGE_KINDS)}.")
    return tuple(kind for kind in EDGE_KINDS if kind in named)


@click.command()
@options.paths
@click.option("--show", type=click.Choice(SHOWN), default="contexts", show_default=True, help="What the nodes are.")
@click.option(
    "--edges",
    "kinds",
    default=",".join(EDGE_KINDS),
    show_default=True,
    callback=_kinds,
    metavar="KIND,...",
    help="What ties them.",
)
@click.option("--focus", multiple=True, metavar="NAME", help="Only what lies around NAME; may be given several times.")
@click.option("--depth", type=click.IntRange(0), default=1, show_default=True, help="Edges from --focus at most.")
@click.option("--from", "start", default="", metavar="NAME", help="With --to: only what lies on paths from NAME.")
@click.option("--to", "end", default="", metavar="NAME", help="With --from: only what lies on paths to NAME.")
@click.option(
    "--max-nodes",
    "most",
    type=click.IntRange(1),
    default=60,
    show_default=True,
    help="Nodes at most; those with the most ties stay.",
)
@click.option(
    "--format", "-f", "form", type=click.Choice([*FORMS]), help="Form; default: by the suffix of --output, else dot."
)
@options.output
@options.program
def graph(
    given: Given, show: str, kinds: tuple[EdgeKind, ...], focus: tuple[str, ...], depth: int, start: str, end: str, most: int, form: str | None,
    output: Path | None,
) -> int:  # fmt: skip
    """Draw the program below PATH: contexts, services, packages, modules, tables, or who touches which table."""
    if bool(start) != bool(end):
        raise click.UsageError("--from and --to need each other.")
    if form is None:
        form = SUFFIXES.get(output.suffix, "") if output is not None else "dot"
        if not form:
            raise click.UsageError(
                f"'{output}' has no suffix of a form ({', '.join(SUFFIXES)}): name one with --format."
            )
    if output is not None:
        check_place(output)
    result, analysis, _ = check(*given.program)
    picture = picture_of(analysis, result.findings, Asked(show, kinds, focus, depth, start, end, most))
    emit(Target(form, output), FORMS[form](picture))
    return 0
