"""Owners of contexts, told with findings and filtered by."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.cli.shop import BAD, run


def test_owners_are_told_and_filtered(tmp_path: Path) -> None:
    shutil.copytree(BAD, tmp_path / "shop")
    config = tmp_path / "shop" / "boundary-lint.toml"
    config.write_text(config.read_text().replace('name = "billing"', 'name = "billing"\nowner = "team-money"'))
    shop = tmp_path / "shop"
    every = json.loads(run("check", "--no-cache", "-f", "json", cwd=shop).stdout)["findings"]
    owned = json.loads(run("check", "--no-cache", "-f", "json", "--owner", "team-money", cwd=shop).stdout)["findings"]
    assert owned == [finding for finding in every if finding["from"] == "billing"]
    assert 0 < len(owned) < len(every)
    assert {finding["owner"] for finding in owned} == {"team-money"}
    assert "(team-money)" in run("check", "--no-cache", cwd=shop).stdout
    wrong = run("check", "--no-cache", "--owner", "team-mony", cwd=shop)
    assert wrong.returncode == 2
    assert "did you mean 'team-money'?" in wrong.stderr
