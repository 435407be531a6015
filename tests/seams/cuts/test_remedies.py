"""Which remedy a crossing gets, by who uses what and how often; and what that costs."""

from __future__ import annotations

from boundary_lint.seams.cuts.crossing import KINDS
from boundary_lint.seams.cuts.price import points
from boundary_lint.seams.cuts.remedies import MANY_READERS, RULES, WEIGHTS
from tests.seams.cuts.marks import cut, only
from tests.seams.cuts.test_kinds import MODELS


def remedy_of_reads(functions: int, loop: bool = False) -> set[str]:
    body = (
        "    for one in range(3):\n        Item.objects.get(pk=one)\n"
        if loop
        else "    return Item.objects.get(pk=1)\n"
    )
    text = "from shop.stock.models import Item\n" + "".join(f"def read{n}():\n{body}" for n in range(functions))
    found = cut(MODELS | {"shop/orders/services.py": text})
    return {one.remedy for one in found.crossings if one.kind == "read"}


def test_the_last_rule_of_every_kind_always_fits() -> None:
    for kind in KINDS:
        assert any(kind in rule.kinds for rule in RULES)
    assert {rule.remedy for rule in RULES} == set(WEIGHTS)


def test_few_readers_call_and_many_keep_a_copy() -> None:
    assert remedy_of_reads(MANY_READERS - 1) == {"call the owner's interface"}
    assert remedy_of_reads(MANY_READERS) == {"keep a read model"}
    assert remedy_of_reads(1, loop=True) == {"ask once for all"}


def writes(here: int, there: int) -> str:
    text = "from shop.stock.models import Item\n"

    def lines(count: int) -> str:
        return text + "def write():\n    pass\n" + '    Item.objects.update(title="")\n' * count

    found = cut(MODELS | {"shop/orders/services.py": lines(here), "shop/stock/services.py": lines(there)})
    (remedy,) = {one.remedy for one in found.crossings if one.kind == "write"}
    return remedy


def test_a_table_goes_to_its_only_writer_and_is_split_where_others_write_more() -> None:
    assert writes(1, 0) == "move"
    assert writes(2, 1) == "split the table"
    assert writes(1, 1) == "call the owner's interface"


def test_a_module_that_nobody_else_uses_moves() -> None:
    tool = {"shop/stock/words.py": "def words(): ...\n"}
    user = {"shop/orders/services.py": "from shop.stock import words\n"}
    assert only(cut(tool | user), "import").remedy == "move"
    other = {"shop/stock/services.py": "from shop.stock import words\n"}
    assert only(cut(tool | user | other), "import").remedy == "share as a library"


def test_a_module_that_needs_the_tables_of_where_it_is_stays() -> None:
    found = cut(
        MODELS
        | {
            "shop/stock/reports.py": "from shop.stock.models import Item\ndef report():\n    return list(Item.objects.all())\n",
            "shop/orders/services.py": "from shop.stock.reports import report\n",
        }
    )
    assert only(found, "import").remedy == "call the owner's interface"


def test_shared_code_that_knows_a_context_moves() -> None:
    found = cut(
        {"shop/tools.py": "from shop.orders.services import place\n", "shop/orders/services.py": "def place(): ...\n"}
    )
    assert only(found, "import").remedy == "move"


def test_a_call_within_one_object_needs_no_interface() -> None:
    found = cut(
        MODELS
        | {
            "shop/stock/base.py": """
                from shop.stock.models import Item

                class Report:
                    def rows(self):
                        return list(Item.objects.all())
                """,
            "shop/orders/reports.py": """
                from shop.stock.base import Report

                class Orders(Report):
                    def all(self):
                        return self.rows()
                """,
            "shop/stock/reports.py": "from shop.stock.base import Report\nclass Own(Report):\n    pass\n",
        }
    )
    assert only(found, "call").remedy == "share as a library"


def test_every_further_place_costs_a_tenth() -> None:
    assert points("call the owner's interface", 1) == 3
    assert points("call the owner's interface", 11) == 6
    assert points("goes with its uses", 9) == 0


def test_a_call_that_leads_to_another_remote_call_is_a_chain() -> None:
    found = cut(
        MODELS
        | {
            "shop/orders/models.py": """
                from django.db import models

                class Order(models.Model):
                    class Meta:
                        db_table = "orders_order"
                        app_label = "orders"
                """,
            "shop/stock/services.py": """
                from shop.stock.models import Item
                from shop.orders import totals

                def take(number):
                    Item.objects.filter(pk=number).update(title="")
                    return check(number)

                def check(number):
                    return totals.total(number)
                """,
            "shop/orders/totals.py": """
                from shop.orders.models import Order

                def total(number):
                    return Order.objects.count()
                """,
            "shop/orders/services.py": """
                from shop.stock.services import take

                def place(number):
                    return take(number)
                """,
        }
    )
    assert found.price.chains == ("shop/orders/services.py:5",)


def test_a_context_without_crossings() -> None:
    found = cut({"shop/orders/services.py": "def place(): ...\n"})
    assert (found.crossings, found.price.total, found.headline()) == ((), 0, "orders: nothing crosses")
    assert cut({"shop/orders/services.py": ""}, "nobody").headline() == "nobody: nothing crosses"


def test_the_headline() -> None:
    found = cut(MODELS | {"shop/orders/services.py": "from shop.stock.models import Item\n"})
    assert found.headline() == "orders: 1 crossing (1 out, 0 in) to 1 other, most to stock; 3 points"


PAGES = {
    "shop/stock/pages.py": """
        from django.db import models

        class Page(models.Model):
            title = models.CharField(max_length=9)

            class Meta:
                db_table = "stock_page"
                app_label = "stock"

            def shown(self):
                return Page.objects.count()
        """,
    "shop/orders/pages.py": """
        from shop.stock.pages import Page

        class OrderPage(Page):
            class Meta:
                db_table = "orders_page"
                app_label = "orders"

        def show(page: OrderPage):
            return page.shown()
        """,
}


def test_a_base_class_with_a_table_is_told_by_the_key_to_its_row() -> None:
    found = cut(PAGES)
    assert only(found, "foreign key").remedy == "split the table"
    assert only(found, "inheritance").remedy == "goes with its uses"
    assert only(found, "call").remedy == "call the owner's interface"


def test_a_table_of_a_library_that_nobody_refers_to_is_each_services_own() -> None:
    text = "from django.contrib.{0}.models import {1}\ndef load():\n    return {1}.objects.get(pk=1)\n"
    assert (
        only(cut({"shop/orders/services.py": text.format("sessions", "Session")}), "read").remedy
        == "share as a library"
    )
    keyed = """
        from django.contrib.auth.models import Group
        from django.db import models

        class Order(models.Model):
            group = models.ForeignKey(Group, on_delete=models.PROTECT)

            class Meta:
                app_label = "orders"

        def load():
            return Group.objects.get(pk=1)
        """
    found = cut({"shop/orders/services.py": keyed})
    assert only(found, "read").remedy == "keep a read model"
    assert only(found, "cascade").remedy == "call the owner's interface"
