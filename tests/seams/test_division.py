"""Which context a table follows into when modules are divided anew."""

from __future__ import annotations

from boundary_lint.seams.division import tables_follow
from tests.seams.cuts.marks import facts_of


def test_a_table_between_two_follows_the_code_that_declares_the_relation() -> None:
    facts = facts_of(
        {
            "shop/stock/models.py": """
                from django.db import models

                class Item(models.Model):
                    class Meta:
                        db_table = "item"
                        app_label = "stock"
                """,
            "shop/orders/models.py": """
                from django.db import models

                class Order(models.Model):
                    items = models.ManyToManyField("stock.Item")
                    class Meta:
                        db_table = "order"
                        app_label = "orders"
                """,
            "shop/stock/services.py": """
                from shop.orders.models import Order

                def fill(item):
                    Order.objects.get().items.add(item)
                """,
        }
    )
    found = tables_follow(
        facts, {"shop/stock/models.py": "one", "shop/orders/models.py": "two", "shop/stock/services.py": "one"}
    )
    assert found.tables == {"item": "one", "order": "two", "order_items": "two"}
