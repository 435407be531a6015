"""The code quality report of GitLab: the fields it requires, and fingerprints that differ."""

from __future__ import annotations

import json

import jsonschema
import pytest
from hypothesis import given, settings

from boundary_lint.facts.harmless import clean
from boundary_lint.findings.result import Result
from boundary_lint.report import gitlab
from tests.report.results import PROGRAMS, RESULTS, SHOWN, finding, of_program, result

PLACE = {
    "type": "object",
    "properties": {
        "path": {"type": "string", "pattern": "^(?![/.]/)"},
        "lines": {"type": "object", "properties": {"begin": {"type": "integer", "minimum": 1}}, "required": ["begin"]},
    },
    "required": ["path", "lines"],
}

SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "description": {"type": "string"},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": PLACE,
            "other_locations": {"type": "array", "items": PLACE},
        },
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
    },
}
"""The fields that GitLab documents as required."""


@pytest.mark.parametrize("program", PROGRAMS)
def test_it_has_what_gitlab_requires(program: str) -> None:
    records = json.loads(gitlab.render(of_program(program), SHOWN))
    jsonschema.validate(records, SCHEMA)
    assert [record["check_name"] for record in records] == [finding.rule for finding in of_program(program).findings]


@settings(max_examples=60, deadline=None)
@given(RESULTS)
def test_whatever_the_names_it_parses_back_with_different_fingerprints(of: Result) -> None:
    records = json.loads(gitlab.render(of, SHOWN))
    assert len({record["fingerprint"] for record in records}) == len(of.findings)
    for record, told in zip(records, of.findings, strict=True):
        assert record["description"].startswith(clean(told.message))


def test_severities() -> None:
    records = json.loads(gitlab.render(result(*(finding(n, n) for n in range(3))), SHOWN))
    assert [record["severity"] for record in records] == ["major", "minor", "info"]
    assert records[0]["location"] == {"path": "back end/a.py", "lines": {"begin": 1}}
