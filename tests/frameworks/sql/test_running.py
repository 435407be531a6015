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
