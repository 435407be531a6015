"""Where SQL text is run."""

from __future__ import annotations

from tests.helpers import check


def test_drivers_run_what_they_are_given() -> None:
    check(
        {
            "shop/store.py": """
            import sqlite3
            import psycopg2
            from psycopg2.extras import execute_values

            def load(order):
                connection = sqlite3.connect("shop.db")
                cursor = connection.cursor()
                cursor.execute("SELECT id FROM orders WHERE id = ?", (order,))  # fact: read orders
                with connection.cursor() as other:
                    other.executemany("INSERT INTO lines (id) VALUES (?)", [])  # fact: write lines
                for row in connection.execute("DELETE FROM lines RETURNING id"):  # fact: delete lines
                    print(row)

            def bulk(connection: psycopg2.extensions.connection, rows):
                with connection, connection.cursor() as cursor:
                    execute_values(cursor, "INSERT INTO lines VALUES %s", rows)  # fact: write lines
                    cursor.copy_from(open("x"), "imports")  # fact: write imports
                    cursor.callproc("rebuild")  # fact: missed sql
            """
        }
    )


def test_prose_is_no_sql() -> None:
    check(
        {
            "shop/code.py": """
            import logging

            log = logging.getLogger(__name__)

            def run(command, session, form):
                log.info("Select orders from the list and update customers set")
                log.debug("DELETE FROM cart failed for %s", form)
                command.execute("update orders")
                form.label("Insert into the list")
                session.query("orders from customers")
                raise ValueError("SELECT a FROM b")
            """
        }
    )


def test_texts_that_are_put_together() -> None:
    check(
        {
            "shop/__init__.py": "",
            "shop/names.py": 'SCHEMA = "shop"\nORDERS = f"{SCHEMA}.orders"\nLINES = "lines"\n',
            "shop/code.py": """
            import sqlite3
            from shop import names
            from shop.names import ORDERS

            COLUMNS = ", ".join(["id", "name"])

            class Store:
                table = names.LINES
                QUERY = "SELECT " + COLUMNS + " FROM customers"

                def __init__(self, path):
                    self.connection = sqlite3.connect(path)

                def rows(self, where):
                    query = f"SELECT {COLUMNS} FROM {ORDERS} o"
                    if where:
                        query += " JOIN %s l ON l.order_id = o.id" % self.table
                    self.connection.execute(query)  # fact: read shop.orders, read lines, join shop.orders lines
                    self.connection.execute(self.QUERY)  # fact: read customers
                    self.connection.execute("DELETE FROM {table}".format(table=self.table))  # fact: delete lines
                    self.connection.execute("SELECT * FROM " + where)  # fact: missed sql
            """,
        }
    )
