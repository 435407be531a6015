"""Contexts that are found: what they hold, and what is library."""

from __future__ import annotations

from boundary_lint.discover.contexts import find_contexts
from boundary_lint.facts.program import Module


def contexts(names: list[str], apps: dict[str, str], entities: set[str]) -> dict[str, str]:
    modules = [Module(root="", module=name, file=name.replace(".", "/") + ".py", context="") for name in names]
    return {
        module: context
        for (_, module), context in find_contexts(
            modules, apps=apps, entity_modules=entities, declared=()
        ).of_module.items()
    }


NAMES = ["shop", "shop.views", "shop.orders.models", "shop.billing.models"]

APPS = {"shop": "shop", "shop.orders": "orders", "shop.billing": "billing"}


def test_a_root_package_that_only_holds_apps_is_library() -> None:
    found = contexts(NAMES, APPS, {"shop.orders.models", "shop.billing.models"})
    assert found == {
        "shop": "shop",
        "shop.views": "shop",
        "shop.orders.models": "orders",
        "shop.billing.models": "billing",
    }
    modules = [Module(root="", module=name, file=f"{name}.py", context="") for name in NAMES]
    kinds = {
        c.name: c.kind
        for c in find_contexts(modules, apps=APPS, entity_modules={"shop.orders.models"}, declared=()).contexts
    }
    assert kinds == {"orders": "context", "billing": "context", "shop": "library"}


def test_a_root_package_with_models_of_its_own_is_a_context() -> None:
    modules = [Module(root="", module=name, file=f"{name}.py", context="") for name in [*NAMES, "shop.models"]]
    found = find_contexts(modules, apps=APPS, entity_modules={"shop.models", "shop.orders.models"}, declared=())
    assert {c.name: c.kind for c in found.contexts} == {"orders": "context", "billing": "context", "shop": "context"}


def test_an_app_and_the_one_that_takes_its_place_are_one_context() -> None:
    names = ["shop.partner.models", "shop.orders.models", "site.partner.models"]
    modules = [Module(root="", module=name, file=f"{name}.py", context="") for name in names]
    apps = {"shop.partner": "partner", "site.partner": "partner", "shop.orders": "orders"}
    found = find_contexts(
        modules, apps=apps, forks={"site.partner": "shop.partner"}, entity_modules=set(names), declared=()
    )
    assert [(c.name, c.modules) for c in found.contexts] == [
        ("orders", ("shop.orders",)),
        ("partner", ("shop.partner", "site.partner")),
    ]
    apart = find_contexts(modules, apps=apps, entity_modules=set(names), declared=())
    assert [c.name for c in apart.contexts] == ["orders", "shop.partner", "site.partner"]


def test_apps_without_entities_that_lie_side_by_side_are_one_context() -> None:
    names = [
        "shop.orders.models",
        "shop.billing.models",
        *(f"shop.channels.{n}.views" for n in ("mail", "chat", "sms")),
    ]
    apps = {name.rpartition(".")[0]: name.split(".")[-2] for name in names} | {"shop.base": "base"}
    found = contexts([*names, "shop.base.views", "shop.channels.common"], apps, set(names[:2]))
    assert {name: context for name, context in found.items() if "channels" in name} == {
        **dict.fromkeys(names[2:], "channels"),
        "shop.channels.common": "channels",
    }
    assert found["shop.base.views"] == "shop"


def test_apps_of_a_folder_that_only_groups_them_stay_apart() -> None:
    names = [f"shop.apps.{n}.views" for n in ("mail", "chat", "sms")]
    found = contexts(names, {name.rpartition(".")[0]: name.split(".")[-2] for name in names}, set())
    assert list(found.values()) == ["mail", "chat", "sms"]
