"""Seams and cut lists as text, Markdown and JSON: readable, complete, escaped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from boundary_lint.report import cuts
from boundary_lint.report.seams import render_json, render_markdown
from boundary_lint.report.seams_text import render_text
from boundary_lint.seams.cuts.cutlist import cut_list
from boundary_lint.seams.find import Seams, find_seams
from boundary_lint.seams.judged import Judged, judge

from .programs import read, two_domains

TIED = (
    "from app.m0_invoice import Invoice\nfrom app.m4_parcel import parcel_step_4\n\n\n"
    "def bill(session):\n    for invoice in session.query(Invoice).all():\n        parcel_step_4(session)\n"
)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[Seams, Judged, str]:
    base = tmp_path_factory.mktemp("app")
    facts, words = read(base, {**two_domains(), "app/m5_invoice.py": TIED})
    seams = find_seams(facts, words)
    return seams, judge(seams, facts), cuts.render_json(cut_list(facts, seams.division, "invoice"), "0")


def test_json_names_cut_price_and_order_of_every_context(found: tuple[Seams, Judged, str]) -> None:
    report = json.loads(render_json(found[0], found[1], "0"))
    keys = {"name", "words", "modules", "tables", "confidence", "reasons", "cut", "price", "order"}
    assert all(keys <= context.keys() for context in report["contexts"])
    assert {"contexts", "levels", "utilities", "layer_index", "figures", "seeds", "config"} <= report.keys()
    assert sum(context["price"] for context in report["contexts"]) > 0
    assert {step["context"] for step in report["order"]} <= {context["name"] for context in report["contexts"]}


def test_the_cut_list_has_every_crossing_with_its_place(found: tuple[Seams, Judged, str]) -> None:
    report = json.loads(found[2])
    assert {one["file"] for one in report["crossings"]} == {"app/m5_invoice.py"}
    assert report["cut"]["crossings"] == sum(report["cut"]["kinds"].values()) == len(report["crossings"])
    assert all(one["remedy"] and one["reason"] for one in report["crossings"])


def test_people_see_price_step_and_figures(found: tuple[Seams, Judged, str]) -> None:
    text = render_text(found[0], found[1], "app", top=None)
    assert "points, step 1 of 2" in text
    assert "Cheapest to take out" in text
    assert "Figures (docs/figures.md)" in text
    markdown = render_markdown(found[0], found[1], "<b>app</b>")
    assert "<b>" not in markdown
    assert "| figure | value |" in markdown


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("top", [12, None])
def test_the_first_screen_is_short_and_no_line_wider_than_the_terminal(
    found: tuple[Seams, Judged, str], width: int, top: int | None
) -> None:
    lines = render_text(found[0], found[1], "app", top, width=width).splitlines()
    assert max(map(len, lines)) <= width
    assert top is None or len(lines) <= 40
    assert any(line.startswith("invoice ") for line in lines)


def test_a_program_that_says_nothing_and_one_that_nothing_ties_are_told_so(tmp_path: Path) -> None:
    for name, files, told in (
        ("nothing", {"a.py": "", "b.py": "# b\n"}, "No module says enough"),
        ("alone", {f"m{n}.py": f"def f{n}(x):\n    return x + {n}\n" for n in range(4)}, "Nothing ties these modules"),
    ):
        facts, words = read(tmp_path / name, files)
        seams = find_seams(facts, words)
        assert told in render_text(seams, judge(seams, facts), name)


def test_names_that_would_harm_a_terminal_or_markdown_are_shown_as_they_are(tmp_path: Path) -> None:
    folder = "pay\x1b[31m|<b>"
    files = {f"{folder}/m{n}.py": f"class Bill{n}: pass\ndef {'z' * 9000}(): pass\n" for n in range(3)}
    facts, words = read(tmp_path, files)
    seams = find_seams(facts, words)
    judged = judge(seams, facts)
    text, markdown = render_text(seams, judged, folder, None), render_markdown(seams, judged, folder)
    assert "\x1b" not in text + markdown
    assert "<b>" not in markdown
    assert max(len(context.name) for context in seams.contexts) < 100
