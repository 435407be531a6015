"""``boundary-lint diff``: what a change does to the architecture."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from boundary_lint import __version__
from boundary_lint.cli import options
from boundary_lint.cli.options import Given
from boundary_lint.cli.output import emit, parse_targets
from boundary_lint.cli.progress import Bar
from boundary_lint.pipeline.diff import diff as difference
from boundary_lint.report import diff as report

FORMATS = ("text", "json", "markdown")


@click.command()
@click.argument("base")
@click.argument("head", required=False)
@options.path_option
@options.reports
@options.output
@click.option("--top", type=click.IntRange(0), default=20, help="0: everything, not the first of each kind.")
@options.program
def diff(given: Given, base: str, head: str | None, formats: tuple[str, ...], output: Path | None, top: int) -> int:
    """Show what a change does to the architecture: from the revision BASE to HEAD, or to the working tree."""
    targets = parse_targets(formats, output, FORMATS)
    with Bar() as bar:
        asked = replace(given.options, progress=bar.update)
        change = difference(given.path, given.config, asked, base, head, given.explicit)
    for target in targets:
        if target.form == "json":
            text = report.render_json(change, __version__)
        elif target.form == "markdown":
            text = report.render_markdown(change)
        else:
            text = report.render_text(change, everything=not top)
        emit(target, text)
    return 0
