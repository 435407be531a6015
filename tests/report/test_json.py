"""The JSON report against its schema, on the shop that trips every rule."""

from __future__ import annotations

import json as plain_json
from pathlib import Path

import jsonschema
import pytest

from boundary_lint.config.load import load_config
from boundary_lint.facts.program import Hop
from boundary_lint.findings.finding import Evidence, Finding
from boundary_lint.pipeline.run import Options, check
from boundary_lint.report import json

TEXT = {"type": "string"}
COUNT = {"type": "integer", "minimum": 0}
LINE = {"type": "integer", "minimum": 0}
COUNTS = {"type": "object", "additionalProperties": COUNT}


def record(**properties: object) -> dict[str, object]:
    return {"type": "object", "properties": properties, "required": sorted(properties), "additionalProperties": False}


SCHEMA = record(
    tool=record(name={"const": "boundary-lint"}, version=TEXT),
    schema={"const": 1},
    findings={
        "type": "array",
        "items": record(
            rule=TEXT,
            severity={"enum": ["error", "warning", "info"]},
            message={"type": "string", "minLength": 1},
            fix=TEXT,
            file=TEXT,
            line=LINE,
            service=TEXT,
            owner=TEXT,
            accepted_places=COUNT,
            to=TEXT,
            fingerprint={"type": "string", "pattern": "^[0-9a-f]{16}$"},
            between={"enum": ["contexts", "services"]},
            sites={"type": "array", "minItems": 1, "items": record(file=TEXT, line=LINE)},
            evidence={
                "type": "array",
                "minItems": 1,
                "items": record(
                    file=TEXT,
                    line=LINE,
                    note=TEXT,
                    function=TEXT,
                    op=TEXT,
                    way={"type": "array", "items": record(what=TEXT, text=TEXT, file=TEXT, line=LINE)},
                ),
            },
            **{"from": TEXT},
        ),
    },
    summary=record(
        project=TEXT,
        contexts=COUNT,
        extent={"enum": ["all", "names", "imports"]},
        contexts_found_by={"enum": ["configured", "Django apps", "packages"]},
        modules=COUNT,
        lines=COUNT,
        tables=COUNT,
        accesses=COUNT,
        services=COUNT,
        remote_calls=COUNT,
        remote_calls_resolved=COUNT,
        accesses_recognised=COUNT,
        accesses_resolved=COUNT,
        assumed=TEXT,
    ),
    coverage=record(files=COUNTS, not_understood=COUNTS, unread=COUNT),
    accepted={"type": "array", "maxItems": 0},
    debt={"type": "null"},
    waived=COUNT,
    errors={"type": "array", "items": TEXT},
    blind={"type": "object", "additionalProperties": TEXT},
)


@pytest.mark.parametrize("shop", ["shop_bad", "shop_good"])
def test_the_report_keeps_to_its_schema(shop: str) -> None:
    path = Path(__file__).parents[2] / "fixtures" / shop
    result, _, _ = check(path, load_config(path), Options(jobs=1))
    report = plain_json.loads(json.render(result, "0"))
    jsonschema.validate(report, SCHEMA)
    prints = [finding["fingerprint"] for finding in report["findings"]]
    assert len(set(prints)) == len(prints)
    assert bool(prints) == (shop == "shop_bad")


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
