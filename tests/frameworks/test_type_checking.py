"""Classes that only type checkers see are no entities; what they stand for is."""

from __future__ import annotations

from tests.helpers import analyse, check

ORDER = "from django.db import models\nclass Order(models.Model):\n    number = models.IntegerField()\n"


def test_a_model_with_an_alias_at_run_time() -> None:
    found = check(
        {
            "orders/models.py": ORDER,
            "billing/models.py": """
                from typing import TYPE_CHECKING
                from django.db import models
                from orders.models import Order
                if TYPE_CHECKING:
                    class Base(models.Model):
                        name = models.CharField(max_length=10)
                    class Numbered(Order):
                        total: int
                else:
                    Base = models.Model
                    Numbered = Order

                class Bill(Base):
                    sent = models.BooleanField()

                def settle(order: Numbered):
                    order.save()  # fact: write orders_order
                    Numbered.objects.first()  # fact: read orders_order
                """,
        }
    )
    assert [m.model for m in found.models] == ["billing.models.Bill", "orders.models.Order"]


def test_a_declarative_base_for_type_checkers() -> None:
    found = analyse(
        {
            "shop/__init__.py": "",
            "shop/db.py": """
                from typing import TYPE_CHECKING
                from sqlalchemy.orm import DeclarativeBase, declarative_base
                if TYPE_CHECKING:
                    class Base(DeclarativeBase):
                        pass
                    class Named(Base):
                        __tablename__ = "named"
                else:
                    Base = declarative_base()
                    Named = object
                """,
            "shop/models.py": """
                from sqlalchemy import Column, Integer
                from shop.db import Base
                class Order(Base):
                    __tablename__ = "orders"
                    id = Column(Integer, primary_key=True)
                """,
        }
    )
    assert [(m.model, m.table) for m in found.models] == [("shop.models.Order", "orders")]


def test_other_mappers_see_none_either() -> None:
    found = analyse(
        {
            "shop/models.py": """
                import typing as t
                from peewee import Model
                if t.TYPE_CHECKING:
                    class Ghost(Model): ...
                class Order(Model): ...
                """
        }
    )
    assert [m.model for m in found.models] == ["shop.models.Order"]
