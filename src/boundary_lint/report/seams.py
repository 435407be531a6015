"""The seams of a program as text, Markdown and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from boundary_lint.report.change import lines as told
from boundary_lint.report.change import record
from boundary_lint.report.cuts import cut_record
from boundary_lint.report.markdown import cell
from boundary_lint.report.text import clean, plural
from boundary_lint.seams.change import Change
from boundary_lint.seams.find import Context, Seams
from boundary_lint.seams.judged import Judged
from boundary_lint.seams.misplaced import Misplaced

MAX_CONTEXTS = 12
"""Contexts of the first screen; the rest is counted."""

MAX_MISPLACED = 6
"""Modules and tables in the wrong context that the first screen shows; the rest is counted."""

MAX_STEPS = 5
"""Steps of extraction that the first screen names."""

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


def render_text(
    seams: Seams, judged: Judged, project: str, top: int | None = MAX_CONTEXTS, change: Change | None = None
) -> str:
    """Return the seams for people. top: contexts to show, None for all."""
    modules = len(seams.evidence.modules)
    head = [clean(project), plural(len(seams.contexts), "context"), plural(modules, "module")]
    head.append(plural(sum(len(context.tables) for context in seams.contexts), "table"))
    lines = [" · ".join(head)]
    if change is not None:
        lines += ["", *told(change)]
    shown = seams.contexts if top is None else seams.contexts[:top]
    for context in shown:
        lines += ["", *_context(context, judged)]
    if len(seams.contexts) > len(shown):
        lines += ["", f"... and {plural(len(seams.contexts) - len(shown), 'more context')} (--top 0 shows everything)"]
    if seams.misplaced:
        lines += ["", *_wrong(seams.misplaced, None if top is None else MAX_MISPLACED)]
    lines += ["", *_tail(seams, judged)]
    return "\n".join(lines) + "\n"


def _context(context: Context, judged: Judged) -> Iterator[str]:
    sure = f"{round(100 * context.confidence)} % sure"
    sizes = f"{plural(len(context.modules), 'module')}, {plural(len(context.tables), 'table')}, {sure}"
    yield f"{clean(context.name):24}  {sizes}"
    for reason in context.reasons:
        yield f"      {clean(reason)}"
    yield f"      {clean(_some(context.modules))}"
    if (cut := judged.cuts.get(context.name)) is not None and cut.crossings:
        step = f"step {judged.place(context.name)} of {len(judged.order)}"
        yield f"      to cut: {plural(len(cut.crossings), 'crossing')}, {cut.price.total:g} points, {step}"
    if context.unsure:
        yield f"      may belong elsewhere: {clean(_some(context.unsure))}"


def _wrong(found: Sequence[Misplaced], top: int | None) -> Iterator[str]:
    yield f"In the wrong one of today's contexts: {plural(len(found), 'module or table', 'modules and tables')}"
    for one in found[:top]:
        yield f"      {clean(one.name)}: {clean(one.now)} -> {clean(one.better)}; {clean(one.reasons[0])}"
        if len(one.reasons) > 1:
            yield f"            {clean('; '.join(one.reasons[1:]))}"
    if top is not None and len(found) > top:
        yield f"      ... and {len(found) - top} more (--top 0 shows everything)"


def _some(names: Sequence[str], most: int = 4) -> str:
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def _tail(seams: Seams, judged: Judged) -> Iterator[str]:
    if judged.order:
        first = ", ".join(f"{step.context} ({step.price:g})" for step in judged.order[:MAX_STEPS])
        yield f"Cheapest to take out, one after the other: {clean(first)} (boundary-lint seams --extract NAME)."
    levels = ", ".join(f"{len(level.contexts)} at {level.resolution:g}" for level in seams.levels)
    yield f"Contexts by resolution: {levels}; shown: {seams.resolution:g} (--resolution)."
    if seams.respect_packages:
        yield "The packages of today are part of the evidence (respect_packages)."
    if seams.utilities:
        yield f"Utilities, of no context: {clean(_some(seams.utilities))}."
    if judged.layers.layered:
        yield "Packages follow technical layers: the domains run across them, so agreement with packages says nothing."
    told_of = [f for f in judged.figures if f.value is not None]
    if told_of:
        yield "Figures (docs/figures.md): " + ", ".join(f"{f.name} {f.value:.3g}" for f in told_of) + "."


def render_markdown(seams: Seams, judged: Judged, project: str, change: Change | None = None) -> str:
    """Return the seams as Markdown: a table of contexts, then each with its reasons and modules."""
    lines = [
        f"# Seams of {cell(project)}",
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
