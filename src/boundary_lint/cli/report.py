"""``boundary-lint report``: one HTML file to explore a program."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from boundary_lint.cli import options
from boundary_lint.cli.options import Given
from boundary_lint.cli.output import Target, check_place, emit, warn
from boundary_lint.cli.progress import Bar

DEFAULT = Path("boundary-lint.html")


@click.command()
@options.paths
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, allow_dash=True),
    default=DEFAULT,
    show_default=True,
    help="The file to write; -: standard output.",
)
@click.option("--no-seams", is_flag=True, help="Propose no contexts: that takes longest.")
@options.program
def report(given: Given, *, output: Path, no_seams: bool) -> int:
    """Write one HTML file to explore the program below PATH.

    It opens from disk, needs no network, and holds the lines of code that it shows.
    """
    from boundary_lint.pipeline.web import report_page

    target = None if output == Path("-") else output
    if target is not None:
        check_place(target)
    with Bar() as bar:
        page = report_page(given.path, given.config, replace(given.options, progress=bar.update), not no_seams)
    emit(Target("html", target), page)
    if target is not None:
        warn(f"{target} written ({len(page.encode()) / 1e6:.1f} MB): open it in a browser")
    return 0
