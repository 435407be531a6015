"""The code quality report of GitLab: a JSON array, one object for each finding.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format lists the fields.
"""

from __future__ import annotations

import json
from collections import Counter

from boundary_lint.facts.harmless import clean
from boundary_lint.findings.finding import Evidence, Finding, Severity
from boundary_lint.findings.result import Result
from boundary_lint.report.shown import Shown, places, told

SEVERITY: dict[Severity, str] = {"error": "major", "warning": "minor", "info": "info"}


def render(result: Result, shown: Shown) -> str:
    """Return the findings; no two of them have the same fingerprint."""
    seen: Counter[str] = Counter()
    records = []
    for finding in result.findings:
        seen[finding.fingerprint] += 1
        number = seen[finding.fingerprint]
        records.append(_record(finding, finding.fingerprint + (f"-{number}" if number > 1 else ""), shown))
    return json.dumps(records, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _record(finding: Finding, fingerprint: str, shown: Shown) -> dict[str, object]:
    found = places(finding)
    return {
        "type": "issue",
        "check_name": finding.rule,
        "description": " - ".join(map(clean, told(finding))),
        "categories": ["Complexity"],
        "severity": SEVERITY[finding.severity],
        "fingerprint": fingerprint,
        "location": _location(found[0] if found else Evidence(".", 1), shown),
        "other_locations": [_location(place, shown) for place in found[1:]],
    }


def _location(place: Evidence, shown: Shown) -> dict[str, object]:
    return {"path": clean(shown.path(place.file)), "lines": {"begin": max(place.line, 1)}}
