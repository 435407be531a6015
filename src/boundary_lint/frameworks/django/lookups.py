"""Lookup paths and expressions: which tables ``filter(a__b=...)``, ``F("a__b")``, ``Count("c")`` or a sub-query reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

import msgspec

from boundary_lint.facts import syntax
from boundary_lint.link.frame import CallSite
from boundary_lint.link.values import DictOf, Items, ListOf, TextValue, Value, Values, in_order

if TYPE_CHECKING:
    from boundary_lint.frameworks.django.entity import Model

OWN_SIDE = frozenset({"in", "isnull", "pk", "id", "exact"})
"""Ends of a path that ask for the key itself: it lies on this side, nothing is joined."""

WITH_ROWS = frozenset({"select_related", "prefetch_related"})
"""Methods whose paths name what is loaded along with the rows."""

COLUMNS = frozenset(
    {"create", "update", "bulk_create", "raw", "extra", "using", "annotate", "alias", "aggregate", "set", "add"}
)
"""Methods whose keywords are no lookup paths."""

NOT_PATHS = frozenset(
    {"bulk_create", "bulk_update", "raw", "extra", "using", "create", "set", "add", "remove", "contains"}
)
"""Methods whose positional texts are no lookup paths."""

EXPRESSIONS = ("django.db.models.", "django.contrib.postgres.", "django.contrib.gis.", "django.db.models.functions.")
"""Where classes of query expressions come from."""

CONSTANTS = frozenset({"Value", "OuterRef", "RawSQL", "CharField", "ExpressionWrapper_output"})
"""Expressions whose texts are no paths of the query they stand in."""

CONDITIONS = frozenset({"Q", "When"})
"""Expressions whose keywords are lookup paths."""

MAX_DEPTH = 5
"""Foreign keys that ``select_related()`` without arguments follows. Source: Query.max_depth of django.db.models.sql."""


class Expression(Value, msgspec.Struct, frozen=True):
    """A query expression: the lookup paths in it, and the tables of its sub-queries. whole: the path's end is loaded too."""

    paths: frozenset[str]
    tables: frozenset[str] = frozenset()
    whole: bool = False
    travels: ClassVar[bool] = True

    def attribute(self, name: str, frame: object) -> Values:
        return frozenset((self,))

    def call(self, site: CallSite) -> Values:
        return frozenset((self,))

    def sort_key(self) -> tuple[str, ...]:
        return ("django-expression", *sorted(self.paths), "+", *sorted(self.tables))


@dataclass(slots=True)
class Reached:
    """What the arguments of one call reach: joined tables, tables loaded along, and the path that leads to each."""

    joined: frozenset[str] = frozenset()
    loaded: frozenset[str] = frozenset()
    paths: list[tuple[str, str]] = field(default_factory=list)


NOTHING_REACHED = Reached()


def arguments_of(model: Model, method: str, site: CallSite) -> Reached:
    """Return what the arguments of a query method reach beside the model."""
    node = site.node
    with_rows = method in WITH_ROWS
    if not node.args and not node.keywords:
        return Reached(loaded=frozenset(required(model))) if method == "select_related" else NOTHING_REACHED
    reached: dict[str, str] = {}
    for path, whole in _paths(method, site):
        for table in model.joins(path, whole or with_rows):
            reached.setdefault(table, path)
    for table in _subquery_tables(method, site):
        reached.setdefault(table, "sub-query")
    if not reached:
        return NOTHING_REACHED
    tables = frozenset(reached)
    own = set(model.tables)
    paths = [(table, path) for table, path in reached.items() if table not in own]
    return Reached(loaded=tables, paths=paths) if with_rows else Reached(joined=tables, paths=paths)


def _paths(method: str, site: CallSite) -> Iterator[tuple[str, bool]]:
    """Yield the lookup paths in the arguments, and whether their ends are loaded."""
    evaluate = site.frame.evaluate
    for node in site.node.args:
        for value in in_order(evaluate(node)):
            if isinstance(value, TextValue) and method not in NOT_PATHS:
                yield value.text, False
            else:
                yield from _expression_paths(value)
    for keyword, node in site.node.keywords:
        if keyword != "**" and method not in COLUMNS and keyword != "defaults":
            yield keyword, False
        for value in in_order(evaluate(node)) if site.frame.nodes[node].__class__ not in _CONSTANT_NODES else ():
            if keyword == "**" and isinstance(value, DictOf) and method not in COLUMNS:
                yield from ((key, False) for key, _ in value.items if key)
            yield from _expression_paths(value)


