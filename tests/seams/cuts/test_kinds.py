"""Each kind of crossing at its line, in words, and with its remedy."""

from __future__ import annotations

from tests.seams.cuts.marks import check, cut, only

MODELS = {
    "shop/stock/models.py": """
        from django.db import models


        class Item(models.Model):
            title = models.CharField(max_length=9)

            class Meta:
                db_table = "stock_item"
                app_label = "stock"
        """,
}

TABLE = """

        class Order(models.Model):
            class Meta:
                db_table = "orders_order"
                app_label = "orders"
"""


def test_imports_by_when_they_happen() -> None:
    found = check(
        {
            "shop/stock/levels.py": "def level(): ...\ndef least(): ...\n",
            "shop/orders/services.py": """
                from typing import TYPE_CHECKING
                from shop.stock.levels import least, level  # cut: import stock
                from shop.tools import rounded  # cut: import shared
                if TYPE_CHECKING:
                    from shop.stock import levels  # cut: import stock

                def place():
                    import shop.stock.levels  # cut: import stock
                """,
            "shop/tools.py": "def rounded(): ...\n",
        }
    )
    runtime, shared, types, lazy = sorted(found.crossings, key=lambda one: one.line)
    assert (runtime.how, shared.how, types.how, lazy.how) == ("runtime", "runtime", "type_checking", "lazy")
    assert runtime.names == ("least", "level")
    assert types.remedy == "declare the type" and shared.remedy == "share as a library"
    assert runtime.reason == "shop.orders.services imports least, level of shop.stock.levels, which belongs to stock"


def test_both_directions_and_nothing_of_others() -> None:
    found = check(
        {
            "shop/orders/services.py": "from shop.stock.levels import level  # cut: import stock\n",
            "shop/stock/levels.py": "from shop.orders import events  # cut: import stock\ndef level(): ...\n",
            "shop/orders/events.py": "",
            "shop/billing/invoices.py": "from shop.stock.levels import level\n",
        }
    )
    assert [one.source for one in found.outward] == ["orders"] and [one.source for one in found.inward] == ["stock"]


def test_base_classes() -> None:
    found = check(
        {
            "shop/stock/base.py": "class Source:\n    pass\n",
            "shop/orders/sources.py": """
                from shop.stock.base import Source  # cut: import stock

                class Warehouse(Source):  # cut: inheritance stock
                    pass
                """,
            "shop/billing/sources.py": "from shop.stock.base import Source\n",
        }
    )
    assert only(found, "inheritance").remedy == "share as a library"
    assert only(found, "import").remedy == "goes with its uses"


def test_calls_once_per_line_and_function() -> None:
    found = check(
        MODELS
        | {
            "shop/stock/services.py": """
                from shop.stock.models import Item

                def take(number):
                    Item.objects.filter(pk=number).update(title="")
                """,
            "shop/orders/services.py": """
                from shop.stock.services import take  # cut: import stock

                def place(numbers):
                    for number in numbers:
                        take(number)  # cut: call stock
                """,
        }
    )
    call = only(found, "call")
    assert call.reason == "place() calls take() of stock, in a loop"
    assert call.loop == "shop/orders/services.py:6" and call.remedy == "ask once for all"
    assert found.price.looped == (("shop/orders/services.py:6", "shop.stock.services:take"),)


def test_a_loop_above_the_call() -> None:
    found = check(
        MODELS
        | {
            "shop/stock/services.py": """
                from shop.stock.models import Item

                def take(number):
                    Item.objects.filter(pk=number).update(title="")
                """,
            "shop/orders/services.py": """
                from shop.stock.services import take  # cut: import stock

                def place(number):
                    take(number)  # cut: call stock

                def place_all(numbers):
                    for number in numbers:
                        place(number)
                """,
        }
    )
    assert only(found, "call").loop == "shop/orders/services.py:9"


def test_queries_by_what_they_do() -> None:
    found = check(
        MODELS
        | {
            "shop/orders/services.py": """
                from shop.stock.models import Item  # cut: import stock

                def place(number):
                    item = Item.objects.get(pk=number)  # cut: read stock
                    item.save()  # cut: write stock
                    item.delete()  # cut: delete stock
                    list(Item.objects.select_for_update())  # cut: read stock, lock stock
                """,
        }
    )
    assert {one.kind: one.what for one in found.crossings if one.kind != "import"} == dict.fromkeys(
        ("read", "write", "delete", "lock"), "stock_item"
    )
    reads = [one for one in found.crossings if one.kind == "read"]
    assert reads[0].reason == "place() reads stock_item, which belongs to stock"


KEYED = MODELS | {
    "shop/orders/models.py": """
        from django.db import models


        class Order(models.Model):
            item = models.ForeignKey("stock.Item", on_delete=models.CASCADE)  # cut: foreign key stock, cascade stock
            spare = models.ForeignKey("stock.Item", on_delete=models.PROTECT, related_name="+")  # cut: foreign key stock, cascade stock
            loose = models.ForeignKey("stock.Item", on_delete=models.DO_NOTHING, related_name="+")  # cut: foreign key stock

            class Meta:
                db_table = "orders_order"
                app_label = "orders"
        """,
}


def test_foreign_keys_and_what_they_do_on_deletion() -> None:
    found = check(KEYED)
    keys = [one for one in found.crossings if one.kind == "foreign key"]
    assert keys[0].reason == "orders_order.item_id points to stock_item, which belongs to stock"
    assert {one.remedy for one in keys} == {"replace the key by an id"}
    cascades = [one for one in found.crossings if one.kind == "cascade"]
    assert [one.how for one in cascades] == ["CASCADE", "PROTECT"]
    assert cascades[0].reason == "when a row of stock_item is deleted, the row of orders_order is deleted (CASCADE)"
    assert found.price.keys == 3


