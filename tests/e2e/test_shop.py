"""The bundled shops through the installed command: the bad one trips every rule, the good one none."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from boundary_lint.rules.catalogue import pages_in, shipped_folder
from boundary_lint.rules.page import Page
from tests.cli.inside import inside

FIXTURES = Path(__file__).parents[2] / "fixtures"


OF_PROCESSES = frozenset({"unbounded-retry", "retry-without-backoff", "distributed-transaction"})
"""Rules about how a process is run, which hold for a single one, too; the shop that is one process shows none of that."""


def is_of_services(page: Page) -> bool:
    """Whether a rule looks at what leaves the process."""
    outside = {"remote_call", "channel_use"}
    return page.scope == "services" or page.id in OF_PROCESSES or not outside.isdisjoint(page.needs)


def check(shop: str, *options: str) -> subprocess.CompletedProcess[str]:
    return inside("check", str(FIXTURES / shop), "--no-cache", *options)


def test_the_bad_shop_trips_every_rule_of_a_monolith() -> None:
    run = check("shop_bad", "-f", "json")
    found = {finding["rule"] for finding in json.loads(run.stdout)["findings"]}
    shipped = {page.id for page in pages_in(shipped_folder()) if not is_of_services(page) and not page.optional}
    assert found == shipped - {"import-contract"}, "its contracts are another tool's: see tests/contracts"
    assert run.returncode == 1


def test_optional_rules_run_where_they_are_selected_and_the_bad_shop_trips_each_the_good_one_none() -> None:
    optional = [page.id for page in pages_in(shipped_folder()) if page.optional]
    assert "misplaced-module" in optional
    found = json.loads(check("shop_bad", "-f", "json", "--select", ",".join(optional)).stdout)["findings"]
    assert sorted({finding["rule"] for finding in found}) == optional
    assert json.loads(check("shop_good", "-f", "json", "--select", ",".join(optional)).stdout)["findings"] == []


def marked(shop: str) -> dict[str, set[tuple[str, int]]]:
    """Rule -> file and line of what is marked ``# finding: rule-id`` in a fixture."""
    found: dict[str, set[tuple[str, int]]] = {}
    for path in sorted((*(FIXTURES / shop).rglob("*.py"), *(FIXTURES / shop).rglob("*.y*ml"))):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            for rule in line.partition("# finding: ")[2].split(", "):
                if rule:
                    found.setdefault(rule, set()).add((path.relative_to(FIXTURES / shop).as_posix(), number))
    return found


def test_the_bad_set_of_services_trips_every_rule_of_services_at_the_marked_lines() -> None:
    run = check("shop_services_bad", "-f", "json")
    report = json.loads(run.stdout)
    found: dict[str, set[tuple[str, int]]] = {}
    for finding in report["findings"]:
        places = {(place["file"], place["line"]) for place in finding["evidence"]}
        found.setdefault(finding["rule"], set()).update(places)
    shipped = {page.id: is_of_services(page) for page in pages_in(shipped_folder())}
    assert found.keys() >= {rule for rule, of_services in shipped.items() if of_services}
    missing = {rule: places - found.get(rule, set()) for rule, places in marked("shop_services_bad").items()}
    assert {rule: places for rule, places in missing.items() if places and rule in shipped} == {}
    assert report["errors"] == []
    assert run.returncode == 1


def test_a_finding_shows_the_chain_from_the_call_to_the_line_of_the_manifest() -> None:
    report = json.loads(check("shop_services_bad", "-f", "json").stdout)
    ways = [
        [(step["what"], step["file"]) for step in place["way"]]
        for finding in report["findings"]
        if finding["rule"] == "call-without-timeout"
        for place in finding["evidence"]
    ]
    assert [("env", "orders/app.py"), ("manifest", "docker-compose.yml"), ("host", "docker-compose.yml")] in ways


def test_the_good_set_of_services_is_seen_by_every_rule_that_passes_it() -> None:
    report = json.loads(check("shop_services_good", "-f", "json").stdout)
    assert {page.id for page in pages_in(shipped_folder()) if is_of_services(page)}.isdisjoint(report["blind"])
    assert report["summary"]["services"] == len(list((FIXTURES / "shop_services_good").glob("*/Dockerfile")))
    assert report["summary"]["remote_calls_resolved"] == report["summary"]["remote_calls"] > 0


@pytest.mark.parametrize("shop", ["shop_good", "shop_services_good"])
def test_the_good_shops_trip_none(shop: str) -> None:
    run = check(shop, "-f", "json", "--fail-on", "info")
    assert json.loads(run.stdout)["findings"] == []
    assert run.returncode == 0


def test_output_is_the_same_from_run_to_run_and_for_any_number_of_jobs() -> None:
    for shop in ("shop_bad", "shop_services_bad"):
        assert len({check(shop, "--jobs", jobs).stdout for jobs in ("1", "2", "3")}) == 1


def test_the_first_screen_names_line_reason_and_fix() -> None:
    lines = check("shop_bad", "--top", "0").stdout.splitlines()
    assert lines[0].startswith("shop_bad · 5 contexts (configured)")
    assert any(line.strip().startswith("shop/orders/services.py:") for line in lines)
    assert any(line.strip().startswith("fix: ") for line in lines)
    assert "\x1b" not in "".join(lines)


def test_a_monolith_with_contexts_among_services_is_checked_as_both(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "shop_services_bad", tmp_path / "all")
    shutil.copytree(FIXTURES / "shop_bad", tmp_path / "all/monolith")
    for path in (tmp_path / "all").rglob("boundary-lint.toml"):
        path.unlink()
    (tmp_path / "all/monolith/Dockerfile").write_text("FROM python:3.12\nCOPY . .\n", "utf-8")
    report = json.loads(check(str(tmp_path / "all"), "-f", "json", "--no-cache").stdout)
    found = {(finding["rule"], finding["from"], finding["to"]) for finding in report["findings"]}
    assert ("foreign-table-access", "monolith/billing", "monolith/orders") in found
    assert ("call-without-timeout", "orders", "stock") in found
    assert report["summary"]["services"] > 1 < report["summary"]["contexts"]
