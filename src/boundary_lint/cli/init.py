"""``boundary-lint init``: the first day. What is found becomes a configuration to correct, what is wrong today becomes debt."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import click

from boundary_lint.cli import options
from boundary_lint.cli.first_screen import Files, command, screen, shown
from boundary_lint.cli.options import Given
from boundary_lint.cli.progress import Bar
from boundary_lint.config.load import FILE
from boundary_lint.config.model import Config
from boundary_lint.discover.walk import below_configuration
from boundary_lint.errors import BoundaryLintError, ConfigError
from boundary_lint.facts.content import write_whole
from boundary_lint.facts.harmless import clean
from boundary_lint.findings import store
from boundary_lint.findings.merging import merge_by_union
from boundary_lint.pipeline.begin import Begun, begin
from boundary_lint.pipeline.debt import baseline_file
from boundary_lint.pipeline.run import Options


@click.command()
@options.paths
@click.option("--no-baseline", is_flag=True, help="Write the configuration alone.")
@click.option(
    "--dry-run", is_flag=True, help="Write nothing: print the configuration, and tell the rest on standard error."
)
@options.program
def init(given: Given, no_baseline: bool, dry_run: bool) -> int:
    """Begin with a program: write what is found in it as configuration, and what is wrong today as debt.

    What is there already is never changed.
    """
    return run(*given.program, with_baseline=not no_baseline, dry_run=dry_run)


def run(path: Path, config: Config, asked: Options, *, with_baseline: bool, dry_run: bool) -> int:
    """Write the configuration and the baseline that are not there yet, and say what was found. What is there is never changed.

    Raises:
        BoundaryLintError: a file cannot be written, the baseline that is there cannot be read, or see `boundary_lint.pipeline.begin.begin`.
    """
    if path.is_file():
        raise ConfigError(str(path), "is a file", "give the folder of the code: a configuration is for all of it")
    if config.file and below_configuration(str(path), config):
        path = Path(shown(Path(config.base)))
    files = _files(config, with_baseline)
    if not files.new:
        click.echo(f"{clean(' and '.join(map(shown, files.there)))}: there already, nothing to do")
        click.echo(f"next: {clean(command('check', path, config))}")
        return 0
    if not dry_run:
        _check_writable(files)
    with Bar() as bar:
        begun = begin(path, config, replace(asked, progress=bar.update))
    if dry_run:
        click.echo(begun.text, nl=False)
    beside = None if dry_run else _write(files, begun)
    click.echo(screen(path, begun, files, beside, would=dry_run), nl=False, err=dry_run)
    return 0


def _files(config: Config, with_baseline: bool) -> Files:
    baseline = baseline_file(config)
    has_baseline = baseline.exists()
    if has_baseline:
        store.read(baseline)
    return Files(
        Path(config.file) if config.file else Path(config.base) / FILE,
        baseline,
        writes_configuration=not config.file,
        writes_baseline=with_baseline and not has_baseline,
    )


def _check_writable(files: Files) -> None:
    for file in files.new:
        if not os.access(file.parent, os.W_OK):
            raise ConfigError(str(file), "cannot be written: the folder is not writable", "make the folder writable")


def _write(files: Files, begun: Begun) -> Path | None:
    """Write both or none; return the file beside them that was written, too, and says how git merges the baseline."""
    if files.writes_configuration:
        try:
            write_whole(str(files.configuration), begun.text)
        except OSError as error:
            raise ConfigError(
                str(files.configuration), f"cannot be written: {error.strerror}", "make the folder writable"
            ) from error
    if not files.writes_baseline:
        return None
    try:
        store.write(files.baseline, begun.entries)
    except BoundaryLintError:
        if files.writes_configuration:
            with suppress(OSError):
                files.configuration.unlink()
        raise
    with suppress(OSError):
        return merge_by_union(files.baseline)
    return None
