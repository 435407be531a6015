"""``boundary-lint check``: run the rules, print the reports, say whether they pass."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from boundary_lint import __version__
from boundary_lint.cli.output import Target, emit, use_color, warn, width
from boundary_lint.config.model import Config
from boundary_lint.findings.finding import SEVERITIES
from boundary_lint.findings.result import Result
from boundary_lint.pipeline.run import Analysis, Options
from boundary_lint.pipeline.run import check as check_program
from boundary_lint.report import json, text


class Gate(NamedTuple):
    """What fails: findings at or above a severity; more than this percentage of accesses without a known table."""

    fail_on: str
    unresolved: int | None


def run(
    path: Path, config: Config, options: Options, *, targets: Sequence[Target], gate: Gate, top: int | None, stats: bool
) -> int:
    """Check a program and return the exit code."""
    result, analysis = check_program(path, config, options)
    if result.summary.assumed:
        warn(f"assumed: {result.summary.assumed}")
    for target in targets:
        emit(target, _render(result, target, top))
    if stats:
        _stats(analysis)
    if result.errors:
        for error in result.errors:
            warn(error)
        return 2
    return int(_fails(result, gate))


def _render(result: Result, target: Target, top: int | None) -> str:
    if target.form == "json":
        return json.render(result, __version__)
    return text.render(result, color=use_color(target), width=width(), top=top)


def _stats(analysis: Analysis) -> None:
    total = sum(analysis.timings.values())
    for stage, seconds in analysis.timings.items():
        print(f"{stage:10} {seconds:7.3f} s  {100 * seconds / total:3.0f} %", file=sys.stderr)
    print(f"{'total':10} {total:7.3f} s  {len(analysis.facts.modules):,} modules", file=sys.stderr)


def _fails(result: Result, gate: Gate) -> bool:
    summary = result.summary
    if gate.unresolved is not None and summary.recognised:
        unresolved = 100 * (summary.recognised - summary.resolved) / summary.recognised
        if unresolved > gate.unresolved:
            warn(f"{unresolved:.1f} % of accesses have no known table, more than --fail-on-unresolved {gate.unresolved}")
            return True
    if gate.fail_on == "never":
        return False
    failing = SEVERITIES[: SEVERITIES.index(gate.fail_on) + 1]
    return any(finding.severity in failing for finding in result.findings)
