"""The plugin in a pytest of its own, as a user's project runs it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parents[2] / "fixtures"


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    shutil.copytree(FIXTURES / "shop_bad", tmp_path / "shop_bad")
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / ".git").mkdir()
    (tmp_path / "test_own.py").write_text("def test_own(): pass\n")
    return tmp_path


def test_one_test_for_each_rule_and_context(shop: Path) -> None:
    ran = run(shop, "--boundary-lint", "shop_bad", "-m", "boundary_lint", "--junitxml=out.xml")
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "foreign-table-access[billing]" in ran.stdout
    assert "shop/billing/" in ran.stdout
    cases = ElementTree.parse(shop / "out.xml").getroot().iter("testcase")
    names = {case.get("name"): {child.tag for child in case} for case in cases}
    assert names["foreign-table-access[billing]"] == {"failure"}
    assert names["call-without-timeout"] == {"skipped"}
    assert "test_own" not in names
    assert set() in names.values()


def test_what_is_milder_is_an_expected_failure(shop: Path) -> None:
    rule = ("-k", "cross-context-join")
    assert "xfailed" in run(shop, "--boundary-lint=shop_bad", *rule).stdout
    assert run(shop, "--boundary-lint=shop_bad", "--boundary-lint-fail-on=warning", *rule).returncode == 1


def test_nothing_runs_and_nothing_is_loaded_unless_asked(shop: Path) -> None:
    (shop / "test_own.py").write_text(
        "import sys\n\ndef test_own():\n    assert [m for m in sys.modules if m.startswith('boundary_lint.') and 'plugin' not in m] == []\n"
    )
    ran = run(shop)
    assert ran.returncode == 0, ran.stdout
    assert "1 passed" in ran.stdout


def test_a_program_that_cannot_be_analysed_is_said(shop: Path) -> None:
    (shop / "shop_bad" / "boundary-lint.toml").write_text("contxts = 1\n")
    ran = run(shop, "--boundary-lint=shop_bad")
    assert ran.returncode == 4
    assert "unknown key 'contxts'" in ran.stderr + ran.stdout
