"""The formats of ``check``, in one table: what each is for, and what writes it. Options, help and errors read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from boundary_lint.findings.result import Result
from boundary_lint.report import github, gitlab, json, junit, pull_request, sarif, text
from boundary_lint.report.shown import Shown


class Format(NamedTuple):
    """What a format is for, and what writes it."""

    purpose: str
    render: Callable[[Result, Shown], str]


FORMATS: dict[str, Format] = {
    "text": Format("for people", text.report),
    "json": Format("for programs (docs/reports.md has its schema)", json.report),
    "sarif": Format("SARIF 2.1.0, for code scanning", sarif.render),
    "github": Format("annotations of a GitHub workflow", github.render),
    "gitlab": Format("code quality report of GitLab", gitlab.render),
    "junit": Format("JUnit XML, for whatever shows tests", junit.render),
    "markdown": Format("for a comment on a pull request", pull_request.render),
}
