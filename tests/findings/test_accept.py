"""Findings against a baseline: what is new, accepted, stale, expired; and modules that were renamed."""

from __future__ import annotations

import datetime

from boundary_lint.findings.accept import Compared, compare
from boundary_lint.findings.baseline import Accepted
from boundary_lint.findings.entry import places_of
from boundary_lint.findings.finding import Evidence, Finding

TODAY = datetime.date(2026, 5, 1)

MODULES = {f"shop/{name}.py": f"shop.{name}" for name in ("views", "pages", "sites", "api")} | {
    "shop/__init__.py": "shop"
}


def finding(*places: tuple[str, int, str], rule: str = "r", **key: str) -> Finding:
    evidence = tuple(Evidence(f"shop/{file}.py", line, function=function) for file, line, function in places)
    return Finding(rule=rule, severity="error", message="m", key=tuple(key.items()), evidence=evidence)


def accepted(
    *findings: Finding, until: datetime.date | None = None, modules: dict[str, str] = MODULES
) -> list[Accepted]:
    return [Accepted(entry, until=until) for entry in dict.fromkeys(p.entry for p in places_of(findings, modules))]


def held(findings: list[Finding], entries: list[Accepted], modules: dict[str, str] = MODULES) -> Compared:
    return compare(findings, entries, modules, TODAY)


def test_lines_move_and_a_second_use_in_the_same_function_is_no_news() -> None:
    before = finding(("views", 3, "f"), a="x")
    now = finding(("views", 30, "f"), ("views", 31, "f"), a="x")
    compared = held([now], accepted(before))
    assert (compared.left, compared.new, compared.stale) == ((), (), ())
    assert compared.accepted == (now,)


def test_a_use_in_another_function_is_new_and_alone_is_shown() -> None:
    before = finding(("views", 3, "f"), ("views", 4, "f"), a="x")
    now = finding(("views", 3, "f"), ("views", 4, "f"), ("views", 9, "g"), a="x")
    (left,) = held([now], accepted(before)).left
    assert [(e.line, e.function) for e in left.evidence] == [(9, "g")]
    assert left.accepted == 2
    assert left.fingerprint == now.fingerprint


def test_what_nothing_matches_is_stale_unless_it_was_not_looked_for() -> None:
    entries = accepted(finding(("views", 3, "f"), a="x"), finding(("views", 3, "f"), rule="other", a="x"))
    compared = compare([], entries, MODULES, TODAY, lambda rule: rule == "r")
    assert [one.entry.rule for one in compared.stale] == ["r"]


def test_what_is_expired_counts_as_new_from_the_day_after() -> None:
    one = finding(("views", 3, "f"), a="x")
    compared = held([one], accepted(one, until=TODAY))
    assert (compared.left, compared.expired) == ((), ())
    compared = held([one], accepted(one, until=TODAY - datetime.timedelta(1)))
    assert compared.left == (one,)
    assert len(compared.expired) == 1
    assert (compared.new, compared.stale) == ((), ())


def moved(before: Finding, now: Finding, gone: str = "old") -> Compared:
    return held([now], accepted(before, modules={**MODULES, f"shop/{gone}.py": f"shop.{gone}"}))


def test_a_renamed_module_keeps_its_debt() -> None:
    before = finding(
        ("old", 3, "f"), ("old", 9, "C.f.<locals>.g"), ("old", 1, ""), a="x", file="shop/old.py", other="shop.old.C"
    )
    now = finding(
        ("views", 8, "f"),
        ("views", 9, "C.f.<locals>.g"),
        ("views", 1, ""),
        a="x",
        file="shop/views.py",
        other="shop.views.C",
    )
    compared = moved(before, now)
    assert (compared.left, compared.new, compared.stale) == ((), (), ())


def test_a_key_that_names_a_renamed_module_is_the_same_key() -> None:
    compared = moved(finding(("api", 3, "f"), imported="shop.old.x"), finding(("api", 3, "f"), imported="shop.views.x"))
    assert (compared.left, compared.new, compared.stale) == ((), (), ())


def test_the_file_below_a_source_root() -> None:
    modules = {"src/shop/views.py": "shop.views"}
    before = Finding(
        rule="r",
        severity="error",
        message="",
        key=(("file", "src/shop/old.py"),),
        evidence=(Evidence("src/shop/old.py", 1),),
    )
    now = Finding(
        rule="r",
        severity="error",
        message="",
        key=(("file", "src/shop/views.py"),),
        evidence=(Evidence("src/shop/views.py", 1),),
    )
    compared = held([now], accepted(before, modules={"src/shop/old.py": "shop.old"}), modules)
    assert (compared.left, compared.stale) == ((), ())


def test_a_function_that_moved_to_another_module_takes_its_debt_along() -> None:
    compared = held([finding(("views", 3, "f"), a="x")], accepted(finding(("pages", 3, "f"), a="x")))
    assert (compared.left, compared.new, compared.stale) == ((), (), ())
    compared = held([finding(("views", 3, "f"), ("sites", 3, "f"), a="x")], accepted(finding(("pages", 3, "f"), a="x")))
    assert len(compared.new) == 1
    assert len(compared.left[0].evidence) == 1


def test_a_module_that_is_still_there_was_not_renamed() -> None:
    compared = held([finding(("views", 3, ""), a="x")], accepted(finding(("pages", 3, ""), a="x")))
    assert len(compared.left) == len(compared.stale) == 1


def test_another_symbol_or_key_is_another_entry() -> None:
    for now in (
        finding(("views", 3, "g"), a="x"),
        finding(("views", 3, "f"), a="y"),
        finding(("views", 3, "f"), rule="s", a="x"),
    ):
        compared = moved(finding(("old", 3, "f"), a="x"), now)
        assert len(compared.left) == len(compared.stale) == 1


def test_of_two_modules_the_one_with_more_in_common() -> None:
    modules = {**MODULES, "shop/old.py": "shop.old"}
    entries = accepted(finding(("old", 3, "f"), a="x"), finding(("old", 5, "g"), a="x"), modules=modules)
    now = [finding(("views", 3, "f"), ("views", 5, "g"), ("pages", 5, "g"), a="x")]
    (left,) = held(now, entries).left
    assert [e.file for e in left.evidence] == ["shop/pages.py"]
    both = [finding(("views", 3, "f"), ("pages", 3, "f"), a="x")]
    compared = held(both, accepted(finding(("old", 3, "f"), a="x"), modules=modules))
    assert (len(compared.stale), len(compared.new)) == (0, 1)
