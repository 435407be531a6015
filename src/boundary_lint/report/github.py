"""Annotations of a GitHub workflow: one workflow command for each finding, as many as GitHub shows.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands says how they are written; commands are escaped as the
runner takes them apart: %, carriage return and line feed everywhere, colon and comma in properties.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from boundary_lint.facts.harmless import clean
from boundary_lint.findings.finding import SEVERITIES, Finding, Severity
from boundary_lint.findings.result import Result
from boundary_lint.report.shown import Shown, places, told
from boundary_lint.report.text import by_severity, plural

COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}

MAX_OF_A_KIND = 10
"""Annotations of one command that GitHub shows of a step; the rest is counted."""


def render(result: Result, shown: Shown) -> str:
    """Return the commands, the worst findings first; the last one counts what GitHub would not show."""
    told_of: Counter[Severity] = Counter()
    lines, rest = [], []
    # one notice is kept for the rest
    room = {severity: MAX_OF_A_KIND - (severity == "info") for severity in SEVERITIES}
    for finding in result.findings:
        if told_of[finding.severity] < room[finding.severity]:
            told_of[finding.severity] += 1
            lines.append(_annotation(finding, shown))
        else:
            rest.append(finding)
    lines += [_command("error", {"title": "boundary-lint"}, f"not run: {error}") for error in result.errors]
    if rest:
        lines.append(_command("notice", {"title": "boundary-lint"}, _rest(rest)))
    return "".join(f"{line}\n" for line in lines)


def _annotation(finding: Finding, shown: Shown) -> str:
    found = places(finding)
    properties = {"title": finding.rule}
    if found:
        properties = {"file": shown.path(found[0].file), "line": str(max(found[0].line, 1)), **properties}
    more = [plural(len(found) - 1, "more place")] if len(found) > 1 else []
    return _command(COMMANDS[finding.severity], properties, *told(finding), *more)


def _rest(findings: Iterable[Finding]) -> str:
    found = list(findings)
    return f"{plural(len(found), 'more finding')}: {by_severity(found)}"


def _command(name: str, properties: dict[str, str], *lines: str) -> str:
    told_properties = ",".join(f"{key}={_property(clean(value))}" for key, value in properties.items())
    message = "\n".join(map(clean, lines))
    return f"::{name} {told_properties}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
