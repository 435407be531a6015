"""What the rules find if assumptions about contexts hold: the same pages on the graph of the same facts, with other contexts and owners."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from boundary_lint.pipeline.extent import views_read
from boundary_lint.pipeline.judge import graph_for, selected
from boundary_lint.pipeline.run import Analysis, Options
from boundary_lint.pipeline.waived import run_and_waive
from boundary_lint.rules.catalogue import load_pages
from boundary_lint.rules.page import Page
from boundary_lint.rules.run import Outcome
from boundary_lint.seams.change import Change, findings_change
from boundary_lint.seams.divided import with_division
from boundary_lint.seams.division import Division


def with_findings(change: Change, analysis: Analysis, options: Options) -> Change:
    """Return a change with what it does to the findings of the rules that a check runs.

    Raises:
        RuleError: a rule page cannot be read.
    """
    config = analysis.config
    known = load_pages([Path(config.base) / folder for folder in config.rule_folders])
    pages = selected(known, options, config)
    views = views_read(pages)
    before, after = (
        outcome_of(division, pages, [page.id for page in known], views, analysis, options)
        for division in (change.was, change.division)
    )
    errors = dict.fromkeys(str(error) for outcome in (before, after) for error in outcome.errors)
    return replace(change, findings=findings_change(before.findings, after.findings, tuple(errors)))


def outcome_of(
    division: Division, pages: list[Page], known: Sequence[str], views: Collection[str], analysis: Analysis, options: Options
) -> Outcome:  # fmt: skip
    """Return what pages find in a program that is divided so, without what is waived. known: all rules there are."""
    assumed = replace(analysis, facts=with_division(analysis.facts, division))
    graph = graph_for(views, assumed, options)
    with analysis.stage("rules"):
        return run_and_waive(pages, known, graph, assumed.facts, analysis.config, analysis.tree, options.today)[0]
