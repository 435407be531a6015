"""Names are imported from public modules of their owner, where that is the same thing and loads nothing more."""

from __future__ import annotations

from pathlib import Path

from tests.fixes.programs import mend_files

CONFIG = """\
[[contexts]]
name = "orders"
modules = ["shop.orders"]
public = ["shop.orders.api", "shop.orders.Order", "shop.orders.Line", "shop.orders.total"]

[[contexts]]
name = "billing"
modules = ["shop.billing"]
"""

FILES = {
    "boundary-lint.toml": CONFIG,
    "shop/__init__.py": "",
    "shop/orders/__init__.py": "from .models import Line, Order\nfrom .pricing import total\n",
    "shop/orders/models.py": "class Order:\n    pass\n\n\nclass Line:\n    pass\n\n\nclass Draft:\n    pass\n",
    "shop/orders/pricing.py": "def total():\n    return 0\n\n\ndef tax():\n    return 0\n",
    "shop/orders/api.py": "",
    "shop/billing/__init__.py": "",
}

CASES = {
    "the whole statement": ("from shop.orders.models import Order  # noqa", "from shop.orders import Order  # noqa"),
    "under another name": ("from shop.orders.models import Order as O, Line", "from shop.orders import Order as O, Line"),
    "relative": ("from ..orders.models import Order", "from ..orders import Order"),
    "in parentheses": (
        "from shop.orders.models import (\n    Line,  # one\n    Order,\n)",
        "from shop.orders import (\n    Line,  # one\n    Order,\n)",
    ),
    "one of two": (
        "from shop.orders.models import Draft, Order as O",
        "from shop.orders.models import Draft\nfrom shop.orders import Order as O",
    ),
    "the first of two": (
        "from shop.orders.models import Order, Draft  # both",
        "from shop.orders.models import Draft  # both\nfrom shop.orders import Order",
    ),
    "some of many": (
        "from shop.orders.models import (\n    Draft,\n    Line,\n    Order,\n)",
        "from shop.orders.models import (\n    Draft,\n)\nfrom shop.orders import Line, Order",
    ),
    "in a function": (
        "def f():\n    from shop.orders.models import Draft, Order\n    return Order",
        "def f():\n    from shop.orders.models import Draft\n    from shop.orders import Order\n    return Order",
    ),
}  # fmt: skip

LEFT = {
    "the module": "import shop.orders.models",
    "everything": "from shop.orders.models import *",
    "what nobody hands on": "from shop.orders.pricing import tax",
    "more on the line": "from shop.orders.models import Draft, Order; print(Order)",
    "a comment between": "from shop.orders.models import (\n    Draft,  # why\n    Order,\n)",
}


def test_what_is_public_is_imported_from_there_and_what_is_not_sure_is_left(tmp_path: Path) -> None:
    files = {f"shop/billing/case{number}.py": f"{before}\n" for number, (before, _) in enumerate(CASES.values())}
    left = {f"shop/billing/left{number}.py": f"{text}\n" for number, text in enumerate(LEFT.values())}
    after = mend_files(tmp_path, {**FILES, **files, **left}, "private-import")
    for file, (case, (_, wanted)) in zip(files, CASES.items(), strict=True):
        assert after.text(file) == f"{wanted}\n", case
    for file, (case, text) in zip(left, LEFT.items(), strict=True):
        assert after.text(file) == f"{text}\n", case


IMPORT = "from shop.orders.models import Draft\n"

API = {
    "it uses the name and does not say that others may": ("from shop.orders.models import Draft\n\ndraft = Draft()\n", False),
    "it does not use it": ("from shop.orders.models import Draft\n", True),
    "it says so": ("from .models import Draft as Draft\n\ndraft = Draft()\n", True),
    "it lists the name": ('from .models import Draft\n\n__all__ = ["Draft"]\n\ndraft = Draft()\n', True),
    "it lists other names": ('from .models import Draft\n\n__all__ = ["draft"]\n', False),
    "it is another thing": ("from .models import Draft\n\nDraft = 1\n", False),
    "it depends": ("try:\n    from .models import Draft\nexcept ImportError:\n    Draft = None\n", False),
    "it loads what nobody loaded": ("from .models import Draft\nfrom .pricing import tax\n", True),
    "it loads another module": ("from .models import Draft\nfrom .heavy import much\n", False),
    "it loads who imports it": ("from .models import Draft\nimport shop.billing.a\n", False),
    "by another module": ("from .drafts import Draft\n", False),
    "it is no Python": ("from .models import Draft\n(\n", False),
}  # fmt: skip


def test_public_modules(tmp_path: Path) -> None:
    more = {"shop/orders/heavy.py": "much = 1\n", "shop/orders/drafts.py": "from .models import Draft\n"}
    files: dict[str, str] = {}
    for number, (api, _) in enumerate(API.values()):
        one = {**FILES, **more, "shop/orders/api.py": api, "shop/billing/a.py": IMPORT}
        config = files.get("boundary-lint.toml", "") + renamed(CONFIG, number)
        files |= {renamed(file, number): renamed(text, number) for file, text in one.items()}
        files["boundary-lint.toml"] = config
    after = mend_files(tmp_path, files, "private-import")
    for number, (case, (_, moves)) in enumerate(API.items()):
        wanted = renamed(IMPORT.replace("models", "api") if moves else IMPORT, number)
        assert after.text(f"shop/billing{number}/a.py") == wanted, case


def renamed(text: str, number: int) -> str:
    """Return a text about contexts of their own."""
    return text.replace("orders", f"orders{number}").replace("billing", f"billing{number}")


def test_what_a_function_imports_is_loaded_by_then(tmp_path: Path) -> None:
    files = {
        **FILES,
        "shop/orders/heavy.py": "import shop.billing.a\n",
        "shop/orders/drafts.py": "from .models import Draft\n",
        "shop/orders/api.py": "from . import heavy\nfrom .drafts import Draft\n",
        "shop/billing/a.py": f"def f():\n    {IMPORT}    return Draft\n",
    }
    after = mend_files(tmp_path, files, "private-import")
    assert after.text("shop/billing/a.py") == f"def f():\n    {IMPORT.replace('models', 'api')}    return Draft\n"


def test_a_package_is_not_imported_by_what_it_loads(tmp_path: Path) -> None:
    text = "from shop.orders.models import Order\n"
    package = "import shop.billing.a\n" + FILES["shop/orders/__init__.py"]
    after = mend_files(
        tmp_path, {**FILES, "shop/orders/__init__.py": package, "shop/billing/a.py": text}, "private-import"
    )
    assert after.text("shop/billing/a.py") == text
    assert "cycle" in str(after.mended.left)


def test_a_package_around_is_loaded_already(tmp_path: Path) -> None:
    package = FILES["shop/orders/__init__.py"] + "import importlib\n\nimportlib.import_module('shop.orders.heavy')\n"
    files = {
        "shop/orders/__init__.py": package,
        "shop/orders/heavy.py": "",
        "shop/billing/a.py": IMPORT.replace("Draft", "Order"),
    }
    after = mend_files(tmp_path, {**FILES, **files}, "private-import")
    assert after.text("shop/billing/a.py") == "from shop.orders import Order\n"
