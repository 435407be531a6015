"""Findings mended in the files: what could be done, what was done, and what was not for which reason."""

from __future__ import annotations

import difflib
import os
import re
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeAlias

import msgspec

from boundary_lint.errors import RuleError
from boundary_lint.facts.content import read_file, write_bytes
from boundary_lint.findings.finding import Evidence, Finding
from boundary_lint.findings.result import Result
from boundary_lint.fixes.fix import Fix
from boundary_lint.fixes.known import Known
from boundary_lint.fixes.source import MAX_BYTES, Declined, Edit, Source, UnreadableSource, is_python, overlap
from boundary_lint.fixes.table import FIXES
from boundary_lint.pipeline.run import Analysis
from boundary_lint.rules.catalogue import load_pages
from boundary_lint.rules.page import Page

MAX_ROUNDS = 8
"""How often a program is checked again after it was mended: a place may wait for another on the same line."""

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
"""A line, with what ends it."""

Checked: TypeAlias = tuple[Result, Analysis, list[Page]]


class Place(NamedTuple):
    """A place of a finding that a fix may mend."""

    finding: Finding
    evidence: Evidence
    fix: Fix

    @property
    def told(self) -> str:
        """The place in words."""
        return f"{self.evidence.file}:{self.evidence.line}: {self.finding.rule}"


@dataclass
class Mended:
    """What became of the places. rules: rule -> how many are mended; files: those that were changed; left: why others were not, in words.

    diff: what was changed, as a unified diff.
    """

    rules: Counter[str] = field(default_factory=Counter)
    files: set[str] = field(default_factory=set)
    left: dict[str, str] = field(default_factory=dict)
    diff: str = ""


def with_fixable(result: Result, analysis: Analysis, pages: Sequence[Page]) -> Result:
    """Return a result whose findings say whether ``--fix`` mends a place of them, and which key of the configuration that needs."""
    known = _known(analysis)
    fixes = _fixes(pages)
    findings = tuple(
        _marked(finding, fixes[finding.rule], known) if finding.rule in fixes else finding
        for finding in result.findings
    )
    return msgspec.structs.replace(result, findings=findings)


def _marked(finding: Finding, fix: Fix, known: Known) -> Finding:
    if not any(fix.offers(known, finding, place) for place in finding.evidence):
        return finding
    needs = _lacks(fix, known)
    return msgspec.structs.replace(finding, fixable=not needs, fixable_with=needs)


def mend(check: Callable[[], Checked], *, write: bool) -> tuple[Checked, Mended]:
    """Mend what a check finds, and check again until nothing is left that can be mended; without write nothing is changed, and once is enough."""
    mended = Mended()
    for _ in range(MAX_ROUNDS):
        checked = check()
        result, analysis, pages = checked
        if not _round(result, analysis, pages, mended, write) or not write:
            return checked, mended
    return check(), mended


def _round(result: Result, analysis: Analysis, pages: Sequence[Page], mended: Mended, write: bool) -> bool:
    """Mend what can be mended at once, and tell whether anything was."""
    known = _known(analysis)
    changed = False
    mended.left.clear()
    for file, places in _by_file(_places(result, pages, known)).items():
        path = os.path.join(analysis.tree.base, file)
        try:
            before = _writable(path, analysis.tree.base)
            after, rules = _mended(before, places, known, mended.left)
            if after == before:
                continue
            if write:
                write_bytes(path, after)
            mended.diff += _diff(file, before, after)
            mended.rules += rules
            mended.files.add(file)
            changed = True
        except (UnreadableSource, OSError) as error:
            reason = error.strerror or "it cannot be read or written" if isinstance(error, OSError) else str(error)
            mended.left |= {file: f"not changed: {reason}"}
    return changed


def _mended(content: bytes, places: Sequence[Place], known: Known, left: dict[str, str]) -> tuple[bytes, Counter[str]]:
    """Return the content of a file with all that can be mended at once, and how much that is; what would touch the same text waits.

    left: takes up what is not mended.
    """
    source = Source(content)
    edits: list[Edit] = []
    done: set[tuple[str, int]] = set()
    for place in places:
        try:
            wanted = place.fix.edits(known, source, place.finding, place.evidence)
        except Declined as reason:
            left[place.told] = f"not mended: {reason}"
            continue
        if not overlap(wanted, edits):
            edits += wanted
            done.add((place.finding.rule, place.evidence.line))
    after = source.edited(edits)
    if is_python(source.text) and not is_python(Source(after).text):
        raise UnreadableSource("what would come out is no Python (please report this)")
    return after, Counter(rule for rule, _ in done)


def _places(result: Result, pages: Sequence[Page], known: Known) -> Iterator[Place]:
    fixes = _fixes(pages)
    for finding in result.findings:
        fix = fixes.get(finding.rule)
        if fix is None or _lacks(fix, known):
            continue
        seen = set()
        for evidence in finding.evidence:
            where = (evidence.file, evidence.line)
            if where not in seen and fix.offers(known, finding, evidence):
                seen.add(where)
                yield Place(finding, evidence, fix)


def _by_file(places: Iterable[Place]) -> dict[str, list[Place]]:
    """Return the places of each file in the order of their lines; one of several findings of a rule is one place."""
    found: dict[str, list[Place]] = {}
    for place in sorted(places, key=lambda place: (place.evidence.file, place.evidence.line, place.finding.rule)):
        found.setdefault(place.evidence.file, []).append(place)
    return found


def _fixes(pages: Iterable[Page]) -> dict[str, Fix]:
    """Return the fix of each rule that has one.

    Raises:
        RuleError: a page names one that there is not.
    """
    found = {}
    for page in pages:
        if page.fixed_by and page.fixed_by not in FIXES:
            hint = f"known are {', '.join(FIXES)}"
            raise RuleError(page.place, f"'fixed-by' names '{page.fixed_by}', which is no fix", hint)
        if page.fixed_by:
            found[page.id] = FIXES[page.fixed_by]
    return found


def _lacks(fix: Fix, known: Known) -> str:
    """Return the key of the configuration that a fix needs and does not have."""
    return fix.key if fix.key and getattr(known.config.fix, fix.key) is None else ""


def _known(analysis: Analysis) -> Known:
    config = analysis.config
    return Known(
        analysis.facts,
        config,
        analysis.tree.deployment.procedures,
        lambda: [page.id for page in load_pages([Path(config.base) / folder for folder in config.rule_folders])],
        lambda file: read_file(os.path.join(analysis.tree.base, file), MAX_BYTES + 1),
    )


def _writable(path: str, base: str) -> bytes:
    """Return the content of a file that may be changed.

    Raises:
        UnreadableSource: it may not.
        OSError: it cannot be read.
    """
    if os.path.realpath(path) != os.path.join(os.path.realpath(base), os.path.relpath(path, base)):
        raise UnreadableSource("it is a link, or lies behind one")
    content = read_file(path, MAX_BYTES + 1)
    if not os.stat(path).st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise UnreadableSource("it may only be read")
    return content


def _diff(file: str, before: bytes, after: bytes) -> str:
    """Return the difference as ``git apply`` takes it."""
    old, new = (_LINE.findall(text.decode("utf-8", "surrogateescape")) for text in (before, after))
    lines = []
    for line in difflib.unified_diff(old, new, f"a/{file}", f"b/{file}"):
        lines.append(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")
    return "".join(lines)
