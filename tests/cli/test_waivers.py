"""Waivers, from the comment to the report."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.inside import inside as run
from tests.cli.shop import BAD, GOOD

HEAD = "def settle(number):\n"
SAVE = "    order.save()\n"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    shutil.copytree(BAD, folder)
    (folder / ".git").mkdir()
    return folder


def services(shop: Path) -> Path:
    return shop / "shop" / "billing" / "services.py"


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def report(shop: Path, *options: str) -> dict[str, Any]:
    ran = run("check", "--no-cache", "-f", "json", *options, cwd=shop)
    assert ran.returncode in (0, 1), ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def of_rule(found: dict[str, Any], rule: str, **fields: str) -> list[dict[str, Any]]:
    return [f for f in found["findings"] if f["rule"] == rule and all(f[k] == v for k, v in fields.items())]


def orders(found: dict[str, Any]) -> list[dict[str, Any]]:
    return of_rule(found, "foreign-table-access", **{"from": "billing", "to": "orders"})


def test_a_waived_place_is_taken_out_and_counted(shop: Path) -> None:
    (before,) = orders(report(shop))
    unused = len(of_rule(report(shop), "unused-waiver"))
    edit(services(shop), SAVE, f"{SAVE.rstrip()}  # boundary-lint: ignore[foreign-table-access] until orders has it\n")
    found = report(shop)
    (after,) = orders(found)
    assert found["waived"] == 1
    assert len(after["sites"]) == len(before["sites"]) - 1
    assert (before["severity"], after["severity"]) == ("error", "warning")
    assert after["fingerprint"] == before["fingerprint"]
    assert len(of_rule(found, "unused-waiver")) == unused
    assert "1 place waived." in run("check", "--no-cache", cwd=shop).stdout


def test_a_finding_without_places_is_gone(shop: Path) -> None:
    edit(
        services(shop),
        "from shop.orders.models import Order",
        "# boundary-lint: ignore[model-import-across-contexts, private-import] for now\nfrom shop.orders.models import Order",
    )
    before, after = report(Path(BAD)), report(shop)
    assert of_rule(before, "model-import-across-contexts", **{"from": "billing", "to": "orders"})
    assert not of_rule(after, "model-import-across-contexts", **{"from": "billing", "to": "orders"})


def test_unused_waivers_are_findings(shop: Path) -> None:
    edit(
        services(shop),
        HEAD,
        f"# boundary-lint: ignore[foreign-table-acess]\n# boundary-lint: ignore[orm-model-leak]\n# boundary-lint: ignore\n# boundary-lint: ignore[unused-waiver]\n{HEAD}",
    )
    told = {f["message"] for f in of_rule(report(shop), "unused-waiver") if f["file"] == "shop/billing/services.py"}
    assert told == {
        "the waiver of foreign-table-acess in shop/billing/services.py is for no rule that there is: did you mean foreign-table-access?",
        "the waiver of orm-model-leak in shop/billing/services.py waives nothing",
        "the waiver of  in shop/billing/services.py names no rule: write ignore[rule-id]",
        "the waiver of unused-waiver in shop/billing/services.py is about waivers, which cannot be waived",
    }
    selected = report(shop, "--select", "unused-waiver,foreign-table-access")
    assert "orm-model-leak" not in str(of_rule(selected, "unused-waiver"))


def test_a_reason_can_be_required(shop: Path) -> None:
    edit(services(shop), SAVE, f"{SAVE.rstrip()}  # boundary-lint: ignore[foreign-table-access]\n")
    assert not of_rule(report(shop), "waiver-without-reason", file="shop/billing/services.py")
    config = shop / "boundary-lint.toml"
    config.write_text("waivers-need-reason = true\n" + config.read_text())
    (finding,) = of_rule(report(shop), "waiver-without-reason", file="shop/billing/services.py")
    assert finding["severity"] == "error"


def test_the_configuration_waives_an_edge(shop: Path) -> None:
    config = shop / "boundary-lint.toml"
    before = config.read_text()
    for sides in ('from = "billing"\nto = "orders"', 'from = "shop.billing"\nto = "orders"', 'from = "billing"'):
        config.write_text(
            before + f'\n[[waivers]]\nrule = "foreign-table-access"\n{sides}\nreason = "old"\nuntil = 2999-01-01\n'
        )
        found = report(shop)
        assert not orders(found)
        assert found["waived"] >= 3
        assert not of_rule(found, "unused-waiver", file="boundary-lint.toml")
    config.write_text(
        before + '\n[[waivers]]\nrule = "foreign-table-access"\nfrom = "billing"\nreason = "old"\nuntil = 2001-01-01\n'
    )
    found = report(shop)
    assert orders(found)
    (unused,) = of_rule(found, "unused-waiver", file="boundary-lint.toml")
    assert unused["message"].endswith("ended on 2001-01-01")
    assert config.read_text().splitlines()[unused["line"] - 1] == "[[waivers]]"


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('rule = "foreign-table-acess"\nfrom = "billing"\nreason = "x"', "did you mean 'foreign-table-access'?"),
        ('rule = "foreign-table-access"\nfrom = "biling"\nreason = "x"', "did you mean 'billing'?"),
        ('rule = "foreign-table-access"\nfrom = "billing"', "a waiver has no 'reason'"),
        ('rule = "foreign-table-access"\nform = "billing"\nreason = "x"', "did you mean 'from'?"),
        ('rule = "foreign-table-access"\nfrom = "billing"\nreason = "x"\nuntil = "soon"', "is no date"),
    ],
)
def test_a_wrong_entry_is_told_with_its_line(shop: Path, entry: str, said: str) -> None:
    config = shop / "boundary-lint.toml"
    config.write_text(config.read_text() + f"\n[[waivers]]\n{entry}\n")
    ran = run("check", "--no-cache", cwd=shop)
    assert ran.returncode == 2
    assert said in ran.stderr
    line = config.read_text().splitlines().index("[[waivers]]") + 1
    assert f"boundary-lint.toml:{line}: " in ran.stderr


def test_what_is_waived_is_no_debt(shop: Path) -> None:
    edit(services(shop), SAVE, f"{SAVE.rstrip()}  # boundary-lint: ignore[foreign-table-access] until orders has it\n")
    assert run("baseline", "write", "--no-cache", cwd=shop).returncode == 0
    assert run("check", "--no-cache", cwd=shop).returncode == 0
    edit(services(shop), "  # boundary-lint: ignore[foreign-table-access] until orders has it", "")
    assert "settle" in (shop / "boundary-lint.baseline").read_text()


def test_in_manifests(tmp_path: Path) -> None:
    folder = tmp_path / "services"
    shutil.copytree(Path(BAD).with_name("shop_services_bad"), folder)
    found = report(folder)
    finding = next(f for f in found["findings"] if any(e["file"].endswith(".yml") for e in f["evidence"]))
    place = next(e for e in finding["evidence"] if e["file"].endswith(".yml"))
    file = folder / place["file"]
    lines = file.read_text().split("\n")
    lines[place["line"] - 1] += f"  # boundary-lint: ignore[{finding['rule']}] for now"
    file.write_text("\n".join(lines))
    assert report(folder)["waived"] == 1


def test_the_good_shop_has_nothing_to_waive() -> None:
    assert report(Path(GOOD))["waived"] == 0


def test_the_cache_knows_them(shop: Path) -> None:
    edit(services(shop), SAVE, f"{SAVE.rstrip()}  # boundary-lint: ignore[foreign-table-access]\n")
    first = run("check", "-f", "json", cwd=shop)
    assert json.loads(first.stdout)["waived"] == 1
    assert run("check", "-f", "json", cwd=shop).stdout == first.stdout


def test_unused_ones_in_files_that_are_no_python(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "models.py").write_text("x = 1\n")
    (tmp_path / "schema.sql").write_text(
        "-- boundary-lint: ignore[shared-table] nobody else\n-- as in `# boundary-lint: ignore[shared-table]`\ncreate table a (b int);\n"
    )
    (tmp_path / "docker-compose.yml").write_text(
        "services:\n  app:\n    build: app  # boundary-lint: ignore[no-health-chek]\n"
    )
    ran = run("check", "--no-cache", "-f", "json", cwd=tmp_path)
    told = {(one["file"], one["line"]): one["message"] for one in of_rule(json.loads(ran.stdout), "unused-waiver")}
    assert told == {
        ("schema.sql", 1): "the waiver of shared-table in schema.sql waives nothing",
        (
            "docker-compose.yml",
            3,
        ): "the waiver of no-health-chek in docker-compose.yml is for no rule that there is: did you mean no-health-check?",
    }
