"""Owners of contexts and files, told with findings and filtered by."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from boundary_lint.cli.commands import cli
from tests.cli.inside import inside as run
from tests.cli.shop import BAD


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


def told(base: Path, *arguments: str) -> dict[str, Any]:
    """What a check tells, in this process."""
    result = CliRunner().invoke(cli, ["check", str(base), "-f", "json", "-j", "1", *arguments], catch_exceptions=False)
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.fixture(scope="module")
def owned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop with an owner of one context in its configuration, and CODEOWNERS for the rest."""
    shop = tmp_path_factory.mktemp("owned") / "shop"
    shutil.copytree(BAD, shop)
    (shop / ".git").mkdir()
    (shop / "CODEOWNERS").write_text(
        "* @all\n/shop/orders/ @orders @both\n/shop/billing/ @nobody\nshop/customers/ wrong\n"
    )
    config = shop / "boundary-lint.toml"
    config.write_text(config.read_text().replace('name = "billing"', 'name = "billing"\nowner = "team-money"'))
    return shop


def test_the_configuration_wins_over_the_files(owned: Path) -> None:
    by_source = {(f["from"], f["owner"]) for f in told(owned)["findings"]}
    assert {owner for source, owner in by_source if source == "billing"} == {"team-money"}
    assert ("orders", "@orders, @both") in by_source
    every, one = told(owned)["findings"], told(owned, "--owner", "@both")["findings"]
    assert one == [finding for finding in every if "@both" in finding["owner"].split(", ")]
    assert one


def test_a_broken_line_is_told_and_never_ends_the_run(owned: Path) -> None:
    result = CliRunner().invoke(cli, ["check", str(owned), "-f", "sarif", "-j", "1"], catch_exceptions=False)
    assert "CODEOWNERS:4: 'wrong' is no owner" in result.stderr
    found = json.loads(result.stdout)["runs"][0]["results"]
    assert {"team-money", "@orders, @both"} <= {one["properties"].get("owner") for one in found}


def test_the_footer_tells_the_debt_of_the_owner(owned: Path) -> None:
    every = told(owned)["findings"]
    CliRunner().invoke(cli, ["baseline", "write", str(owned), "-j", "1"], catch_exceptions=False)
    baseline = owned / "boundary-lint.baseline"
    with baseline.open("a") as file:
        file.write("foreign-table-access  billing -> orders  table_name=gone  in shop.billing.services.gone\n")
        file.write("foreign-table-access  orders -> billing  table_name=gone  in shop.orders.models.gone\n")
        file.write("foreign-table-access  gone -> billing  table_name=gone  in shop.gone.models.gone\n")
    whole, money, both = (told(owned, *more)["debt"] for more in ((), ("--owner", "team-money"), ("--owner", "@both")))
    assert (whole["findings"], len(whole["stale"]), whole["owner"]) == (len(every), 3, "")
    assert money["findings"] == sum(f["owner"] == "team-money" for f in every)
    assert [line.split("in ")[-1] for line in money["stale"]] == ["shop.billing.services.gone"]
    assert [line.split("in ")[-1] for line in both["stale"]] == ["shop.orders.models.gone"]
    assert 0 < both["entries"] < whole["entries"]
    result = CliRunner().invoke(cli, ["check", str(owned), "-j", "1", "--owner", "@both"], catch_exceptions=False)
    assert f"debt: {both['findings']} finding" in result.stdout
    assert "of @both accepted by boundary-lint.baseline" in result.stdout
    baseline.unlink()
