"""Entries through renamed modules and moved functions, the same for baselines and revisions."""

from __future__ import annotations

from boundary_lint.findings.entry import Entry
from boundary_lint.findings.finding import Evidence, Finding
from boundary_lint.findings.fresh import fresh_findings
from boundary_lint.findings.moves import after, followed

MODULES = {"a.py": "a", "b.py": "b"}


def finding(*places: tuple[str, int, str], key: str = "t") -> Finding:
    evidence = tuple(Evidence(file, line, function=function) for file, line, function in places)
    return Finding(rule="r", severity="error", message="m", key=(("k", key),), evidence=evidence)


def entry(symbol: str, key: str = "t", rule: str = "r") -> Entry:
    return Entry(rule, (), (("k", key),), symbol)


def was(gone: list[Entry], new: dict[str, str], modules: set[str], key: str = "t") -> dict[str, str]:
    """Return symbol -> the one before. new: symbol -> module."""
    found = followed(gone, {entry(symbol, key): module for symbol, module in new.items()}, modules)
    return {now.symbol: before.symbol for now, before in found.items()}


def test_an_entry_is_a_symbol() -> None:
    now = [finding(("a.py", 1, "f"), ("a.py", 2, "f"), ("a.py", 3, "g"))]
    assert fresh_findings(now, MODULES, [entry("a.f"), entry("a.g")], {}) == ()
    (new,) = fresh_findings(now, MODULES, [entry("a.f")], {})
    assert [one.line for one in new.evidence] == [3]
    assert new.message == "m (1 of 3 places new)"


def test_a_function_that_moved_accounts_for_one() -> None:
    now = [finding(("a.py", 1, "f"), ("b.py", 1, "f"))]
    assert fresh_findings(now, MODULES, [entry("gone.f"), entry("a.f")], {}) == ()
    (new,) = fresh_findings(now, MODULES, [entry("gone.f")], {})
    assert len(new.evidence) == 1


def test_a_function_moves_under_its_whole_name() -> None:
    modules = {"a", "b"}
    assert was([entry("a.C.f")], {"b.C.f": "b"}, modules) == {"b.C.f": "a.C.f"}
    assert was([entry("a.C.f")], {"b.D.f": "b"}, modules) == {}
    assert was([entry("a.f", "other")], {"b.f": "b"}, modules) == {}
    assert was([entry("a.f", rule="s")], {"b.f": "b"}, modules) == {}


def test_code_outside_functions_moves_with_its_module_alone() -> None:
    now = [finding(("b.py", 1, "<module>"))]
    assert len(fresh_findings(now, MODULES, [entry("a")], {})) == 1
    assert fresh_findings(now, MODULES, [entry("x.b")], {}) == ()


def test_names_of_modules_in_keys_move_too() -> None:
    renamed = {"old.m": "new.m"}
    assert after(entry("old.m.f", "old.m.Order"), renamed) == entry("new.m.f", "new.m.Order")
    assert after(entry("old.more", "x"), renamed) == entry("old.more", "x")


def test_what_is_known_of_files_counts_before_what_is_guessed() -> None:
    new = {entry("b.f"): "b", entry("c.f"): "c"}
    assert followed([entry("a.f")], new, {"b", "c"}, {"a": "c"}) == {entry("c.f"): entry("a.f")}


def test_a_package_that_was_renamed() -> None:
    gone = [Entry("r", (), (("importer", "shop.old.a"), ("imported", "shop.old.sub.b")), "shop.old.a.f")]
    new = Entry("r", (), (("importer", "shop.new.a"), ("imported", "shop.new.sub.b")), "shop.new.a.f")
    modules = {"shop", "shop.new", "shop.new.a", "shop.new.sub", "shop.new.sub.b"}
    assert followed(gone, {new: "shop.new.a"}, modules) == {new: gone[0]}
    assert followed(gone, {new: "shop.new.a"}, {*modules, "shop.old"}) == {}
