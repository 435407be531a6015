"""Contexts where no framework names them: one small tree per layout seen in real projects."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from boundary_lint.discover.domains import OF_NO_DOMAIN, find_parts
from boundary_lint.facts.program import Module


def module(name: str) -> Module:
    is_package = name.endswith(".")
    return Module(root="", module=name.rstrip("."), file=f"{name}.py", context="", is_package=is_package)


def contexts(names: str, declaring: str) -> dict[str, list[str]]:
    """Return label -> prefixes. A name that ends in a dot is a package; ``a.b,c`` stands for ``a.b`` and ``a.c``."""
    found: dict[str, list[str]] = {}
    for part in find_parts([module(name) for name in spread(names)], set(spread(declaring))):
        found.setdefault(part.label, []).append(part.prefix)
    return found


def spread(names: str) -> list[str]:
    found = []
    for word in names.split():
        above, _, last = word.rpartition(".") if not word.endswith(".") else ("", "", word)
        found += [f"{above}.{name}" if above else name for name in last.split(",")]
    return found


LAYOUTS: Mapping[str, tuple[str, str, dict[str, list[str]]]] = {
    "packages by domain": (
        "shop. shop.orders. shop.orders.models,views shop.billing. shop.billing.models,service shop.utils. shop.utils.dates,text",
        "shop.orders.models shop.billing.models",
        {"orders": ["shop.orders"], "billing": ["shop.billing"]},
    ),
    "packages without __init__": (
        "shop.orders.models,views shop.billing.models,service",
        "shop.orders.models shop.billing.models",
        {"orders": ["shop.orders"], "billing": ["shop.billing"]},
    ),
    "layers of packages: a domain is in several, or declares entities": (
        (
            "shop. shop.routes.order. shop.routes.order.read,write shop.services.orders. shop.services.orders.make,send "
            "shop.db.models.customer. shop.db.models.customer.address,person shop.routes.static_pages. shop.routes.static_pages.a,b "
            "shop.services.order_services. shop.services.order_services.x,y"
        ),
        "shop.db.models.customer.person",
        {
            "order": ["shop.routes.order", "shop.services.order_services", "shop.services.orders"],
            "customer": ["shop.db.models.customer"],
        },
    ),
    "modules of layers are called after domains": (
        (
            "shop. shop.orders. shop.orders.views,forms shop.billing. shop.billing.views,forms shop.models.order,order_line,billing,bill,base "
            "shop.helpers.orders"
        ),
        "shop.models.order shop.models.base",
        {
            "orders": ["shop.orders", "shop.models.order", "shop.models.order_line"],
            "billing": ["shop.billing", "shop.models.billing"],
            "models": ["shop.models"],
        },
    ),
    "one module of models beside domains": (
        "shop. shop.readers. shop.readers.a,b shop.writers. shop.writers.a,b shop.models shop.app",
        "shop.models",
        {"readers": ["shop.readers"], "writers": ["shop.writers"], "models": ["shop.models"]},
    ),
    "the nearest layer owns": (
        "shop. shop.a. shop.a.x,y shop.b. shop.b.x,y shop.db. shop.db.init shop.db.models. shop.db.models.server shop.admin.flags",
        "shop.db.models.server shop.admin.flags",
        {"a": ["shop.a"], "b": ["shop.b"], "flags": ["shop.admin.flags"], "models": ["shop.db.models"]},
    ),
    "layers alone are one context": (
        "app. app.models.order,customer app.api.order,customer app.services.order",
        "app.models.order app.models.customer",
        {"app": ["app"]},
    ),
    "nothing is declared: the only package is one context": ("app. app.main,db docs.conf setup", "", {"app": ["app"]}),
    "several packages that declare nothing": ("a. a.x,y b. b.x,y", "", {}),
    "top-level packages": (
        "orders. orders.models billing. billing.models lib. lib.x,y",
        "orders.models billing.models",
        {"orders": ["orders"], "billing": ["billing"]},
    ),
    "a top-level package that declares nothing beside one that does": (
        "orders. orders.models,views reports. reports.views,tasks tools. tools.views,tasks docs.conf",
        "orders.models",
        {"orders": ["orders"], "reports": ["reports"]},
    ),
    "groups and technical names with entities of their own": (
        (
            "shop. shop.modules.rooms.models,views shop.modules.users.models,views shop.domains.models,views shop.endpoints.models "
            "shop.modules.api.models"
        ),
        "shop.modules.rooms.models shop.modules.users.models shop.domains.models shop.endpoints.models shop.modules.api.models",
        {
            "domains": ["shop.domains"],
            "endpoints": ["shop.endpoints"],
            "rooms": ["shop.modules.rooms"],
            "users": ["shop.modules.users"],
            "api": ["shop.modules.api"],
        },
    ),
    "equal names in two packages": (
        "a. a.users. a.users.models a.orders. a.orders.models b. b.users. b.users.models b.rooms. b.rooms.models",
        "a.users.models a.orders.models b.users.models b.rooms.models",
        {"users": ["a.users"], "orders": ["a.orders"], "b.users": ["b.users"], "rooms": ["b.rooms"]},
    ),
    "versions, examples, names that are none": (
        "a. a.orders. a.orders.x,y a.rooms. a.rooms.x,y a.v2. a.v2.x,y a.example_one. a.example_one.x,y a.{{name}}. a.{{name}}.x,y",
        "",
        {"orders": ["a.orders"], "rooms": ["a.rooms"]},
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_contexts_are_what_somebody_who_works_there_would_say(layout: str) -> None:
    names, declaring, expected = LAYOUTS[layout]
    assert contexts(names, declaring) == expected


def test_a_store_beside_the_domains_owns_what_is_of_no_domain() -> None:
    names = "store.db orders.models,views database.models,session billing.routes,service"
    parts = find_parts([module(name) for name in spread(names)], {"database.models"})
    assert {part.prefix: part.reason for part in parts}["database"] == OF_NO_DOMAIN
