"""``boundary-lint check``: run the rules, print the reports, say whether they pass."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

import click
from msgspec import structs

from boundary_lint import __version__
from boundary_lint.cli import options
from boundary_lint.cli.fix import Fixing, mended, show_diff
from boundary_lint.cli.options import Given
from boundary_lint.cli.output import Target, emit, parse_targets, use_color, warn, width
from boundary_lint.cli.progress import Bar
from boundary_lint.cli.repository import Repository
from boundary_lint.config.model import Config
from boundary_lint.discover.lines import Lines
from boundary_lint.findings.finding import SEVERITIES, Severity
from boundary_lint.findings.owners import check_owner, owned_by
from boundary_lint.findings.result import Result
from boundary_lint.pipeline import debt, owners, replay
from boundary_lint.pipeline.judge import check as check_program
from boundary_lint.pipeline.rests import depends_on
from boundary_lint.pipeline.run import Analysis, Options
from boundary_lint.pipeline.since import Since, check_since
from boundary_lint.report.formats import FORMATS
from boundary_lint.report.shown import Shown
from boundary_lint.report.text import plural

if TYPE_CHECKING:
    from boundary_lint.pipeline.fix import Checked

Baseline: TypeAlias = Literal["lenient", "strict"] | None
"""Whether findings are held against the baseline; strict: entries that nothing matches fail."""


@click.command()
@options.paths
@click.option(
    "--select",
    multiple=True,
    metavar="RULE",
    help="Run only this rule; may be given several times, or name several with commas.",
)
@click.option("--ignore", multiple=True, metavar="RULE", help="Do not run this rule; as --select.")
@options.formats(f"One of {', '.join(FORMATS)}; several at once, each to a file: -f sarif:out.sarif -f github.")
@options.output
@click.option("--fail-on", type=click.Choice(["error", "warning", "info", "never"]), default="error", show_default=True)
@click.option(
    "--fail-on-unresolved",
    type=click.IntRange(0, 100),
    metavar="PERCENT",
    help="Fail if more accesses than this have no known table.",
)
@click.option(
    "--top", type=click.IntRange(0), default=6, show_default=True, help="Pairs of contexts to show; 0: everything."
)
@click.option("--since", metavar="REV", help="Tell only what is new since this revision of the git repository.")
@click.option("--owner", metavar="NAME", help="Tell only what this owner, of contexts or files, answers for.")
@click.option("--no-baseline", is_flag=True, help="Show and count what the baseline accepts, too.")
@click.option("--strict-baseline", is_flag=True, help="Fail also if the baseline has entries that nothing matches.")
@click.option("--fix", is_flag=True, help="Mend what can safely be mended of what is told; see docs/fixes.md.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@options.stats
@options.program
def check(
    given: Given, *, select: tuple[str, ...], ignore: tuple[str, ...], formats: tuple[str, ...], output: Path | None, fail_on: str,
    fail_on_unresolved: int | None, top: int, since: str | None, owner: str | None, no_baseline: bool, strict_baseline: bool, fix: bool, diff: bool,
    stats: bool,
) -> int:  # fmt: skip
    """Check the code below PATH against all rules and print the findings.

    Several PATHs are checked together, as services of one set.
    """
    if no_baseline and strict_baseline:
        raise click.UsageError("--no-baseline leaves out what --strict-baseline asks for: drop one.")
    if since is not None and strict_baseline:
        raise click.UsageError("--since looks at what is new, and --strict-baseline at what is gone: drop one.")
    if diff and (formats or output):
        raise click.UsageError("--diff prints a diff in place of a report: drop --format and --output.")
    return run(
        given.path,
        given.config,
        replace(given.options, select=_split(select), ignore=_split(ignore)),
        targets=parse_targets(formats, output, FORMATS),
        gate=Gate(fail_on, fail_on_unresolved),
        baseline=None if no_baseline else "strict" if strict_baseline else "lenient",
        top=top or None,
        stats=stats,
        arguments=list(click.get_current_context().obj or ()),
        since=None if since is None else Since(since, given.explicit),
        owner=owner,
        fix="diff" if diff else "yes" if fix else "no",
    )


def _split(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for value in values for name in value.split(",") if name)


class Gate(NamedTuple):
    """What fails: findings at or above a severity; more than this percentage of accesses without a known table."""

    fail_on: str
    unresolved: int | None

    @property
    def failing(self) -> frozenset[Severity]:
        """The severities of findings that fail."""
        count = next((number for number, name in enumerate(SEVERITIES, 1) if name == self.fail_on), 0)
        return frozenset(SEVERITIES[:count])


def run(
    path: Path, config: Config, options: Options, *, targets: Sequence[Target], gate: Gate, baseline: Baseline, top: int | None, stats: bool,
    arguments: list[str], since: Since | None = None, owner: str | None = None, fix: Fixing = "no",
) -> int:  # fmt: skip
    """Check a program and return the exit code. arguments: the command line, under which the output is remembered.

    since: a revision; only what it does not have is told. owner: only what this one answers for is told. fix: whether what is told is mended.
    """
    with Bar() as bar:
        asked = replace(options, progress=bar.update)

        def checked() -> Checked:
            return _told(path, config, asked, baseline, since, owner)

        if fix == "diff":
            return show_diff(checked)
        (result, analysis, pages), fixed = mended(checked) if fix == "yes" else (checked(), [])
    found = {finding.rule for finding in result.findings}
    if any(page.fixed_by and page.id in found for page in pages):
        from boundary_lint.pipeline.fix import with_fixable

        result = with_fixable(result, analysis, pages)
    said = [*fixed, *([f"assumed: {result.summary.assumed}"] if result.summary.assumed else []), *analysis.said]
    repository = Repository.of(Path(analysis.tree.base))
    shown = Shown(
        version=__version__,
        width=width(),
        top=top,
        line_of=Lines(analysis.tree.base),
        prefix=repository.prefix,
        failing=gate.failing,
    )
    # files first: where one cannot be written, nothing was printed
    outputs = [
        (target, FORMATS[target.form].render(result, replace(shown, color=use_color(target))))
        for target in sorted(targets, key=lambda target: target.file is None)
    ]
    for target, text_ in outputs:
        emit(target, text_)
    code, reason = _verdict(result, gate)
    said += [*result.errors, *([reason] if reason else [])]
    for message in said:
        warn(message)
    if stats:
        _stats(analysis)
    if options.cache is not None and not result.errors and since is None and fix == "no":
        replay.remember(
            arguments,
            str(options.cache),
            paths=[
                *depends_on(analysis, [page.place for page in pages], options.cache),
                str(debt.baseline_file(analysis.config)),
                *repository.looked_for,
                *owners.depends_on(analysis.tree.base),
            ],
            outputs=[(str(target.file) if target.file else None, text_) for target, text_ in outputs],
            said="".join(f"boundary-lint: {message}\n" for message in said),
            code=code,
            begun=analysis.begun,
            until=debt.good_until(analysis, options.today, baseline is not None),
        )
    return code


def _told(
    path: Path, config: Config, options: Options, baseline: Baseline, since: Since | None, owner: str | None
) -> Checked:
    """Return what is told of a program: what is new, what the baseline does not accept, what an owner answers for."""
    result, analysis, pages = (
        check_since(path, config, options, since) if since else check_program(path, config, options)
    )
    if owner is not None:
        check_owner(owner, analysis.owners)
    if baseline is not None:
        strict = baseline == "strict"
        result = debt.with_debt(result, analysis, () if since else pages, options.today, strict=strict, owner=owner)
    if owner is not None:
        result = structs.replace(result, findings=owned_by(owner, result.findings))
    return result, analysis, pages


def _stats(analysis: Analysis) -> None:
    total = sum(analysis.timings.values())
    for stage, seconds in analysis.timings.items():
        print(f"{stage:10} {seconds:7.3f} s  {100 * seconds / total:3.0f} %", file=sys.stderr)
    print(f"{'total':10} {total:7.3f} s  {len(analysis.facts.modules):,} modules", file=sys.stderr)


def _verdict(result: Result, gate: Gate) -> tuple[int, str]:
    """Return the exit code, and what must be said about it."""
    if result.errors:
        return 2, ""
    summary = result.summary
    if gate.unresolved is not None and summary.recognised:
        unresolved = 100 * (summary.recognised - summary.resolved) / summary.recognised
        if unresolved > gate.unresolved:
            limit = f"more than --fail-on-unresolved {gate.unresolved}"
            return 1, f"{unresolved:.1f} % of accesses have no known table, {limit}"
    if gate.fail_on == "never":
        return 0, ""
    if result.debt is not None and result.debt.strict and result.debt.stale:
        hint = "boundary-lint baseline prune takes them out"
        return 1, f"{plural(len(result.debt.stale), 'entry', 'entries')} of the baseline match nothing any more; {hint}"
    return int(any(finding.severity in gate.failing for finding in result.findings)), ""
