"""The seams of a program as text, Markdown and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from boundary_lint.report.change import lines as told
from boundary_lint.report.change import record
from boundary_lint.report.text import clean, plural
from boundary_lint.seams.change import Change
from boundary_lint.seams.find import Context, Seams
from boundary_lint.seams.misplaced import Misplaced

MAX_CONTEXTS = 12
"""Contexts of the first screen; the rest is counted."""

MAX_MISPLACED = 6
"""Modules and tables in the wrong context that the first screen shows; the rest is counted."""

SCHEMA = 1
"""Version of the JSON object; it changes when a field is renamed or removed."""


def render_json(seams: Seams, version: str, change: Change | None = None) -> str:
    """Return the seams as JSON, the same in every run."""
    report: dict[str, object] = {
        "tool": {"name": "boundary-lint", "version": version},
        "schema": SCHEMA,
        "contexts": [_record(context) for context in seams.contexts],
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
        "misplaced": [_misplaced(one) for one in seams.misplaced],
        "seeds": seams.seeds,
        "config": {
            "gamma": seams.resolution,
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


def _record(context: Context) -> dict[str, object]:
    return {
        "name": context.name,
        "words": list(context.words),
        "modules": list(context.modules),
        "tables": list(context.tables),
        "confidence": context.confidence,
        "unsure": list(context.unsure),
        "reasons": list(context.reasons),
    }


def render_text(seams: Seams, project: str, top: int | None = MAX_CONTEXTS, change: Change | None = None) -> str:
    """Return the seams for people. top: contexts to show, None for all."""
    modules = len(seams.evidence.modules)
    head = [clean(project), plural(len(seams.contexts), "context"), plural(modules, "module")]
    head.append(plural(sum(len(context.tables) for context in seams.contexts), "table"))
    lines = [" · ".join(head)]
    if change is not None:
        lines += ["", *told(change)]
    shown = seams.contexts if top is None else seams.contexts[:top]
    for context in shown:
        lines += ["", *_context(context)]
    if len(seams.contexts) > len(shown):
        lines += ["", f"... and {plural(len(seams.contexts) - len(shown), 'more context')} (--top 0 shows everything)"]
    if seams.misplaced:
        lines += ["", *_wrong(seams.misplaced, None if top is None else MAX_MISPLACED)]
    lines += ["", *_tail(seams)]
    return "\n".join(lines) + "\n"


def _context(context: Context) -> Iterator[str]:
    sure = f"{round(100 * context.confidence)} % sure"
    sizes = f"{plural(len(context.modules), 'module')}, {plural(len(context.tables), 'table')}, {sure}"
    yield f"{clean(context.name):24}  {sizes}"
    for reason in context.reasons:
        yield f"      {clean(reason)}"
    yield f"      {clean(_some(context.modules))}"
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


def _tail(seams: Seams) -> Iterator[str]:
    levels = ", ".join(f"{len(level.contexts)} at {level.resolution:g}" for level in seams.levels)
    yield f"Contexts by resolution: {levels}; shown: {seams.resolution:g} (--resolution)."
    if seams.utilities:
        yield f"Utilities, of no context: {clean(_some(seams.utilities))}."


def render_markdown(seams: Seams, project: str, change: Change | None = None) -> str:
    """Return the seams as Markdown: a table of contexts, then each with its reasons and modules."""
    lines = [
        f"# Seams of {_cell(project)}",
        "",
        "| context | modules | tables | sure | words |",
        "|---|--:|--:|--:|---|",
    ]
    for c in seams.contexts:
        words = _cell(", ".join(c.words))
        lines.append(
            f"| {_cell(c.name)} | {len(c.modules)} | {len(c.tables)} | {round(100 * c.confidence)} % | {words} |"
        )
    if change is not None:
        lines += ["", "## What if", "", *(f"- {_cell(line.strip())}" for line in told(change))]
    for c in seams.contexts:
        lines += ["", f"## {_cell(c.name)}", ""]
        lines += [f"- {_cell(reason)}" for reason in c.reasons]
        if c.tables:
            lines.append(f"- tables: {_cell(', '.join(c.tables))}")
        lines.append(f"- modules: {_cell(', '.join(c.modules))}")
    if seams.misplaced:
        lines += ["", "## In the wrong context today", "", "| what | now | better | why |", "|---|---|---|---|"]
        lines += [
            f"| {_cell(m.name)} | {_cell(m.now)} | {_cell(m.better)} | {_cell('; '.join(m.reasons))} |"
            for m in seams.misplaced
        ]
    if seams.utilities:
        lines += ["", "## Utilities", "", *(f"- {_cell(name)}" for name in seams.utilities)]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    """Return text that Markdown shows as it is, on one line."""
    escaped = "".join(f"\\{c}" if c in "\\`*_{}[]<>()#+!|~" else c for c in clean(text))
    return escaped.replace("\n", " ")
