"""What is new in the working tree since a revision: all of it is analysed, and only what the revision does not have is told."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from boundary_lint.config.model import Config
from boundary_lint.findings.fresh import fresh_findings
from boundary_lint.findings.result import Result
from boundary_lint.pipeline.asked import asked_of
from boundary_lint.pipeline.base import (
    Base,
    Judged,
    keep_base,
    kept_base,
    make_base,
    modules_of,
    name_of,
    object_of,
)
from boundary_lint.pipeline.judge import Rules, judge, rule_texts, to_judge
from boundary_lint.pipeline.revisions import resolve
from boundary_lint.pipeline.run import Analysis, Options
from boundary_lint.pipeline.summary import summary_of
from boundary_lint.rules.page import Page


@dataclass(frozen=True)
class Since:
    """A revision that the working tree is compared with. explicit: a configuration that was named, for both in place of each one's own."""

    name: str
    explicit: Path | None = None


def check_since(path: Path, config: Config, options: Options, since: Since) -> tuple[Result, Analysis, list[Page]]:
    """Return what the rules find in a program and did not find in a revision; else as `boundary_lint.pipeline.judge.check`.

    Raises:
        RevisionError: the revision cannot be had.
        ConfigError, CatalogError, RuleError: the program or the revision cannot be analysed.
    """
    revision = resolve(path, since.name)
    analysis, rules = to_judge(path, config, options)
    name = name_of(revision, config, options, since.explicit)
    base = kept_base(options.cache, name)
    asked = asked_of(analysis, rules.chosen, options) if options.cache is not None else ""
    if base is not None and asked and base.asked == asked:
        return _as_before(base, analysis, rules), analysis, rules.chosen
    result = judge(analysis, rules, options)
    if base is None:
        base = make_base(revision, Judged(analysis, result, asked), config, options, since.explicit)
        keep_base(base, name, options)
    modules = modules_of(analysis)
    with analysis.stage("since"):
        moved = moved_modules(base, modules, analysis.tree.base)
        new = fresh_findings(result.findings, modules, base.entries, moved)
    return msgspec.structs.replace(result, findings=new), analysis, rules.chosen


def _as_before(base: Base, analysis: Analysis, rules: Rules) -> Result:
    """Return what is new where the rules are asked what they were asked of the revision: nothing."""
    return Result(
        findings=(),
        summary=summary_of(analysis),
        blind=base.blind,
        waived=base.waived,
        rules=rule_texts(rules.chosen, analysis.config),
    )


def moved_modules(base: Base, modules: Mapping[str, str], folder: str) -> dict[str, str]:
    """Return dotted name before -> now of modules whose file moved: what stands in it is equal, byte by byte.

    What was edited as well is told by its functions: see `boundary_lint.findings.fresh`.
    """
    gone: dict[str, list[str]] = {}
    for file, module in base.modules.items():
        if file not in modules and file in base.objects:
            gone.setdefault(base.objects[file], []).append(module)
    moved = {}
    for file, module in sorted(modules.items()) if gone else ():
        if file not in base.modules:
            before = gone.get(object_of(os.path.join(folder, file)), [])
            if len(before) == 1:
                moved[before[0]] = module
    return moved
