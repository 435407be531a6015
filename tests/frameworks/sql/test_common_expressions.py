"""Names of ``WITH`` are no tables."""

from __future__ import annotations

import pytest

from tests.helpers import analyse


@pytest.mark.parametrize(
    ("sql", "tables"),
    [
        ("WITH a AS (SELECT id FROM t) SELECT * FROM a", {"t"}),
        (
            "WITH RECURSIVE a AS (SELECT id FROM t UNION ALL SELECT t.id FROM t JOIN a ON t.up = a.id) SELECT * FROM a",
            {"t"},
        ),
        (
            "WITH a (id, n) AS (SELECT id, 1 FROM t UNION ALL SELECT t.id, n FROM t JOIN a ON t.up = a.id) SELECT * FROM a",
            {"t"},
        ),
        ("WITH a AS (SELECT id FROM t UNION SELECT id FROM u UNION ALL SELECT id FROM a) SELECT * FROM a", {"t", "u"}),
        ("WITH a AS (SELECT id FROM a WHERE x = 1) SELECT * FROM a", {"a"}),
        ("WITH a AS (SELECT id FROM s.a) SELECT * FROM a", {"s.a"}),
    ],
)
def test_tables_of_a_query(sql: str, tables: set[str]) -> None:
    source = f"import sqlite3\ndef f(path):\n    sqlite3.connect(path).execute({sql!r})\n"
    found = analyse({"shop/__init__.py": "", "shop/a.py": source})
    assert {a.table for a in found.accesses} == tables
