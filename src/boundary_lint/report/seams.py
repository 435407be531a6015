"""The seams of a program as Markdown and JSON."""

from __future__ import annotations

import json

from boundary_lint.report.change import lines as told
from boundary_lint.report.change import record
from boundary_lint.report.cuts import cut_record
from boundary_lint.report.markdown import cell
from boundary_lint.report.text import plural
from boundary_lint.seams.change import Change
from boundary_lint.seams.find import Context, Seams
from boundary_lint.seams.judged import Judged
from boundary_lint.seams.misplaced import Misplaced

SCHEMA = 1
"""Version of the JSON object; it changes when a field is renamed or removed."""


def render_json(seams: Seams, judged: Judged, version: str, change: Change | None = None) -> str:
    """Return the seams as JSON, the same in every run."""
    report: dict[str, object] = {
        "tool": {"name": "boundary-lint", "version": version},
        "schema": SCHEMA,
        "contexts": [_record(context, judged) for context in seams.contexts],
        "levels": [
            {
                "gamma": level.resolution,
                "contexts": [
                    {"name": name, "modules": list(modules), "within": level.within.get(name, "")}
                    for name, modules in level.contexts.items()
                ],
            }
            for level in seams.levels
        ],
        "utilities": list(seams.utilities),
        "layer_index": round(judged.layers.value, 4),
        "figures": {
            figure.name: {
                "value": figure.value,
                "better": figure.better,
                "between": figure.between,
                "unit": figure.unit,
                "over": figure.over,
                "of": figure.of,
                "source": figure.source,
            }
            for figure in judged.figures
        },
        "order": [
            {
                "context": step.context,
                "price": step.price,
                "crossings": step.crossings,
                "left": step.left,
                "left_price": step.left_price,
            }
            for step in judged.order
        ],
        "misplaced": [_misplaced(one) for one in seams.misplaced],
        "seeds": seams.seeds,
        "config": {
            "gamma": seams.resolution,
            "respect_packages": seams.respect_packages,
            "together": [list(wish.patterns) for wish in seams.wishes if wish.kind == "together"],
            "apart": [list(wish.patterns) for wish in seams.wishes if wish.kind == "apart"],
            "belongs": {wish.patterns[0]: wish.context for wish in seams.wishes if wish.kind == "belongs"},
        },
    }
    if change is not None:
        report["assumed"] = record(change)
    return json.dumps(report, indent=1, sort_keys=True, ensure_ascii=True) + "\n"


def _misplaced(one: Misplaced) -> dict[str, object]:
    return {
        "kind": one.kind,
        "name": one.name,
        "file": one.file,
        "now": one.now,
        "better": one.better,
        "by": one.by,
        "reasons": list(one.reasons),
    }


def _record(context: Context, judged: Judged) -> dict[str, object]:
    cut = judged.cuts.get(context.name)
    return {
        "cut": cut_record(cut) if cut else {},
        "price": cut.price.total if cut else 0.0,
        "order": judged.place(context.name),
        "name": context.name,
        "words": list(context.words),
        "modules": list(context.modules),
        "tables": list(context.tables),
        "confidence": context.confidence,
        "unsure": list(context.unsure),
        "reasons": list(context.reasons),
    }


def _summary(seams: Seams, judged: Judged) -> list[str]:
    """Return what a reader must know before the table."""
    levels = ", ".join(f"{len(level.contexts)} at {level.resolution:g}" for level in seams.levels)
    lines = [
        f"{plural(len(seams.contexts), 'context')} in {plural(len(seams.evidence.modules), 'module')}; by resolution {levels}, shown {seams.resolution:g}.",
        "*sure*: how often several runs agree; *to cut*: places that cross; *points*: the price of the cut; *step*: order of extraction, cheapest first.",
    ]
    if judged.layers.layered:
        lines.append(
            "Packages follow technical layers: the domains run across them, so agreement with packages says nothing."
        )
    return lines


def render_markdown(seams: Seams, judged: Judged, project: str, change: Change | None = None) -> str:
    """Return the seams as Markdown: a table of contexts, then each with its reasons and modules."""
    lines = [
        f"# Seams of {cell(project)}",
        "",
        *_summary(seams, judged),
        "",
        "| context | modules | tables | sure | to cut | points | step | words |",
        "|---|--:|--:|--:|--:|--:|--:|---|",
    ]
    for c in seams.contexts:
        words, cut = cell(", ".join(c.words)), judged.cuts.get(c.name)
        price = f"{len(cut.crossings)} | {cut.price.total:g} | {judged.place(c.name)}" if cut else "0 | 0 | "
        sizes = f"{len(c.modules)} | {len(c.tables)} | {round(100 * c.confidence)} %"
        lines.append(f"| {cell(c.name)} | {sizes} | {price} | {words} |")
    if change is not None:
        lines += ["", "## What if", "", *(f"- {cell(line.strip())}" for line in told(change))]
    for c in seams.contexts:
        lines += ["", f"## {cell(c.name)}", ""]
        lines += [f"- {cell(reason)}" for reason in c.reasons]
        if c.tables:
            lines.append(f"- tables: {cell(', '.join(c.tables))}")
        lines.append(f"- modules: {cell(', '.join(c.modules))}")
    if seams.misplaced:
        lines += ["", "## In the wrong context today", "", "| what | now | better | why |", "|---|---|---|---|"]
        lines += [
            f"| {cell(m.name)} | {cell(m.now)} | {cell(m.better)} | {cell('; '.join(m.reasons))} |"
            for m in seams.misplaced
        ]
    if judged.figures:
        lines += ["", "## Figures", "", "| figure | value | better | between | over |", "|---|--:|---|---|---|"]
        lines += [
            f"| {cell(f.name)} | {'' if f.value is None else f'{f.value:.4g}'} | {f.better} | {cell(f.between)} | {f.over} {cell(f.of)} |"
            for f in judged.figures
        ]
    if seams.utilities:
        lines += ["", "## Utilities", "", *(f"- {cell(name)}" for name in seams.utilities)]
    return "\n".join(lines) + "\n"
