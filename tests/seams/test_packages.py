"""The packages of today are evidence only where they are asked for."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from boundary_lint.cli.commands import cli
from boundary_lint.config.load import load_config
from boundary_lint.errors import ConfigError
from boundary_lint.facts.program import Module
from boundary_lint.pipeline.run import Options
from boundary_lint.pipeline.seams import Asked, seams
from boundary_lint.seams.packages import TIES, package_ties

from .programs import lay_out


def modules(*names: str) -> list[Module]:
    return [
        Module(
            root="", module=name.removesuffix("/"), file=name.replace(".", "/"), context="", is_package=name.endswith("/")
        )
        for name in names
    ]  # fmt: skip


def weight_of(edges: dict[tuple[int, int], float]) -> Counter[int]:
    found: Counter[int] = Counter()
    for pair, weight in edges.items():
        for node in pair:
            found[node] += weight  # type: ignore[assignment]  # weights are no whole numbers
    return found


def test_modules_of_one_package_are_tied_and_those_of_others_are_not() -> None:
    edges = package_ties(modules("shop.orders/", "shop.orders.cart", "shop.billing.tax", "shop.billing.invoice"))
    assert edges == {(0, 1): 1.0, (2, 3): 1.0}


def test_a_package_ties_what_lies_in_packages_inside_of_it() -> None:
    edges = package_ties(modules("shop.a.views.x", "shop.a.models.x", "shop.b.views.x", "shop.b.models.x"))
    assert edges == {(0, 1): 1.0, (2, 3): 1.0}


def test_the_package_of_most_modules_tells_nothing_and_modules_without_a_package_have_none() -> None:
    assert package_ties(modules("shop.a", "shop.b", "shop.c", "main")) == {}


def test_equal_names_in_two_roots_are_two_packages() -> None:
    one, other = (Module(root=root, module="app.m", file=f"{root}/app/m.py", context="") for root in "ab")
    assert package_ties([one, other]) == {}


@pytest.mark.parametrize("size", [11, 12, 40, 401])
def test_in_a_large_package_a_module_is_tied_to_some_others_and_weighs_no_more(size: int) -> None:
    edges = package_ties(modules(*(f"p.m{n:03}" for n in range(size)), *(f"q.m{n:03}" for n in range(size))))
    assert len(edges) <= size * TIES
    assert all(weight == pytest.approx(1.0) for weight in weight_of(edges).values())
    reached, todo = {0}, [0]
    while todo:
        node = todo.pop()
        near = {b if a == node else a for a, b in edges if node in (a, b)} - reached
        reached |= near
        todo += near
    assert len(reached) == size


def program(base: Path) -> Path:
    """Two packages of three modules each, each of which has nothing in its own package and one link to the other."""
    files = {"app/__init__.py": "", "app/one/__init__.py": "", "app/two/__init__.py": ""}
    for number in range(3):
        files[f"app/one/m{number}.py"] = f"def step_{number}():\n    return {number}\n"
        files[f"app/two/n{number}.py"] = f"from app.one.m{number} import step_{number}\n\nVALUE = step_{number}()\n"
    return lay_out(base, files)


def together(base: Path, *options: str) -> list[set[str]]:
    ran = CliRunner().invoke(cli, ["seams", str(base), "-f", "json", "--no-cache", "--jobs", "1", *options])
    assert ran.exit_code == 0, ran.output
    report = json.loads(ran.stdout)
    assert report["config"]["respect_packages"] == bool(options or (base / "boundary-lint.toml").exists())
    return [set(context["modules"]) for context in report["contexts"]]


def test_packages_steer_the_division_only_where_they_are_respected(tmp_path: Path) -> None:
    program(tmp_path)
    pair = {"app.one.m0", "app.two.n0"}
    package = {"app.one.m0", "app.one.m1", "app.one.m2"}
    assert any(pair <= context for context in together(tmp_path))
    assert not any(package <= context for context in together(tmp_path))
    respected = together(tmp_path, "--respect-packages")
    assert any(package <= context for context in respected)


def test_the_configuration_may_ask_for_it(tmp_path: Path) -> None:
    (program(tmp_path) / "boundary-lint.toml").write_text("[seams]\nrespect_packages = true\n", "utf-8")
    assert any({"app.one.m0", "app.one.m1", "app.one.m2"} <= context for context in together(tmp_path))
    assert seams(tmp_path, load_config(tmp_path), Options(jobs=1), Asked(seeds=1))[0].respect_packages


def test_what_is_neither_true_nor_false_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "boundary-lint.toml").write_text('[seams]\nrespect_packages = "yes"\n', "utf-8")
    with pytest.raises(ConfigError, match=r"boundary-lint.toml:2.*neither true nor false"):
        load_config(tmp_path)
