"""Contracts as users meet them: findings of `check`, and what is said where contracts cannot be checked."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from boundary_lint.cli.commands import cli

SHOP = {
    "shop/__init__.py": "",
    "shop/web.py": "import shop.orders\n",
    "shop/texts.py": "\n\ndef text():\n    from shop.web import show\n",
    "shop/orders.py": "from shop import texts\n",
}

LAYERS = """
[importlinter]
root_package = shop
{more}
[importlinter:contract:layers]
name = Layers
type = layers
layers =
    shop.web
    shop.orders
broken_contract_guidance = Ask the team of orders.
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    for path, text in SHOP.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    (tmp_path / ".importlinter").write_text(LAYERS.format(more=""))
    return tmp_path


def run(shop: Path, *options: str) -> Result:
    """Run the command; its `return_value` is the exit code."""
    arguments = ["check", str(shop), "--no-cache", "--jobs", "1", *options]
    return CliRunner().invoke(cli, arguments, standalone_mode=False, obj=arguments, catch_exceptions=False)


def findings(ran: Result) -> list[dict[str, Any]]:
    told = json.loads(ran.stdout)["findings"]
    return [one for one in told if one["rule"] == "import-contract"]


def test_a_broken_chain_is_a_finding_with_every_import_of_it(shop: Path) -> None:
    ran = run(shop, "-f", "json")
    assert ran.return_value == 1
    (found,) = findings(ran)
    assert found["severity"] == "error"
    assert found["message"] == "shop.orders imports shop.web: shop.orders may not import shop.web (contract 'Layers')"
    assert [(e["file"], e["line"], e["note"]) for e in found["evidence"]] == [
        ("shop/orders.py", 1, "imports shop.texts"),
        ("shop/texts.py", 4, "imports shop.web"),
    ]
    assert "Ask the team of orders." in run(shop).stdout


def test_imports_alone_are_read_for_it(shop: Path) -> None:
    ran = run(shop, "-f", "json", "--select", "import-contract")
    assert len(findings(ran)) == 1


def test_without_import_linter_it_is_said_and_counted(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "importlinter", None)
    ran = run(shop)
    assert ran.return_value == 0
    assert "pip install 'boundary-lint[contracts]'" in ran.stderr
    assert "Not understood: 1 import contract." in ran.stdout


@pytest.mark.parametrize("text", ["[importlinter]\nroot_packages =\n    tools\n    shop\n", LAYERS.format(more="")])
def test_it_is_said_of_a_folder_of_the_program_too(shop: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setitem(sys.modules, "importlinter", None)
    (shop / "src").mkdir()
    (shop / "shop").rename(shop / "src" / "shop")
    (shop / ".importlinter").write_text(text)
    assert "pip install 'boundary-lint[contracts]'" in run(shop / "src").stderr


def test_code_of_the_project_is_never_imported(shop: Path) -> None:
    own = "contract_types =\n    layers: shop.hostile.Contract\n"
    (shop / "shop" / "hostile.py").write_text("raise SystemExit('this was run')\n")
    (shop / ".importlinter").write_text(LAYERS.format(more=own))
    path = list(sys.path)
    ran = run(shop, "-f", "json")
    assert (ran.return_value, findings(ran)) == (0, [])
    assert "contract 'Layers' is not checked: its type is shop.hostile.Contract" in ran.stderr
    assert sys.path == path
    assert not any(name.split(".")[0] == "shop" for name in sys.modules)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("shop.orders", "shop.order", "Missing layer 'shop.order'"),
        ("type = layers", "type = layers\nlayer = x", "Did you mean 'layers'?"),
        ("type = layers", "type = layers\nignore_imports = shop.web -> shop.texts", "No matches for ignored import"),
    ],
)
def test_a_contract_that_cannot_be_checked_ends_with_2(shop: Path, old: str, new: str, told: str) -> None:
    text = (shop / ".importlinter").read_text()
    (shop / ".importlinter").write_text(text.replace(old, new))
    ran = run(shop)
    assert ran.return_value == 2
    assert told in ran.stderr


def test_a_package_that_is_not_analysed_is_said(shop: Path) -> None:
    (shop / ".importlinter").write_text(LAYERS.format(more="").replace("root_package = shop", "root_package = store"))
    ran = run(shop)
    assert ran.return_value == 0
    assert "the package store is not found" in ran.stderr


def test_a_file_that_says_nothing_of_packages(shop: Path) -> None:
    (shop / ".importlinter").write_text("[importlinter]\nroot = shop\n")
    ran = run(shop)
    assert ran.return_value == 2
    assert "says nothing of 'root_package'" in ran.stderr


def test_a_warning_of_a_contract_is_said(shop: Path) -> None:
    text = (shop / ".importlinter").read_text()
    more = "type = layers\nignore_imports = shop.web -> shop.texts\nunmatched_ignore_imports_alerting = warn"
    (shop / ".importlinter").write_text(text.replace("type = layers", more))
    ran = run(shop)
    assert ran.return_value == 1
    assert "contract 'Layers': No matches for ignored import shop.web -> shop.texts." in ran.stderr


@pytest.mark.parametrize("installed", [True, False])
@pytest.mark.parametrize("name", [".importlinter", "pyproject.toml"])
def test_another_program_in_a_folder_below_has_no_part_in_the_contracts(
    shop: Path, monkeypatch: pytest.MonkeyPatch, name: str, installed: bool
) -> None:
    if not installed:
        monkeypatch.setitem(sys.modules, "importlinter", None)
    if name == "pyproject.toml":
        (shop / ".importlinter").unlink()
        (shop / name).write_text('[tool.importlinter]\nroot_package = "shop"\n')
    (shop / "examples" / "tiny").mkdir(parents=True)
    (shop / "examples" / "tiny" / "main.py").write_text("import os\n")
    ran = run(shop / "examples" / "tiny")
    assert ran.return_value == 0
    assert "import contract" not in ran.stdout
    assert "not checked" not in ran.stderr
