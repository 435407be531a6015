"""The catalogue: what the API of a library means, one TOML page per library, extendable by the user.

Sections of a page, all optional:

- ``[alias]``        external dotted prefix = the stub that describes it
- ``[resolver]``     dotted path of a function = kind of resolver ("get_model", "import_string", ...)
- ``[parameter]``    name of a parameter = the class it is where nothing better is known ("request" in views)
- ``[transaction]``  ``opens`` = paths of context managers and decorators that are transactions
- ``[orm.<name>]``   a mapper of classes to tables or collections; see `boundary_lint.frameworks.orm.page`
- ``[web.<name>]``   a web framework; see `boundary_lint.frameworks.web.page`
- ``[remote.<name>]``  a library that calls other processes; see `boundary_lint.frameworks.remote.page`
- ``[retry.<name>]``  what tries again; see `boundary_lint.frameworks.resilience.page`
- ``[sign.<kind>]``   signs of how code is run; see `boundary_lint.frameworks.resilience.signs`
- ``[<library>.<table>]``  tables that the library's own code reads: string = string or list of strings
- ``[[example]]``    a small program and the facts that must come out; see `boundary_lint.frameworks.examples`
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

from boundary_lint.errors import CatalogError
from boundary_lint.facts.content import read_text

Rows = dict[str, tuple[str, ...]]
"""One table of a page: key to one or several strings."""

SECTIONS = ("alias", "resolver", "parameter", "transaction")

NESTED = ("orm", "remote", "retry", "sign", "web")
"""The sections whose tables may hold tables."""


class Page(NamedTuple):
    """One page as it is written; place says where."""

    place: str
    content: dict[str, object]


@dataclass(slots=True)
class Catalog:
    """All pages merged: later pages (the user's) override earlier ones row by row."""

    alias: dict[str, str] = field(default_factory=dict)
    resolver: dict[str, str] = field(default_factory=dict)
    parameter: dict[str, str] = field(default_factory=dict)
    opens_transaction: tuple[str, ...] = ()
    tables: dict[str, Rows] = field(default_factory=dict)
    nested: dict[str, dict[str, str]] = field(default_factory=dict)
    """Section -> name of every library in it (mapper, framework) -> the place of the page that speaks of it last."""

    def rows(self, table: str) -> Rows:
        """Return a library's table by its name ("django.queryset", "orm.peewee.query"), empty where no page has it."""
        return self.tables.get(table, {})

    def add(self, page: Page) -> None:
        """Merge one page.

        Raises:
            CatalogError: a section is not a table, or a value neither a string nor a list of strings.
        """
        place = page.place
        for section, content in page.content.items():
            if section == "example":
                continue
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
            path = f"{library}.{name}"
            if library in NESTED:
                self._add_nested(path, rows, place)
                self.nested.setdefault(library, {})[name] = place
            else:
                self.tables.setdefault(path, {}).update(_rows(rows, f"{place} [{path}]"))

    def _add_nested(self, path: str, content: dict[str, object], place: str) -> None:
        """Lists in the library's own table are added to, the new rows first; all other rows are replaced."""
        own = self.tables.setdefault(path, {})
        for key, value in content.items():
            if isinstance(value, dict):
                self.tables.setdefault(f"{path}.{key}", {}).update(_rows(value, f"{place} [{path}.{key}]"))
            else:
                known = own.get(key, ()) if isinstance(value, list) else ()
                own[key] = tuple(dict.fromkeys((*_strings(value, f"{place} [{path}] {key}"), *known)))


def _rows(content: dict[str, object], place: str) -> Rows:
    return {key: _strings(value, f"{place} {key}") for key, value in content.items()}


def _strings(value: object, place: str) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    strings = tuple(v for v in values if isinstance(v, str))
    if len(strings) != len(values):
        raise CatalogError(place, "is neither a string nor a list of strings")
    return strings


def shipped_pages() -> Iterator[Page]:
    """Yield the pages that come with the tool."""
    folder: Traversable = files("boundary_lint.frameworks") / "catalog"
    for page in sorted(folder.iterdir(), key=lambda p: p.name):
        if page.name.endswith(".toml"):
            yield Page(page.name, tomllib.loads(page.read_text("utf-8")))


def read_page(path: Path) -> Page:
    """Return a page of the user's.

    Raises:
        CatalogError: it cannot be read.
    """
    try:
        return Page(str(path), tomllib.loads(read_text(path)))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else f"it is not TOML: {error}"
        raise CatalogError(str(path), f"cannot be read: {reason}", "check the key 'catalog'") from error


def load_catalog(extra: Iterable[Path] = ()) -> Catalog:
    """Return the shipped pages, then the user's.

    Raises:
        CatalogError: a page cannot be read, or is not a page.
    """
    catalog = Catalog()
    for page in shipped_pages():
        catalog.add(page)
    for path in extra:
        catalog.add(read_page(path))
    return catalog
