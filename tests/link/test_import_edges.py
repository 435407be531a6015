"""The comparison with grimp in benchmarks/, run on a small tree of everything that imports can look like."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

FILES = {
    "shop/__init__.py": "from .orders import models\nfrom . import billing as paid\n",
    "shop/orders/__init__.py": "from .views import *\n",
    "shop/orders/models.py": "from ..customers import Customer, models\nimport shop.billing.api as api, json\n",
    "shop/orders/views.py": "import shop.orders.models\ntry:\n    from shop.billing.api import (\n        charge,\n    )\nexcept ImportError: ...\n",
    "shop/customers/__init__.py": "from shop.customers.models import Customer\n",
    "shop/customers/models.py": "class Customer:\n    from shop.billing import api\n",
    "shop/billing/__init__.py": "def __getattr__(name):\n    from shop.orders import views\n",
    "shop/billing/api.py": (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from shop.orders.models import Order\n"
        "import importlib\nimportlib.import_module('shop.customers.models')\n"
    ),
    "shop/plain/mod.py": "from shop.orders import views\n",
    "shop/migrations/__init__.py": "",
    "shop/migrations/2023.fix.py": "from shop.orders import views\n",
    "shop/tests/__init__.py": "",
    "shop/tests/test_orders.py": '"""import shop.billing\n"""\nfrom shop.orders.models import (  # a comment\n    Order,\n)\n',
}


@pytest.fixture
def script() -> ModuleType:
    path = Path(__file__).parents[2] / "benchmarks" / "import_edges.py"
    spec = importlib.util.spec_from_file_location("import_edges", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_same_edges_as_grimp_but_for_what_it_leaves_out(script: ModuleType, tmp_path: Path) -> None:
    for path, content in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content)
    found = script.compare(tmp_path, "shop")
    assert found.only_grimp == set()
    assert found.only_ours == set()
    assert len(found.both) == 13
    assert found.dynamic == {("shop.billing.api", "shop.customers.models")}
    assert found.without_init == {("shop.plain.mod", "shop.orders.views")}
    assert found.unnameable == {("shop.migrations.2023.fix", "shop.orders.views")}
