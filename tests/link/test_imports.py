"""Import edges: every kind, and the same as grimp builds."""

from __future__ import annotations

import sys
from pathlib import Path

import grimp
import pytest

from boundary_lint.facts.program import Import
from tests.helpers import analyse

FILES = {
    "shop/__init__.py": "from .orders import models\n",
    "shop/orders/__init__.py": "",
    "shop/orders/models.py": "from ..customers.models import Customer\nimport shop.billing.api as api\nfrom shop import customers\n",
    "shop/orders/views.py": "from .models import *\nfrom . import models\nimport json\n",
    "shop/customers/__init__.py": "from shop.customers.models import Customer\n",
    "shop/customers/models.py": "class Customer: ...\n",
    "shop/billing/__init__.py": "",
    "shop/billing/api.py": (
        "from typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    from shop.orders.models import Order\n"
        "def charge():\n    from shop.orders import views\n    import importlib\n    importlib.import_module('shop.customers.models')\n"
    ),
}


def edges(imports: list[Import]) -> dict[tuple[str, str], str]:
    return {(i.importer, i.imported): i.kind for i in imports}


def test_kinds_of_imports() -> None:
    found = edges(analyse(FILES).imports)
    assert found["shop.billing.api", "shop.orders.models"] == "type_checking"
    assert found["shop.billing.api", "shop.orders.views"] == "lazy"
    assert found["shop.billing.api", "shop.customers.models"] == "dynamic"
    assert found["shop.orders.models", "shop.customers.models"] == "runtime"


def test_same_edges_as_grimp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path, content in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content)
    monkeypatch.syspath_prepend(str(tmp_path))
    graph = grimp.build_graph("shop", cache_dir=None)
    theirs = {(a, b) for a in graph.modules for b in graph.find_modules_directly_imported_by(a)}
    ours = {pair for pair, kind in edges(analyse(FILES).imports).items() if kind != "dynamic"}
    assert ours == theirs
    sys.modules.pop("shop", None)


def test_equal_module_names_in_two_roots_never_mix() -> None:
    facts = analyse(
        {
            "orders/requirements.txt": "",
            "orders/app/__init__.py": "",
            "orders/app/models.py": "class Order: ...\n",
            "orders/app/views.py": "from app.models import Order\n",
            "users/requirements.txt": "",
            "users/app/__init__.py": "",
            "users/app/models.py": "class User: ...\n",
            "users/app/views.py": "from app.models import User\n",
        }
    )
    assert {(i.root, i.imported_root) for i in facts.imports} == {("orders", "orders"), ("users", "users")}


def test_folders_without_init_are_part_of_the_name() -> None:
    facts = analyse(
        {"pkg/__init__.py": "", "pkg/plain/mod.py": "from pkg.plain import other\n", "pkg/plain/other.py": ""}
    )
    assert edges(facts.imports) == {("pkg.plain.mod", "pkg.plain.other"): "runtime"}
