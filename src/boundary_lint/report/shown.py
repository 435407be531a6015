"""How a report of ``check`` is shown, and what several formats ask of a finding."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass

from boundary_lint.findings.finding import SEVERITIES, Evidence, Finding, Severity

LineOf = Callable[[str, int], str]
"""File and line -> the code that stands there."""


@dataclass(frozen=True)
class Shown:
    """How to show a result.

    color, width (columns), top (pairs of contexts, None for everything) and line_of: for people. prefix: the analysed folder as seen from the
    top of its repository, "" where they are one: code hosts name files so. failing: the severities for which the run fails.
    """

    version: str
    color: bool = False
    width: int = 120
    top: int | None = None
    line_of: LineOf = lambda file, line: ""
    prefix: str = ""
    failing: frozenset[Severity] = frozenset(SEVERITIES[:1])

    def path(self, file: str) -> str:
        """Return a file as seen from the top of the repository."""
        return posixpath.join(self.prefix, file) if file else ""


def places(finding: Finding) -> list[Evidence]:
    """Return the evidence of a finding, one for each line, in its order."""
    first: dict[tuple[str, int], Evidence] = {}
    for evidence in finding.evidence:
        if evidence.file:
            first.setdefault((evidence.file, evidence.line), evidence)
    return list(first.values())


def told(finding: Finding) -> list[str]:
    """Return what a finding says, what to do, and who answers for it, each on a line."""
    more = (("fix", finding.fix), ("owner", finding.owner))
    return [finding.message, *(f"{name}: {text}" for name, text in more if text)]
