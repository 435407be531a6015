"""The report for a pull request: Markdown that a comment can hold, grouped as the text report is."""

from __future__ import annotations

from boundary_lint.findings.finding import Evidence, Finding
from boundary_lint.findings.result import Result
from boundary_lint.report.markdown import cell
from boundary_lint.report.shown import Shown, places
from boundary_lint.report.text import (
    MAX_EVIDENCE,
    MAX_FINDINGS,
    OPS,
    Pair,
    by_rule,
    by_severity,
    debt_lines,
    grouped,
    plural,
    rank,
)

MAX_CHARACTERS = 60_000
"""Characters of the report: GitHub takes 65,536 in one comment, GitLab more."""


def render(result: Result, shown: Shown) -> str:
    """Return the report: counts first, then the pairs of contexts, the worst open and the rest folded."""
    findings = result.findings
    counts = by_severity(findings) if findings else "no findings"
    lines = [f"### boundary-lint: {counts}", ""]
    groups = grouped(findings)
    size, told = 0, 0
    for pair, of_pair in groups[: shown.top]:
        block = _group(pair, of_pair, shown)
        size += sum(len(line) + 1 for line in block)
        if size > MAX_CHARACTERS:
            break
        lines += block
        told += 1
    if hidden := [finding for _, of_pair in groups[told:] for finding in of_pair]:
        lines += [f"... and in {plural(len(groups) - told, 'more group')}: {cell(by_rule(hidden))}", ""]
    lines += [f"Blind: {cell(', '.join(sorted(result.blind)))}.", ""] if result.blind else []
    lines += [f"Not run: {cell(error)}\n" for error in result.errors]
    if result.debt is not None:
        lines += [*(cell(line.strip()) + "\n" for line in debt_lines(result.debt))]
    if result.summary.gaps:
        lines += [f"Not understood: {plural(sum(result.summary.gaps.values()), 'place')}.", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _group(pair: Pair, findings: list[Finding], shown: Shown) -> list[str]:
    name = cell(" → ".join(filter(None, pair)) or "the whole program")
    ordered = sorted(findings, key=rank)
    first = ordered if shown.top is None else ordered[:MAX_FINDINGS]
    lines = [f"#### {name}: {by_severity(findings)}", ""]
    for finding in first:
        lines += _finding(finding, shown)
    if len(ordered) > len(first):
        lines.append(f"- ... and {cell(by_rule(ordered[len(first) :]))}")
    return [*lines, ""]


def _finding(finding: Finding, shown: Shown) -> list[str]:
    found = places(finding)
    first = found if shown.top is None else found[:MAX_EVIDENCE]
    owner = f" ({cell(finding.owner)})" if finding.owner else ""
    lines = [f"- **{finding.severity}** {cell(finding.rule)}: {cell(finding.message)}{owner}"]
    lines += [f"  - {_place(place, shown)}" for place in first]
    if len(found) > len(first):
        lines.append(f"  - ... and {plural(len(found) - len(first), 'more place')}")
    if finding.fix:
        lines.append(f"  - fix: {cell(finding.fix)}")
    return lines


def _place(place: Evidence, shown: Shown) -> str:
    where = f"{shown.path(place.file)}:{place.line}" if place.line else shown.path(place.file)
    named = place.function and not place.function.startswith("<")
    said = [
        f"{place.function}()" if named else "",
        OPS.get(place.op, place.op),
        place.note or shown.line_of(place.file, place.line),
    ]
    return " · ".join(cell(part) for part in (where, *said) if part)
