"""``boundary-lint baseline``: accept what is there today as debt, say what became of it, drop what is paid off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import click

from boundary_lint.cli import options
from boundary_lint.cli.group import Group
from boundary_lint.cli.options import Given
from boundary_lint.cli.output import warn
from boundary_lint.cli.progress import Bar
from boundary_lint.config.model import Config
from boundary_lint.errors import BaselineError
from boundary_lint.facts.harmless import clean
from boundary_lint.findings import merging, store
from boundary_lint.findings.accept import Compared
from boundary_lint.findings.baseline import Accepted, render_entry
from boundary_lint.pipeline.debt import baseline_file, entries_in, held_against, said_twice
from boundary_lint.pipeline.judge import check as check_program
from boundary_lint.pipeline.run import Options
from boundary_lint.report.text import plural

SHOWN = 5
"""Entries told of each kind; the rest is counted."""


@click.group(cls=Group)
def baseline() -> None:
    """Accept today's findings as debt, see what became of it, drop what is paid off."""


@baseline.command()
@options.paths
@options.program
def write(given: Given) -> int:
    """Write all that is found today into the baseline; entries that stay keep reason and date."""
    for line in save(*given.program):
        click.echo(line)
    return 0


def save(path: Path, config: Config, options: Options) -> list[str]:
    """Write all that is found today as the baseline; entries that stay keep their reason and date. Return what was written, in lines.

    Raises:
        BaselineError: a rule cannot be run, or the file cannot be written.
    """
    before = store.read(baseline_file(config)) if baseline_file(config).exists() else []
    compared = _compared(path, config, options, before)
    entries = [one._replace(entry=entry) for entry, one in compared.kept.items()]
    entries += [Accepted(entry) for entry in compared.new]
    entries += _unseen(before, compared)
    target = baseline_file(config)
    store.write(target, entries)
    change = f"{len(compared.new):,} new, {len(compared.stale):,} paid off" if before else "commit it"
    return [f"{_shown(target)}: {_entries(len({one.entry for one in entries}))} ({change})", *by_union(target)]


@baseline.command()
@options.paths
@options.program
def check(given: Given) -> int:
    """Say what is new, stale or expired; exit code 1 where something is new or expired."""
    existing = _existing(given.config)
    compared = _compared(*given.program, existing)
    for said in said_twice(existing, given.config):
        warn(said)
    for name, entries in (
        ("new", [Accepted(entry) for entry in compared.new]),
        ("expired", compared.expired),
        ("stale", compared.stale),
    ):
        _tell(name, entries)
    kept = len({one.entry for one in compared.kept.values()})
    click.echo(
        f"{_shown(baseline_file(given.config))}: {kept:,} still true, {len(compared.new):,} new, "
        f"{len(compared.expired):,} expired, {len(compared.stale):,} stale"
    )
    return int(bool(compared.new or compared.expired))


@baseline.command()
@options.paths
@options.program
def prune(given: Given) -> int:
    """Take the entries that nothing matches out of the baseline, and nothing else."""
    compared = _compared(*given.program, _existing(given.config))
    target = baseline_file(given.config)
    store.remove(target, compared.stale)
    _tell("paid off", compared.stale)
    left = len(_existing(given.config))
    click.echo(f"{_shown(target)}: {_entries(len(compared.stale))} taken out, {left:,} left")
    return 0


def by_union(target: Path) -> list[str]:
    """Have git merge a baseline by union; return what is to be said about it, in lines."""
    try:
        written = merging.merge_by_union(target)
    except OSError as error:
        file = _shown(target.parent / merging.FILE)
        return [f"{file}: cannot be written: {error.strerror}; branches that change the baseline may conflict"]
    return [f"{_shown(written)}: branches merge their baselines without conflicts; commit it, too"] if written else []


def _existing(config: Config) -> list[Accepted]:
    entries = entries_in(config)
    if entries is None:
        raise BaselineError(str(baseline_file(config)), "does not exist", "write it with boundary-lint baseline write")
    return entries


def _compared(path: Path, config: Config, options: Options, entries: Iterable[Accepted]) -> Compared:
    with Bar() as bar:
        result, analysis, pages = check_program(path, config, replace(options, progress=bar.update))
    if result.errors:
        raise BaselineError(result.errors[0], "a rule could not be run, so nothing is known of its findings")
    return held_against(entries, result, analysis, pages, options.today)


def _unseen(before: Iterable[Accepted], compared: Compared) -> list[Accepted]:
    """Return the entries of which this run says nothing: of rules that did not run, of parts that were not read."""
    told = {one.entry for one in (*compared.kept.values(), *compared.stale)}
    return [one for one in before if one.entry not in told]


def _tell(name: str, entries: Iterable[Accepted]) -> None:
    lines: list[str] = sorted(render_entry(entry) for entry in entries)
    for line in lines[:SHOWN]:
        click.echo(f"{name}: {clean(line)}")
    if len(lines) > SHOWN:
        click.echo(f"... and {len(lines) - SHOWN:,} more {name}")


def _entries(count: int) -> str:
    return plural(count, "entry", "entries")


def _shown(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
