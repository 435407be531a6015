"""What a change does to the architecture: a revision, and another one or the working tree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import msgspec

from boundary_lint.config.model import Config
from boundary_lint.facts.program import ProgramFacts
from boundary_lint.pipeline.base import Base
from boundary_lint.pipeline.debt import accepted_entries
from boundary_lint.pipeline.judge import check
from boundary_lint.pipeline.revisions import Revision, between, changes, laid_out, resolve, tracked
from boundary_lint.pipeline.run import Options
from boundary_lint.pipeline.since import moved_modules
from boundary_lint.seams.architecture import Architecture, Change, architecture, compare


def diff(
    path: Path, config: Config, options: Options, base: str, head: str | None, explicit: Path | None = None
) -> Change:
    """Return what differs between two revisions of a program; of head None: between one and the working tree.

    base: a revision; "A..B" and "A...B" are two of them, as in git. explicit: a configuration for both, in place of each one's own.

    Raises:
        RevisionError: a revision cannot be had.
        ConfigError, CatalogError, RuleError: one of the two cannot be analysed.
        BaselineError: what the later one accepts cannot be read.
    """
    before, after = _revisions(path, base, head)
    if after is not None and before.commit == after.commit:
        nothing = architecture(before.name, ProgramFacts(), ())
        return compare(nothing, nothing, {})
    first = _of_revision(before, config, options, explicit)
    if after is not None:
        second = _of_revision(after, config, options, explicit, with_debt=True)
        return compare(first, second, _modules(changes(before, after).moved, first, second))
    result, analysis, pages = check(path, config, options)
    second = architecture("", analysis.facts, result.findings, accepted_entries(result, analysis, pages, options.today))
    known = Base((), dict(first.modules), tracked(before))
    return compare(first, second, moved_modules(known, second.modules, analysis.tree.base))


def _of_revision(
    revision: Revision, config: Config, options: Options, explicit: Path | None, *, with_debt: bool = False
) -> Architecture:
    with laid_out(revision, explicit) as laid:
        own = msgspec.structs.replace(laid.config, only=config.only)
        result, analysis, pages = check(laid.path, own, replace(options, passing=True))
        accepted = accepted_entries(result, analysis, pages, options.today) if with_debt else ()
        return architecture(revision.name, analysis.facts, result.findings, accepted)


def _revisions(path: Path, base: str, head: str | None) -> tuple[Revision, Revision | None]:
    if head is None and ".." in base:
        return between(path, base)
    return resolve(path, base), resolve(path, head) if head is not None else None


def _modules(moved: Mapping[str, str], before: Architecture, after: Architecture) -> dict[str, str]:
    """Return module before -> after of files that moved."""
    found = {before.modules[old]: after.modules[new] for old, new in moved.items() if old in before.modules and new in after.modules}  # fmt: skip
    return {old: new for old, new in found.items() if old != new}
