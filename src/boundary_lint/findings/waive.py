"""Findings without the places that are waived, and what became of every waiver."""

from __future__ import annotations

import datetime
import difflib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from boundary_lint.config.model import WaiverConfig
from boundary_lint.facts.waivers import Waiver
from boundary_lint.findings.finding import Evidence, Finding, with_evidence

Waivers: TypeAlias = Mapping[str, Sequence[Waiver]]
"""File -> the waivers in it."""

State: TypeAlias = Literal["used", "unused", "not run"]

NOT_WAIVED = frozenset({"unused-waiver", "waiver-without-reason"})
"""Rules about waivers: they run on what the others leave."""


class Told(NamedTuple):
    """A waiver of one rule, and what became of it. says: why it is unused, in words."""

    file: str
    line: int
    rule: str
    reason: str
    state: State
    says: str


@dataclass
class Waived:
    """Findings that are left; places that were taken out; used: waivers by what they are, each with a rule that it waived."""

    findings: list[Finding] = field(default_factory=list)
    places: int = 0
    used: set[tuple[object, str]] = field(default_factory=set)


def waive(
    findings: Iterable[Finding],
    waivers: Waivers,
    edges: Sequence[WaiverConfig],
    matches: Callable[[WaiverConfig, Finding, Evidence], bool],
) -> Waived:
    """Take the waived places out of findings: all of them, where they are no faults of their own. edges: waivers of the configuration that hold today; matches: whether one is for a place."""
    waived = Waived()
    by_rule: dict[str, list[WaiverConfig]] = defaultdict(list)
    for edge in edges:
        by_rule[edge.rule].append(edge)
    for finding in findings:
        left, gone = [], set()
        for evidence in finding.evidence:
            using = [
                (evidence.file, waiver)
                for waiver in waivers.get(evidence.file, ())
                if finding.rule in waiver.rules and waiver.first <= evidence.line <= waiver.last
            ]
            by_edge = [edge for edge in by_rule[finding.rule] if matches(edge, finding, evidence)]
            waived.used.update((one, finding.rule) for one in (*using, *by_edge))
            if using or by_edge:
                gone.add((evidence.file, evidence.line))
            else:
                left.append(evidence)
        if gone and finding.subject != "place":
            gone |= {(evidence.file, evidence.line) for evidence in left}
            left.clear()
        waived.places += len(gone)
        if left:
            waived.findings.append(with_evidence(finding, tuple(left)) if gone else finding)
    return waived


def told(
    waivers: Waivers,
    edges: Iterable[tuple[str, WaiverConfig]],
    used: Collection[tuple[object, str]],
    ran: Collection[str],
    known: Collection[str],
    today: datetime.date,
) -> list[Told]:
    """Return what became of every waiver. edges: with the file they stand in; ran: rules that ran; known: all rules."""
    found = []
    for file, ones in waivers.items():
        for waiver in ones:
            for rule in waiver.rules or ("",):
                state, says = _state(rule, ((file, waiver), rule) in used, ran, known)
                found.append(Told(file, waiver.line, rule, waiver.reason, state, says))
    for file, edge in edges:
        state, says = _state(edge.rule, (edge, edge.rule) in used, ran, known)
        if edge.until is not None and edge.until < today.isoformat():
            state, says = "unused", f"ended on {edge.until}"
        found.append(Told(file, edge.line, edge.rule, edge.reason, state, says))
    return sorted(found)


def _state(rule: str, used: bool, ran: Collection[str], known: Collection[str]) -> tuple[State, str]:
    if used:
        return "used", ""
    if not rule:
        return "unused", "names no rule: write ignore[rule-id]"
    if rule in NOT_WAIVED:
        return "unused", "is about waivers, which cannot be waived"
    if rule not in known:
        near = difflib.get_close_matches(rule, sorted(known), 1)
        return "unused", f"is for no rule that there is{f': did you mean {near[0]}?' if near else ''}"
    return ("unused", "waives nothing") if rule in ran else ("not run", "")
