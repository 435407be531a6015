"""What assumptions change, as text, Markdown and JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boundary_lint.facts.harmless import clean
from boundary_lint.findings.finding import Finding
from boundary_lint.seams.change import Change, FindingsChange, Measures

MOST = 6
"""Pairs of contexts, cycles and tables told of each kind; the rest is counted."""

MOST_FINDINGS = 5
"""New and gone findings that are named, of each; the rest is counted by rule."""

FROM = {"today": "today's contexts", "found": "the contexts that were found"}


def record(change: Change) -> dict[str, object]:
    """Return a change as it stands in the JSON report."""
    modules, tables = change.division.modules, change.division.tables
    found = {} if change.findings is None else {"findings": _findings(change.findings)}
    return {
        **found,
        "from": change.start,
        "assumptions": list(change.assumptions),
        "before": measures_record(change.before),
        "after": measures_record(change.after),
        "contexts": [
            {
                "name": name,
                "files": sorted(file for file, context in modules.items() if context == name),
                "tables": sorted(table for table, context in tables.items() if context == name),
            }
            for name in change.division.names
        ],
    }


def _findings(found: FindingsChange) -> dict[str, object]:
    rules = {rule: {"new": new, "gone": gone} for rule, (new, gone) in found.by_rule.items()}
    new, gone = ([_finding(finding) for finding in findings] for findings in (found.new, found.gone))
    return {"before": found.before, "after": found.after, "rules": rules, "new": new, "gone": gone}


def _finding(finding: Finding) -> dict[str, object]:
    first = finding.evidence[0]
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "from": finding.source,
        "to": finding.target,
        "fingerprint": finding.fingerprint,
        "file": first.file,
        "line": first.line,
        "sites": len({(one.file, one.line) for one in finding.evidence}),
    }


def measures_record(measures: Measures) -> dict[str, object]:
    """Return the figures of a division as they stand in the JSON report."""
    return {
        "contexts": len(measures.contexts),
        "crossings": {**measures.crossings, "total": sum(measures.crossings.values())},
        "pairs": [{"from": a, "to": b, "crossings": count} for (a, b), count in measures.pairs.items()],
        "cycles": [list(cycle) for cycle in measures.cycles],
        "two_writers": list(measures.two_writers),
        "price": measures.price,
    }


def lines(change: Change) -> Iterator[str]:
    """Yield a change for people."""
    yield f"What if, against {FROM[change.start]}: {clean('; '.join(change.assumptions))}"
    yield from measure_lines(change.before, change.after)
    if change.findings is not None:
        yield from _found(change.findings)


def measure_lines(before: Measures, after: Measures, most: int | None = MOST, names: int = MOST) -> Iterator[str]:
    """Yield what differs between the figures of two divisions. most: pairs of contexts to tell, None for all; names: cycles and tables of each kind."""
    yield f"      {'contexts':18}{_step(len(before.contexts), len(after.contexts))}"
    yield f"      {'crossings':18}{_step(sum(before.crossings.values()), sum(after.crossings.values()))}"
    for kind in before.crossings:
        yield f"        {kind:16}{_step(before.crossings[kind], after.crossings[kind])}"
    yield f"      {'price in points':18}{_step(round(before.price), round(after.price))}"
    for title, old, new in (
        ("cycles", [_circle(c) for c in before.cycles], [_circle(c) for c in after.cycles]),
        ("two writers", before.two_writers, after.two_writers),
    ):
        yield f"      {title:18}{_step(len(old), len(new))}{clean(_difference(old, new, names))}"
    changed = [p for p in {**before.pairs, **after.pairs} if before.pairs.get(p, 0) != after.pairs.get(p, 0)]
    changed.sort(key=lambda p: (-abs(after.pairs.get(p, 0) - before.pairs.get(p, 0)), p))
    shown = changed[:most]
    for pair in shown:
        yield f"      {clean(' -> '.join(pair))}: {_step(before.pairs.get(pair, 0), after.pairs.get(pair, 0))}"
    if len(changed) > len(shown):
        yield f"      ... and {len(changed) - len(shown)} more pairs of contexts (all are in the JSON report)"


def _found(found: FindingsChange) -> Iterator[str]:
    """Yield how findings change: counted, by rule, and the first of them by name."""
    yield f"      {'findings':18}{_step(found.before, found.after)}: {len(found.new)} new, {len(found.gone)} gone"
    for rule, (new, gone) in found.by_rule.items():
        told = [f"{count} {word}" for count, word in ((new, "new"), (gone, "gone")) if count]
        yield f"        {clean(rule)}: {', '.join(told)}"
    for word, findings in (("new", found.new), ("gone", found.gone)):
        for finding in findings[:MOST_FINDINGS]:
            first = finding.evidence[0]
            what = f"{finding.rule}: {finding.message}"
            yield f"        {word} {clean(what)} ({clean(first.file)}:{first.line})"
        if len(findings) > MOST_FINDINGS:
            yield f"        ... and {len(findings) - MOST_FINDINGS} more that are {word} (all are in the JSON report)"


def _step(old: int, new: int) -> str:
    return f"{old:,} -> {new:,}" + (f" ({new - old:+,})" if new != old else "")


def _circle(cycle: Sequence[str]) -> str:
    return " -> ".join([*cycle, cycle[0]])


def _difference(old: Sequence[str], new: Sequence[str], most: int) -> str:
    gone, come = sorted(set(old) - set(new)), sorted(set(new) - set(old))
    parts = [f"{word} {_some(names, most)}" for word, names in (("gone", gone), ("new", come)) if names]
    return f": {'; '.join(parts)}" if parts else ""


def _some(names: Sequence[str], most: int) -> str:
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
