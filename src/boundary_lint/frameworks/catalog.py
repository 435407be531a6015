"""The catalogue: what the API of a library means, one TOML page per library, extendable by the user.

Sections of a page, all optional:

- ``[alias]``        external dotted prefix = the stub that describes it
- ``[resolver]``     dotted path of a function = kind of resolver ("get_model", "import_string", ...)
- ``[parameter]``    name of a parameter = the class it is where nothing better is known ("request" in views)
- ``[transaction]``  ``opens`` = paths of context managers and decorators that are transactions
- ``[<library>.<table>]``  tables that the library's own code reads: string = string or list of strings
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from boundary_lint.errors import CatalogError

Rows = dict[str, tuple[str, ...]]
"""One table of a page: key to one or several strings."""

SECTIONS = ("alias", "resolver", "parameter", "transaction")


@dataclass(slots=True)
class Catalog:
    """All pages merged: later pages (the user's) override earlier ones row by row."""

    alias: dict[str, str] = field(default_factory=dict)
    resolver: dict[str, str] = field(default_factory=dict)
    parameter: dict[str, str] = field(default_factory=dict)
    opens_transaction: tuple[str, ...] = ()
    tables: dict[str, Rows] = field(default_factory=dict)

    def rows(self, table: str) -> Rows:
        """Return a library's table by its name ("django.queryset"), empty where no page has it."""
        return self.tables.get(table, {})

    def add(self, page: dict[str, object], place: str) -> None:
        """Merge one page.

        Raises:
            CatalogError: a section is not a table, or a value neither a string nor a list of strings.
        """
        for section, content in page.items():
            if not isinstance(content, dict):
                raise CatalogError(place, f"'{section}' is not a section", f"write [{section}]")
            if section == "transaction":
                self.opens_transaction += _strings(content.get("opens", []), f"{place} [transaction] opens")
            elif section in SECTIONS:
                rows = {key: _strings(value, f"{place} [{section}] {key}")[0] for key, value in content.items()}
                getattr(self, section).update(rows)
            else:
                self._add_tables(section, content, place)

    def _add_tables(self, library: str, content: dict[str, object], place: str) -> None:
        for name, rows in content.items():
            if not isinstance(rows, dict):
                raise CatalogError(place, f"[{library}] holds no table '{name}'", f"write [{library}.{name}]")
            table = self.tables.setdefault(f"{library}.{name}", {})
            for key, value in rows.items():
                table[key] = _strings(value, f"{place} [{library}.{name}] {key}")


def _strings(value: object, place: str) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    strings = tuple(v for v in values if isinstance(v, str))
    if len(strings) != len(values):
        raise CatalogError(place, "is neither a string nor a list of strings")
    return strings


def load_catalog(extra: Iterable[Path] = ()) -> Catalog:
    """Return the shipped pages, then the user's.

    Raises:
        CatalogError: a page cannot be read, or is not a page.
    """
    catalog = Catalog()
    shipped = files("boundary_lint.frameworks") / "catalog"
    for page in sorted(shipped.iterdir(), key=lambda p: p.name):
        if page.name.endswith(".toml"):
            catalog.add(tomllib.loads(page.read_text("utf-8")), page.name)
    for path in extra:
        try:
            catalog.add(tomllib.loads(path.read_text("utf-8")), str(path))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise CatalogError(str(path), f"cannot be read: {error}", "check the key 'catalog'") from error
    return catalog
