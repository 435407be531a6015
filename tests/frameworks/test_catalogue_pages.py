"""Every shipped page of the catalogue is held to its own examples: no test is written per library."""

from __future__ import annotations

import pytest

from boundary_lint.frameworks.catalog import Page, shipped_pages
from boundary_lint.frameworks.examples import examples_of, faults_of
from boundary_lint.pipeline.examples import example_facts

PAGES = list(shipped_pages())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.place)
def test_page_holds(page: Page) -> None:
    assert examples_of(page), "a page shows what it means by at least one example"
    assert list(faults_of(page, lambda example: example_facts(example.files, settings=example.settings))) == []
