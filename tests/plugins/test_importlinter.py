"""Our rules inside of the real `lint-imports`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parents[2] / "fixtures"

CONFIG = """
[importlinter]
root_package = shop
contract_types =
    boundary_lint: boundary_lint.importlinter.RulesContract

[importlinter:contract:data]
name = Data
type = boundary_lint
rules =
    foreign-table-access
    cross-context-foreign-key
"""


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.parametrize(("shop", "outcome"), [("shop_bad", "Data BROKEN"), ("shop_good", "Data KEPT")])
def test_a_contract_of_data_rules(shop: str, outcome: str, tmp_path: Path) -> None:
    folder = tmp_path / shop
    shutil.copytree(FIXTURES / shop, folder)
    for broken in folder.rglob("old_gateway.py"):
        broken.unlink()  # grimp ends at the first file that it cannot parse
    (folder / ".importlinter").write_text(CONFIG)
    ran = lint(folder)
    assert outcome in ran.stdout, ran.stdout + ran.stderr
    assert ran.returncode == int("BROKEN" in outcome)
    if "BROKEN" in outcome:
        assert "foreign-table-access: billing" in ran.stdout
        assert "shop/billing/" in ran.stdout


def test_a_rule_that_does_not_exist_is_named(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "shop_good", tmp_path / "shop")
    (tmp_path / "shop" / ".importlinter").write_text(CONFIG.replace("foreign-table-access", "foreign-table"))
    ran = lint(tmp_path / "shop")
    assert ran.returncode == 1
    assert "there is no such rule" in ran.stdout + ran.stderr
