"""Whether packages are layers: what the names of modules, definitions and packages tell of their role."""

from __future__ import annotations

import pytest

from boundary_lint.facts.program import Module
from boundary_lint.graph.layers import NONE, find_packages, role_agreement, technical_role


def module(name: str, *definitions: str) -> Module:
    return Module(root="", module=name, file=name.replace(".", "/") + ".py", context="", definitions=definitions)


@pytest.mark.parametrize(
    ("name", "definitions", "role"),
    [
        ("shop.forms", (), "form"),
        ("shop.order", ("OrderForm", "CartForm"), "form"),
        ("shop.order", ("FormOrder",), NONE),
        ("shop.models.order", (), "model"),
        ("shop.models.order", ("OrderForm",), "form"),
        ("shop.platform", (), NONE),
        ("shop.capital", (), NONE),
        ("shop.admin.order", (), NONE),
    ],
)
def test_a_role_is_told_by_a_whole_word(name: str, definitions: tuple[str, ...], role: str) -> None:
    assert technical_role(module(name, *definitions)) == role


def test_packages_above_the_layout_tell_no_role() -> None:
    assert technical_role(module("api.orders.tax"), top="api") == NONE
    assert technical_role(module("api.orders.tax")) == "api"


def test_modules_without_a_role_are_no_layer_of_their_own() -> None:
    layout = ["a"] * 6 + ["b"] * 6
    assert role_agreement(layout, ["form", "view", "task"] * 2 + [NONE] * 6) < 0.25
    assert role_agreement(layout, ["form"] * 6 + ["view"] * 6) == pytest.approx(1.0)
    assert role_agreement(layout, [NONE] * 12) == 0.0


def test_domains_that_are_called_like_tests_are_part_of_the_layout() -> None:
    named = [
        f"tcms.{package}.m{n}" for package in ("testplans", "testing", "tests", "test_utils", "bugs") for n in range(2)
    ]
    assert {*find_packages([module(name) for name in named])[1].values()} == {"testplans", "bugs"}
