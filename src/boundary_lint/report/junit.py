"""The report for test runners: JUnit XML. A finding that fails the run is a failed test, a rule without findings a passed one.

The form is the one that Jenkins, GitLab, GitHub and Azure read (testsuites, testsuite, testcase). No times and no host: the same in every run.
"""

from __future__ import annotations

from xml.etree import ElementTree

from boundary_lint.facts.harmless import clean
from boundary_lint.findings.finding import Finding
from boundary_lint.findings.result import Result
from boundary_lint.report.shown import Shown, places, told


def render(result: Result, shown: Shown) -> str:
    """Return one suite: the findings, then rules without any, blind ones as skipped, pages that could not be run as errors."""
    suite = ElementTree.Element("testsuite", {"name": "boundary-lint"})
    for finding in result.findings:
        _finding(suite, finding, shown)
    found = {finding.rule for finding in result.findings}
    for rule in result.rules:
        if rule.id not in found:
            case = _case(suite, rule.id, rule.title)
            if rule.id in result.blind:
                ElementTree.SubElement(case, "skipped", {"message": clean(f"blind: {result.blind[rule.id]}")})
    for error in result.errors:
        ElementTree.SubElement(_case(suite, "boundary-lint", error), "error", {"message": clean(error)})
    if result.debt is not None and result.debt.strict and shown.failing:
        for line in result.debt.stale:
            failure = {"type": "error", "message": "matches nothing any more"}
            ElementTree.SubElement(_case(suite, "baseline", line), "failure", failure)
    _count(suite)
    root = ElementTree.Element("testsuites", {key: suite.attrib[key] for key in ("tests", "failures", "errors")})
    root.append(suite)
    ElementTree.indent(root)
    return f"<?xml version='1.0' encoding='utf-8'?>\n{ElementTree.tostring(root, encoding='unicode')}\n"


def _finding(suite: ElementTree.Element, finding: Finding, shown: Shown) -> None:
    found = places(finding)
    case = _case(suite, finding.rule, f"{finding.message} [{finding.fingerprint}]")
    if found:
        case.attrib |= {"file": clean(shown.path(found[0].file)), "line": str(max(found[0].line, 1))}
    lines = [*told(finding), *(f"{shown.path(place.file)}:{place.line}" for place in found)]
    text = "\n".join(map(clean, lines))
    if finding.severity in shown.failing:
        failure = {"type": finding.severity, "message": clean(finding.message)}
        ElementTree.SubElement(case, "failure", failure).text = text
    else:
        ElementTree.SubElement(case, "system-out").text = f"{finding.severity}: {text}"


def _case(suite: ElementTree.Element, rule: str, name: str) -> ElementTree.Element:
    return ElementTree.SubElement(suite, "testcase", {"classname": clean(rule), "name": clean(name)})


def _count(suite: ElementTree.Element) -> None:
    counts = {
        "tests": "testcase",
        "failures": "testcase/failure",
        "errors": "testcase/error",
        "skipped": "testcase/skipped",
    }
    suite.attrib |= {name: str(len(suite.findall(path))) for name, path in counts.items()}
