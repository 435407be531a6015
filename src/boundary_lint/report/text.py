"""The report for people: grouped by pair of contexts, worst first, the top shown and the rest counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from boundary_lint.findings.finding import SEVERITIES, Evidence, Finding
from boundary_lint.findings.result import Result, Summary

MAX_GROUPS = 10
"""Pairs of contexts shown; the rest is counted."""

MAX_FINDINGS = 5
"""Findings shown of one pair; the rest is counted."""

MAX_EVIDENCE = 2
"""Sites shown of one finding; the rest is counted."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

_COLORS = {"error": "31", "warning": "33", "info": "36"}


def clean(text: str) -> str:
    """Return text that is safe on a terminal: control and direction characters are spelled out."""
    return _CONTROL.sub(lambda m: f"\\x{ord(m[0]):02x}", text)


def render(result: Result, *, color: bool = False, width: int = 120, top: int | None = MAX_GROUPS) -> str:
    """Return the report. width: columns of the terminal; top: pairs to show, None for all."""
    paint = _Paint(color)
    lines = [_head(result.summary)]
    groups = _groups(result.findings)
    shown = groups if top is None else groups[:top]
    for (source, target), findings in shown:
        lines += ["", *_group(source, target, findings, paint, width, everything=top is None)]
    hidden = groups[len(shown) :]
    if hidden:
        count = sum(len(findings) for _, findings in hidden)
        lines += ["", f"... and {_plural(count, 'finding')} in {_plural(len(hidden), 'more pair')} (--top 0 shows all)"]
    lines += ["", *_tail(result, len(groups))]
    return "\n".join(lines) + "\n"


class _Paint:
    def __init__(self, color: bool) -> None:
        self._color = color

    def severity(self, severity: str) -> str:
        """Return a severity, padded and coloured."""
        return self._wrap(f"{severity:8}", _COLORS[severity])

    def bold(self, text: str) -> str:
        """Return text in bold."""
        return self._wrap(text, "1")

    def dim(self, text: str) -> str:
        """Return text in a fainter colour."""
        return self._wrap(text, "2")

    def _wrap(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._color else text


def _head(summary: Summary) -> str:
    parts = [
        clean(summary.project),
        f"{_plural(summary.contexts, 'context')} ({summary.how})",
        _plural(summary.modules, "module"),
        _plural(summary.tables, "table"),
    ]
    accesses = _plural(summary.accesses, "access", "accesses")
    parts.append(f"{accesses}, {summary.percent} % resolved" if summary.recognised else accesses)
    return " · ".join(parts)


def _groups(findings: Iterable[Finding]) -> list[tuple[tuple[str, str], list[Finding]]]:
    """Return findings by pair of contexts: the pair with the most errors first, then warnings, then by name."""
    by_pair: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        by_pair.setdefault((finding.source, finding.target), []).append(finding)

    def worst(item: tuple[tuple[str, str], list[Finding]]) -> tuple[object, ...]:
        count = Counter(f.severity for f in item[1])
        return (*(-count[s] for s in SEVERITIES), item[0])

    return sorted(by_pair.items(), key=worst)


def _group(
    source: str, target: str, findings: Sequence[Finding], paint: _Paint, width: int, *, everything: bool
) -> list[str]:
    name = clean(f"{source} -> {target}" if source and target else source or target or "the whole program")
    counts = _severities(findings)
    lines = [f"{paint.bold(name)}{' ' * max(2, min(width, 100) - len(name) - len(counts))}{counts}"]
    shown = findings if everything else findings[:MAX_FINDINGS]
    column = max(len(f.rule) for f in shown)
    for finding in shown:
        lines += _finding(finding, column, paint, width, everything=everything)
    if len(findings) > len(shown):
        rest = Counter(f.rule for f in findings[len(shown) :])
        lines.append("  ... and " + ", ".join(f"{count} {rule}" for rule, count in sorted(rest.items())))
    return lines


def _finding(finding: Finding, column: int, paint: _Paint, width: int, *, everything: bool) -> list[str]:
    lines = [f"  {paint.severity(finding.severity)} {finding.rule:{column}}  {clean(finding.message)}"]
    shown = finding.evidence if everything else finding.evidence[:MAX_EVIDENCE]
    where = max((len(_site(e)) for e in shown), default=0)
    for evidence in shown:
        text = f"{_site(evidence):{where}}  {evidence.function + '()  ' if _named(evidence) else ''}{evidence.note}"
        lines.append(paint.dim(_cut(f"      {clean(text)}".rstrip(), width)))
    if len(finding.evidence) > len(shown):
        lines.append(paint.dim(f"      ... and {_plural(len(finding.evidence) - len(shown), 'more place')}"))
    if finding.fix:
        lines.append(f"      fix: {clean(finding.fix)}")
    return lines


def _named(evidence: Evidence) -> bool:
    return bool(evidence.function) and not evidence.function.startswith("<")


def _site(evidence: Evidence) -> str:
    return f"{evidence.file}:{evidence.line}" if evidence.line else evidence.file


def _cut(line: str, width: int) -> str:
    return line if len(line) <= width else line[: width - 3] + "..."


def _tail(result: Result, pairs: int) -> list[str]:
    findings = result.findings
    if findings:
        lines = [f"{_plural(len(findings), 'finding')} in {_plural(pairs, 'pair')}: {_severities(findings)}."]
    else:
        lines = ["No findings."]
    if result.summary.gaps:
        gaps = ", ".join(f"{count:,} {kind}" for kind, count in sorted(result.summary.gaps.items()))
        lines[0] += f"  Not understood: {gaps}."
    for rule, reason in sorted(result.blind.items()):
        lines.append(f"blind: {rule} ({reason})")
    lines += [f"not run: {clean(error)}" for error in result.errors]
    if findings:
        lines.append(f'next: boundary-lint explain {findings[0].rule} · boundary-lint query "select * from data_table"')
    return lines


def _severities(findings: Sequence[Finding]) -> str:
    count = Counter(f.severity for f in findings)
    return ", ".join(_plural(count[s], s) if s != "info" else f"{count[s]} info" for s in SEVERITIES if count[s])


def _plural(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"
