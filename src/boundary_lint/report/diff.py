"""What a change does to the architecture, as text, Markdown and JSON; nothing where it does nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from boundary_lint.facts.harmless import clean
from boundary_lint.findings.finding import Finding
from boundary_lint.report.json import finding_record
from boundary_lint.report.markdown import cell
from boundary_lint.report.mermaid import neighbourhood
from boundary_lint.report.text import plural
from boundary_lint.seams.architecture import Architecture, Call, Change, Edge, Place

SCHEMA = 1
"""Version of the JSON object; it changes when a field is renamed or removed."""

MOST = 20
"""Lines of each kind; the rest is counted."""

Lines = tuple[str, Sequence[tuple[str, str, str]]]
"""A heading, and of each thing a sign, what it is, and where."""


def render_text(change: Change, *, everything: bool = False) -> str:
    """Return what changed, for people."""
    if not change:
        return ""
    lines = [clean(_title(change))]
    for heading, things in _sections(change):
        lines += ["", heading]
        shown = things if everything else things[:MOST]
        width = min(max(len(what) for _, what, _ in shown), 90)
        lines += [clean(f"  {sign} {what:{width}}  {where}").rstrip() for sign, what, where in shown]
        if len(things) > len(shown):
            lines.append(f"  ... and {len(things) - len(shown):,} more (--top 0 shows everything)")
    return "\n".join(lines) + "\n"


def render_markdown(change: Change) -> str:
    """Return what changed for a pull request, with a small picture of the contexts around."""
    if not change:
        return ""
    lines = [f"### Architecture: {cell(_title(change))}"]
    if change.new_edges or change.gone_edges:
        lines += ["", "```mermaid", *neighbourhood(change), "```"]
    for heading, things in _sections(change):
        lines += ["", f"**{heading}**", ""]
        lines += [
            f"- {'new' if sign == '+' else 'gone' if sign == '-' else 'changed'}: {cell(what)}{f' - {cell(where)}' if where else ''}"
            for sign, what, where in things[:MOST]
        ]
        if len(things) > MOST:
            lines.append(f"- ... and {len(things) - MOST:,} more")
    return "\n".join(lines) + "\n"


def render_json(change: Change, version: str) -> str:
    """Return what changed as JSON, the same in every run; "" where nothing did."""
    if not change:
        return ""
    before, after = change.before, change.after
    report = {
        "tool": {"name": "boundary-lint", "version": version},
        "schema": SCHEMA,
        "base": before.name,
        "head": after.name,
        "edges": {
            "new": [_edge(one, after) for one in change.new_edges],
            "gone": [_edge(one, before) for one in change.gone_edges],
        },
        "calls": {
            "new": [{**one._asdict(), **_place(after.calls[one])} for one in change.new_calls],
            "gone": [{**one._asdict(), **_place(before.calls[one])} for one in change.gone_calls],
        },
        "contexts": change.contexts._asdict(),
        "services": change.services._asdict(),
        "tables": change.tables._asdict(),
        "owners": {table: {"before": was, "now": now} for table, (was, now) in change.owners.items()},
        "findings": {
            "new": [
                {**finding_record(one), "accepted": one.fingerprint in change.accepted} for one in change.new_findings
            ],
            "fixed": [finding_record(one) for one in change.fixed],
        },
    }
    return json.dumps(report, indent=1, sort_keys=True, ensure_ascii=True) + "\n"


def _edge(edge: Edge, state: Architecture) -> dict[str, object]:
    return {"from": edge.source, "to": edge.target, "kind": edge.kind, **_place(state.edges[edge])}


def _place(place: Place) -> dict[str, object]:
    return {"file": place.file, "line": place.line, "text": place.text, "places": place.places}


def _title(change: Change) -> str:
    parts = [
        _counted(len(change.new_edges), len(change.gone_edges), "edge"),
        _counted(len(change.tables.new), len(change.tables.gone), "table"),
        _counted(len(change.new_calls), len(change.gone_calls), "remote call"),
        _counted(len(change.new_findings), len(change.fixed), "finding", "fixed", len(change.accepted)),
    ]
    told = "; ".join(filter(None, parts)) or "contexts or owners changed"
    return f"{change.before.name} -> {change.after.name or 'the working tree'}: {told}"


def _counted(new: int, gone: int, what: str, word: str = "gone", accepted: int = 0) -> str:
    told = [f"{new:,} new" + (f" ({accepted:,} accepted as debt)" if accepted else "")] if new else []
    told += [f"{gone:,} {word}"] if gone else []
    return f"{plural(new + gone, what).split(' ', 1)[1]}: {', '.join(told)}" if told else ""


def _sections(change: Change) -> Iterator[Lines]:
    before, after = change.before, change.after
    sections: list[Lines] = [
        ("Edges between contexts", [
            *(_edge_line("+", one, after.edges[one]) for one in change.new_edges),
            *(_edge_line("-", one, before.edges[one]) for one in change.gone_edges),
        ]),
        ("Remote calls", [
            *(_call_line("+", one, after.calls[one]) for one in change.new_calls),
            *(_call_line("-", one, before.calls[one]) for one in change.gone_calls),
        ]),
        ("Contexts", _names(change.contexts.new, change.contexts.gone)),
        ("Services", _names(change.services.new, change.services.gone)),
        ("Tables", [
            *_names(change.tables.new, change.tables.gone),
            *(("~", f"{table}: {was or 'nobody'} -> {now or 'nobody'}", "") for table, (was, now) in change.owners.items()),
        ]),
        ("New findings", [_finding_line("+", one, one.fingerprint in change.accepted) for one in change.new_findings]),
        ("Fixed findings", [_finding_line("-", one) for one in change.fixed]),
    ]  # fmt: skip
    yield from (section for section in sections if section[1])


def _names(new: Iterable[str], gone: Iterable[str]) -> list[tuple[str, str, str]]:
    return [*(("+", name, "") for name in new), *(("-", name, "") for name in gone)]


def _edge_line(sign: str, edge: Edge, place: Place) -> tuple[str, str, str]:
    return sign, f"{edge.source} -> {edge.target}: {edge.kind}", _where(place)


def _call_line(sign: str, call: Call, place: Place) -> tuple[str, str, str]:
    return sign, f"{call.source or '?'} -> {call.target}: {call.protocol} {call.what}".rstrip(), _where(place)


def _where(place: Place) -> str:
    more = f" and {plural(place.places - 1, 'more place')}" if place.places > 1 else ""
    return f"{place.file}:{place.line}{more}" + (f"  {place.text}" if place.text else "")


def _finding_line(sign: str, finding: Finding, accepted: bool = False) -> tuple[str, str, str]:
    first = finding.evidence[0] if finding.evidence else None
    place = f"{first.file}:{first.line}" if first is not None else ""
    return (
        sign,
        f"{finding.severity} {finding.rule}: {finding.message}",
        f"{place}  {finding.fingerprint}{'  accepted as debt' if accepted else ''}".strip(),
    )
