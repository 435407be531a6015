"""``boundary-lint graph``: a picture of a program, of its services, or of a part."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from boundary_lint.cli import options
from boundary_lint.cli.options import Given
from boundary_lint.cli.output import Target, check_place, emit, form_of, warn
from boundary_lint.draw.backbone import backbone
from boundary_lint.draw.forms import FORMS, IMAGES, SUFFIXES, WHOLE
from boundary_lint.draw.graphviz import PROGRAMS, draw
from boundary_lint.draw.picture import EDGE_KINDS, EdgeKind, Picture
from boundary_lint.pipeline.judge import check
from boundary_lint.pipeline.picture import SHOWN, Asked, picture_of


def _kinds(context: click.Context, parameter: click.Parameter, text: str) -> tuple[EdgeKind, ...]:
    named = {name.strip() for name in text.split(",") if name.strip()}
    wrong = sorted(named - {*EDGE_KINDS})
    if wrong:
        raise click.BadParameter(f"'{wrong[0]}' is none of {', '.join(EDGE_KINDS)}.")
    return tuple(kind for kind in EDGE_KINDS if kind in named)


edge_kinds = click.option(
    "--edges",
    "kinds",
    default=",".join(EDGE_KINDS),
    show_default=True,
    callback=_kinds,
    metavar="KIND,...",
    help="What ties them.",
)
"""The option for what ties things."""


@click.command()
@options.paths
@click.option("--show", type=click.Choice(SHOWN), default="contexts", show_default=True, help="What the nodes are.")
@edge_kinds
@click.option("--focus", multiple=True, metavar="NAME", help="Only what lies around NAME; may be given several times.")
@click.option("--depth", type=click.IntRange(0), default=1, show_default=True, help="Edges from --focus at most.")
@click.option("--from", "start", default="", metavar="NAME", help="With --to: only what lies on paths from NAME.")
@click.option("--to", "end", default="", metavar="NAME", help="With --from: only what lies on paths to NAME.")
@click.option(
    "--max-nodes",
    "most",
    type=click.IntRange(1),
    metavar="NUMBER",
    help=f"Nodes at most, those with the most ties; default: {Asked.most}, in json and graphml all.",
)
@click.option("--all-edges", is_flag=True, help="Draw every edge, not only those that carry the picture.")
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice([*FORMS, *IMAGES]),
    help="Form; default: by the suffix of --output, else dot.",
)
@click.option(
    "--engine",
    type=click.Choice(PROGRAMS),
    help="What draws svg and png; default: the first that is there.",
)
@options.output
@options.program
def graph(
    given: Given, show: str, kinds: tuple[EdgeKind, ...], focus: tuple[str, ...], depth: int, start: str, end: str, most: int | None, all_edges: bool,
    form: str | None, engine: str | None, output: Path | None,
) -> int:  # fmt: skip
    """Draw the program below PATH: contexts, services, packages, modules, tables, or who touches which table."""
    if bool(start) != bool(end):
        raise click.UsageError("--from and --to need each other.")
    form = form or form_of(output, SUFFIXES, "dot")
    _check_image(form, output)
    if output is not None:
        check_place(output)
    result, analysis, _ = check(*given.program)
    for error in result.errors:  # what these rules would have found is not marked
        warn(error)
    most = most or (sys.maxsize if form in WHOLE else Asked.most)
    picture = picture_of(analysis, result.findings, Asked(show, kinds, focus, depth, start, end, most))
    if form not in WHOLE and not all_edges:
        picture = backbone(picture)
    for notice in picture.notices:
        warn(notice)
    emit(Target(form, output), _drawn(picture, form, engine))
    return 0


def _check_image(form: str, output: Path | None) -> None:
    if form == "png" and output is None and sys.stdout.isatty():
        raise click.UsageError("a png is nothing for a terminal: name a file with --output.")


def _drawn(picture: Picture, form: str, engine: str | None) -> str | bytes:
    if form in FORMS:
        return FORMS[form](picture)
    content, notices = draw(picture, form, engine)  # type: ignore[arg-type]
    for notice in notices:
        warn(notice)
    return content
