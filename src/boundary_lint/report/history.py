"""Where seams moved between two revisions, as text, Markdown and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from boundary_lint.facts.harmless import clean
from boundary_lint.report.change import measure_lines, measures_record
from boundary_lint.report.markdown import cell
from boundary_lint.report.text import plural
from boundary_lint.seams.figures.table import Figure
from boundary_lint.seams.history import History, Moment, Origin
from boundary_lint.seams.history import Move as Moved

SCHEMA = 1
"""Version of the JSON object; it changes when a field is renamed or removed."""

MOST = 6
"""Lines of each kind on the first screen; the rest is counted."""

FIRST = (
    "weighted modularity", "TurboMQ / contexts", "ICP", "database purity", "complexity", "cohesion", "coupling", "AMI with the packages",
    "layer index",
)  # fmt: skip
"""Figures of the first screen: one of each family; see docs/figures.md."""

NAMES = 3
"""Modules named of those that went the same way, and the like."""

CYCLES = 2
"""Cycles and tables named of those that are new, and of those that are gone."""


def render_json(history: History, version: str) -> str:
    """Return what moved as JSON, the same in every run."""
    before, after = history.before, history.after
    sizes_before, sizes = before.sizes(), after.sizes()
    was = {new: old for old, new in history.same.items()}
    report = {
        "tool": {"name": "boundary-lint", "version": version},
        "schema": SCHEMA,
        "from": _moment(before),
        "to": _moment(after),
        "modules": {"both": len(history.both), "renamed": sum(a != b for a, b in history.both.items())},
        "agreement": round(history.agreement, 6),
        "contexts": [
            {
                "name": name,
                "was": was.get(name, ""),
                "modules": sizes[name],
                "modules_before": sizes_before[was[name]] if name in was else 0,
                "price": after.prices.get(name, 0.0),
                "price_before": before.prices.get(was[name], 0.0) if name in was else 0.0,
            }
            for name in after.division.names
        ],
        "new": [_origin(one) for one in history.came],
        "gone": [_origin(one) for one in history.went],
        "split": [{"context": one, "into": _parts(parts)} for one, parts in history.split.items()],
        "merged": [{"context": one, "of": _parts(parts)} for one, parts in history.merged.items()],
        "moved": [
            {
                "kind": m.kind,
                "name": m.name,
                "was": m.was,
                "file": m.file,
                "from": m.source,
                "to": m.target,
                "sure": m.sure,
            }
            for m in history.moves
        ],
        "before": measures_record(history.measures),
        "after": measures_record(after.measures),
        "figures": [
            {"name": new.name, "better": new.better, "before": old.value, "after": new.value}
            for old, new in _figures(history)
        ],
    }
    return json.dumps(report, indent=1, sort_keys=True, ensure_ascii=True) + "\n"


def _moment(moment: Moment) -> dict[str, object]:
    sizes = {"contexts": len(moment.division.names), "modules": len(moment.modules)}
    return {"revision": moment.name, "commit": moment.commit, **sizes}


def _origin(origin: Origin) -> dict[str, object]:
    return {"name": origin.name, "modules": origin.modules, "shares": dict(origin.shares), "alone": origin.alone}


def _parts(parts: Iterable[tuple[str, int]]) -> list[dict[str, object]]:
    return [{"name": name, "modules": count} for name, count in parts]


def render_text(history: History, project: str, everything: bool = False) -> str:
    """Return what moved for people."""
    most = None if everything else MOST
    before, after = history.before, history.after
    lines = [
        f"{clean(project)}: {_called(before)} .. {_called(after)}",
        f"      {_sizes(history)}",
        "",
        *_contexts(history, most),
        *_moves(history.moves, most),
        "Crossings",
        *measure_lines(history.measures, after.measures, most, CYCLES),
        *_prices(history, most),
        *_changed(history, everything),
    ]
    return "\n".join(lines) + "\n"


def _called(moment: Moment) -> str:
    commit = moment.commit[:10]
    return commit if moment.commit.startswith(moment.name) else f"{clean(moment.name)} ({commit})"


def _sizes(history: History) -> str:
    before, after, both = history.before, history.after, len(history.both)
    renamed = sum(a != b for a, b in history.both.items())
    parts = [f"{len(before.division.names)} -> {plural(len(after.division.names), 'context')}"]
    parts.append(f"{len(before.modules):,} -> {plural(len(after.modules), 'module')}")
    named = f", {renamed:,} of them renamed" if renamed else ""
    return f"{', '.join(parts)}; {both:,} in both{named}: contexts agree on them by {history.agreement:.2f} (AMI)"


def _contexts(history: History, most: int | None) -> Iterator[str]:
    told = [
        *(f"split   {clean(one)} -> {_counted(parts)}" for one, parts in history.split.items()),
        *(f"merged  {_counted(parts)} -> {clean(one)}" for one, parts in history.merged.items()),
        *(f"new     {_story(one, 'new', 'of')}" for one in history.came),
        *(f"gone    {_story(one, 'deleted', 'to')}" for one in history.went),
    ]
    if called := [f"{clean(old)} -> {clean(new)}" for old, new in history.same.items() if old != new]:
        more = f" and {len(called) - NAMES} more" if most is not None and len(called) > NAMES else ""
        told.append(f"called otherwise: {', '.join(called if most is None else called[:NAMES])}{more}")
    yield "Contexts" if told else "No context is new, gone, split or merged."
    yield from _first(told, most)
    yield ""


def _counted(parts: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{clean(name)} ({count})" for name, count in parts)


def _story(origin: Origin, alone: str, way: str) -> str:
    parts = [f"{origin.alone} {alone}"] if origin.alone else []
    parts += [f"{count} {way} {_side(name)}" for name, count in origin.shares.items()]
    return f"{clean(origin.name)} ({plural(origin.modules, 'module')}): {', '.join(parts)}"


def _moves(moves: Sequence[Moved], most: int | None) -> Iterator[str]:
    if not moves:
        yield "No module or table changed sides otherwise."
        yield ""
        return
    unsure = sum(not move.sure for move in moves)
    doubt = f", {unsure:,} of them not for sure (seeds disagree)" if unsure else ""
    yield f"Changed sides: {plural(len(moves), 'module or table', 'modules and tables')}{doubt}"
    yield from _first([_way(way, most) for way in _ways(moves)], most)
    yield ""


def _ways(moves: Sequence[Moved]) -> list[list[Moved]]:
    """Return moves by (kind, from, to, sure): what is sure first, then the most."""

    def way(move: Moved) -> tuple[bool, str, str, str]:
        return (not move.sure, move.kind, move.source, move.target)

    groups = [list(group) for _, group in groupby(sorted(moves, key=way), way)]
    return sorted(groups, key=lambda group: (not group[0].sure, -len(group)))


def _way(moves: Sequence[Moved], most: int | None) -> str:
    first = moves[0]
    names = [_known_as(move) for move in moves]
    shown = names if most is None else names[:NAMES]
    more = f" and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
    kind = "table " if first.kind == "table" else ""
    doubt = "" if first.sure else "maybe "
    return f"{doubt}{_side(first.source)} -> {_side(first.target)}: {kind}{clean(', '.join(shown))}{more}"


def _known_as(move: Moved) -> str:
    return move.name if move.name == move.was else f"{move.name} (was {move.was})"


def _side(name: str) -> str:
    return clean(name) or "shared"


def _prices(history: History, most: int | None) -> Iterator[str]:
    """Yield what cutting a context out costs, where that changed most."""
    before, after = history.before.prices, history.after.prices
    steps = [(new, before.get(old, 0.0), after.get(new, 0.0)) for old, new in history.same.items()]
    steps = [step for step in steps if round(step[1]) != round(step[2])]
    steps.sort(key=lambda step: (-abs(step[2] - step[1]), step[0]))
    if steps:
        yield ""
        yield "Price of cutting a context out, in points"
        yield from _first(
            [f"{clean(n):24}  {old:,.0f} -> {new:,.0f} ({new - old:+,.0f})" for n, old, new in steps], most
        )


def _figures(history: History) -> Iterator[tuple[Figure, Figure]]:
    old = {figure.name: figure for figure in history.before.figures}
    return ((old[new.name], new) for new in history.after.figures if new.name in old)


def _changed(history: History, everything: bool) -> Iterator[str]:
    changed = [(a, b) for a, b in _figures(history) if _digits(a) != _digits(b)]
    shown = changed if everything else [(a, b) for a, b in changed if b.name in FIRST]
    if not changed:
        return
    yield ""
    yield "Figures (docs/figures.md)"
    for old, new in shown:
        yield f"      {new.name:34}{_digits(old)} -> {_digits(new)}{_verdict(old, new)}"
    if len(changed) > len(shown):
        yield f"      ... and {len(changed) - len(shown)} more (--top 0 shows everything)"


def _digits(figure: Figure) -> str:
    return "none" if figure.value is None else f"{figure.value:.3g}"


def _verdict(old: Figure, new: Figure) -> str:
    if not new.better or old.value is None or new.value is None:
        return ""
    return "  better" if (new.value > old.value) == (new.better == "more") else "  worse"


def _first(lines: Sequence[str], most: int | None) -> Iterator[str]:
    shown = lines[:most]
    yield from (f"      {line}" for line in shown)
    if len(lines) > len(shown):
        yield f"      ... and {len(lines) - len(shown)} more (--top 0 shows everything)"


def render_markdown(history: History, project: str) -> str:
    """Return what moved as Markdown: contexts, moves, crossings, figures."""
    sizes, sizes_before = history.after.sizes(), history.before.sizes()
    was: Mapping[str, str] = {new: old for old, new in history.same.items()}
    head = f"{_called(history.before)} .. {_called(history.after)}"
    lines = [f"# Seams of {cell(project)}, {cell(head)}", "", f"{cell(_sizes(history))}.", ""]
    lines += [f"- {cell(line.strip())}" for line in _contexts(history, None) if line.startswith(" ")]
    lines += ["", "| context | was | modules | points |", "|---|---|--:|--:|"]
    for name in history.after.division.names:
        old = was.get(name, "")
        modules = f"{sizes_before[old]} -> {sizes[name]}" if old else f"{sizes[name]}"
        price = history.after.prices.get(name, 0.0)
        points = f"{history.before.prices.get(old, 0.0):,.0f} -> {price:,.0f}" if old else f"{price:,.0f}"
        lines.append(f"| {cell(name)} | {cell(old)} | {cell(modules)} | {cell(points)} |")
    if history.moves:
        lines += ["", "## Changed sides", "", "| what | from | to | sure |", "|---|---|---|---|"]
        lines += [
            f"| {cell(_known_as(m))} | {cell(_side(m.source))} | {cell(_side(m.target))} | {'yes' if m.sure else 'no'} |"
            for m in history.moves
        ]
    told = measure_lines(history.measures, history.after.measures, None)
    lines += ["", "## Crossings", "", *(f"- {cell(line.strip())}" for line in told)]
    lines += ["", "## Figures", "", "| figure | before | after | |", "|---|--:|--:|---|"]
    lines += [
        f"| {cell(b.name)} | {_digits(a)} | {_digits(b)} | {_verdict(a, b).strip()} |" for a, b in _figures(history)
    ]
    return "\n".join(lines) + "\n"
