"""Where seams moved, from two divisions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import pairwise

import pytest

from boundary_lint.report.history import render_json, render_markdown, render_text
from boundary_lint.seams.change import Measures
from boundary_lint.seams.division import SHARED, Division
from boundary_lint.seams.figures.table import Figure
from boundary_lint.seams.history import History, Moment, Move, compare, paired


def at(name: str, contexts: Mapping[str, str], tables: Mapping[str, str] | None = None, unsure: str = "", **figures: float) -> Moment:  # fmt: skip
    """A revision: context -> the letters of its modules; of tables likewise."""
    modules = {f"{letter}.py": context for context, letters in contexts.items() for letter in letters}
    owners = {letter: context for context, letters in (tables or {}).items() for letter in letters}
    division = Division(modules, owners)
    names = tuple(division.names)
    pairs = dict.fromkeys(pairwise(names), 1)
    return Moment(
        name,
        name * 40,
        {file: file[:-3] for file in modules},
        frozenset(f"{letter}.py" for letter in unsure),
        division,
        Measures(names, {"imports": len(pairs)}, pairs, (names[:2],) if len(names) > 1 else (), (), 10.0 * len(names)),
        tuple(Figure(key, value, "more", "0..1", "", 1, "", "") for key, value in figures.items()),
        dict.fromkeys(names, float(len(names))),
    )


def moved(before: Mapping[str, str], after: Mapping[str, str]) -> History:
    return compare(at("a", before), at("b", after), {})


def test_nothing_moved() -> None:
    history = moved({"orders": "abcd", "billing": "efgh"}, {"orders": "abcd", "billing": "efgh"})
    assert history.same == {"orders": "orders", "billing": "billing"}
    assert not any((history.came, history.went, history.split, history.merged, history.moves))
    assert history.agreement == 1.0


def test_a_context_is_known_by_its_modules_whatever_it_is_called() -> None:
    history = moved({"orders": "abcd", "billing": "efgh"}, {"billing": "abcde", "orders": "fgh"})
    assert history.same == {"orders": "billing", "billing": "orders"}
    assert history.moves == (Move("module", "e", "e", "e.py", "orders", "billing", True),)


def test_a_split() -> None:
    history = moved({"orders": "abcdefgh"}, {"orders": "abcde", "shipping": "fgh", "new": "xy"})
    assert history.split == {"orders": (("orders", 5), ("shipping", 3))}
    assert [one.name for one in history.came] == ["new"]
    assert not history.moves and not history.went


def test_a_split_that_leaves_no_part_with_the_name() -> None:
    history = moved({"orders": "abcdef"}, {"left": "abcd", "right": "ef"})
    assert (history.same, history.split) == ({"orders": "left"}, {"left": (("left", 4), ("right", 2))})


def test_a_merger() -> None:
    history = moved({"cart": "abc", "basket": "defgh"}, {"cart": "abcdefgh"})
    assert history.same == {"basket": "cart"}
    assert history.merged == {"cart": (("cart", 5), ("cart (before)", 3))}
    assert not history.moves


def test_new_and_gone_contexts_say_of_what_and_to_where() -> None:
    history = moved({"orders": "abcde", "old": "fgh", "bin": "ijkl"}, {"orders": "abcdef", "new": "xyg"})
    new, gone, half = history.came[0], *history.went
    assert (new.name, new.modules, new.shares, new.alone) == ("new", 3, {"old": 1}, 2)
    assert (gone.name, gone.modules, gone.shares, gone.alone) == ("bin", 4, {}, 4)
    assert (half.name, half.shares, half.alone) == ("old", {"new": 1, "orders": 1}, 1)
    assert {(move.name, move.source, move.target) for move in history.moves} == {("f", "old", "orders"), ("g", "old", "new")}  # fmt: skip


def test_one_module_in_common_makes_no_context_the_same() -> None:
    history = moved({"orders": "abcdefghij"}, {"orders": "aklmnopqrs"})
    assert not history.same
    assert [one.name for one in (*history.went, *history.came)] == ["orders (before)", "orders"]


def test_utilities_become_part_of_a_context_and_the_other_way_round() -> None:
    history = moved({"orders": "abcd", SHARED: "xy"}, {"orders": "abcx", SHARED: "dy"})
    assert [(m.name, m.source, m.target) for m in history.moves] == [("x", SHARED, "orders"), ("d", "orders", SHARED)]


def test_what_seeds_disagree_on_comes_last_and_is_marked() -> None:
    before, after = {"orders": "abcdef", "billing": "ghijkl"}, {"orders": "abcdg", "billing": "hijklef"}
    history = compare(at("a", before, unsure="e"), at("b", after), {})
    assert [(move.name, move.sure) for move in history.moves] == [("g", True), ("f", True), ("e", False)]
    assert "maybe orders -> billing: e" in render_text(history, "shop")


def test_tables_move_with_or_without_modules() -> None:
    contexts = {"orders": "abcd", "billing": "efgh"}
    history = compare(at("a", contexts, {"orders": "TU"}), at("b", contexts, {"orders": "T", "billing": "UV"}), {})
    assert history.moves == (Move("table", "U", "U", "", "orders", "billing", True),)


def test_modules_are_known_by_rename_place_and_name() -> None:
    before = {"a.py": "a", "b.py": "b", "src/c.py": "c", "x/d.py": "d", "y/d.py": "d"}
    after = {"a.py": "a", "new/b2.py": "new.b2", "lib/c.py": "c", "z/d.py": "d"}
    assert paired(before, after, {"b.py": "new/b2.py", "gone.py": "nowhere.py"}) == {
        "a.py": "a.py", "b.py": "new/b2.py", "src/c.py": "lib/c.py",
    }  # fmt: skip


def test_a_renamed_module_that_changed_sides_is_told_with_both_names() -> None:
    before, after = at("a", {"orders": "abcd", "billing": "efgh"}), at("b", {"orders": "abc", "billing": "efghz"})
    history = compare(before, after, {"d.py": "z.py"})
    assert history.moves == (Move("module", "z", "d", "z.py", "orders", "billing", True),)
    assert "orders -> billing: z (was d)" in render_text(history, "shop")


def test_crossings_and_cycles_are_told_in_the_names_of_today() -> None:
    history = moved({"orders": "abc", "sales": "efg"}, {"tax": "abc", "orders": "efg"})
    assert history.measures.pairs == {("tax", "orders"): 1}
    assert history.measures.cycles == (("orders", "tax"),)
    assert "tax -> orders: 1 -> 0 (-1)" in render_text(history, "shop")


def test_no_modules_in_common_and_none_at_all() -> None:
    assert moved({"orders": "ab"}, {"billing": "cd"}).agreement == 1.0
    assert "0 in both" in render_text(moved({}, {}), "shop")


def test_the_same_whatever_the_order() -> None:
    one = moved({"a": "abcd", "b": "efgh", "c": "ij"}, {"x": "abef", "y": "cdgh", "z": "ij"})
    two = moved({"c": "ji", "b": "hgfe", "a": "dcba"}, {"z": "ji", "y": "hgdc", "x": "feba"})
    assert render_json(one, "1") == render_json(two, "1")


@pytest.mark.parametrize("everything", [False, True])
def test_a_first_screen_that_can_be_read(everything: bool) -> None:
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    before = {f"old{n}": letters[4 * n : 4 * n + 4] for n in range(12)}
    after = {f"new{n}": letters[n:48:12] for n in range(12)}
    text = render_text(
        compare(at("a", before, TurboMQ=0.5, ICP=0.2), at("b", after, TurboMQ=0.4, ICP=0.2), {}), "shop", everything
    )
    assert (len(text.splitlines()) < 50) is not everything
    assert ("(--top 0 shows everything)" in text) is not everything


def test_reports_say_the_same() -> None:
    history = compare(
        at("a", {"orders": "abcdef", "billing": "ghi|"}, TurboMQ=0.5),
        at("b", {"orders": "abcd", "billing": "fghi|", "tax": "xyze"}, TurboMQ=0.4),
        {},
    )
    report = json.loads(render_json(history, "1"))
    assert [one["name"] for one in report["new"]] == ["tax"]
    assert report["moved"][0] == {"kind": "module", "name": "f", "was": "f", "file": "f.py", "from": "orders", "to": "billing", "sure": True}  # fmt: skip
    assert report["figures"] == [{"name": "TurboMQ", "better": "more", "before": 0.5, "after": 0.4}]
    assert (report["from"]["commit"], report["to"]["contexts"]) == ("a" * 40, 3)
    page = render_markdown(history, "shop")
    assert "| f | orders | billing | yes |" in page
    assert "| TurboMQ | 0.5 | 0.4 | worse |" in page
    assert "new     tax (4 modules): 3 new, 1 of orders" in render_text(history, "shop")
