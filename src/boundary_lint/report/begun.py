"""The first screen of a program: what was found in it, what was written, what there is to pay off, and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from boundary_lint.facts.harmless import clean
from boundary_lint.findings.finding import Finding
from boundary_lint.findings.result import Result
from boundary_lint.report.text import by_severity, head, plural

MAX_RULES = 8
"""Rules told with their findings; the rest is counted."""

MAX_NAMES = 96
"""Letters of names that are listed; the rest is counted."""


class File(NamedTuple):
    """A file: its name, what is in it, and whether it was written in this run."""

    name: str
    content: str
    is_new: bool


class Found(NamedTuple):
    """Names of what was found, and what of it a reader must look at twice, in words."""

    contexts: Sequence[str]
    services: Sequence[str]
    doubts: Sequence[str]


def render(result: Result, found: Found, files: Sequence[File], steps: Sequence[tuple[str, str]], would: bool) -> str:
    """Return the screen. steps: command -> what it is for; would: nothing is written, only told."""
    names = max(len(file.name) for file in files)
    lines = [head(result.summary), ""]
    lines += [f"contexts: {_some(found.contexts)}"] if found.contexts else []
    lines += [f"services: {_some(found.services)}"] if found.services else []
    lines += ["" if found.contexts or found.services else "no contexts were found: declare those that you know", ""]
    verbs = ("would write", "left as it is") if would else ("written", "left as it is")
    told = [(verbs[0] if file.is_new else verbs[1], file) for file in files]
    column = max(len(verb) for verb, _ in told)
    lines += [f"{verb:{column}}  {clean(file.name):{names}}  {file.content}" for verb, file in told]
    lines += ["", *_debt(result.findings)]
    lines += ["", "look twice:", *(f"  {clean(doubt)}" for doubt in found.doubts)] if found.doubts else []
    wide = max(len(command) for command, _ in steps)
    lines += ["", "next:", *(f"  {clean(command):{wide}}  {what}" for command, what in steps)]
    return "\n".join(_without_doubles(lines)) + "\n"


def _without_doubles(lines: Iterable[str]) -> Iterable[str]:
    """Yield lines, of several empty ones behind each other the first."""
    last = ""
    for line in lines:
        if line or last:
            yield line
        last = line


def _some(names: Sequence[str]) -> str:
    shown: list[str] = []
    for name in map(clean, names):
        if shown and sum(len(one) + 2 for one in shown) + len(name) > MAX_NAMES:
            return f"{', '.join(shown)} and {len(names) - len(shown)} more"
        shown.append(name)
    return ", ".join(shown)


def _debt(findings: Sequence[Finding]) -> list[str]:
    """Return how much there is to pay off, by rule."""
    if not findings:
        return ["debt: none, nothing was found"]
    count = Counter(finding.rule for finding in findings).most_common()
    ordered = sorted(count, key=lambda item: (-item[1], item[0]))
    shown = ordered[:MAX_RULES]
    wide = max(len(f"{number:,}") for _, number in shown)
    lines = [f"debt: {plural(len(findings), 'finding')}: {by_severity(findings)}"]
    lines += [f"  {number:{wide},}  {rule}" for rule, number in shown]
    if rest := ordered[MAX_RULES:]:
        lines.append(f"  {sum(number for _, number in rest):{wide},}  of {plural(len(rest), 'more rule')}")
    return lines
