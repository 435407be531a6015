"""What a page of the catalogue says of one mapper: ``[orm.<name>]`` and the tables below it.

``[orm.<name>]``, all optional but ``base``:

- ``base``      classes below these are entities; ``embedded``: classes below these are parts of others, without a table
- ``table``     where a class says its table: ``Meta.table_name`` (attribute of a nested class), ``meta.collection`` (key of a
  dictionary), ``_table_`` (attribute), ``tablename=`` (keyword of the class statement), ``config(tablename)`` (keyword of the
  call that an attribute is made by); ``schema`` the same for the schema, ``abstract`` for saying that it has no table,
  ``query_class`` for a class of queries
- ``default``   the table of a class that says none: a template of ``{name}``, ``{lower}``, ``{snake}`` and ``{capitals}``
  (every capital is a new word: h_t_t_p_log); ``suffix`` is cut from the class name first
- ``inherits``  "own": a class below an entity has a table of its own (the default); "shared": it is stored in its parent's
- ``manager``   attributes of the class, and decorators of its functions, that are queries
- ``guess``     methods of queries that no other library has: believed of whatever is called like a database
- ``lookup``    what separates the parts of lookup paths: ``__`` in ``filter(customer__name=...)``

``[orm.<name>.fk]``, ``.o2o``, ``.m2m``, ``.embed``, ``.set``: fields that lead to another entity; ``set`` is the other side of
a foreign key of the target that leads back, else a many-to-many.

- ``fields``    paths of the fields' classes, or of generic classes in annotations
- ``target``    where the target is: "0" a position, a keyword, "[]" the argument of the annotation, "annotation" itself
- ``column``    keywords that name the column, and templates of ``{field}``
- ``accessor``  keywords that name the attribute by which the target sees it, and templates of ``{model}`` and ``{table}``
- ``through``   keywords that hold the entity or table between; ``join_table`` templates of ``{table}``, ``{target}``, ``{field}``
  and of both tables in order, ``{first}`` and ``{second}``

``[orm.<name>.class]``, ``.query``, ``.related``, ``.instance``: method = [what it gives, what it does to the table ...]; those of
``related`` are methods of queries that a link leads to, and change the table between, or else the links themselves.
It gives: query, values (a query of rows that are no instances), done (a query that has run), instance, list, dict, pair (an
instance and a flag), same or none. It does: read, write, delete, lock, load (its texts name links whose targets are read).
Python's own names are allowed: ``__init__`` of instances (constructing writes), ``__setattr__`` of instances (assigning
writes), ``__iter__`` of the class (going through the class, or taking an item of it, reads).

``[orm.<name>.reference]``: keys of dictionaries in arguments that name another table = what is done to it: ``"$lookup.from"``.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias, cast

from boundary_lint.errors import CatalogError
from boundary_lint.facts.program import Op
from boundary_lint.frameworks.catalog import Catalog, Rows

LinkKind: TypeAlias = Literal["fk", "o2o", "m2m", "embed", "set"]

KINDS: tuple[LinkKind, ...] = ("fk", "o2o", "m2m", "embed", "set")
RESULTS = frozenset({"query", "values", "done", "instance", "list", "dict", "pair", "same", "none"})
DOES = frozenset({"read", "write", "delete", "lock", "load"})

_KEYS = frozenset(
    {
        "base",
        "embedded",
        "table",
        "schema",
        "abstract",
        "query_class",
        "default",
        "suffix",
        "inherits",
        "manager",
        "guess",
        "lookup",
    }
)
_LINK_KEYS = frozenset({"fields", "target", "column", "accessor", "through", "join_table"})
_METHODS = frozenset({"class", "query", "related", "instance"})


class Method(NamedTuple):
    """What a method gives and does."""

    name: str
    result: str
    ops: tuple[Op, ...] = ()
    loads: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """How fields of one kind lead to another entity; see the page format above."""

    kind: LinkKind
    fields: tuple[str, ...]
    target: tuple[str, ...]
    column: tuple[str, ...] = ()
    accessor: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    join_table: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Orm:
    """One mapper; see the page format above."""

    name: str
    base: tuple[str, ...]
    embedded: tuple[str, ...]
    table: tuple[str, ...]
    schema: tuple[str, ...]
    abstract: tuple[str, ...]
    query_class: tuple[str, ...]
    default: str
    suffix: str
    shares: bool
    manager: tuple[str, ...]
    guess: tuple[str, ...]
    lookup: str
    links: tuple[Link, ...]
    class_methods: dict[str, Method] = field(default_factory=dict)
    query_methods: dict[str, Method] = field(default_factory=dict)
    related_methods: dict[str, Method] = field(default_factory=dict)
    instance_methods: dict[str, Method] = field(default_factory=dict)
    reference: Rows = field(default_factory=dict)


def read_orms(catalog: Catalog) -> list[Orm]:
    """Return the mappers of all pages.

    Raises:
        CatalogError: a page has an unknown key, result or operation.
    """
    return [_read(name, place, catalog) for name, place in sorted(catalog.nested.get("orm", {}).items())]


def _read(name: str, place: str, catalog: Catalog) -> Orm:
    path = f"orm.{name}"
    own = catalog.rows(path)
    _check(own, _KEYS, f"{place} [{path}]")
    below = [table.removeprefix(path + ".") for table in catalog.tables if table.startswith(path + ".")]
    _check(below, {*KINDS, *_METHODS, "reference"}, f"{place} [{path}]")
    methods = {word: _methods(catalog.rows(f"{path}.{word}"), f"{place} [{path}.{word}]") for word in _METHODS}
    return Orm(
        name=name,
        base=own.get("base", ()),
        embedded=own.get("embedded", ()),
        table=own.get("table", ()),
        schema=own.get("schema", ()),
        abstract=own.get("abstract", ()),
        query_class=own.get("query_class", ()),
        default=_one(own, "default", "{lower}"),
        suffix=_one(own, "suffix", ""),
        shares=_one(own, "inherits", "own") == "shared",
        manager=own.get("manager", ()),
        guess=own.get("guess", ()),
        lookup=_one(own, "lookup", ""),
        links=tuple(_link(kind, catalog.rows(f"{path}.{kind}"), f"{place} [{path}.{kind}]") for kind in KINDS),
        class_methods=methods["class"],
        query_methods=methods["query"],
        related_methods=methods["related"],
        instance_methods=methods["instance"],
        reference=catalog.rows(f"{path}.reference"),
    )


def _one(rows: Rows, key: str, default: str) -> str:
    return rows[key][0] if rows.get(key) else default


def _check(keys: Iterable[str], known: Iterable[str], place: str) -> None:
    for key in keys:
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            raise CatalogError(
                place,
                f"unknown key '{key}'",
                f"did you mean '{near[0]}'?" if near else f"known are {', '.join(sorted(known))}",
            )


def _link(kind: LinkKind, rows: Rows, place: str) -> Link:
    _check(rows, _LINK_KEYS, place)
    return Link(kind, rows.get("fields", ()), **{key: rows.get(key, ()) for key in sorted(_LINK_KEYS - {"fields"})})


def _methods(rows: Rows, place: str) -> dict[str, Method]:
    found = {}
    for name, row in rows.items():
        result, *does = row or ("none",)
        _check([result], RESULTS, f"{place} {name}")
        _check(does, DOES, f"{place} {name}")
        ops = tuple(word for word in does if word != "load")
        found[name] = Method(name, result, cast("tuple[Op, ...]", ops), "load" in does)
    return found
