"""Pages that walk through something are walked."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.cli.shop import BAD
from tests.docs.walk import DOCS, run, walk


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


def test_pictures(tmp_path: Path) -> None:
    shutil.copytree(BAD, tmp_path / "shop", ignore=shutil.ignore_patterns(".boundary_lint_cache", "__pycache__"))
    assert walk((DOCS / "pictures.md").read_text("utf-8"), tmp_path) == 2


def test_the_matrix_in_the_documentation_is_todays() -> None:
    drawn = run(f"boundary-lint matrix {BAD} --no-cache --show access -f svg", DOCS)
    assert drawn == (DOCS / "pictures/shop-access.svg").read_text("utf-8").splitlines()
