"""What a report may say of a rule: its name, and the texts of its page."""

from __future__ import annotations

import msgspec

from boundary_lint.findings.finding import Severity


class RuleText(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that ran. severity: the one of its page, or of the configuration; why and fix: sections of its page, as Markdown."""

    id: str
    title: str
    severity: Severity
    why: str = ""
    fix: str = ""
