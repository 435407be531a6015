"""The report for people: grouped by pair of contexts, worst first, the top shown and the rest counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from boundary_lint.facts.harmless import clean
from boundary_lint.facts.program import Hop
from boundary_lint.findings.finding import SEVERITIES, Evidence, Finding
from boundary_lint.findings.result import Debt, Result, Summary
from boundary_lint.report.shown import LineOf, Shown

MAX_GROUPS = 6
"""Pairs of contexts shown; the rest is counted."""

MAX_FINDINGS = 4
"""Findings shown of one pair; the rest is counted."""

MAX_EVIDENCE = 2
"""Places shown of one finding; the rest is counted."""

MAX_LINES = 100
"""Lines of the report, unless more pairs than `MAX_GROUPS` are asked for; the rest is counted."""

MAX_STALE = 3
"""Entries of the baseline told that nothing matches any more; the rest is counted."""

MAX_WIDTH = 100
"""Columns up to which the counts of a pair are moved to the right."""

_COLORS = {"error": "31", "warning": "33", "info": "36"}

OPS = {"read": "reads", "write": "writes", "delete": "deletes", "lock": "locks"}

_GAPS = {
    "sql": ("SQL text", "SQL texts"),
    "query": ("query", "queries"),
    "session": ("use of a session", "uses of a session"),
    "call": ("function", "functions"),
    "name": ("name", "names"),
    "import": ("import", "imports"),
    "contract": ("import contract", "import contracts"),
    "settings": ("setting", "settings"),
    "syntax": ("file with broken syntax", "files with broken syntax"),
    "encoding": ("file in an unknown encoding", "files in an unknown encoding"),
    "size": ("file that is too large", "files that are too large"),
    "depth": ("file nested too deep", "files nested too deep"),
    "unreadable": ("unreadable file", "unreadable files"),
}
"""Kinds of gaps in words, for one and for several."""

_HOPS = {"literal": "written", "env": "environment", "default": "default", "parameter": "passed"}
"""Steps by which an address is known in words, where the word of the facts does not say it."""

Pair = tuple[str, str]
"""The contexts between which a finding lies, "" where there is none."""


def report(result: Result, shown: Shown) -> str:
    """Return the report; see `render`."""
    return render(result, color=shown.color, width=shown.width, top=shown.top, line_of=shown.line_of)


def render(
    result: Result,
    *,
    color: bool = False,
    width: int = 120,
    top: int | None = MAX_GROUPS,
    line_of: LineOf | None = None,
) -> str:
    """Return the report. width: columns of the terminal; top: pairs to show, None for everything; line_of: the code."""
    style = _Style(color, width, everything=top is None, line_of=line_of or (lambda file, line: ""))
    lines = [head(result.summary)]
    groups = grouped(result.findings)
    tail = ["", *_tail(result, groups)]
    room = MAX_LINES - len(tail) - 2 if top is not None and top <= MAX_GROUPS else None
    shown = 0
    for pair, findings in groups[:top]:
        block = ["", *_group(pair, findings, style)]
        if shown and room is not None and len(lines) + len(block) > room:
            break
        lines += block
        shown += 1
    hidden = [finding for _, findings in groups[shown:] for finding in findings]
    if hidden:
        more = plural(len(groups) - shown, "more group")
        lines += ["", f"... and in {more}: {by_rule(hidden)} (--top 0 shows everything)"]
    return "\n".join([*lines, *tail]) + "\n"


@dataclass(frozen=True)
class _Style:
    """How to show: coloured or not, how wide, all or the top, and where the code is to be had."""

    color: bool
    width: int
    everything: bool
    line_of: LineOf

    def severity(self, severity: str) -> str:
        """Return a severity, padded and coloured."""
        return self._wrap(f"{severity:8}", _COLORS[severity])

    def bold(self, text: str) -> str:
        """Return text in bold."""
        return self._wrap(text, "1")

    def dim(self, text: str) -> str:
        """Return text in a fainter colour, cut to the width."""
        return self._wrap(text if len(text) <= self.width else text[: self.width - 3] + "...", "2")

    def _wrap(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color else text


def head(summary: Summary) -> str:
    """Return in one line what was read: how many contexts, modules, tables, accesses and calls."""
    parts = [clean(summary.project)]
    if summary.services:
        parts.append(plural(summary.services, "service"))
    if summary.contexts or not summary.services:
        parts.append(f"{plural(summary.contexts, 'context')} ({summary.how})")
    parts.append(plural(summary.modules, "module"))
    if summary.extent != "all":
        return " · ".join([*parts, "imports alone: no rule that was chosen asks for data"])
    parts.append(plural(summary.tables, "table"))
    accesses = plural(summary.accesses, "access", "accesses")
    parts.append(f"{accesses}, {summary.percent} % resolved" if summary.recognised else accesses)
    if summary.calls:
        parts.append(f"{plural(summary.calls, 'remote call')}, {summary.percent_of_calls} % resolved")
    return " · ".join(parts)


def grouped(findings: Iterable[Finding]) -> list[tuple[Pair, list[Finding]]]:
    """Return findings by pair of contexts, the pair with the most errors first; then what concerns one context, or none."""
    by_pair: dict[Pair, list[Finding]] = {}
    for finding in findings:
        by_pair.setdefault((finding.source, finding.target), []).append(finding)

    def worst(item: tuple[Pair, list[Finding]]) -> tuple[object, ...]:
        count = Counter(f.severity for f in item[1])
        return (-sum(map(bool, item[0])), *(-count[s] for s in SEVERITIES), item[0])

    return sorted(by_pair.items(), key=worst)


def rank(finding: Finding) -> tuple[object, ...]:
    """Return by what the findings of a pair are sorted: the worst first, those at many places before those at few."""
    return (SEVERITIES.index(finding.severity), finding.rule, -len(finding.evidence), finding.key)


def _group(pair: Pair, findings: Sequence[Finding], style: _Style) -> list[str]:
    name = clean(" -> ".join(filter(None, pair)) or "the whole program")
    counts = by_severity(findings)
    gap = " " * max(2, min(style.width, MAX_WIDTH) - len(name) - len(counts))
    lines = [f"{style.bold(name)}{gap}{counts}"]
    ordered = sorted(findings, key=rank)
    shown = ordered if style.everything else ordered[:MAX_FINDINGS]
    column = max(len(f.rule) for f in shown)
    told_ways: set[tuple[Hop, ...]] = set()
    for finding, following in zip(shown, [*shown[1:], None], strict=True):
        lines += _finding(finding, column, style, told_ways)
        if finding.fix and (following is None or (following.rule, following.fix) != (finding.rule, finding.fix)):
            lines.append(f"      fix: {clean(finding.fix)}")
    if len(ordered) > len(shown):
        lines.append(f"  ... and {by_rule(ordered[len(shown) :])}")
    return lines


def _finding(finding: Finding, column: int, style: _Style, told_ways: set[tuple[Hop, ...]]) -> list[str]:
    """Return the lines of a finding. told_ways: those of the group that the reader has seen; they are told once."""
    owner = f"  ({clean(finding.owner)})" if finding.owner else ""
    lines = [f"  {style.severity(finding.severity)} {finding.rule:{column}}  {clean(finding.message)}{owner}"]
    lines_of = list({(e.file, e.line): e for e in reversed(finding.evidence)}.values())[::-1]
    shown = finding.evidence if style.everything else lines_of[:MAX_EVIDENCE]
    where = max((len(_site(e)) for e in shown), default=0)
    for evidence in shown:
        told = filter(None, [f"{_site(evidence):{where}}", *_said(evidence, style)])
        lines.append(style.dim(f"      {clean('  '.join(told))}".rstrip()))
        if style.everything or evidence.way not in told_ways:
            told_ways.add(evidence.way)
            lines += [style.dim(f"        {clean(step)}") for step in _way(evidence)]
    more = []
    if not style.everything and len(lines_of) > len(shown):
        more.append(plural(len(lines_of) - len(shown), "more place"))
    more += [f"{plural(finding.accepted, 'place')} that the baseline accepts"] if finding.accepted else []
    if more:
        lines.append(style.dim(f"      ... and {' and '.join(more)}"))
    return lines


def _said(evidence: Evidence, style: _Style) -> list[str]:
    """Return the function, what it does, and the note or the code."""
    named = evidence.function and not evidence.function.startswith("<")
    return [
        f"{evidence.function}()" if named else "",
        OPS.get(evidence.op, evidence.op),
        evidence.note or style.line_of(evidence.file, evidence.line),
    ]


def _way(evidence: Evidence) -> list[str]:
    """Return the steps by which the target of a place is known, those of one line together."""
    by_place: dict[str, dict[str, list[str]]] = {}
    for hop in evidence.way:
        texts = by_place.setdefault(f"{hop.file}:{hop.line}", {})
        texts.setdefault(hop.text, []).append(_HOPS.get(hop.what, hop.what))
    lines: list[str] = []
    for place, texts in by_place.items():
        told = ", ".join(f"{text} ({', '.join(whats)})" for text, whats in texts.items())
        lines.append(f"{'   ' if lines else 'by '}{place}  {told}")
    return lines


def _site(evidence: Evidence) -> str:
    return f"{evidence.file}:{evidence.line}" if evidence.line else evidence.file


def _tail(result: Result, groups: Sequence[tuple[Pair, list[Finding]]]) -> list[str]:
    findings, pairs = result.findings, sum(bool(source and target) for (source, target), _ in groups)
    if findings:
        what = "services" if result.summary.services else "contexts"
        between = f" between {plural(pairs, 'pair')} of {what}" if pairs else ""
        lines = [f"{plural(len(findings), 'finding')}{between}: {by_severity(findings)}."]
    else:
        new = " new" if result.debt is not None else ""
        lines = [f"No{new} findings of the rules that ran." if result.errors else f"No{new} findings."]
    if result.waived:
        lines[0] += f"  {plural(result.waived, 'place')} waived."
    if result.summary.gaps:
        gaps = (plural(count, *_GAPS.get(kind, (kind, kind))) for kind, count in sorted(result.summary.gaps.items()))
        lines[0] += f"  Not understood: {', '.join(gaps)}."
    lines += fixable_lines(findings)
    if not result.summary.contexts and not result.summary.services:
        lines.append(
            "No contexts were found, so nothing can cross their boundaries: declare [[contexts]] in boundary-lint.toml."
        )
    lines += debt_lines(result.debt) if result.debt is not None else []
    lines += [f"blind: {', '.join(rules)} ({clean(reason)})" for reason, rules in _by_reason(result.blind)]
    lines += [f"not run: {clean(error)}" for error in result.errors]
    if steps := _next_steps(result, groups):
        lines.append(f"next: {' · '.join(steps)}")
    return lines


def fixable_lines(findings: Iterable[Finding]) -> list[str]:
    """Return how many findings ``check --fix`` mends, and how many more it would with which key of the configuration."""
    count = Counter(
        "" if finding.fixable else finding.fixable_with
        for finding in findings
        if finding.fixable or finding.fixable_with
    )
    told = [f"{plural(count.pop(''), 'finding')} with boundary-lint check --fix"] if count[""] else []
    count.pop("", None)
    told += [f"{number:,} {'more ' if told else ''}where [fix] {key} is set" for key, number in sorted(count.items())]
    return [f"fixable: {', '.join(told)}"] if told else []


def debt_lines(debt: Debt) -> list[str]:
    """Return what the baseline accepts, and what became of it."""
    change = [f"{plural(len(debt.stale), 'entry', 'entries')} paid off"] if debt.stale else []
    change += [f"{len(debt.expired):,} expired"] if debt.expired else []
    change += [f"{debt.new:,} new"] if debt.new else []
    entries = plural(debt.entries, "entry", "entries")
    whose = f" of {clean(debt.owner)}" if debt.owner else ""
    told = f"debt: {plural(debt.findings, 'finding')}{whose} accepted by {clean(debt.file)} ({entries}"
    lines = [f"{told}{'; ' if change else ''}{', '.join(change)})"]
    for line in debt.stale[:MAX_STALE]:
        lines.append(f"  paid off: {clean(line)}")
    if len(debt.stale) > MAX_STALE:
        lines.append(f"  ... and {len(debt.stale) - MAX_STALE:,} more paid off")
    return lines


def _next_steps(result: Result, groups: Sequence[tuple[Pair, list[Finding]]]) -> list[str]:
    steps = [f"boundary-lint explain {min(groups[0][1], key=rank).rule}"] if groups else []
    if result.debt is None:
        steps += ["boundary-lint baseline write"] if groups else []
    elif result.debt.stale:
        steps.append("boundary-lint baseline prune")
    if result.summary.gaps:
        steps.append("boundary-lint explain --unresolved")
    if result.summary.tables:
        steps.append('boundary-lint query "select * from data_table"')
    return steps


def _by_reason(blind: dict[str, str]) -> list[tuple[str, list[str]]]:
    rules: dict[str, list[str]] = {}
    for rule, reason in sorted(blind.items()):
        rules.setdefault(reason, []).append(rule)
    return sorted(rules.items())


def by_rule(findings: Iterable[Finding]) -> str:
    """Return how many findings of which rules: "2 shared-table, 1 unread-file"."""
    return ", ".join(f"{count:,} {rule}" for rule, count in sorted(Counter(f.rule for f in findings).items()))


def by_severity(findings: Sequence[Finding]) -> str:
    """Return how many findings of which severities: "2 errors, 1 info"."""
    count = Counter(f.severity for f in findings)
    return ", ".join(plural(count[s], s) if s != "info" else f"{count[s]} info" for s in SEVERITIES if count[s])


def plural(count: int, one: str, many: str = "") -> str:
    """Return a number with its noun: "1 place", "1,204 accesses"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
