"""What the methods of query sets, managers and instances do: the catalogue's rows, ready to be looked up.

A row is a result and the operations on the model's table: ``get = ["instance", "read"]``. Results: self (a query set again),
values (one whose rows are no instances), instance, list, pair (an instance and a flag), empty (a query set
that is not read), none. Every method has an asynchronous twin that begins with "a". Besides operations, methods have checks:
"unique" reads the model's own table, "keys" the tables that its foreign keys refer to, "sql" what the SQL text reads that
the method is given.
"""

from __future__ import annotations

from typing import NamedTuple, cast

from boundary_lint.facts.program import Op
from boundary_lint.frameworks.catalog import Catalog, Rows

CHECKS = ("unique", "keys", "sql")
"""What validating an instance looks up, and whether a query set's method is given SQL text."""


class Method(NamedTuple):
    """What a method gives and does."""

    name: str
    result: str
    ops: tuple[Op, ...]
    checks: tuple[str, ...] = ()


class Methods:
    """The methods that Django gives to query sets, related managers and instances."""

    def __init__(self, catalog: Catalog) -> None:
        self.queryset = _with_twins(catalog.rows("django.queryset"))
        self.related = _with_twins(catalog.rows("django.related"))
        self.instance = _with_twins(catalog.rows("django.instance"))


def _with_twins(rows: Rows) -> dict[str, Method]:
    known = {name: _method(name, row) for name, row in rows.items()}
    return {**{f"a{name}": method for name, method in known.items()}, **known}


def _method(name: str, row: tuple[str, ...]) -> Method:
    ops = tuple(word for word in row[1:] if word not in CHECKS)
    return Method(name, row[0], cast("tuple[Op, ...]", ops), tuple(word for word in row[1:] if word in CHECKS))
