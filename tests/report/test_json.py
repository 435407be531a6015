"""The JSON report against its schema, on the shop that trips every rule."""

from __future__ import annotations

import json as plain_json
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
from msgspec import structs

from boundary_lint.facts.program import Hop
from boundary_lint.findings.finding import Evidence, Finding
from boundary_lint.findings.result import Debt
from boundary_lint.report import json
from tests.report.results import PROGRAMS, of_program

SCHEMA = plain_json.loads(files("boundary_lint.report").joinpath("check.schema.json").read_text("utf-8"))


def strict(schema: Any) -> Any:
    """Return the schema as it is, but that every field must be named in it: users may meet new fields, the schema must tell them all."""
    if isinstance(schema, list):
        return [strict(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {"additionalProperties": False} if "properties" in schema and "additionalProperties" not in schema else {}
    return {key: strict(value) for key, value in schema.items()} | closed


def test_the_schema_is_one_and_has_the_version_of_the_report() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["schema"] == {"const": json.SCHEMA}


@pytest.mark.parametrize("shop", PROGRAMS)
def test_the_report_keeps_to_its_schema(shop: str) -> None:
    report = plain_json.loads(json.render(of_program(shop), "0"))
    jsonschema.validate(report, strict(SCHEMA))
    prints = [finding["fingerprint"] for finding in report["findings"]]
    assert len(set(prints)) == len(prints)
    assert bool(prints) == (shop != "shop_good")


def test_a_report_with_debt_keeps_to_its_schema() -> None:
    found = of_program("shop_bad")
    debt = Debt(file="boundary-lint.baseline", entries=3, findings=1, new=1, stale=("x",), expired=("y",))
    report = json.render(structs.replace(found, accepted=found.findings[:1], debt=debt, waived=2), "0")
    jsonschema.validate(plain_json.loads(report), strict(SCHEMA))


def test_a_service_as_a_whole_has_no_guilty_line() -> None:
    finding = Finding(
        rule="no-metrics", severity="info", message="", key=(), evidence=(Evidence("docker-compose.yml", 3),),
        source="shop", subject="service",
    )  # fmt: skip
    record = json.finding_record(finding)
    assert (record["service"], record["file"], record["line"], record["sites"]) == ("shop", "", 0, [])
    assert record["evidence"]


def test_the_way_by_which_an_address_is_known_explains_a_place_and_is_none_of_its_own() -> None:
    way = (Hop(what="manifest", text="STOCK_URL=http://stock:8000", file="docker-compose.yml", line=7),)
    evidence = (Evidence("orders/app.py", 12, way=way),)
    record = json.finding_record(Finding(rule="r", severity="error", message="", key=(), evidence=evidence))
    assert record["sites"] == [{"file": "orders/app.py", "line": 12}]
    assert record["evidence"] == [
        {
            "file": "orders/app.py", "line": 12, "note": "", "function": "", "op": "",
            "way": [
                {"what": "manifest", "text": "STOCK_URL=http://stock:8000", "file": "docker-compose.yml", "line": 7}
            ],
        }
    ]  # fmt: skip
