"""SQL files: what they create is evidence of ownership, what they do is a fact of the package they lie in."""

from __future__ import annotations

from boundary_lint.config.model import Config, ContextConfig
from tests.helpers import check


def test_a_schema_owns_what_it_creates() -> None:
    found = check(
        {
            "shop/__init__.py": "",
            "shop/orders/__init__.py": "",
            "shop/orders/views.py": "",
            "shop/orders/schema.sql": """
            CREATE TABLE IF NOT EXISTS orders (id int);  -- fact: creates orders
            ALTER TABLE lines RENAME TO order_lines;  -- fact: creates order_lines, write lines
            CREATE TEMPORARY TABLE work (id int);
            """,
            "shop/billing/__init__.py": "",
            "shop/billing/code.py": """
            import sqlite3

            def pay():
                sqlite3.connect("x").execute("UPDATE orders SET paid = 1")  # fact: write orders
            """,
        },
        config=Config(
            contexts=(
                ContextConfig(name="orders", modules=("shop.orders",)),
                ContextConfig(name="billing", modules=("shop.billing",)),
            )
        ),
    )
    orders = next(table for table in found.tables if table.table == "orders")
    assert (orders.owner, orders.evidence) == ("orders", "migration shop/orders/schema.sql:2")


def test_sql_in_migrations_only_creates() -> None:
    check(
        {
            "shop/__init__.py": "",
            "shop/migrations/__init__.py": "",
            "shop/migrations/0001_initial.sql": """
            CREATE TABLE orders (id int);  -- fact: creates orders
            INSERT INTO orders VALUES (1);
            """,
        }
    )


def test_alembic_runs_sql() -> None:
    check(
        {
            "alembic/env.py": "from alembic import context",
            "alembic/versions/a1_orders.py": """
            from alembic import op

            revision = "a1"

            def upgrade():
                op.execute("CREATE TABLE orders (id int)")  # fact: creates orders
                op.execute("UPDATE orders SET id = 1")
            """,
        }
    )
