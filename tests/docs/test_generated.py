"""Pages that a command generates are up to date, and what they show can be run."""

from __future__ import annotations

import sqlite3

import pytest

from boundary_lint.cli.rules import markdown
from boundary_lint.config.load import load_config
from boundary_lint.graph import gate
from boundary_lint.graph.views import View, as_markdown, documented_views
from boundary_lint.pipeline.run import Options, analyse
from boundary_lint.rules.catalogue import pages_in, shipped_folder
from tests.docs.walk import DOCS

VIEWS = documented_views()

FIXTURES = DOCS.parent / "fixtures"


@pytest.fixture(scope="module")
def graph() -> sqlite3.Connection:
    shop = FIXTURES / "shop_bad"
    return analyse(shop, load_config(shop), Options(jobs=1)).graph()


def test_the_index_of_rules_is_up_to_date() -> None:
    """If not: boundary-lint rules list -f markdown > docs/rules.md."""
    assert (DOCS / "rules.md").read_text("utf-8") == markdown(pages_in(shipped_folder()))


def test_the_page_of_views_is_up_to_date() -> None:
    """If not: boundary-lint views -f markdown > docs/views.md."""
    assert (DOCS / "views.md").read_text("utf-8") == as_markdown(VIEWS)


def test_every_view_and_column_is_explained(graph: sqlite3.Connection) -> None:
    explained = {view.name: tuple(name for name, _ in view.columns) for view in VIEWS}
    assert explained == gate.public_views(graph)
    assert all(view.text and view.question and all(text for _, text in view.columns) for view in VIEWS)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_the_example_of_a_view_runs(graph: sqlite3.Connection, view: View) -> None:
    found = gate.run(graph, view.example)
    assert view.name in found.views
    assert "order by" in view.example


def test_what_a_view_needs_is_a_view() -> None:
    assert {needed for view in VIEWS for needed in view.needs} <= {view.name for view in VIEWS}
