"""``boundary-lint facts``: everything that was found, as JSON."""

from __future__ import annotations

from pathlib import Path

import click

from boundary_lint import __version__
from boundary_lint.cli import options
from boundary_lint.cli.options import Given
from boundary_lint.cli.output import Target, check_place, emit
from boundary_lint.pipeline.judge import check
from boundary_lint.report import facts as report


@click.command()
@options.paths
@click.option("--output", "-o", type=click.Path(path_type=Path), help="File for the facts; default: standard output.")
@options.program
def facts(given: Given, output: Path | None) -> int:
    """Write everything that was found as JSON."""
    if output is not None:
        check_place(output)
    result, analysis, _ = check(*given.program)
    emit(Target("json", output), report.render(analysis.facts, result.findings, __version__))
    return 0
