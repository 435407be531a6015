"""The result of a run held against the baseline of its project."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path

import msgspec

from boundary_lint.config.load import locate
from boundary_lint.config.model import Config
from boundary_lint.discover.walk import below_configuration
from boundary_lint.errors import ConfigError
from boundary_lint.findings import store
from boundary_lint.findings.accept import Compared, compare
from boundary_lint.findings.baseline import FILE, Accepted, render_entry
from boundary_lint.findings.entry import Entry, places_of
from boundary_lint.findings.owners import is_owned_by, owned_by
from boundary_lint.findings.result import Debt, Result
from boundary_lint.pipeline.run import Analysis
from boundary_lint.rules.page import Page


def baseline_file(config: Config) -> Path:
    """Return the file of the baseline, whether it exists or not: the configured one, else that beside the configuration."""
    return Path(config.base) / (config.baseline or FILE)


def entries_in(config: Config) -> list[Accepted] | None:
    """Return the entries of the baseline, None where there is none.

    Raises:
        ConfigError: the configuration names one that does not exist.
        BaselineError: it cannot be read.
    """
    path = baseline_file(config)
    if path.exists():
        return store.read(path)
    if config.baseline:
        hint = "boundary-lint baseline write writes it; a path is taken from the folder of this file"
        raise ConfigError(
            locate(config)(config.baseline), f"'{config.baseline}' of the key 'baseline' does not exist", hint
        )
    return None


def said_twice(entries: Iterable[Accepted], config: Config) -> list[str]:
    """Return what is to be said about lines of the baseline that are about the same and say otherwise."""
    again = sorted((number, one.number) for one in entries for number in one.again)
    if not again:
        return []
    line, first = again[0]
    more = f"; so do {len(again) - 1:,} more lines" if len(again) > 1 else ""
    hint = "they count once, boundary-lint baseline write makes one of them"
    return [f"{baseline_file(config).name}:{line}: accepts the same as line {first} in other words{more} - {hint}"]


def held_against(
    entries: Iterable[Accepted], result: Result, analysis: Analysis, pages: Iterable[Page], today: datetime.date
) -> Compared:
    """Hold a result against entries. pages: those that ran; an entry of another rule, or of a part that was not read, is not stale."""
    ran = {page.id for page in pages} if not result.errors else set()
    config = analysis.config
    off = {rule for rule, settings in config.rules.items() if settings.severity == "off"}
    if (config.file and below_configuration(str(analysis.tree.base), config)) or config.only:
        ran = set()
    return compare(result.findings, entries, modules_of(analysis), today, lambda rule: rule in ran - off)


def modules_of(analysis: Analysis) -> dict[str, str]:
    """Return file -> dotted name of every module."""
    return {module.file: module.module for module in analysis.facts.modules if module.module}


def with_debt(
    result: Result,
    analysis: Analysis,
    pages: Iterable[Page],
    today: datetime.date,
    *,
    strict: bool = False,
    owner: str | None = None,
) -> Result:
    """Return a result whose findings are only those that the baseline does not accept; the result itself where there is no baseline.

    owner: only the findings and the debt of this one are told.

    Raises:
        ConfigError, BaselineError: see `entries_in`.
    """
    entries = entries_in(analysis.config)
    if entries is None:
        return result
    analysis.said += said_twice(entries, analysis.config)
    compared = held_against(entries, result, analysis, pages, today)
    if owner is not None:
        compared = _of_owner(owner, compared, analysis)
        entries = list({*compared.kept.values(), *compared.stale})
    debt = Debt(
        file=baseline_file(analysis.config).name,
        entries=len(entries),
        findings=len(compared.accepted),
        new=len(compared.new),
        stale=_lines(compared.stale),
        expired=_lines(compared.expired),
        strict=strict,
        owner=owner or "",
    )
    return msgspec.structs.replace(result, findings=compared.left, accepted=compared.accepted, debt=debt)


def _of_owner(owner: str, compared: Compared, analysis: Analysis) -> Compared:
    """Return what of it one owner answers for; of what is paid off, as far as contexts and modules that are still there tell it."""
    modules = modules_of(analysis)
    files = {module: file for file, module in modules.items()}
    left, accepted = owned_by(owner, compared.left), owned_by(owner, compared.accepted)
    mine = {place.entry for place in places_of((*left, *accepted), modules)}
    kept = {entry: one for entry, one in compared.kept.items() if entry in mine}
    stale = (one for one in compared.stale if is_owned_by(owner, analysis.owners.of_entry(one.entry, files)))
    return Compared(
        left=left,
        accepted=accepted,
        new=tuple(entry for entry in compared.new if entry in mine),
        stale=tuple(stale),
        expired=tuple(one for one in compared.expired if one in kept.values()),
        kept=kept,
    )


def accepted_entries(
    result: Result, analysis: Analysis, pages: Iterable[Page], today: datetime.date
) -> dict[Entry, Accepted]:
    """Return the entries of a result that the baseline accepts today, each with what the baseline has of it; none where there is no baseline.

    Raises:
        ConfigError, BaselineError: see `entries_in`.
    """
    compared = held_against(entries_in(analysis.config) or (), result, analysis, pages, today)
    expired = set(compared.expired)
    return {entry: one for entry, one in compared.kept.items() if one not in expired}


def good_until(analysis: Analysis, today: datetime.date, with_baseline: bool) -> datetime.date | None:
    """Return the last day on which baseline and waivers mean the same as today, None where they always do."""
    entries = entries_in(analysis.config) if with_baseline else None
    dates = [entry.until for entry in entries or () if entry.until is not None]
    dates += [datetime.date.fromisoformat(w.until) for w in analysis.config.waivers if w.until is not None]
    return min((date for date in dates if date >= today), default=None)


def _lines(entries: Iterable[Accepted]) -> tuple[str, ...]:
    return tuple(sorted(render_entry(entry) for entry in entries))
