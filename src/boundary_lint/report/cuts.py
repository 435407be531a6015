"""The cut list of one context as text, Markdown and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from boundary_lint.facts.harmless import clean
from boundary_lint.report.markdown import cell
from boundary_lint.report.text import plural
from boundary_lint.seams.cuts.crossing import Crossing, named
from boundary_lint.seams.cuts.cutlist import CutList

MAX_ROWS = 5
"""Crossings shown of one remedy; the rest is counted."""


def cut_record(cut: CutList) -> dict[str, object]:
    """Return the numbers of a cut as plain values."""
    price = cut.price
    return {
        "crossings": len(cut.crossings),
        "out": len(cut.outward),
        "in": len(cut.inward),
        "unsure": cut.unsure,
        "kinds": price.kinds,
        "remedies": price.remedies,
        "two_writers": [{"table": table, "writer": writer} for table, writer in price.two_writers],
        "joins": price.joins,
        "foreign_keys": price.keys,
        "transactions": price.transactions,
        "calls_in_loops": [{"place": place, "calls": what} for place, what in price.looped],
        "chains": list(price.chains),
        "complexity": price.complexity,
    }


def render_json(cut: CutList, version: str) -> str:
    """Return a cut list as JSON, every crossing with its place."""
    report = {
        "tool": {"name": "boundary-lint", "version": version},
        "context": cut.context,
        "price": cut.price.total,
        "cut": cut_record(cut),
        "crossings": [
            {
                "file": one.file, "line": one.line, "kind": one.kind, "from": one.source, "to": one.target, "subject": one.subject,
                "what": one.what, "reason": one.reason, "remedy": one.remedy, "because": one.because, "loop": one.loop,
                "transaction": one.transaction, "confidence": one.confidence,
            }
            for one in cut.crossings
        ],
    }  # fmt: skip
    return json.dumps(report, indent=1, sort_keys=True, ensure_ascii=True) + "\n"


def render_text(cut: CutList, everything: bool = False) -> str:
    """Return a cut list for people: price first, then what to do, with the places. everything: all of these."""
    lines = [clean(cut.headline()), "", *_price(cut)]
    for remedy, crossings in cut.by_remedy().items():
        points = cut.price.remedies.get(remedy, 0.0)
        lines += ["", f"{clean(remedy)}  ({plural(len(crossings), 'crossing')}, {points:g} points)"]
        shown = crossings if everything else crossings[:MAX_ROWS]
        lines += [f"  {clean(_row(one))}" for one in shown]
        if len(crossings) > len(shown):
            lines.append(f"  ... and {plural(len(crossings) - len(shown), 'more place')} (--top 0 shows everything)")
    if cut.unsure:
        lines += ["", f"{plural(cut.unsure, 'crossing')} left out: not sure enough."]
    return "\n".join(lines) + "\n"


def _price(cut: CutList) -> Iterator[str]:
    price = cut.price
    work = ", ".join(f"{plural(count, kind, _many(kind))}" for kind, count in price.kinds.items())
    yield f"price: {price.total:g} points" + (f" for {work}" if work else "")
    for risk in price.risks:
        if risk.points:
            yield f"  {risk.name}: {risk.count:g}, {risk.points:g} points"
    for table, writer in price.two_writers:
        yield f"  written by two: {clean(table)}, also by {clean(named(writer))}"


def _many(kind: str) -> str:
    return {"inheritance": "inheritances", "delete": "deletes"}.get(
        kind, f"{kind[:-1]}ies" if kind.endswith("y") and not kind.endswith("ey") else f"{kind}s"
    )


def _row(one: Crossing) -> str:
    return f"{one.file}:{one.line}  {named(one.source)} -> {named(one.target)}  {one.reason}"


def render_markdown(cut: CutList) -> str:
    """Return a cut list as Markdown: a table for each remedy."""
    lines = [f"# Cut list of {cell(cut.context)}", "", cell(cut.headline())]
    for remedy, crossings in cut.by_remedy().items():
        lines += ["", f"## {cell(remedy)}", "", "| place | from | to | what |", "|---|---|---|---|"]
        lines += [
            f"| {cell(f'{c.file}:{c.line}')} | {cell(named(c.source))} | {cell(named(c.target))} | {cell(c.reason)} |"
            for c in crossings
        ]
    return "\n".join(lines) + "\n"
