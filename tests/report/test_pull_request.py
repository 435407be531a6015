"""The Markdown of a pull request: names show as they are and can be nothing else, and a comment can hold it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt

from boundary_lint.facts.harmless import clean
from boundary_lint.findings.finding import Evidence
from boundary_lint.findings.result import Result
from boundary_lint.report import pull_request
from tests.report.results import PROGRAMS, RESULTS, SHOWN, finding, of_program, result


def shown_texts(markdown: str) -> list[str]:
    """Return the text of every paragraph, item and heading; nothing but our own marks may be in it."""
    texts = []
    for token in MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(markdown):
        assert token.type not in ("html_block", "fence", "code_block", "table_open", "blockquote_open"), token.content
        if token.type == "inline":
            kinds = {child.type for child in token.children or ()}
            assert kinds <= {"text", "text_special", "strong_open", "strong_close", "html_inline"}, token.content
            marks = {child.content for child in token.children or () if child.type == "html_inline"}
            assert marks <= {"<!-- -->"}, token.content
            texts.append("".join(child.content for child in token.children or () if child.type != "html_inline"))
    return texts


def squeezed(text: str) -> str:
    return " ".join(text.split())


@settings(max_examples=60, deadline=None)
@given(RESULTS)
def test_whatever_the_names_they_show_as_they_are(of: Result) -> None:
    markdown = pull_request.render(of, SHOWN)
    texts = [squeezed(text) for text in shown_texts(markdown)]
    for told in of.findings:
        expected = squeezed(f"{told.severity} {told.rule}: {clean(told.message)}")
        assert expected in texts
    assert "@" not in markdown.replace("@<!-- -->", "")
    assert "://" not in markdown


@pytest.mark.parametrize("program", PROGRAMS)
def test_it_counts_what_it_does_not_show(program: str) -> None:
    texts = shown_texts(pull_request.render(of_program(program), replace(SHOWN, top=2)))
    assert texts[0].startswith("boundary-lint: ")
    if program == "shop_bad":
        assert any(text.startswith("... and in ") for text in texts)


def test_a_comment_can_hold_it() -> None:
    findings = [finding(n, 0, Evidence("a.py", n), source=f"c{n}", message="x" * 5000) for n in range(100)]
    markdown = pull_request.render(result(*findings), SHOWN)
    assert len(markdown) < 65_536
    assert "more groups: " in markdown


def test_nothing_found() -> None:
    assert pull_request.render(result(), SHOWN) == "### boundary-lint: no findings\n"
