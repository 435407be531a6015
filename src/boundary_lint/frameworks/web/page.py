"""What a page of the catalogue says of one web framework: the tables below ``[web.<name>]``.

- ``.router``   class = what its constructor is given: instances hold routes (an application, a blueprint, a router)
- ``.route``    method of a router, as a call or a decorator = where it says what it registers
- ``.include``  method of a router that takes another router in
- ``.entry``    call that is a route, or a mounted router, in a list that a router is given; ``tuple`` for a plain tuple
- ``.mark``     decorator that makes a route without naming a router
- ``.class``    base of classes that serve requests = names of their methods, with ``{verb}`` in them ("*": any class)

``same`` of the framework's own table: attributes of a router that are the router again (``app.router``).

Each row is a list of *words*, most of them with places: the number of a position ("1+": from there on) or a keyword, all that may hold it.

- ``path P``      the pattern; ``view P`` the function or class that serves it: without it, what is decorated, or what follows
- ``methods P``   the HTTP methods; ``verbs GET POST`` those it has where none are given
- ``segment P``   the same where a "/" is to be put before it
- ``prefix P``    put in front of all paths; ``overrides``: in place of the included router's own; ``router P`` what is taken in
- ``routes P``    a list of entries; ``into P`` the router to which all its routes belong (an extension's object around an application)
- ``suffix P``    what the names of the class's methods end with; ``name P`` the name of a route by which another row gives it a view
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

from boundary_lint.errors import CatalogError
from boundary_lint.frameworks.catalog import Catalog, Rows

TABLES = ("router", "route", "include", "entry", "mark", "class")

WORDS = frozenset(
    {"path", "view", "methods", "verbs", "prefix", "overrides", "router", "routes", "into", "suffix", "name", "segment"}
)


@dataclass(frozen=True, slots=True)
class Row:
    """The words of one row, each with its places. framework: the page that it stands on."""

    framework: str
    words: dict[str, tuple[str, ...]]

    def places(self, word: str) -> tuple[str, ...]:
        """Return where a word is found, () where the row does not have it."""
        return self.words.get(word, ())

    @property
    def verbs(self) -> tuple[str, ...]:
        """The methods where none are given."""
        return self.words.get("verbs", ())


@dataclass(slots=True)
class Pages:
    """All frameworks as one: each row knows the framework it belongs to."""

    router: dict[str, Row] = field(default_factory=dict)
    route: dict[str, dict[str, Row]] = field(default_factory=dict)
    """Framework -> method -> row; so are ``include``."""
    include: dict[str, dict[str, Row]] = field(default_factory=dict)
    entry: dict[str, Row] = field(default_factory=dict)
    tuples: dict[str, Row] = field(default_factory=dict)
    """Framework -> what a plain tuple in a list of entries says."""
    mark: dict[str, Row] = field(default_factory=dict)
    same: dict[str, tuple[str, ...]] = field(default_factory=dict)
    handlers: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    """Framework -> base of classes -> templates of their methods' names."""

    @property
    def methods(self) -> frozenset[str]:
        """The last names of all methods that register or include."""
        return frozenset(name for table in (self.route, self.include) for rows in table.values() for name in rows)


def read_pages(catalog: Catalog) -> Pages:
    """Return what all pages say.

    Raises:
        CatalogError: a page has an unknown table or word.
    """
    pages = Pages()
    for framework, place in sorted(catalog.nested.get("web", {}).items()):
        path = f"web.{framework}"
        below = [table.removeprefix(path + ".") for table in catalog.tables if table.startswith(path + ".")]
        _check(below, TABLES, f"{place} [{path}]")
        _check(catalog.rows(path), ("same",), f"{place} [{path}]")
        pages.same[framework] = catalog.rows(path).get("same", ())
        tables = {name: _rows(framework, name, catalog.rows(f"{path}.{name}"), place) for name in TABLES[:-1]}
        plain = tables["entry"].pop("tuple", None)
        pages.router.update(tables["router"])
        pages.route[framework], pages.include[framework] = tables["route"], tables["include"]
        pages.entry.update(tables["entry"])
        pages.mark.update(tables["mark"])
        pages.handlers[framework] = catalog.rows(f"{path}.class")
        if plain is not None:
            pages.tuples[framework] = plain
    return pages


def _rows(framework: str, table: str, rows: Rows, place: str) -> dict[str, Row]:
    found = {}
    for key, row in rows.items():
        words = {word: tuple(places) for word, *places in (part.split() for part in row if part)}
        _check(words, WORDS, f"{place} [web.{framework}.{table}] {key}")
        found[key] = Row(framework, words)
    return found


def _check(keys: Iterable[str], known: Iterable[str], place: str) -> None:
    for key in keys:
        if key not in known:
            near = difflib.get_close_matches(key, list(known), 1)
            hint = f"did you mean '{near[0]}'?" if near else f"known are {', '.join(sorted(known)) or 'tables alone'}"
            raise CatalogError(place, f"unknown key '{key}'", hint)
