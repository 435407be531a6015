"""What a word means: a rule, the fingerprint of a finding, an edge or a name, in this order."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Mapping
from pathlib import Path

from boundary_lint.config.model import Config
from boundary_lint.errors import BoundaryLintError
from boundary_lint.findings.baseline import Accepted
from boundary_lint.findings.entry import Entry, places_of
from boundary_lint.findings.explained import Explained, Group, Told
from boundary_lint.findings.finding import Evidence, Finding
from boundary_lint.pipeline.debt import accepted_entries, baseline_file, modules_of
from boundary_lint.pipeline.judge import check
from boundary_lint.pipeline.run import Analysis, Options, analyse
from boundary_lint.seams.explain.edge import explain_edge, parse_edge
from boundary_lint.seams.explain.names import explain_name, names
from boundary_lint.seams.explain.unresolved import explain_unresolved

FINGERPRINT = re.compile("[0-9a-f]{8,16}")
"""A fingerprint, or its beginning."""

ALIKE = 0.85
"""Likeness from which on a word is a rule that was misspelt, without a look at the program (difflib's ratio; a slip of one or two letters)."""

NEAR = 3
"""Near matches that are named."""


class UnknownWordError(BoundaryLintError):
    """A word means nothing here."""


def explain_word(
    word: str, path: Path, config: Config, options: Options, rules: list[str]
) -> tuple[Explained, Analysis]:
    """Return what a word that is no rule means, and what that rests on. rules: ids, for near matches.

    Raises:
        UnknownWordError: it means nothing.
        ConfigError, CatalogError, RuleError: the program cannot be analysed.
        BaselineError: the baseline cannot be read.
    """
    if "-" in word and (meant := difflib.get_close_matches(word, rules, 1, ALIKE)):
        raise UnknownWordError(word, "there is no such rule", f"did you mean '{meant[0]}'?")
    if FINGERPRINT.fullmatch(word):
        result, analysis, pages = check(path, config, options)
        found = [one for one in result.findings if one.fingerprint.startswith(word)]
        if len(found) == 1:
            accepted = accepted_entries(result, analysis, pages, options.today)
            return explain_finding(found[0], _debt(found[0], analysis, accepted)), analysis
        if found or len(word) == 16:
            hint = "give more digits" if found else "it may be fixed; boundary-lint check -f json has all fingerprints"
            raise UnknownWordError(
                word, "several findings begin so" if found else "no finding has this fingerprint", hint
            )
    else:
        analysis = analyse(path, config, options)
    facts = analysis.facts
    if edge := parse_edge(word):
        known = sorted({one.name for one in facts.contexts} | {one.name for one in facts.services})
        for name in edge:
            if name not in known:
                raise _unknown(name, "is no context or service", known)
        return explain_edge(facts, *edge), analysis
    told = explain_name(facts, word)
    if told is None:
        raise _unknown(word, "is no rule, fingerprint, edge or name of this program", [*rules, *names(facts)])
    return told, analysis


def explain_gaps(path: Path, config: Config, options: Options) -> tuple[Explained, Analysis]:
    """Return what was not understood."""
    analysis = analyse(path, config, options)
    return explain_unresolved(analysis.facts.gaps), analysis


def explain_finding(finding: Finding, debt: tuple[Told, ...] = ()) -> Explained:
    """Return a finding with its whole chain of evidence. debt: what the baseline has of it."""
    about = [
        ("rule", finding.rule), ("severity", finding.severity), ("message", finding.message), ("fix", finding.fix),
        ("between", " -> ".join(filter(None, [finding.source, finding.target]))), ("fingerprint", finding.fingerprint),
        *finding.key,
    ]  # fmt: skip
    places = tuple(Told(one.file, one.line, _text(one)) for one in finding.evidence)
    accepted = [Group("accepted as debt", debt)] if debt else []
    ways = [Group(f"how the target of {one.file}:{one.line} is known", tuple(Told(h.file, h.line, f"{h.what}: {h.text}") for h in one.way)) for one in finding.evidence if one.way]  # fmt: skip
    return Explained(
        "finding",
        finding.fingerprint,
        tuple(one for one in about if one[1]),
        (Group("evidence", places), *accepted, *ways),
    )


def _debt(finding: Finding, analysis: Analysis, accepted: Mapping[Entry, Accepted]) -> tuple[Told, ...]:
    """Return the lines of the baseline that accept a finding; each says reason and date."""
    entries = dict.fromkeys(place.entry for place in places_of([finding], modules_of(analysis)))
    file = os.path.relpath(baseline_file(analysis.config), analysis.tree.base).replace(os.sep, "/")
    return tuple(Told(file, accepted[entry].number, entry.symbol) for entry in entries if entry in accepted)


def _text(evidence: Evidence) -> str:
    function = f"{evidence.function}()" if evidence.function and not evidence.function.startswith("<") else ""
    return "  ".join(filter(None, [function, evidence.op, evidence.note]))


def _unknown(word: str, reason: str, known: list[str]) -> UnknownWordError:
    last = word.rpartition(".")[2].lower()
    near = (
        difflib.get_close_matches(word, known, NEAR)
        or [n for n in known if n.rpartition(".")[2].lower() == last][:NEAR]
    )
    hint = f"did you mean {' or '.join(repr(one) for one in near)}?" if near else "boundary-lint rules list names the rules; boundary-lint facts has all names"  # fmt: skip
    return UnknownWordError(word, reason, hint)
