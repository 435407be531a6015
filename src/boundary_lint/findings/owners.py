"""Who answers for a finding: the owner of the context in which the fault lies."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

import msgspec

from boundary_lint.errors import BoundaryLintError
from boundary_lint.findings.finding import Finding


def with_owners(findings: Iterable[Finding], owners: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return findings with their owners. owners: context -> who answers for it."""
    return tuple(
        msgspec.structs.replace(f, owner=owners.get(f.source, "")) if f.source in owners else f for f in findings
    )


def owned_by(owner: str, findings: Iterable[Finding], owners: Iterable[str]) -> tuple[Finding, ...]:
    """Return the findings of one owner. owners: all there are.

    Raises:
        BoundaryLintError: nobody is called so.
    """
    known = sorted(set(owners))
    if owner not in known:
        near = difflib.get_close_matches(owner, known, 1)
        hint = (
            f"did you mean '{near[0]}'?"
            if near
            else f"known are {', '.join(known) or 'none'}: the key 'owner' of [[contexts]]"
        )
        raise BoundaryLintError("--owner", f"nobody is called '{owner}'", hint)
    return tuple(finding for finding in findings if finding.owner == owner)
