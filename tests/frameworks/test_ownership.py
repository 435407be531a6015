"""Who owns a table that no class is mapped to."""

from __future__ import annotations

from tests.helpers import analyse

BASE = "from sqlalchemy.orm import declarative_base\nBase = declarative_base()\n"

MODEL = (
    "from sqlalchemy import Column, Integer, ForeignKey, Table\nfrom sqlalchemy.orm import relationship\n"
    "from shop.base import Base\nfrom shop import models\n"
)


def test_what_a_layer_declares_belongs_to_its_only_writer() -> None:
    model = "class {0}(Base):\n    __tablename__ = '{1}'\n    id = Column(Integer, primary_key=True)\n"
    write = "from sqlalchemy.orm import Session\nfrom shop.models import {0}\ndef f(session: Session):\n    session.add({0}())\n"
    found = analyse(
        {
            "shop/__init__.py": "",
            "shop/models.py": "from sqlalchemy import Column, Integer\n"
            + BASE
            + model.format("Order", "orders")
            + model.format("Bill", "bills")
            + model.format("Log", "logs"),
            "shop/orders/__init__.py": "",
            "shop/orders/views.py": write.format("Order"),
            "shop/orders/service.py": write.format("Bill"),
            "shop/billing/__init__.py": "",
            "shop/billing/views.py": write.format("Bill"),
            "shop/billing/service.py": "",
        }
    )
    assert {t.table: t.owner for t in found.tables} == {"orders": "orders", "bills": "models", "logs": "models"}


def test_a_table_between_two_belongs_to_the_only_one_whose_relation_goes_through_it() -> None:
    found = analyse(
        {
            "shop/__init__.py": "",
            "shop/base.py": BASE,
            "shop/models.py": (
                "from sqlalchemy import Column, Integer, ForeignKey, Table\nfrom shop.base import Base\n"
                "order_tags = Table('order_tags', Base.metadata, Column('order_id', Integer, ForeignKey('orders.id')))\n"
                "shared = Table('shared', Base.metadata, Column('order_id', Integer, ForeignKey('orders.id')))\n"
            ),
            "shop/orders/__init__.py": "",
            "shop/orders/models.py": MODEL
            + (
                "class Order(Base):\n    __tablename__ = 'orders'\n    id = Column(Integer, primary_key=True)\n"
                "    tags = relationship('Tag', secondary=models.order_tags, backref='orders')\n"
                "    others = relationship('Tag', secondary=models.shared)\n"
            ),
            "shop/tags/__init__.py": "",
            "shop/tags/models.py": MODEL
            + (
                "class Tag(Base):\n    __tablename__ = 'tags'\n    id = Column(Integer, primary_key=True)\n"
                "    others = relationship('Order', secondary=models.shared)\n"
            ),
        }
    )
    assert {t.table: t.owner for t in found.tables} == {
        "orders": "orders",
        "tags": "tags",
        "order_tags": "orders",
        "shared": "models",
    }
