"""The report for code scanning: SARIF 2.1.0 (OASIS, errata 01), with paths as seen from the top of the repository.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/ says what the fields mean; what GitHub reads of them and how much of it:
https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support. No column is told: a finding is about lines.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote

from boundary_lint.facts.harmless import clean
from boundary_lint.findings.finding import Evidence, Finding, Severity
from boundary_lint.findings.result import Result
from boundary_lint.findings.rule import RuleText
from boundary_lint.report.shown import Shown, places, told

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}

PROBLEMS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "recommendation"}
"""Severities as GitHub's filters name them."""

MAX_PLACES = 100
"""Places of one finding: GitHub shows no more; the rest is counted."""

_ROOT = "%SRCROOT%"

_Json = dict[str, object]


def render(result: Result, shown: Shown) -> str:
    """Return findings and rules as one SARIF run."""
    index = {rule.id: number for number, rule in enumerate(result.rules)}
    run: _Json = {
        "tool": {
            "driver": {
                "name": "boundary-lint",
                "version": shown.version,
                "rules": [_rule(rule) for rule in result.rules],
            }
        },
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The top of the repository."}}},
        "invocations": [_invocation(result)],
        "results": [_result(finding, index, shown) for finding in result.findings],
    }
    report = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(report, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def plain(text: str) -> str:
    """Return text that SARIF shows as it is: no placeholder, no link (§3.11.5, §3.11.6)."""
    return _braces(clean(text)).replace("](", "] (")


def uri(path: str) -> str:
    """Return a relative path as a URI, byte by byte where it is no text."""
    try:
        return quote(path.encode("utf-8", "surrogateescape"), safe="/")
    except UnicodeEncodeError:
        return quote(path.encode("utf-8", "surrogatepass"), safe="/")


def _rule(rule: RuleText) -> _Json:
    sections = [(name, text) for name, text in (("Why", rule.why), ("Fix", rule.fix)) if text]
    title = plain(rule.title)
    markdown = "\n\n".join(f"## {name}\n\n{text}" for name, text in sections)
    return {
        "id": rule.id,
        "shortDescription": {"text": title},
        "fullDescription": {"text": _lines(rule.why) or title},
        "help": {
            "text": "\n\n".join(_lines(text) for _, text in sections) or title,
            "markdown": "\n".join(_braces(clean(line)) for line in markdown.split("\n")) or title,
        },
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"problem.severity": PROBLEMS[rule.severity], "tags": ["architecture"]},
    }


def _braces(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _lines(text: str) -> str:
    return "\n".join(map(plain, text.split("\n")))


def _invocation(result: Result) -> _Json:
    """Return what happened besides findings: pages that could not be run, rules that are blind."""
    notes = [_note("error", error) for error in result.errors]
    notes += [_note("note", f"{rule} is blind: {reason}", rule) for rule, reason in sorted(result.blind.items())]
    return {"executionSuccessful": not result.errors, "toolExecutionNotifications": notes}


def _note(level: str, text: str, rule: str = "") -> _Json:
    note: _Json = {"level": level, "message": {"text": _lines(text)}}
    return {**note, "associatedRule": {"id": rule}} if rule else note


def _result(finding: Finding, index: dict[str, int], shown: Shown) -> _Json:
    found = places(finding)
    message = "\n".join(map(plain, told(finding)))
    if len(found) > MAX_PLACES:
        message += f"\n{len(found) - MAX_PLACES:,} more places are not listed."
    record: _Json = {
        "ruleId": finding.rule,
        "level": LEVELS[finding.severity],
        "message": {"text": message},
        "locations": [_location(place, shown) for place in found[:1]],
        "relatedLocations": [
            {**_location(place, shown), "id": number} for number, place in enumerate(found[1:MAX_PLACES], 1)
        ],
        # GitHub tells alerts apart by primaryLocationLineHash alone; other readers look at all
        "partialFingerprints": {
            "boundaryLint/v1": finding.fingerprint,
            "primaryLocationLineHash": f"{finding.fingerprint}:1",
        },
        "properties": _properties(finding),
    }
    if finding.rule in index:
        record["ruleIndex"] = index[finding.rule]
    if flows := list(_flows(found[:MAX_PLACES], shown)):
        record["codeFlows"] = flows
    return record


def _properties(finding: Finding) -> _Json:
    told = {"from": clean(finding.source), "to": clean(finding.target), "between": finding.between}
    return {**told, **({"owner": clean(finding.owner)} if finding.owner else {})}


def _flows(found: list[Evidence], shown: Shown) -> Iterator[_Json]:
    """Yield how the target of each place came to be known: from the line that says it to the place."""
    for place in found:
        if place.way:
            steps = [Evidence(hop.file, hop.line, f"{hop.what}: {hop.text}") for hop in reversed(place.way) if hop.file]
            yield {"threadFlows": [{"locations": [{"location": _location(step, shown)} for step in (*steps, place)]}]}


def _location(place: Evidence, shown: Shown) -> _Json:
    location: _Json = {
        "physicalLocation": {
            "artifactLocation": {"uri": uri(shown.path(place.file)), "uriBaseId": _ROOT},
            "region": {"startLine": max(place.line, 1)},
        }
    }
    if place.function and not place.function.startswith("<"):
        location["logicalLocations"] = [{"fullyQualifiedName": clean(place.function), "kind": "function"}]
    if note := " ".join(filter(None, [place.op, place.note])):
        location["message"] = {"text": plain(note)}
    return location