_CONSTANT_NODES = frozenset((syntax.Text, syntax.Const))


def _expression_paths(value: Value) -> Iterator[tuple[str, bool]]:
    if isinstance(value, Expression):
        for path in sorted(value.paths):
            yield path, value.whole
    elif isinstance(value, ListOf | Items | DictOf):
        for part in _parts(value):
            if isinstance(part, Expression):
                yield from _expression_paths(part)


def _parts(value: ListOf | Items | DictOf) -> Iterable[Value]:
    if isinstance(value, ListOf):
        return in_order(value.elements)
    if isinstance(value, Items):
        return (part for item in value.items for part in in_order(item))
    return (part for _, item in value.items for part in in_order(item))


def _subquery_tables(method: str, site: CallSite) -> Iterator[str]:
    """Yield the tables of query sets among the arguments, and of sub-queries in expressions."""
    from boundary_lint.frameworks.django.queryset import QuerySet

    if method in ("set", "add", "remove", "bulk_create", "bulk_update", "create"):
        return
    for values in site.arguments():
        for value in in_order(values):
            if isinstance(value, QuerySet) and value.form != "manager":
                yield from (*value.model.tables, *sorted(value.joined))
            elif isinstance(value, Expression):
                yield from sorted(value.tables)
            elif isinstance(value, DictOf | Items | ListOf):
                for part in _parts(value):
                    if isinstance(part, Expression):
                        yield from sorted(part.tables)


def expression_name(path: str) -> str:
    """Return the name of one of Django's expression classes, "" for all other paths."""
    name = path.rpartition(".")[2]
    return name if path.startswith(EXPRESSIONS) and name[:1].isupper() else ""


def expression(name: str, site: CallSite) -> Values:
    """Return the expression that a call of one of Django's expression classes makes."""
    from boundary_lint.frameworks.django.queryset import QuerySet

    paths: set[str] = set()
    tables: set[str] = set()
    nested = [site.frame.evaluate(node) for node in site.node.args]
    nested += [site.frame.evaluate(node) for _, node in site.node.keywords]
    if name in CONDITIONS:
        paths.update(keyword for keyword, _ in site.node.keywords if keyword not in ("**", "then", "condition"))
    if name not in CONSTANTS:
        paths.update(v.text for values in nested[: len(site.node.args)] for v in values if isinstance(v, TextValue))
    for values in nested:
        for one in values:
            if isinstance(one, Expression):
                paths |= one.paths
                tables |= one.tables
            elif isinstance(one, QuerySet):
                tables.update((*one.model.tables, *one.joined))
            elif isinstance(one, DictOf) and name in CONDITIONS:
                paths.update(key for key, _ in one.items if key)
    return frozenset((Expression(frozenset(paths), frozenset(tables), name == "Prefetch"),))


def walk(model: Model, path: str, whole: bool) -> list[str]:
    """Return the tables that a lookup path joins, in order; with ``whole`` what it ends at is one of them."""
    tables: list[str] = []
    parts = path.lstrip("-+?").split("__")
    here: Model | None = model
    for position, part in enumerate(parts):
        step = here.step(part) if here is not None else None
        if step is None:
            break
        relation, target, backwards = step
        last = position == len(parts) - 1 or (position == len(parts) - 2 and parts[-1] in OWN_SIDE)
        if relation.join_table:
            tables.append(relation.join_table)
        if target is None:
            break
        needs_target = (
            not last or whole or (backwards and relation.kind != "m2m") or (relation.many and relation.kind != "m2m")
        )
        if needs_target and target.table:
            tables.append(target.table)
        if last and not whole:
            break
        here = target
    return tables


def required(model: Model) -> list[str]:
    """Return the tables of every foreign key that cannot be null, and of theirs."""
    tables: dict[str, None] = {}
    todo = [(model, 0)]
    while todo:
        here, depth = todo.pop()
        for one in here.lineage():
            for relation in one.relations.values():
                target = here.target_of(relation) if relation.column and not relation.nullable else None
                if target is not None and target.table and target.table not in tables and depth < MAX_DEPTH:
                    tables[target.table] = None
                    todo.append((target, depth + 1))
    return list(tables)
