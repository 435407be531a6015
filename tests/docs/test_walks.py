"""Pages that walk through something are walked."""

from __future__ import annotations

from pathlib import Path

from tests.docs.walk import DOCS, walk


def test_adding_a_rule(tmp_path: Path) -> None:
    assert walk((DOCS / "adding-a-rule.md").read_text("utf-8"), tmp_path) == 5


def test_reports(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert walk((DOCS / "reports.md").read_text("utf-8"), tmp_path) == 7


def test_adding_a_library(tmp_path: Path) -> None:
    assert walk((DOCS / "adding-a-library.md").read_text("utf-8"), tmp_path) == 5


def test_fixes(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert walk((DOCS / "fixes.md").read_text("utf-8"), tmp_path) == 1
