"""The report for programs: one JSON object, sorted, the same in every run."""

from __future__ import annotations

import json

from boundary_lint.findings.finding import Finding
from boundary_lint.findings.result import Debt, Result
from boundary_lint.report.shown import Shown

SCHEMA = 1
"""Version of the object; it changes when a field is renamed or removed."""


def report(result: Result, shown: Shown) -> str:
    """Return the report; see `render`."""
    return render(result, shown.version)


def render(result: Result, version: str) -> str:
    """Return findings and coverage as JSON."""
    summary = result.summary
    report = {
        "tool": {"name": "boundary-lint", "version": version},
        "schema": SCHEMA,
        "findings": [finding_record(finding) for finding in result.findings],
        "summary": {
            "project": summary.project,
            "services": summary.services,
            "contexts": summary.contexts,
            "contexts_found_by": summary.how,
            "modules": summary.modules,
            "lines": summary.lines,
            "extent": summary.extent,
            "tables": summary.tables,
            "accesses": summary.accesses,
            "remote_calls": summary.calls,
            "remote_calls_resolved": summary.calls_known,
            "accesses_recognised": summary.recognised,
            "accesses_resolved": summary.resolved,
            "assumed": summary.assumed,
        },
        "coverage": {"files": summary.files, "not_understood": summary.gaps, "unread": summary.unread},
        "accepted": [finding_record(finding) for finding in result.accepted],
        "debt": None if result.debt is None else _debt_record(result.debt),
        "waived": result.waived,
        "errors": list(result.errors),
        "blind": result.blind,
    }
    return json.dumps(report, indent=1, sort_keys=True, ensure_ascii=True) + "\n"


def _debt_record(debt: Debt) -> dict[str, object]:
    return {
        "file": debt.file,
        "entries": debt.entries,
        "findings": debt.findings,
        "new": debt.new,
        "stale": list(debt.stale),
        "expired": list(debt.expired),
        "owner": debt.owner,
    }


def finding_record(finding: Finding) -> dict[str, object]:
    """Return one finding as plain values: sites are its guilty lines, evidence explains them. A service as a whole has none."""
    guilty = finding.evidence if finding.subject != "service" else ()
    sites = list(dict.fromkeys((e.file, e.line) for e in guilty))
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "fix": finding.fix,
        "file": sites[0][0] if sites else "",
        "line": sites[0][1] if sites else 0,
        "service": finding.source,
        "from": finding.source,
        "to": finding.target,
        "fingerprint": finding.fingerprint,
        "between": finding.between,
        "owner": finding.owner,
        "accepted_places": finding.accepted,
        "fixable": finding.fixable,
        "sites": [{"file": file, "line": line} for file, line in sites],
        "evidence": [
            {
                "file": e.file,
                "line": e.line,
                "note": e.note,
                "function": e.function,
                "op": e.op,
                "way": [{"what": h.what, "text": h.text, "file": h.file, "line": h.line} for h in e.way],
            }
            for e in finding.evidence
        ],
    }
