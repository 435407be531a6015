"""Where the configuration is found, and what every key becomes."""

from __future__ import annotations

from pathlib import Path

import pytest

from boundary_lint.config.load import find_config, load_config
from boundary_lint.config.model import Config, ContextConfig, RuleConfig
from boundary_lint.errors import ConfigError


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_it_is_found_by_walking_up(tmp_path: Path) -> None:
    file = write(tmp_path / "boundary-lint.toml")
    (tmp_path / "a" / "b").mkdir(parents=True)
    assert find_config(tmp_path / "a" / "b") == file


def test_the_nearest_one_counts(tmp_path: Path) -> None:
    write(tmp_path / "boundary-lint.toml")
    nearest = write(tmp_path / "a" / "pyproject.toml", "[tool.boundary-lint]\n")
    assert find_config(nearest.parent) == nearest


def test_its_own_file_comes_before_pyproject(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[tool.boundary-lint]\n")
    own = write(tmp_path / "boundary-lint.toml")
    assert find_config(tmp_path) == own


def test_a_pyproject_without_the_table_is_passed_by(tmp_path: Path) -> None:
    file = write(tmp_path / "boundary-lint.toml")
    write(tmp_path / "a" / "pyproject.toml", "[tool.ruff]\n")
    assert find_config(tmp_path / "a") == file


def test_the_walk_ends_at_the_top_of_the_repository(tmp_path: Path) -> None:
    write(tmp_path / "boundary-lint.toml")
    (tmp_path / "a" / ".git").mkdir(parents=True)
    assert find_config(tmp_path / "a") is None


def test_a_file_that_is_named_must_exist(tmp_path: Path) -> None:
    with pytest.raises(
        ConfigError,
        match=r"cannot be read: No such file or directory - make it a file that can be read, or name another",
    ):
        load_config(tmp_path, tmp_path / "no.toml")


EVERYTHING = """
sources = ["src"]
exclude = ["old"]
include = ["build"]
settings = "shop.settings"
include-tests = true
name-convention = false
shared-kernel = ["audit_log"]
catalog = ["ours.toml"]
stubs = ["stubs"]
rule-folders = ["arch/rules"]

[rules]
unread-file = "off"

[rules.layer-based-package]
severity = "error"
min_index = 0.5

[[contexts]]
name = "orders"
kind = "service"
modules = ["shop.orders", "shop.*.order_api"]
paths = ["orders"]
settings = "shop.orders.settings"
tables = ["legacy_order*"]
public = ["shop.orders.api"]
depends-on = []
owner = "team-orders"
"""


@pytest.mark.parametrize("name", ["boundary-lint.toml", "pyproject.toml"])
def test_every_key_is_read(tmp_path: Path, name: str) -> None:
    text = EVERYTHING
    if name == "pyproject.toml":
        text = "[tool.boundary-lint]\n" + text.replace("[rules", "[tool.boundary-lint.rules")
        text = text.replace("[[contexts", "[[tool.boundary-lint.contexts")
    file = write(tmp_path / name, text)
    line = text.splitlines().index('name = "orders"') + 1
    assert load_config(tmp_path) == Config(
        file=str(file),
        base=str(tmp_path.resolve()),
        sources=("src",),
        exclude=("old",),
        include=("build",),
        settings="shop.settings",
        include_tests=True,
        name_convention=False,
        shared_kernel=("audit_log",),
        catalog=("ours.toml",),
        stubs=("stubs",),
        rule_folders=("arch/rules",),
        rules={"unread-file": RuleConfig("off"), "layer-based-package": RuleConfig("error", {"min_index": 0.5})},
        contexts=(
            ContextConfig(
                name="orders",
                kind="service",
                modules=("shop.orders", "shop.*.order_api"),
                paths=("orders",),
                settings="shop.orders.settings",
                tables=("legacy_order*",),
                public=("shop.orders.api",),
                depends_on=(),
                owner="team-orders",
                line=line,
            ),
        ),
    )


def test_rules_may_be_a_list_of_folders(tmp_path: Path) -> None:
    write(tmp_path / "boundary-lint.toml", 'rules = ["arch/rules"]\nrule-folders = ["more"]\n')
    config = load_config(tmp_path)
    assert config.rule_folders == ("arch/rules", "more")
    assert config.rules == {}
