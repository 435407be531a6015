"""What a page of the catalogue says of one web framework: the tables below ``[web.<name>]``.

- ``.router``   class, or function, whose instances hold routes (an application, a blueprint, a router) = what it is given
- ``.route``    method of a router, as a call or a decorator = where it says what it registers
- ``.include``  method of a router that takes in a router, a list of entries, or a group
- ``.entry``    call that is a route or a mounted router in a list of entries; ``tuple`` for a plain tuple
- ``.mark``     decorator that makes a route and names no router
- ``.group``    base of classes whose marked methods are routes once the class is taken in
- ``.handler``  base of classes that serve requests = names of their methods, with ``{verb}`` in them ("*": any class)

The framework's own table has ``same``, attributes of a router that are the router again (``app.router``), and ``hook``, names of functions whose
first parameter is a router (``includeme``).

Each row is a list of *words*, most of them with places: the number of a position ("1+": from there on) or a keyword; the first that is
there counts. ``self`` is the object whose method is called, ``@`` the name of what is decorated ("" for ``index``), ``.name`` an attribute of
the class, ``/text`` a template of the class's attributes: ``/api/{resource_name|lower}`` (``lower``: the class's name in lower case).

- ``path P``      the pattern; ``view P`` the function or class that serves it: without it, what is decorated
- ``methods P``   the HTTP methods; ``verbs GET POST`` those it has where none are given
- ``prefix P``    put in front of all paths; ``segment P`` the same with "/" before it, ``version P`` with "/v" before it and in front of all
- ``behind P``    what a proxy may leave in front of all paths: they are served with it and without
- ``router P``    a router that is taken in; ``overrides``: the prefix stands in place of its own; ``routes P`` a list of entries
- ``into P``      the router that all of its routes belong to; ``module P`` a module by its name, whose hook takes in
- ``group P``     a class that is taken in; ``only P`` and ``except P`` names of its methods that are routes, and that are none
- ``suffix P``    what the names of the class's methods end with; ``name P`` the name of a route by which another row gives it a view
- ``listed``      the mark counts where a router or a group takes in what bears it
"""

from __future__ import annotations

import difflib
from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from boundary_lint.errors import CatalogError
from boundary_lint.frameworks.catalog import Catalog, Rows

HANDLER = "handler"

TABLES = ("router", "route", "include", "entry", "mark", "group")

NAMING = ("router", "entry", "mark", "group")
"""The tables whose rows name something of the framework's package."""

WORDS = frozenset(
    {
        *(
            "path",
            "view",
            "methods",
            "verbs",
            "prefix",
            "segment",
            "version",
            "behind",
            "router",
            "overrides",
            "routes",
            "into",
        ),
        *("module", "group", "only", "except", "suffix", "name", "listed"),
    }
)

GIVES = ("view", "name", "router", "routes", "into", "module", "group")
"""Words of a row that a plain call can fulfil, besides a decorator."""


@dataclass(frozen=True, slots=True)
class Row:
    """The words of one row, each with its places. framework: the page that it stands on."""

    framework: str
    words: dict[str, tuple[str, ...]]

    def places(self, word: str) -> tuple[str, ...]:
        """Return where a word is found, () where the row does not have it."""
        return self.words.get(word, ())

    @property
    def is_call(self) -> bool:
        """Whether a plain call does something by this row."""
        return any(word in self.words for word in GIVES)


@dataclass(slots=True)
class Pages:
    """All frameworks as one: each row knows the framework it belongs to."""

    router: dict[str, Row] = field(default_factory=dict)
    methods: dict[str, dict[str, Row]] = field(default_factory=dict)
    """Method of a router, by its last name -> framework -> row of ``.route`` or ``.include``."""
    entry: dict[str, Row] = field(default_factory=dict)
    tuples: dict[str, Row] = field(default_factory=dict)
    """Framework -> what a plain tuple in a list of entries says."""
    mark: dict[str, Row] = field(default_factory=dict)
    group: dict[str, Row] = field(default_factory=dict)
    same: dict[str, tuple[str, ...]] = field(default_factory=dict)
    hooks: dict[str, str] = field(default_factory=dict)
    """Name of a function that is handed a router -> framework."""
    handlers: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    """Framework -> base of classes -> templates of their methods' names."""


def read_pages(catalog: Catalog, imported: Container[str] | None = None) -> Pages:
    """Return what all pages say, or those alone that speak of something that is imported: a package by its first name.

    Raises:
        CatalogError: a page has an unknown table or word.
    """
    pages = Pages()
    for framework, place in sorted(catalog.nested.get("web", {}).items()):
        path = f"web.{framework}"
        below = [table.removeprefix(path + ".") for table in catalog.tables if table.startswith(path + ".")]
        _check(below, (*TABLES, HANDLER), f"{place} [{path}]")
        own = catalog.rows(path)
        _check(own, ("same", "hook"), f"{place} [{path}]")
        rows = {name: _rows(framework, name, catalog.rows(f"{path}.{name}"), place) for name in TABLES}
        tops = {key.split(".", 1)[0] for table in NAMING for key in rows[table]}
        if imported is not None and not any(top in imported for top in tops):
            continue
        _add(pages, framework, rows)
        pages.same[framework] = own.get("same", ())
        pages.hooks.update(dict.fromkeys(own.get("hook", ()), framework))
        pages.handlers[framework] = catalog.rows(f"{path}.{HANDLER}")
    return pages


def _add(pages: Pages, framework: str, rows: dict[str, dict[str, Row]]) -> None:
    plain = rows["entry"].pop("tuple", None)
    if plain is not None:
        pages.tuples[framework] = plain
    pages.router.update(rows["router"])
    pages.entry.update(rows["entry"])
    pages.mark.update(rows["mark"])
    pages.group.update(rows["group"])
    for table in ("route", "include"):
        for method, row in rows[table].items():
            pages.methods.setdefault(method, {})[framework] = row


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
