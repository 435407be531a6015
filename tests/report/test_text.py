"""The report for people: grouped, cut, counted; and never a control character from the analysed code."""

from __future__ import annotations

import json as plain_json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from boundary_lint.facts.program import Hop
from boundary_lint.findings.finding import Evidence, Finding
from boundary_lint.findings.result import Result, Summary
from boundary_lint.report import json, text

SUMMARY = Summary(
    project="shop",
    contexts=2,
    libraries=1,
    how="Django apps",
    modules=10,
    lines=100,
    tables=3,
    accesses=4,
    resolved=3,
    recognised=4,
)


def finding(number: int = 0, *, source: str = "a", target: str = "b", sites: int = 1, message: str = "m") -> Finding:
    return Finding(
        rule="some-rule",
        severity="error" if number % 2 else "warning",
        message=message,
        key=(("n", str(number)),),
        evidence=tuple(Evidence(f"f{n}.py", n + 1, "note", "function") for n in range(sites)),
        source=source,
        target=target,
        fix="do it",
    )


def result(*findings: Finding) -> Result:
    return Result(findings=findings, summary=SUMMARY)


def test_the_head_counts() -> None:
    head = text.render(result()).splitlines()[0]
    assert head == "shop · 2 contexts (Django apps) · 10 modules · 3 tables · 4 accesses, 75 % resolved"


def test_groups_findings_and_sites_beyond_the_top_are_counted() -> None:
    findings = [finding(n, source=f"c{n % 12}", sites=5) for n in range(100)]
    shown = text.render(result(*findings))
    assert "... and in 8 more groups: 66 some-rule (--top 0 shows everything)" in shown
    assert "3 more places" in shown
    assert "100 findings between 12 pairs of contexts: 50 errors, 50 warnings." in shown
    everything = text.render(result(*findings), top=None)
    assert "more" not in everything


@pytest.mark.parametrize("sites", [1, 2, 5])
def test_it_has_at_most_a_hundred_lines_unless_more_is_asked_for(sites: int) -> None:
    findings = [finding(n, source=f"c{n % 12}", sites=sites) for n in range(100)]
    assert len(text.render(result(*findings)).splitlines()) <= text.MAX_LINES
    assert text.render(result(*findings), top=12).count(" -> b") == 12


WAY = (
    Hop(what="env", text="STOCK_URL", file="a/settings.py", line=3),
    Hop(what="manifest", text="STOCK_URL=http://stock:8000", file="docker-compose.yml", line=7),
)


def test_the_way_to_the_manifest_is_told_once_for_a_group_and_everywhere_if_all_is_asked_for() -> None:
    known = tuple(Evidence(f"f{n}.py", 1, "note", "function", way=WAY) for n in range(2))
    findings = [structs.replace(finding(n), evidence=known) for n in range(2)]
    lines = text.render(result(*findings)).splitlines()
    first = next(number for number, line in enumerate(lines) if line.strip().startswith("f0.py:1"))
    assert lines[first + 1 : first + 3] == [
        "        by a/settings.py:3  STOCK_URL (environment)",
        "           docker-compose.yml:7  STOCK_URL=http://stock:8000 (manifest)",
    ]
    assert "\n".join(lines).count("docker-compose.yml:7") == 1
    assert text.render(result(*findings), top=None).count("docker-compose.yml:7") == 4


@given(st.text())
def test_no_control_character_reaches_the_terminal(name: str) -> None:
    hostile = finding(source=name, message=name, target="x")
    shown = text.render(result(hostile))
    assert not [c for c in shown if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160]
    assert len(shown.splitlines()) < 20


def test_json_holds_every_site_and_is_the_same_twice() -> None:
    one = json.render(result(finding(sites=3)), "0")
    assert one == json.render(result(finding(sites=3)), "0")
    (record,) = plain_json.loads(one)["findings"]
    assert [site["line"] for site in record["sites"]] == [1, 2, 3]


def test_a_fingerprint_does_not_know_lines_or_messages() -> None:
    assert finding(1, sites=1).fingerprint == finding(1, sites=4, message="other").fingerprint
    assert finding(1).fingerprint != finding(2).fingerprint
