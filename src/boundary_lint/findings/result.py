"""What one run has to tell: the findings, and how much of the program they rest on. Reports read nothing else."""

from __future__ import annotations

import msgspec

from boundary_lint.facts.files import Extent
from boundary_lint.findings.finding import Finding
from boundary_lint.findings.rule import RuleText


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of one run. how says how contexts were found; assumed what was not configured, in words.

    resolved and recognised: accesses with a known table, and all that were recognised as accesses. services: those found or
    declared; contexts are told besides them. calls: calls that leave the process, calls_known those whose target is known. gaps: what was not
    understood, counted by kind; unread: files that could not be read at all. extent: how much the chosen rules asked for.
    """

    project: str
    contexts: int
    libraries: int
    how: str
    modules: int
    lines: int
    tables: int
    accesses: int
    resolved: int
    recognised: int
    services: int = 0
    calls: int = 0
    calls_known: int = 0
    gaps: dict[str, int] = {}
    files: dict[str, int] = {}
    assumed: str = ""
    unread: int = 0
    extent: Extent = "all"

    @property
    def percent(self) -> int:
        """The share of recognised accesses whose table is known, in percent, rounded down."""
        return 100 * self.resolved // self.recognised if self.recognised else 100

    @property
    def percent_of_calls(self) -> int:
        """The share of calls whose target is known, in percent, rounded down."""
        return 100 * self.calls_known // self.calls if self.calls else 100


class Debt(msgspec.Struct, frozen=True, kw_only=True):
    """What a baseline accepts. entries: all in the file; findings: those of which it accepts a place; new: entries that it would need more.

    stale: lines that nothing matches, as they stand in the file: they are paid off; expired: those whose date is past, which count no more.
    strict: stale lines fail. owner: whose debt alone is told, "" for everybody's.
    """

    file: str
    entries: int
    findings: int
    new: int = 0
    stale: tuple[str, ...] = ()
    expired: tuple[str, ...] = ()
    strict: bool = False
    owner: str = ""


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """Findings, worst first; pages that could not be run, as messages; rules that are blind, with the reason; the rules that ran, by name.

    findings holds what is left, accepted what a baseline accepts, wholly or in part; debt is None without a baseline. waived: places that are waived in the code or the
    configuration.
    """

    findings: tuple[Finding, ...]
    summary: Summary
    errors: tuple[str, ...] = ()
    blind: dict[str, str] = {}
    accepted: tuple[Finding, ...] = ()
    debt: Debt | None = None
    waived: int = 0
    rules: tuple[RuleText, ...] = ()
