"""``boundary-lint seams``: which contexts the code has, and where to cut."""

from __future__ import annotations

import difflib
import math
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import click

from boundary_lint import __version__
from boundary_lint.cli import options
from boundary_lint.cli.options import Given
from boundary_lint.cli.output import Target, emit, parse_targets, warn, width
from boundary_lint.cli.progress import Bar
from boundary_lint.config.model import Config
from boundary_lint.errors import BoundaryLintError
from boundary_lint.facts.program import ProgramFacts
from boundary_lint.pipeline.run import Options
from boundary_lint.pipeline.seams import Asked
from boundary_lint.pipeline.seams import seams as find_seams
from boundary_lint.report import cuts
from boundary_lint.report.seams import render_json, render_markdown
from boundary_lint.report.seams_text import render_text
from boundary_lint.report.text import plural
from boundary_lint.seams.assume import parse
from boundary_lint.seams.change import Change, what_if
from boundary_lint.seams.clusters import RESOLUTION
from boundary_lint.seams.cuts.cutlist import CutList, cut_list
from boundary_lint.seams.division import declared
from boundary_lint.seams.figures.table import decomposition
from boundary_lint.seams.find import Seams
from boundary_lint.seams.functionalities import find_functionalities
from boundary_lint.seams.judged import Judged, judge

FORMATS = ("text", "markdown", "json")


@click.command()
@options.paths
@click.option(
    "--resolution", type=click.FloatRange(0.01, 100), default=None, help="Higher gives smaller contexts; default: 2.5."
)
@click.option(
    "--seeds", type=click.IntRange(1, 100), default=8, show_default=True, help="Runs; what they have in common is kept."
)
@click.option("--together", multiple=True, metavar="A,B", help="Keep the modules of these patterns in one context.")
@click.option("--apart", multiple=True, metavar="A,B", help="Keep the modules of these patterns in different contexts.")
@click.option("--belongs", multiple=True, metavar="A=CONTEXT", help="Put the modules of a pattern into this context.")
@click.option(
    "--respect-packages", is_flag=True, help="Let the packages of today count as evidence, too: as much as links do."
)
@click.option(
    "--assume",
    multiple=True,
    metavar="CHANGE",
    help="Show what a change would do: 'move A -> CONTEXT', 'merge A B [as C]', 'split A', 'contexts FILE'; several, one after the other.",
)
@click.option("--extract", metavar="NAME", help="Show the cut list of this context: all that ties it to the rest.")
@click.option(
    "--history",
    metavar="REV..REV",
    help="Show where seams moved between two revisions of the git repository; without the last one, to HEAD.",
)
@click.option("--write", is_flag=True, help="Save the contexts, with what is assumed, as configuration.")
@options.reports
@options.output
@click.option("--top", type=click.IntRange(0), default=12, show_default=True, help="Contexts to show; 0: everything.")
@options.stats
@options.program_without_tests
def seams(
    given: Given, *, resolution: float | None, seeds: int, together: tuple[str, ...], apart: tuple[str, ...], belongs: tuple[str, ...],
    respect_packages: bool, assume: tuple[str, ...], extract: str | None, history: str | None, write: bool, formats: tuple[str, ...],
    output: Path | None, top: int, stats: bool,
) -> int:  # fmt: skip
    """Show which bounded contexts the code below PATH has, by its own links and words."""
    wanted = asked(resolution, seeds, together, apart, belongs, assume, respect_packages)
    targets = parse_targets(formats, output, FORMATS)
    if history is None:
        return run(*given.program, wanted, targets=targets, top=top or None, stats=stats, write=write, extract=extract)
    for option, value in (("--extract", extract), ("--assume", assume), ("--write", write)):
        if value:
            raise click.UsageError(f"--history compares two revisions, and {option} is about one program: drop one.")
    from boundary_lint.cli import history as moved

    return moved.run(
        *given.program, wanted, history, explicit=given.explicit, targets=targets, top=top or None, stats=stats
    )


def asked(
    resolution: float | None, seeds: int, together: Sequence[str], apart: Sequence[str], belongs: Sequence[str], assume: Sequence[str],
    respect_packages: bool = False,
) -> Asked:  # fmt: skip
    """Return what the options of the command ask for.

    Raises:
        BoundaryLintError: an option cannot be understood.
    """
    if resolution is not None and math.isnan(resolution):
        raise BoundaryLintError("--resolution", "'nan' is no number", "write a number from 0.01 to 100")
    pairs = [_pair(text) for text in belongs]
    return Asked(
        resolution or RESOLUTION,
        seeds,
        tuple(_patterns("--together", text, 1) for text in together),
        tuple(_patterns("--apart", text, 2) for text in apart),
        tuple(pairs),
        tuple((text, parse(text)) for text in assume),
        respect_packages,
    )


