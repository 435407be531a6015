"""What a run has to tell beside findings: how large a program is, and how much of it was understood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from boundary_lint.discover.walk import below_configuration
from boundary_lint.facts.program import Gap
from boundary_lint.findings.result import Summary
from boundary_lint.pipeline.run import Analysis

UNREAD = frozenset({"syntax", "encoding", "depth", "unreadable", "size"})
"""Kinds of gaps that say of a file that it, or a part of it, could not be read."""


def summary_of(analysis: Analysis) -> Summary:
    """Return the counts of a run."""
    facts = analysis.facts
    coverage = facts.coverage
    services = {s.name for s in facts.services}
    contexts = [c for c in facts.contexts if c.kind != "library" and c.name not in services]
    calls = [call for call in facts.calls if call.reached and not call.sink]
    unread = {g.file for g in facts.gaps if g.kind in UNREAD}
    return Summary(
        project=Path(analysis.tree.base).name,
        contexts=len(contexts),
        services=len(services),
        calls=len(calls),
        calls_known=sum(bool(call.service or call.host or call.protocol == "https") for call in calls),
        libraries=sum(c.kind == "library" for c in facts.contexts),
        how=_how((contexts and contexts[0].evidence) or ""),
        modules=len(facts.modules),
        lines=coverage.lines,
        tables=len(facts.tables),
        accesses=len(facts.accesses),
        resolved=coverage.accesses_known,
        recognised=coverage.accesses_known + coverage.accesses_unknown,
        gaps=_counted(facts.gaps),
        files=coverage.files,
        assumed=_assumed(analysis, len(contexts)),
        unread=len(unread),
        extent=analysis.extent,
    )


def _counted(gaps: Iterable[Gap]) -> dict[str, int]:
    """Return kind -> how many; of what could not be read, files."""
    places = Counter(g.kind for g in gaps if g.kind not in UNREAD)
    files = Counter(kind for kind, _ in {(g.kind, g.file) for g in gaps if g.kind in UNREAD})
    return dict(sorted((places + files).items()))


def _how(evidence: str) -> str:
    if evidence.startswith("configuration"):
        return "configured"
    return "Django apps" if evidence == "Django app" else "packages"


def _assumed(analysis: Analysis, contexts: int) -> str:
    how = _how(next((c.evidence for c in analysis.facts.contexts if c.kind == "context"), ""))
    roots = ", ".join(root or "." for root in analysis.tree.roots[:4]) + (
        " ..." if len(analysis.tree.roots) > 4 else ""
    )
    found = [f"{contexts} {'context' if contexts == 1 else 'contexts'} from {how}"]
    services = analysis.facts.services
    if services:
        kinds = ", ".join(sorted({service.how for service in services}))
        found = [f"{len(services)} services from {kinds}", *(found if contexts else [])]
    parts = [] if analysis.config.contexts else found
    parts.append(f"source roots {roots}")
    only = below_configuration(str(analysis.tree.base), analysis.config) if analysis.config.file else ""
    parts += [f"settings {', '.join(analysis.settings)}"] if analysis.settings else []
    return "; ".join([*parts, *([f"only {only} is read"] if only else [])])
