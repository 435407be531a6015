"""What is known of a program, as the page wants it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from boundary_lint.draw.page import cuts, data, things
from boundary_lint.draw.page.links import links_of
from boundary_lint.draw.page.numbered import Numbered
from boundary_lint.draw.ties import edge_kind
from boundary_lint.facts.program import ProgramFacts
from boundary_lint.findings.finding import Finding
from boundary_lint.findings.result import Result
from boundary_lint.seams.cuts.crossing import KINDS
from boundary_lint.seams.division import declared
from boundary_lint.seams.find import Seams
from boundary_lint.seams.judged import Judged

MAX_EVIDENCE = 100
"""Places that the page has of one finding; the others are counted."""

MAX_GAPS = 2_000
"""Gaps that the page lists; the others are counted."""

MAX_LINE = 160
"""Characters of a line of code."""


@dataclass(frozen=True)
class Known:
    """What the page is made of. seams, judged: None where they were not asked for; assumed: what was not configured and what else is to be said."""

    version: str
    facts: ProgramFacts
    result: Result
    seams: Seams | None
    judged: Judged | None
    assumed: Sequence[str]


def page_of(known: Known, line_of: Callable[[str, int], str]) -> data.Page:
    """Return what the page knows. line_of: the text of a line, harmless to show."""
    numbered, result = Numbered(known.facts), known.result
    divisions = [cuts.Titled(0, "today", "contexts of today", declared(known.facts))]
    if known.seams is not None:
        divisions.append(cuts.Titled(1, "proposed", "proposed contexts", known.seams.division))
    links = [
        link
        for link in links_of(known.facts, [one.division for one in divisions])
        if data.SHARED not in (numbered.node(link.source), numbered.node(link.target))
    ]
    modules, tables, uses = things.modules(numbered), things.tables(numbered), things.uses(numbered)
    columns, services = cuts.columns(links, divisions, numbered), things.services(numbered)
    findings = _findings(result, numbered)
    places: Iterable[tuple[int, int]] = chain(
        *(zip(part.files, part.lines, strict=True) for part in (columns, uses, tables)),
        ((place.file, place.line) for finding in findings for place in finding.evidence),
        ((file, line) for *_, file, line in services.places),
        ((node.file, node.line) for node in services.nodes),
    )
    return data.Page(
        project=result.summary.project,
        version=known.version,
        summary=result.summary,
        assumed=list(known.assumed),
        coverage=known.facts.coverage,
        debt=result.debt,
        waived=result.waived,
        errors=list(result.errors),
        blind=result.blind,
        kinds=list(KINDS),
        edges=[edge_kind(kind) for kind in KINDS],
        modules=modules,
        tables=tables,
        divisions=[cuts.division_of(one, links, numbered) for one in divisions],
        links=columns,
        transactions=cuts.transactions(numbered),
        uses=uses,
        prices=cuts.prices(),
        findings=findings,
        rules=list(result.rules),
        seams=cuts.seams_of(known.seams, known.judged, numbered) if known.seams and known.judged else None,
        services=services,
        gaps=_gaps(known.facts, numbered),
        all_gaps=len(known.facts.gaps),
        # what gives numbers comes first
        sources=_sources(places, numbered.file.texts, line_of),
        files=numbered.file.texts,
        texts=numbered.text.texts,
    )


def _findings(result: Result, known: Numbered) -> list[data.Finding]:
    told = [(one, False) for one in result.findings] + [(one, True) for one in result.accepted]
    return [_finding(one, accepted, known) for one, accepted in told]


def _finding(one: Finding, accepted: bool, known: Numbered) -> data.Finding:
    evidence = [
        data.Evidence(file=known.file(place.file), line=place.line, note=place.note, function=place.function)
        for place in one.evidence[:MAX_EVIDENCE]
    ]
    return data.Finding(
        id=one.fingerprint, rule=one.rule, severity=one.severity, message=one.message, fix=one.fix, source=one.source, target=one.target,
        owner=one.owner, places=len(one.evidence), accepted=accepted, evidence=evidence,
    )  # fmt: skip


def _gaps(facts: ProgramFacts, known: Numbered) -> list[data.Gap]:
    return [
        data.Gap(kind=gap.kind, reason=gap.reason, file=known.file(gap.file), line=gap.line, subject=gap.subject)
        for gap in facts.gaps[:MAX_GAPS]
    ]


def _sources(
    places: Iterable[tuple[int, int]], files: Sequence[str], line_of: Callable[[str, int], str]
) -> dict[str, dict[str, str]]:
    """Return the text of every place, by number of file and of line."""
    found: dict[str, dict[str, str]] = {}
    for file, line in sorted(set(places)):
        text = line_of(files[file], line) if files[file] and line else ""
        if text:
            short = text if len(text) <= MAX_LINE else f"{text[: MAX_LINE - 1]}…"
            found.setdefault(str(file), {})[str(line)] = short
    return found