def test_a_join_is_told_once() -> None:
    found = check(
        KEYED
        | {
            "shop/orders/reports.py": """
                from shop.orders.models import Order

                def titles():
                    return list(Order.objects.filter(item__title="a"))  # cut: join stock
                """,
        }
    )
    join = only(found, "join")
    assert (
        join.reason
        == "titles() joins orders_order, which belongs to orders, with stock_item, which belongs to stock (item__title)"
    )
    assert join.remedy == "compose in the API" and found.price.joins == 1


def test_a_join_that_a_third_asks_for() -> None:
    third = {
        "shop/billing/reports.py": """
            from shop.orders.models import Order  # cut: import billing

            def titles():
                return list(Order.objects.filter(item__title="a"))  # cut: join billing
            """,
    }
    check(KEYED | third)
    asked = cut(KEYED | third, "billing")
    assert {(one.kind, one.target) for one in asked.crossings} == {
        ("import", "orders"), ("join", "orders"), ("join", "stock"),
    }  # fmt: skip


def test_transactions_that_write_on_both_sides() -> None:
    found = check(
        MODELS
        | {
            "shop/stock/services.py": """
                from shop.stock.models import Item

                def take(number):
                    Item.objects.filter(pk=number).update(title="")
                """,
            "shop/orders/models.py": f"""
        from django.db import models
{TABLE}""",
            "shop/orders/services.py": """
                from django.db import transaction
                from shop.orders.models import Order
                from shop.stock.services import take  # cut: import stock

                def place(number):
                    with transaction.atomic():  # cut: transaction stock
                        Order.objects.create()
                        take(number)  # cut: call stock

                def close(number):
                    with transaction.atomic():
                        Order.objects.create()
                """,
        }
    )
    one = only(found, "transaction")
    assert one.remedy == "saga instead of a transaction"
    assert one.reason.startswith(
        "the transaction of place() writes orders_order of orders and stock_item (by take() -> "
    )
    assert found.price.transactions == 1


def test_a_write_that_follows_in_the_transaction_is_an_event() -> None:
    found = cut(
        MODELS
        | {
            "shop/orders/models.py": f"""
        from django.db import models
{TABLE}""",
            "shop/stock/services.py": """
                from shop.stock.models import Item

                def rename():
                    Item.objects.update(title="")
                """,
            "shop/orders/services.py": """
                from django.db import transaction
                from shop.orders.models import Order
                from shop.stock.models import Item

                def place(number):
                    with transaction.atomic():
                        Order.objects.create()
                        Item.objects.filter(pk=number).update(title="")
                """,
        }
    )
    assert only(found, "write").remedy == "publish an event"
    assert found.price.two_writers == (("stock_item", "orders"),)


def test_signals_of_the_program_and_of_the_models() -> None:
    found = check(
        MODELS
        | {
            "shop/orders/signals.py": "from django.dispatch import Signal\n\nplaced = Signal()\n",
            "shop/orders/services.py": """
                from shop.orders import signals

                def place():
                    signals.placed.send(sender=None)
                """,
            "shop/billing/receivers.py": """
                from django.dispatch import receiver
                from shop.orders.signals import placed  # cut: import billing

                @receiver(placed)
                def bill(sender, **kwargs): ...  # cut: signal billing
                """,
            "shop/orders/receivers.py": """
                from django.db.models.signals import post_save
                from shop.stock.models import Item  # cut: import stock

                def changed(sender, instance, **kwargs): ...

                post_save.connect(changed, sender=Item)  # cut: signal stock
                """,
        }
    )
    words = {one.reason for one in found.crossings if one.kind == "signal"}
    assert words == {
        "bill() runs on placed of orders, before whoever sends it goes on",
        "changed() runs on post_save about Item of stock, before whoever sends it goes on",
    }


def test_tasks() -> None:
    found = check(
        {
            "shop/billing/tasks.py": """
                from celery import shared_task

                @shared_task
                def bill(number): ...
                """,
            "shop/orders/services.py": """
                from shop.billing.tasks import bill  # cut: import billing

                def place(number):
                    bill.delay(number)  # cut: task billing
                """,
        }
    )
    assert only(found, "task").remedy == "keep the message"


def test_references_by_name() -> None:
    check(
        MODELS
        | {
            "shop/orders/services.py": """
                from importlib import import_module
                import swapper
                from django.apps import apps

                levels = import_module("shop.stock.levels")  # cut: dynamic reference stock
                Item = apps.get_model("stock", "Item")  # cut: model reference stock
                Again = swapper.load_model("stock", "Item")  # cut: model reference stock
                """,
            "shop/stock/levels.py": "",
        }
    )


def test_migrations_and_tests_do_not_cross() -> None:
    check(
        MODELS
        | {
            "shop/orders/test_place.py": "from shop.stock.models import Item\n",
            "shop/orders/migrations/__init__.py": "",
            "shop/orders/migrations/0001_initial.py": "from shop.stock.models import Item\n",
        }
    )


def test_properties_are_calls() -> None:
    found = check(
        {
            "shop/stock/base.py": """
                from functools import cached_property

                class Level:
                    @property
                    def low(self): ...

                    @cached_property
                    def least(self): ...
                """,
            "shop/orders/services.py": """
                from shop.stock.base import Level  # cut: import stock

                def place(level: Level, levels: list[Level]):
                    if level.low:  # cut: call stock
                        return None
                    for one in levels:
                        print(one.least)  # cut: call stock
                """,
        }
    )
    first, second = (one for one in found.crossings if one.kind == "call")
    assert first.reason == "place() reads Level.low of stock, a property"
    assert second.reason == "place() reads Level.least of stock, a property, in a loop"
