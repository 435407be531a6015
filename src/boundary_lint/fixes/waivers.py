"""Take out a waiver that waives nothing: its comment, or its rule among several. What else the comment says stays."""

from __future__ import annotations

import re

from boundary_lint.facts.waivers import WAIVER
from boundary_lint.findings.finding import Evidence, Finding
from boundary_lint.fixes.fix import Fix
from boundary_lint.fixes.known import Known
from boundary_lint.fixes.source import Declined, Edit, Source

_NEXT = re.compile(r"[ \t]#(?!\d)")
"""Another comment begins; ``#42`` is the number of an issue."""

_SPACE = " \t\f"


def offers(known: Known, finding: Finding, place: Evidence) -> bool:
    """Whether a waiver stands in Python and is for a rule that there is: a misspelt one is to be corrected, by who knows what was meant."""
    return place.file.endswith((".py", ".pyi")) and waived(finding) in known.rules


def edits(known: Known, source: Source, finding: Finding, place: Evidence) -> list[Edit]:
    """Return what takes it out."""
    import libcst

    for comment in source.on_line(libcst.Comment, place.line):
        start, end = source.place(comment)
        left = without(source.text[start:end], waived(finding))
        if left is None:
            continue
        if left:
            return [Edit(start, end, left)]
        if source.begins_line(start):
            return [Edit(source.line_start(start), end + len(source.newline_at(end)), "")]
        return [Edit(start - _space_before(source.text, start), end, "")]
    raise Declined("the waiver stands in no comment of its own")


def waived(finding: Finding) -> str:
    """Return the rule that a waiver is for."""
    return dict(finding.key).get("waived", "")


def without(comment: str, rule: str) -> str | None:
    """Return a comment without the waiver of a rule, "" where nothing is left of it, None where it has no such waiver."""
    match = WAIVER.search(comment)
    parts = (match[1] or "").split(",") if match is not None else []
    if match is None or rule not in map(str.strip, parts):
        return None
    kept = [part for part in parts if part.strip() not in (rule, "")]
    if kept:
        return comment[: match.start(1)] + ",".join(kept).strip() + comment[match.end(1) :]
    following = _NEXT.search(comment, match.start(2))
    before = comment[: match.start()].rstrip()
    after = comment[following.start() :].lstrip() if following is not None else ""
    return "  ".join(filter(None, (before, after)))


def _space_before(text: str, offset: int) -> int:
    before = text[:offset]
    return len(before) - len(before.rstrip(_SPACE))


FIX = Fix("waiver", "takes out waivers that waive nothing", "", offers, edits)
