"""A finding: the rows of a rule that share a key, with their sites as evidence."""

from __future__ import annotations

import hashlib
from typing import Literal, TypeAlias

import msgspec

from boundary_lint.facts.program import Hop

Severity: TypeAlias = Literal["error", "warning", "info"]

Subject: TypeAlias = Literal["place", "whole", "service"]
"""What a finding is about: each of its places alone, all of them as one fault, or a service, which has no guilty line: its places only show which one is meant."""

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""From the worst to the mildest."""


class Evidence(msgspec.Struct, frozen=True, order=True):
    """One row: where it stands, in which function, what is done there (op), and what there is to say of it.

    Reports for people show the line of code where note is "". way: how the address of a call, or the database of a place, came to be
    known, step by step from there to the line of the manifest; it explains the place and is none of its own. severity: how bad the place is, where the rule says so
    of each.
    """

    file: str
    line: int
    note: str = ""
    function: str = ""
    op: str = ""
    way: tuple[Hop, ...] = ()
    severity: Severity | None = None


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One fault.

    key holds (column, value) pairs that stay the same when lines move: with the rule they make the fingerprint.
    source and target are the contexts between which the fault lies ("" where there is none): the text report groups by them.
    accepted: how many of its places the baseline accepts; those are not among the evidence of a finding that is left. owner: who answers for it,
    several with ", " between; "" where nobody does. fixable: whether ``check --fix`` mends a place of it; fixable_with: the key of the table ``[fix]`` without
    which it does not.
    """

    rule: str
    severity: Severity
    message: str
    key: tuple[tuple[str, str], ...]
    evidence: tuple[Evidence, ...]
    source: str = ""
    target: str = ""
    between: Literal["contexts", "services"] = "contexts"
    fix: str = ""
    subject: Subject = "place"
    accepted: int = 0
    owner: str = ""
    fixable: bool = False
    fixable_with: str = ""

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that identify the finding between runs: no line numbers, no message."""
        text = "\0".join([self.rule, *(f"{column}={value}" for column, value in self.key)])
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def with_evidence(finding: Finding, evidence: tuple[Evidence, ...]) -> Finding:
    """Return a finding with a part of its places: it is as bad as the worst that is left."""
    told = {one.severity for one in evidence}
    severity = finding.severity if None in told else next((s for s in SEVERITIES if s in told), finding.severity)
    return msgspec.structs.replace(finding, evidence=evidence, severity=severity)
