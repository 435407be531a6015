"""Names lead to the class or function that they stand for, through re-exports, stars, packages and texts."""

from __future__ import annotations

import pytest

from boundary_lint.seams.symbols import Symbol, Symbols

from .programs import read

FILES = {
    "shop/__init__.py": "",
    "shop/orders/__init__.py": "from .models import Order as PublicOrder\n",
    "shop/orders/models.py": "class Order: ...\n\n\ndef total(): ...\n",
    "shop/orders/api.py": "from shop.orders.models import *\n",
    "shop/loops/a.py": "from shop.loops.b import Thing\n",
    "shop/loops/b.py": "from shop.loops.a import Thing\n",
    "shop/loops/__init__.py": "",
    "shop/user.py": (
        "import shop.orders.models\nimport shop.orders as o\nfrom shop.orders import PublicOrder, models\nfrom shop.orders.api import *\n"
        "from shop.loops.a import Thing\nimport json\n\nclass Own: ...\n"
    ),
}


@pytest.fixture(scope="module")
def symbols(tmp_path_factory: pytest.TempPathFactory) -> Symbols:
    facts, words = read(tmp_path_factory.mktemp("shop"), FILES)
    return Symbols(facts.modules, words)


ORDER = Symbol("shop/orders/models.py", "Order")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("PublicOrder", ORDER),
        ("PublicOrder.objects.all", ORDER),
        ("models.Order", ORDER),
        ("o.models.Order", ORDER),
        ("o.PublicOrder", ORDER),
        ("shop.orders.models.total", Symbol("shop/orders/models.py", "total")),
        ("shop.orders", Symbol("shop/orders/__init__.py", "")),
        ("Order", ORDER),
        ("Own", Symbol("shop/user.py", "Own")),
        ("json.loads", None),
        ("unheard", None),
    ],
)
def test_a_mention_stands_for(symbols: Symbols, name: str, expected: Symbol | None) -> None:
    assert symbols.mentioned("shop/user.py", name) == expected


def test_names_that_are_imported_in_a_circle_end(symbols: Symbols) -> None:
    assert symbols.mentioned("shop/user.py", "Thing") is not None


@pytest.mark.parametrize(
    ("text", "beside", "expected"),
    [
        ("shop.orders.models", "", Symbol("shop/orders/models.py", "")),
        ("shop.orders.models.Order", "", ORDER),
        ("orders.models", "Order", ORDER),
        ("orders.models", "", None),
        ("os.path", "", None),
    ],
)
def test_a_text_stands_for(symbols: Symbols, text: str, beside: str, expected: Symbol | None) -> None:
    assert symbols.texted("shop/user.py", text, beside) == expected


def test_a_text_that_names_its_own_package_says_nothing(symbols: Symbols) -> None:
    assert symbols.texted("shop/orders/models.py", "shop.orders", "") is None