def _patterns(option: str, text: str, least: int) -> tuple[str, ...]:
    found = tuple(pattern.strip() for pattern in text.split(",") if pattern.strip())
    if len(found) < least:
        raise BoundaryLintError(option, f"'{text}' names too few modules", f"write {option} shop.orders,shop.cart")
    return found


def _pair(text: str) -> tuple[str, str]:
    pattern, _, context = (part.strip() for part in text.partition("="))
    if not pattern or not context:
        hint = "write --belongs shop.orders.tax=billing"
        raise BoundaryLintError("--belongs", f"'{text}' is no module with its context", hint)
    return pattern, context


def run(
    path: Path, config: Config, options: Options, asked: Asked, *, targets: Sequence[Target], top: int | None, stats: bool,
    write: bool = False, extract: str | None = None,
) -> int:  # fmt: skip
    """Find the seams of a program and print them, or the cut list of the one context to extract. write: save the contexts, those that are assumed where some are, as configuration."""
    if write:
        from boundary_lint.config.save import check_free

        check_free(config)
    with Bar() as bar:
        found, analysis = find_seams(path, config, replace(options, progress=bar.update), asked)
    change = None
    if asked.assumptions:
        from boundary_lint.pipeline.assumed import with_findings

        texts, assumptions = zip(*asked.assumptions, strict=True)
        change = with_findings(what_if(texts, assumptions, analysis.facts, found), analysis, options)
        for error in change.findings.errors if change.findings else ():
            warn(error)
    project = os.path.basename(analysis.tree.base) or analysis.tree.base
    if extract is not None:
        with analysis.stage("cuts"):
            cut = _cut(extract, found, analysis.facts, change)
        for target in targets:
            emit(target, _render_cut(cut, target.form, top))
    else:
        with analysis.stage("cuts"):
            judged = judge(found, analysis.facts)
        for target in targets:
            emit(target, _render(found, judged, target.form, project, top, change))
    if write:
        _write(path, config, options, found, analysis.facts, change)
    if stats:
        show_timings(analysis.timings)
    return 0


def show_timings(timings: Mapping[str, float]) -> None:
    """Say on standard error what took how long."""
    for stage, seconds in timings.items():
        print(f"{stage:10} {seconds:7.3f} s", file=sys.stderr)


def _cut(name: str, found: Seams, facts: ProgramFacts, change: Change | None) -> CutList:
    """Return the cut list of a context: of one that is assumed, found, or there today, in this order.

    Raises:
        BoundaryLintError: there is no such context.
    """
    divisions = [*([change.division] if change is not None else []), found.division, declared(facts)]
    for division in divisions:
        if name in division.names:
            complexity = decomposition(division, find_functionalities(facts)).complexity_of(name)
            return cut_list(facts, division, name, complexity)
    known = list(dict.fromkeys(known for division in divisions for known in division.names))
    near = difflib.get_close_matches(name, known, 1)
    hint = f"did you mean '{near[0]}'?" if near else f"known are {', '.join(known[:20]) or 'none'}"
    raise BoundaryLintError("--extract", f"there is no context '{name}'", hint)


def _render_cut(cut: CutList, form: str, top: int | None) -> str:
    if form == "json":
        return cuts.render_json(cut, __version__)
    return cuts.render_markdown(cut) if form == "markdown" else cuts.render_text(cut, everything=top is None)


def _write(
    path: Path, config: Config, options: Options, found: Seams, facts: ProgramFacts, change: Change | None
) -> None:
    """Save the contexts as configuration, and what crosses them today as the baseline: debt, not permission."""
    from boundary_lint.cli import baseline
    from boundary_lint.config.load import load_config
    from boundary_lint.config.save import save_contexts
    from boundary_lint.seams.written import contexts_text

    division = found.division if change is None else change.division
    if not division.names:
        raise BoundaryLintError("--write", "there is no context to write", "check that the path holds Python code")
    reasons = {
        context.name: context.reasons
        for context in found.contexts
        if all(division.of_file(file) == context.name for file in context.files)
    }
    saved = save_contexts(config, lambda key: contexts_text(facts, division, reasons, key))
    warn(f"{plural(len(division.names), 'context')} written to {saved}")
    for line in baseline.save(path, load_config(path, saved), options):
        warn(line)


def _render(
    found: Seams, judged: Judged, form: str, project: str, top: int | None, change: Change | None
) -> str:  # fmt: skip
    if form == "json":
        return render_json(found, judged, __version__, change)
    if form == "markdown":
        return render_markdown(found, judged, project, change)
    return render_text(found, judged, project, top, change, width())
