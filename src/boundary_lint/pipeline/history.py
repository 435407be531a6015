"""From two revisions to where seams moved between them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from boundary_lint.config.model import Config
from boundary_lint.pipeline.revisions import Revision, between, changes, laid_out
from boundary_lint.pipeline.run import Options
from boundary_lint.pipeline.seams import Asked, seams
from boundary_lint.seams.history import History, Moment, compare, moment

NAMED = 3
"""Paths that are named of those that were left out."""


def history(
    path: Path, config: Config, names: str, options: Options, asked: Asked, explicit: Path | None = None
) -> tuple[History, dict[str, float]]:
    """Return where the seams of a program moved between two revisions, and stage -> seconds.

    names: "A..B", see `boundary_lint.pipeline.revisions.between`; explicit: a configuration for both, in place of each one's own.

    Raises:
        RevisionError: a revision cannot be had.
        ConfigError, CatalogError: a revision cannot be analysed, see `boundary_lint.pipeline.run.analyse`.
    """
    before, after = between(path, names)
    timings: dict[str, float] = {}
    first, second = (_moment(one, config, options, asked, explicit, timings) for one in (before, after))
    return compare(first, second, changes(before, after).moved), timings


def _moment(
    revision: Revision, config: Config, options: Options, asked: Asked, explicit: Path | None, timings: dict[str, float]
) -> Moment:
    begin = time.perf_counter()
    with laid_out(revision, explicit) as laid:
        timings["git"] = timings.get("git", 0.0) + time.perf_counter() - begin
        if laid.left_out:
            options.warn(
                f"{revision.name}: left out are {_named(laid.left_out)}: submodules, or links that lead outside"
            )
        own = msgspec.structs.replace(laid.config, only=config.only)
        found, analysis = seams(laid.path, own, replace(options, passing=True), asked)
        with analysis.stage("cuts"):
            kept = moment(revision.name, revision.commit, found, analysis.facts)
    for stage, seconds in analysis.timings.items():
        timings[stage] = timings.get(stage, 0.0) + seconds
    return kept


def _named(paths: Sequence[str]) -> str:
    return ", ".join(paths[:NAMED]) + (f" and {len(paths) - NAMED} more" if len(paths) > NAMED else "")
