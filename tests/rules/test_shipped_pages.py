"""Every shipped page is held to its own examples: no test is written per rule."""

from __future__ import annotations

import pytest

from boundary_lint.pipeline.examples import example_graph
from boundary_lint.rules.catalogue import pages_in, shipped_folder
from boundary_lint.rules.check import faults_of
from boundary_lint.rules.page import Page

PAGES = pages_in(shipped_folder())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
def test_page_holds(page: Page) -> None:
    assert list(faults_of(page, example_graph)) == []
