"""Rules run, waived places taken out, and then the rules about waivers run on what became of them."""

from __future__ import annotations

import datetime
import os
import sqlite3
from collections.abc import Collection, Iterable
from pathlib import Path

from boundary_lint.config.model import Config, RuleConfig, WaiverConfig
from boundary_lint.config.patterns import covers
from boundary_lint.facts.content import read_file
from boundary_lint.facts.files import Tree
from boundary_lint.facts.program import ProgramFacts, is_checked
from boundary_lint.facts.waivers import MARK, Waiver, waivers_by_line
from boundary_lint.findings.finding import Evidence, Finding
from boundary_lint.findings.waive import NOT_WAIVED, Told, Waived, told, waive
from boundary_lint.graph.store import add_rows
from boundary_lint.rules.page import Page
from boundary_lint.rules.run import Outcome, run_pages

MAX_BYTES = 2_000_000
"""Bytes of a file that is no Python and is looked through for waivers."""

MAX_FILES = 2_000
"""Files that are no Python and are looked through; the largest programs have hundreds."""


def run_and_waive(
    pages: Collection[Page], known: Collection[str], connection: sqlite3.Connection, facts: ProgramFacts, config: Config, tree: Tree,
    today: datetime.date,
) -> tuple[Outcome, int]:  # fmt: skip
    """Return what pages find and nobody waived, and how many places are waived. known: all rules there are."""
    about = [page for page in pages if page.id in NOT_WAIVED]
    others = [page for page in pages if page.id not in NOT_WAIVED]
    outcome = run_pages(others, connection, config.rules)
    waivers = facts.waivers | _elsewhere(outcome.findings, tree)
    if not waivers and not config.waivers:
        return _and(outcome, run_pages(about, connection, config.rules)), 0
    holding = [edge for edge in config.waivers if edge.until is None or edge.until >= today.isoformat()]
    waived = waive(outcome.findings, waivers, holding, _Sides(facts).match)
    outcome.findings = waived.findings
    failed = {error.place.rpartition(":")[0] for error in outcome.errors}
    ran = {page.id for page in others if page.place not in failed} - _off(config.rules)
    add_rows(connection, "waiver_", _rows(waivers, waived, facts, config, tree.base, ran, known, today))
    return _and(outcome, run_pages(about, connection, config.rules)), waived.places


def _and(outcome: Outcome, more: Outcome) -> Outcome:
    outcome.findings += more.findings
    outcome.errors += more.errors
    outcome.blind |= more.blind
    outcome.views |= more.views
    return outcome.in_order()


def _off(rules: dict[str, RuleConfig]) -> set[str]:
    return {rule for rule, settings in rules.items() if settings.severity == "off"}


def _elsewhere(findings: Iterable[Finding], tree: Tree) -> dict[str, list[Waiver]]:
    """Return the waivers of manifests, SQL files and the like, those first in which findings stand."""
    guilty = sorted({e.file for finding in findings for e in finding.evidence})
    files = dict.fromkeys((*guilty, *tree.sql_files, *tree.manifests, *tree.documents))
    found = {}
    for file in [one for one in files if not one.endswith(".py")][:MAX_FILES]:
        try:
            content = read_file(os.path.join(tree.base, file), MAX_BYTES)
        except (OSError, ValueError):
            continue
        if MARK in content and (waivers := waivers_by_line(content.decode("utf-8", "replace"))):
            found[file] = waivers
    return found


def _rows(
    waivers: dict[str, list[Waiver]], waived: Waived, facts: ProgramFacts, config: Config, base: str, ran: Collection[str],
    known: Collection[str], today: datetime.date,
) -> Iterable[tuple[str | int, ...]]:  # fmt: skip
    """Yield the rows of waiver_. In a file that rules do not look at a waiver has nothing to waive."""
    unchecked = {m.file for m in facts.modules if not is_checked(m.role, m.depth)}
    ones: list[Told] = told(
        {file: found for file, found in waivers.items() if file not in unchecked},
        [(_below(config.file, base), edge) for edge in config.waivers],
        waived.used,
        ran,
        known,
        today,
    )
    for one in ones:
        yield one.rule, one.state, one.says, one.reason, one.file, one.line


def _below(file: str, base: str) -> str:
    """Return the path of the configuration from the analysed folder, its name where it lies above."""
    try:
        return Path(file).resolve().relative_to(base).as_posix()
    except ValueError:
        return Path(file).name


class _Sides:
    """Tells whether an edge of the configuration is for a place: contexts by name, modules by pattern."""

    def __init__(self, facts: ProgramFacts) -> None:
        self._modules = {module.file: module.module for module in facts.modules}

    def match(self, edge: WaiverConfig, finding: Finding, evidence: Evidence) -> bool:
        """Whether an edge is for a place. A target may be named by what the key says, too."""
        module = self._modules.get(evidence.file, "")
        if edge.source != finding.source and not (module and covers(edge.source, module)):
            return False
        named = [value for _, value in finding.key]
        return not edge.target or edge.target == finding.target or any(covers(edge.target, name) for name in named)
