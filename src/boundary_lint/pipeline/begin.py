"""The first day of a program: the configuration and the baseline that say what is there, held against what was found without them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from msgspec import structs

from boundary_lint.config.found import Asked, configuration_text
from boundary_lint.config.load import FILE, parse_config
from boundary_lint.config.model import Config
from boundary_lint.errors import BaselineError, ConfigError
from boundary_lint.facts.program import ProgramFacts
from boundary_lint.findings.baseline import Accepted
from boundary_lint.findings.result import Result
from boundary_lint.pipeline.debt import held_against
from boundary_lint.pipeline.judge import check
from boundary_lint.pipeline.run import Analysis, Options
from boundary_lint.rules.page import Page

LAYERED = "layer-based-package"
"""The rule that tells packages cut by technical layer."""


@dataclass(frozen=True)
class Begun:
    """What a program begins with. text: its configuration ("" where it has one already); entries: its debt; result: all that was found,
    before anything was written.

    config: as the next run will read it; layers: what is cut by technical layer, in words.
    """

    text: str
    config: Config
    entries: tuple[Accepted, ...]
    result: Result
    analysis: Analysis
    layers: tuple[str, ...] = ()


def begin(path: Path, config: Config, options: Options) -> Begun:
    """Return what a program begins with. config: the one that it has, or none.

    Contexts are written as what they were found to be only if a run that reads them finds the same as the run before; else they are comments.

    Raises:
        ConfigError, CatalogError, RuleError: see `boundary_lint.pipeline.judge.check`.
        BaselineError: a rule cannot be run.
    """
    first, analysis, pages = check(path, config, options)
    layers = tuple(_layers(first, analysis.facts))
    if config.file:
        return Begun("", config, _debt(first, analysis, pages, options), first, analysis, layers)
    asked = Asked(
        settings=options.settings,
        include_tests=options.include_tests,
        settings_found=analysis.settings,
        roots=analysis.tree.roots,
    )
    text = configuration_text(analysis.facts, asked, _notes(layers))
    draft = _read(text, config)
    again = _same(path, draft, options, first, analysis) if draft.contexts else None
    if again is None:
        text = configuration_text(analysis.facts, asked, (*_notes(layers), _WITHOUT), active=False)
        draft, again = _read(text, config), (first, analysis, pages)
    return Begun(text, draft, _debt(*again, options), first, analysis, layers)


def _layers(result: Result, facts: ProgramFacts) -> Iterator[str]:
    """Yield what is cut by technical layer, of packages in which contexts were found."""
    contexts = [context for context in facts.contexts if context.kind == "context"]
    for finding in result.findings:
        if finding.rule == LAYERED:
            key = dict(finding.key)
            root, package = key.get("root", ""), key.get("package", "")
            held = [name for context in contexts if context.root == root for name in context.modules]
            if any(f"{name}.".startswith(package + ".") or package in (root, "the source root") for name in held):
                yield finding.message


def _read(text: str, config: Config) -> Config:
    """Return a text as the configuration that the next run reads."""
    return structs.replace(parse_config(text, Path(config.base) / FILE), only=config.only)


_WITHOUT = (
    "These are comments: as entries they would not mean quite what was found. Contexts are found anew in each run."
)


def _notes(layers: tuple[str, ...]) -> tuple[str, ...]:
    if not layers:
        return ()
    hint = "boundary-lint seams shows contexts by links and words; to take those, drop the entries below, then: boundary-lint seams --write"
    return (*(f"Look twice: {message}. Contexts that are layers prove little." for message in layers), hint)


def _same(
    path: Path, draft: Config, options: Options, result: Result, before: Analysis
) -> tuple[Result, Analysis, list[Page]] | None:
    """Return a run that reads a configuration, None where it does not find the same: findings, services, owners of tables."""
    try:
        found = again, analysis, _ = check(path, draft, replace(options, settings=None, include_tests=False))
    except ConfigError:
        return None
    facts, known = analysis.facts, before.facts
    same = (
        again.findings == result.findings
        and _owners(facts) == _owners(known)
        and {service.name for service in facts.services} == {service.name for service in known.services}
    )
    return found if same else None


def _owners(facts: ProgramFacts) -> dict[str, str]:
    """Return the owner of every table that one has."""
    return {table.table: table.owner for table in facts.tables if not table.shared_kernel}


def _debt(result: Result, analysis: Analysis, pages: list[Page], options: Options) -> tuple[Accepted, ...]:
    if result.errors:
        raise BaselineError(result.errors[0], "a rule could not be run, so nothing is known of its findings")
    compared = held_against([], result, analysis, pages, options.today)
    return tuple(Accepted(line) for line in compared.new)
