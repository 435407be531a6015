"""What the rules find in a program."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from boundary_lint.config.check import check_paths, check_rules
from boundary_lint.config.load import locate
from boundary_lint.config.model import Config
from boundary_lint.errors import RuleError
from boundary_lint.findings.owners import with_owners
from boundary_lint.findings.result import Result
from boundary_lint.findings.rule import RuleText
from boundary_lint.pipeline.extent import COSTLY_VIEWS, extent_for, views_read
from boundary_lint.pipeline.owners import owners_of
from boundary_lint.pipeline.run import Analysis, Options, analyse
from boundary_lint.pipeline.summary import summary_of
from boundary_lint.pipeline.waived import run_and_waive
from boundary_lint.rules.catalogue import load_pages
from boundary_lint.rules.page import Page


def check(path: Path, config: Config, options: Options) -> tuple[Result, Analysis, list[Page]]:
    """Return what the rules find in a program, what it rests on, and the pages that ran.

    Raises:
        ConfigError, CatalogError, RuleError: see `to_judge`.
    """
    analysis, rules = to_judge(path, config, options)
    return judge(analysis, rules, options), analysis, rules.chosen


class Rules(NamedTuple):
    """The pages that are to run, the views that they read, and the names of all there are."""

    chosen: list[Page]
    views: frozenset[str]
    known: list[str]


def to_judge(path: Path, config: Config, options: Options) -> tuple[Analysis, Rules]:
    """Return a program, and the rules that are to judge it.

    Raises:
        ConfigError, CatalogError: see `analyse`.
        RuleError: a rule page cannot be read, or an unknown rule is selected.
    """
    if config.file:
        check_paths(config, locate(config))
    pages = load_pages([Path(config.base) / folder for folder in config.rule_folders])
    chosen = selected(pages, options, config)
    if config.file:
        check_rules(config, {page.id: page.options for page in pages}, locate(config))
    rules = Rules(chosen, views_read(chosen), [page.id for page in pages])
    analysis = analyse(path, config, options, extent_for(rules.views, config))
    analysis.owners, files = owners_of(analysis.tree.base, analysis.facts)
    analysis.said += files.said
    return analysis, rules


def judge(analysis: Analysis, rules: Rules, options: Options) -> Result:
    """Return what rules find in a program."""
    connection = graph_for(rules.views, analysis, options)
    with analysis.stage("rules"):
        outcome, waived = run_and_waive(
            rules.chosen, rules.known, connection, analysis.facts, analysis.config, analysis.tree, options.today
        )
    return Result(
        findings=with_owners(outcome.findings, analysis.owners),
        summary=summary_of(analysis),
        errors=(*analysis.problems, *(str(error) for error in outcome.errors)),
        blind=outcome.blind,
        rules=rule_texts(rules.chosen, analysis.config),
        waived=waived,
    )


def graph_for(views: Collection[str], analysis: Analysis, options: Options) -> sqlite3.Connection:
    """Return the graph of a program for rules and queries that read these views: what costs much is there only if it is read."""
    if COSTLY_VIEWS.isdisjoint(views):
        return analysis.graph()
    from boundary_lint.pipeline.costly import costly_rows

    return analysis.graph(costly_rows(views, analysis, options))


def selected(pages: list[Page], options: Options, config: Config) -> list[Page]:
    """Return the pages that are to run: those that are selected; else all but the optional ones to which the configuration gives no severity.

    Raises:
        RuleError: a rule that is selected or ignored does not exist.
    """
    import difflib

    known = [page.id for page in pages]
    for rule in (*options.select, *options.ignore):
        if rule not in known:
            near = difflib.get_close_matches(rule, known, 1)
            raise RuleError(
                rule, "there is no such rule", f"did you mean '{near[0]}'?" if near else "see boundary-lint rules list"
            )
    severities = {rule: settings.severity for rule, settings in config.rules.items()}
    wanted = options.select or [page.id for page in pages if not page.optional or severities.get(page.id)]
    return [page for page in pages if page.id in wanted and page.id not in options.ignore]


def rule_texts(pages: Sequence[Page], config: Config) -> tuple[RuleText, ...]:
    """Return what reports tell of rules, of those that are not off."""
    return tuple(_rule_texts(pages, config))


def _rule_texts(pages: Sequence[Page], config: Config) -> Iterator[RuleText]:
    for page in pages:
        settings = config.rules.get(page.id)
        severity = settings.severity if settings else None
        if severity != "off":
            yield RuleText(
                id=page.id,
                title=page.title,
                severity=severity or page.severity,
                why=page.section("Why"),
                fix=page.section("Fix"),
            )
