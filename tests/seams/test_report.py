"""Seams and cut lists as text, Markdown and JSON: readable, complete, escaped."""

from __future__ import annotations

import json

import pytest

from boundary_lint.report import cuts
from boundary_lint.report.seams import render_json, render_markdown, render_text
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
    text = render_text(found[0], found[1], "app")
    assert "points, step 1 of 2" in text
    assert "Cheapest to take out" in text
    assert "Figures (docs/figures.md)" in text
    markdown = render_markdown(found[0], found[1], "<b>app</b>")
    assert "<b>" not in markdown
    assert "| figure | value |" in markdown
