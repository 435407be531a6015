"""Base classes, and classes that are fetched by their names."""

from __future__ import annotations

from tests.helpers import analyse


def references(files: dict[str, str]) -> set[tuple[str, int, str, str, str]]:
    found = analyse(files)
    return {(r.file, r.line, r.how, r.name, f"{r.target_module}:{r.target}") for r in found.code_references}


def test_direct_bases_where_they_are_defined() -> None:
    found = references(
        {
            "shop/__init__.py": "from shop.base import Base\n",
            "shop/base.py": "class Base:\n    class Inner:\n        pass\n\nclass Other(Base):\n    pass\n",
            "shop/code.py": """
                import abc
                from shop import Base

                class First(abc.ABC, Base):
                    class Second(Base.Inner):
                        pass

                class Third(First):
                    pass
                """,
        }
    )
    assert found == {
        ("shop/code.py", 5, "inherits", "First", "shop.base:Base"),
        ("shop/code.py", 6, "inherits", "First.Second", "shop.base:Base.Inner"),
        ("shop/code.py", 9, "inherits", "Third", "shop.code:First"),
        ("shop/base.py", 5, "inherits", "Other", "shop.base:Base"),
    }


def test_classes_fetched_through_a_resolver_but_not_models() -> None:
    found = references(
        {
            "manage.py": "",
            "shop/__init__.py": "",
            "shop/settings.py": 'INSTALLED_APPS = ["shop.stock"]\nROOT_URLCONF = "shop.urls"\n',
            "shop/stock/__init__.py": "",
            "shop/stock/models.py": "from django.db import models\n\nclass Item(models.Model):\n    pass\n",
            "shop/stock/forms.py": "class ItemForm:\n    pass\n\nclass StockForm:\n    pass\n\ndef check(): ...\n",
            "shop/code.py": """
                from oscar.core.loading import get_class, get_classes

                ItemForm, StockForm = get_classes("stock.forms", ["ItemForm", "StockForm"])
                Item = get_class("stock.models", "Item")

                def run():
                    return get_class("stock.forms", "check")
                """,
        }
    )
    assert found == {
        ("shop/code.py", 4, "resolver", "<module>", "shop.stock.forms:ItemForm"),
        ("shop/code.py", 4, "resolver", "<module>", "shop.stock.forms:StockForm"),
        ("shop/code.py", 8, "resolver", "run", "shop.stock.forms:check"),
    }


def test_properties_that_functions_read() -> None:
    found = references(
        {
            "shop/__init__.py": "",
            "shop/base.py": "class Base:\n    @property\n    def low(self): ...\n\n    def high(self): ...\n",
            "shop/code.py": """
                from shop.base import Base

                def run(base: Base):
                    base.high()
                    return base.low
                """,
        }
    )
    assert found == {("shop/code.py", 6, "property", "run", "shop.base:Base.low")}
