"""The seams of a program as text: two lines a context on the first screen, everything with ``--top 0``."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence

from boundary_lint.facts.harmless import clean
from boundary_lint.report.change import lines as told
from boundary_lint.report.text import plural
from boundary_lint.seams.change import Change
from boundary_lint.seams.find import Context, Seams
from boundary_lint.seams.judged import Judged
from boundary_lint.seams.misplaced import Misplaced

MAX_CONTEXTS = 12
"""Contexts of the first screen; the rest is counted."""

MAX_MISPLACED = 2
"""Modules and tables in the wrong context that the first screen shows; the rest is counted."""

MAX_STEPS = 5
"""Steps of extraction that the first screen names."""

NAME = 24
"""Columns of a context's name."""

NARROWEST, WIDE = 60, 120
"""Columns: fewer are never folded to; those of a report that is no terminal's."""

PARTS = 3
"""Parts of the names of packages that tell where a context's modules lie."""

HEAD = f"{'context':{NAME}}  modules  tables   sure  points  step  speaks of"
INDENT = " " * 6


def render_text(
    seams: Seams, judged: Judged, project: str, top: int | None = MAX_CONTEXTS, change: Change | None = None, width: int = WIDE
) -> str:  # fmt: skip
    """Return the seams for people. top: contexts to show, None for all, with all that is known of them; width: columns to fold at."""
    width = max(width, NARROWEST)
    tables = sum(len(context.tables) for context in seams.contexts)
    sizes = [
        plural(len(seams.contexts), "context"),
        plural(len(seams.evidence.modules), "module"),
        plural(tables, "table"),
    ]
    lines = [" · ".join([clean(project), *sizes])]
    if change is not None:
        lines += ["", *(folded for line in told(change) for folded in _fold(line, width, 2 * INDENT) or [""])]
    lines += ["", *_contexts(seams, judged, top, width)]
    if seams.misplaced:
        lines += ["", *_wrong(seams.misplaced, None if top is None else MAX_MISPLACED, width)]
    lines += [""]
    for paragraph in _tail(seams, judged, everything=top is None):
        lines += _fold(clean(paragraph), width, "  ")
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _contexts(seams: Seams, judged: Judged, top: int | None, width: int) -> Iterator[str]:
    if not seams.contexts:
        yield "No module says enough to belong to a context: they define nothing and name next to nothing."
        return
    shown = seams.contexts if top is None else seams.contexts[:top]
    yield HEAD
    for context in shown:
        yield _cut(_row(context, judged), width)
        if top is not None:
            yield _cut(INDENT + clean(_summary(context)), width)
        else:
            for line in _everything(context, judged):
                yield from _fold(INDENT + clean(line), width, 2 * INDENT)
    if len(seams.contexts) > len(shown):
        yield f"... and {plural(len(seams.contexts) - len(shown), 'more context')} (--top 0 shows everything)"
    if len(seams.contexts) == len(seams.evidence.modules) > 1 and not seams.evidence.links:
        yield "Nothing ties these modules: no imports, no calls, no tables in common. Each stands alone."


def _row(context: Context, judged: Judged) -> str:
    cut = judged.cuts.get(context.name)
    points, step = (f"{cut.price.total:,.0f}", judged.place(context.name)) if cut and cut.crossings else ("-", "-")
    sizes = f"{len(context.modules):7,}  {len(context.tables):6,}  {100 * context.confidence:3.0f} %"
    return f"{_cut(clean(context.name), NAME):{NAME}}  {sizes}  {points:>6}  {step:>4}  {clean(', '.join(context.words[:4]))}"


def _summary(context: Context) -> str:
    """Return one line: what a context owns, and where its modules lie today."""
    owned = [reason for reason in context.reasons if reason.startswith("owns ")][:1]
    return "; ".join([*owned, f"in {_places(context.modules)}"])


def _everything(context: Context, judged: Judged) -> Iterator[str]:
    yield from context.reasons
    yield f"in {_places(context.modules)}: {_some(context.modules)}"
    if (cut := judged.cuts.get(context.name)) is not None and cut.crossings:
        step = f"step {judged.place(context.name)} of {len(judged.order)}"
        yield f"to cut: {plural(len(cut.crossings), 'crossing')}, {cut.price.total:,.0f} points, {step}"
    if context.unsure:
        yield f"may belong elsewhere: {_some(context.unsure)}"


def _places(modules: Sequence[str]) -> str:
    """Return the packages that most of the modules lie in."""
    count = Counter(".".join(name.split(".")[:-1][:PARTS]) or name for name in modules)
    most = sorted(count, key=lambda package: (-count[package], package))
    return _some([f"{package} ({count[package]})" for package in most], 2)


def _wrong(found: Sequence[Misplaced], top: int | None, width: int) -> Iterator[str]:
    yield f"In the wrong one of today's contexts: {plural(len(found), 'module or table', 'modules and tables')}"
    for one in found[:top]:
        yield _cut(
            f"{INDENT}{clean(one.name)}: {clean(one.now)} -> {clean(one.better)}; {clean(one.reasons[0])}", width
        )
        if len(one.reasons) > 1 and top is None:
            yield from _fold(2 * INDENT + clean("; ".join(one.reasons[1:])), width, 2 * INDENT)
    if top is not None and len(found) > top:
        yield f"{INDENT}... and {len(found) - top} more (--top 0 shows everything)"


def _tail(seams: Seams, judged: Judged, everything: bool) -> Iterator[str]:
    if judged.order:
        first = ", ".join(f"{step.context} ({step.price:,.0f})" for step in judged.order[:MAX_STEPS])
        yield f"Cheapest to take out, one after the other: {first}."
        yield f"next: boundary-lint seams --extract {judged.order[0].context} shows what that cuts, and each place"
    sure = f"how often {seams.seeds} runs agree" if seams.seeds > 1 else "unknown, there was one run"
    yield f"sure: {sure}; points: price of the cut; step: order of extraction (docs/seams.md)."
    levels = ", ".join(f"{len(level.contexts)} at {level.resolution:g}" for level in seams.levels)
    yield f"Contexts by resolution: {levels}; shown: {seams.resolution:g} (--resolution)."
    if seams.respect_packages:
        yield "The packages of today are part of the evidence (respect_packages)."
    if seams.utilities:
        yield f"Utilities, of no context: {_some(seams.utilities, 2)}."
    if judged.layers.layered:
        yield "Packages follow technical layers: the domains run across them, so agreement with packages says nothing."
    figures = [figure for figure in judged.figures if figure.value is not None]
    if figures and everything:
        yield "Figures (docs/figures.md): " + ", ".join(f"{f.name} {f.value:.3g}" for f in figures) + "."
    elif figures:
        yield f"Figures: {len(figures)} in the other formats and with --top 0 (docs/figures.md)."


def _some(names: Sequence[str], most: int = 4) -> str:
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def _cut(line: str, width: int) -> str:
    return line if len(line) <= width else line[: width - 1] + "…"


def _fold(line: str, width: int, indent: str) -> list[str]:
    return textwrap.wrap(line, width, subsequent_indent=indent, break_on_hyphens=False)
