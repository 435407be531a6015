"""JUnit XML: parsed back, and the same verdict as the run."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from boundary_lint.facts.harmless import clean
from boundary_lint.findings.finding import SEVERITIES
from boundary_lint.findings.result import Result
from boundary_lint.findings.rule import RuleText
from boundary_lint.report import junit
from boundary_lint.report.shown import Shown
from tests.report.results import PROGRAMS, RESULTS, SHOWN, finding, of_program, result


def suite_of(of: Result, shown: Shown = SHOWN) -> ElementTree.Element:
    root = ElementTree.fromstring(junit.render(of, shown).encode("utf-8"))
    (suite,) = root
    for name, path in (("tests", ""), ("failures", "/failure"), ("errors", "/error"), ("skipped", "/skipped")):
        assert suite.attrib[name] == str(len(suite.findall(f"testcase{path}")))
    return suite


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_rule_is_a_test_and_every_error_a_failure(program: str) -> None:
    of = of_program(program)
    suite = suite_of(of)
    assert {case.attrib["classname"] for case in suite} == {rule.id for rule in of.rules}
    assert len(suite.findall("testcase/failure")) == sum(finding.severity == "error" for finding in of.findings)
    assert len({tuple(case.attrib.values()) for case in suite}) == len(suite)


@settings(max_examples=60, deadline=None)
@given(RESULTS)
def test_whatever_the_names_it_parses_back(of: Result) -> None:
    for case, told in zip(suite_of(of), of.findings, strict=False):
        assert case.attrib["name"] == f"{clean(told.message)} [{told.fingerprint}]"
        (said,) = case
        assert clean(told.message) in (said.text or "")


def test_what_does_not_fail_the_run_fails_no_test() -> None:
    of = result(*(finding(n, n) for n in range(3)))
    for count in range(4):
        shown = replace(SHOWN, failing=frozenset(SEVERITIES[:count]))
        assert len(suite_of(of, shown).findall("testcase/failure")) == count


def test_blind_rules_are_skipped_and_broken_pages_are_errors() -> None:
    rules = tuple(RuleText(id=name, title="t", severity="error") for name in ("a", "b"))
    suite = suite_of(result(rules=rules, blind={"a": "nothing seen"}, errors=("b.md:1: broken",)))
    assert [[child.tag for child in case] for case in suite] == [["skipped"], [], ["error"]]
