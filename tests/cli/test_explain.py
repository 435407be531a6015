"""``boundary-lint explain``: what a word means, and what that rests on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from boundary_lint.facts.program import Gap
from boundary_lint.findings.explained import Explained, Group, Told
from boundary_lint.report.explain import render_text
from boundary_lint.seams.explain.unresolved import explain_unresolved
from tests.cli.inside import inside as run
from tests.cli.shop import BAD, FIXTURES


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"--cache-dir={tmp_path_factory.mktemp('cache')}"


def explain(cache: str, *words: str, path: str = BAD) -> dict[str, Any]:
    ran = run("explain", *words, "--path", path, cache, "-f", "json")
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def test_an_edge_has_every_reason(cache: str) -> None:
    found = explain(cache, "billing -> orders")
    assert found["kind"] == "edge"
    kinds = {group["heading"] for group in found["groups"]}
    assert {"import", "read", "write", "join", "foreign key", "cascade"} <= kinds
    places = [place for group in found["groups"] for place in group["places"]]
    assert all(place["file"].startswith("shop/billing/") and place["line"] and place["code"] for place in places)
    assert explain(cache, "billing->orders") == found
    assert explain(cache, "customers -> billing")["groups"] == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("shop.orders.models.Order", "model"), ("orders.Order", "model"), ("orders_order", "table"), ("orders", "context"),
        ("shop.billing.services", "module"), ("shop/billing/services.py", "module"), ("shop.billing.services.settle", "function"),
    ],
)  # fmt: skip
def test_a_name(cache: str, name: str, kind: str) -> None:
    assert explain(cache, name)["kind"] == kind


def test_a_model_tells_its_table_owner_and_who_touches_it(cache: str) -> None:
    found = explain(cache, "shop.orders.models.Order")
    about = dict(found["about"])
    assert about["table"] == "orders_order"
    assert about["owner"].startswith("orders (")
    headings = [group["heading"] for group in found["groups"]]
    assert any(heading.startswith("touched by billing: reads") for heading in headings)


def test_services(cache: str) -> None:
    path = str(FIXTURES / "shop_services_bad")
    names = json.loads(run("query", "select service from service", path, cache, "-f", "json").stdout)
    assert explain(cache, names[0]["service"], path=path)["kind"] in ("service", "context")
    rows = json.loads(
        run("query", "select from_service, to_service from service_call", path, cache, "-f", "json").stdout
    )
    found = explain(cache, f"{rows[0]['from_service']} -> {rows[0]['to_service']}", path=path)
    assert "remote call" in {group["heading"] for group in found["groups"]}


def test_a_finding_by_its_fingerprint(cache: str) -> None:
    findings = json.loads(run("check", BAD, cache, "-f", "json").stdout)["findings"]
    for finding in findings[:4]:
        found = explain(cache, finding["fingerprint"])
        assert dict(found["about"])["rule"] == finding["rule"]
        assert len(found["groups"][0]["places"]) == len(finding["evidence"])


def test_a_rule_comes_first() -> None:
    text = run("explain", "unread-file").stdout
    assert json.loads(run("explain", "unread-file", "-f", "json").stdout)["about"] == [["text", text]]


def test_what_was_not_understood(cache: str) -> None:
    text = run("explain", "--unresolved", "--path", BAD, cache).stdout
    assert "shop/payments/old_gateway.py:5" in text
    assert "  do: " in text


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("ordres", "did you mean 'orders'"),
        ("shop.orders.models.Oder", "did you mean 'shop.orders.models.Order'"),
        ("orders -> biling", "biling: is no context or service - did you mean 'billing'?"),
        ("foreign-table-acces", "there is no such rule - did you mean 'foreign-table-access'?"),
        ("0000000000000000", "no finding has this fingerprint"),
    ],
)
def test_an_unknown_word(cache: str, word: str, said: str) -> None:
    ran = run("explain", word, "--path", BAD, cache)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert said in ran.stderr


def test_a_word_or_unresolved() -> None:
    assert run("explain").returncode == run("explain", "orders", "--unresolved").returncode == 2


def test_text_has_no_control_characters() -> None:
    told = Explained("table", "a\x1b[31m", (("x", "\x07"),), (Group("g\r", (Told("f\x1b", 1, "t\x9b"),)),))
    text = render_text(told, lambda file, line: "code\x1b]0;x\x07")
    assert all(char == "\n" or char.isprintable() for char in text)


def test_gaps_are_grouped_with_what_to_do() -> None:
    gaps = [Gap(kind="sql", reason="r", file=f"{n}.py", line=n) for n in range(1, 4)] + [
        Gap(kind="odd", reason="q", file="")
    ]
    found = explain_unresolved(gaps)
    assert [(group.heading, len(group.places)) for group in found.groups] == [("sql: r", 3), ("odd: q", 1)]
    assert all(group.hint for group in found.groups)


def test_nothing_to_analyse(tmp_path: Path) -> None:
    assert run("explain", "orders", cwd=tmp_path).returncode == 2
