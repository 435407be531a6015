"""Who answers for a finding: the owner of the context in which the fault lies, else those who own the files of its places."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from boundary_lint.errors import BoundaryLintError
from boundary_lint.findings.entry import Entry
from boundary_lint.findings.finding import Finding

BETWEEN = ", "
"""Stands between several owners of one finding."""


def _nobody(file: str) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True)
class Owners:
    """contexts: context -> who answers for it; of_file: file -> its owners; names: all there are."""

    contexts: Mapping[str, str] = field(default_factory=dict)
    of_file: Callable[[str], tuple[str, ...]] = _nobody
    names: frozenset[str] = frozenset()

    def of(self, finding: Finding) -> str:
        """Return the owners of a finding, "" where it has none."""
        if finding.source in self.contexts:
            return self.contexts[finding.source]
        return self._of_files(one.file for one in finding.evidence if one.file)

    def of_entry(self, entry: Entry, files: Mapping[str, str]) -> str:
        """Return the owners of an entry that nothing matches any more, as far as it tells. files: dotted name of a module -> its file."""
        if entry.between and entry.between[0] in self.contexts:
            return self.contexts[entry.between[0]]
        name = entry.symbol
        while name and name not in files:
            name = name.rpartition(".")[0]
        return self._of_files([files[name]] if name else [])

    def _of_files(self, files: Iterable[str]) -> str:
        return BETWEEN.join(dict.fromkeys(owner for file in dict.fromkeys(files) for owner in self.of_file(file)))


def with_owners(findings: Iterable[Finding], owners: Owners) -> tuple[Finding, ...]:
    """Return findings with their owners."""
    if not owners.names:
        return tuple(findings)
    return tuple(msgspec.structs.replace(finding, owner=owners.of(finding)) for finding in findings)


def check_owner(owner: str, owners: Owners) -> None:
    """Check that somebody is called so.

    Raises:
        BoundaryLintError: nobody is.
    """
    if owner in owners.names:
        return
    known = sorted(owners.names)
    near = difflib.get_close_matches(owner, known, 1)
    hint = f"known are {', '.join(known) or 'none'}: the key 'owner' of [[contexts]], or CODEOWNERS"
    raise BoundaryLintError("--owner", f"nobody is called '{owner}'", f"did you mean '{near[0]}'?" if near else hint)


def is_owned_by(owner: str, owners: str) -> bool:
    """Whether somebody is among the owners of a finding."""
    return owner in owners.split(BETWEEN)


def owned_by(owner: str, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings of one owner."""
    return tuple(finding for finding in findings if is_owned_by(owner, finding.owner))
