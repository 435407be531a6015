"""``boundary-lint init``: the first day. What is found becomes a configuration to correct, what is wrong today becomes debt."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import click

from boundary_lint.cli import options
from boundary_lint.cli.options import Given
from boundary_lint.cli.progress import Bar
from boundary_lint.config.load import FILE
from boundary_lint.config.model import Config
from boundary_lint.discover.walk import below_configuration
from boundary_lint.errors import BoundaryLintError, ConfigError
from boundary_lint.facts.content import write_whole
from boundary_lint.findings import store
from boundary_lint.findings.merging import merge_by_union
from boundary_lint.pipeline.begin import Begun, begin
from boundary_lint.pipeline.debt import baseline_file
from boundary_lint.pipeline.run import Options
from boundary_lint.report.begun import File, Found, render
from boundary_lint.report.text import clean, plural


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
        path = Path(_shown(Path(config.base)))
    file = Path(config.file) if config.file else Path(config.base) / FILE
    debt = baseline_file(config)
    has_debt = debt.exists()
    if has_debt:
        store.read(debt)
    new = [one for one, wanted in ((file, not config.file), (debt, with_baseline and not has_debt)) if wanted]
    if not new:
        there = [_shown(one) for one in (file, debt) if one.exists()]
        click.echo(f"{clean(' and '.join(there))}: there already, nothing to do")
        click.echo(f"next: {clean(_command('check', path, config))}")
        return 0
    if not dry_run:
        _check_writable(new)
    with Bar() as bar:
        begun = begin(path, config, replace(asked, progress=bar.update))
    beside: Path | None = None
    if dry_run:
        click.echo(begun.text, nl=False)
    else:
        _write(file if file in new else None, debt if debt in new else None, begun)
        with suppress(OSError):
            beside = merge_by_union(debt) if debt in new else None
    click.echo(_screen(path, begun, [file, debt], new, dry_run, beside), nl=False, err=dry_run)
    return 0


def _check_writable(files: Sequence[Path]) -> None:
    for file in files:
        if not os.access(file.parent, os.W_OK):
            raise ConfigError(str(file), "cannot be written: the folder is not writable", "make the folder writable")


def _write(file: Path | None, debt: Path | None, begun: Begun) -> None:
    """Write both or none."""
    if file is not None:
        try:
            write_whole(str(file), begun.text)
        except OSError as error:
            raise ConfigError(str(file), f"cannot be written: {error.strerror}", "make the folder writable") from error
    if debt is not None:
        try:
            store.write(debt, begun.entries)
        except BoundaryLintError:
            if file is not None:
                with suppress(OSError):
                    file.unlink()
            raise


def _screen(
    path: Path, begun: Begun, files: Sequence[Path], new: Sequence[Path], dry_run: bool, beside: Path | None
) -> str:
    """Return what is said of a program. beside: the file that says how git merges the baseline, if it was written."""
    facts = begun.analysis.facts
    services = sorted(service.name for service in facts.services)
    contexts = sorted(c.name for c in facts.contexts if c.kind == "context")
    told = _told(begun, bool(contexts or services))
    accepted = plural(len(begun.entries), "entry", "entries")
    accepted += (
        ": what is wrong today is debt, and nothing of it is allowed"
        if begun.entries
        else ": nothing was to be accepted"
    )
    rows = [File(_shown(files[0]), told, files[0] in new)]
    if files[1] in new or files[1].exists():
        rows.append(
            File(_shown(files[1]), accepted if files[1] in new else "accepts what it accepted", files[1] in new)
        )
    steps = _steps(path, begun, len(rows) > 1)
    rows += [File(_shown(beside), "branches merge their baselines without conflicts", True)] if beside else []
    return render(begun.result, Found(contexts, services, _doubts(begun)), rows, steps, dry_run)


def _told(begun: Begun, found: bool) -> str:
    """Return what the configuration says of contexts."""
    if count := len(begun.config.contexts):
        return f"{plural(count, 'entry', 'entries')} under [[contexts]]" + (
            ", each with where it was found: correct names, modules, owners" if begun.text else ""
        )
    if not found:
        return "an example of [[contexts]]: declare those that you know" if begun.text else "it declares no contexts"
    anew = "they are found anew in each run"
    return f"contexts as comments: {anew}" if begun.text else f"it declares no contexts: {anew}"


def _doubts(begun: Begun) -> list[str]:
    hint = "boundary-lint seams shows contexts by links and words"
    if begun.config.contexts:
        hint += "; to take those, drop [[contexts]] from the configuration, then: boundary-lint seams --write"
    else:
        hint += ", and --write saves them"
    return (
        [*(f"{message}. Contexts that are layers prove little" for message in begun.layers), hint]
        if begun.layers
        else []
    )


def _steps(path: Path, begun: Begun, has_debt: bool) -> list[tuple[str, str]]:
    worst = [finding for finding in begun.result.findings if finding.severity == "error"] or begun.result.findings
    rules = [finding.rule for finding in worst]
    steps = [
        (_command("check", path, begun.config), "passes now, and fails with what is new: put it into CI (docs/ci.md)")
    ]
    if not has_debt:
        steps = [
            (
                _command("baseline write", path, begun.config),
                "accepts what is wrong today as debt: check then fails with what is new",
            )
        ]
    if rules:
        steps.append(
            (
                f"boundary-lint explain {max(sorted(set(rules)), key=rules.count)}",
                "why a rule matters, and how to pay it off",
            )
        )
    if has_debt:
        steps.append((_command("baseline prune", path, begun.config), "takes out of the baseline what is paid off"))
    return [*steps, (_command("seams", path, begun.config), "where contexts could part, and what each costs to cut")]


def _command(name: str, path: Path, config: Config) -> str:
    """Return a command for the same code."""
    paths = [_shown(path / one) for one in config.only] or ([] if path.resolve() == Path.cwd() else [_shown(path)])
    return " ".join(["boundary-lint", name, *map(shlex.quote, paths)])


def _shown(path: Path) -> str:
    return os.path.relpath(path) if os.path.realpath(path).startswith(os.getcwd() + os.sep) else str(path)
