"""Query sets and managers: what their methods give, which tables they read and write, and which they join."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

import msgspec

from boundary_lint.facts.program import Op
from boundary_lint.frameworks.django.lookups import Reached, arguments_of
from boundary_lint.frameworks.django.methods import Method
from boundary_lint.frameworks.effects import Joined, Touched
from boundary_lint.frameworks.plain import PlainMeaning
from boundary_lint.frameworks.sql.inside import run_inside
from boundary_lint.link.frame import CallSite, Frame
from boundary_lint.link.program import Class
from boundary_lint.link.values import NOTHING, DictOf, Items, ListOf, Value, Values, union

if TYPE_CHECKING:
    from boundary_lint.frameworks.django.entity import Model

MANAGER, QUERYSET = "django.db.models.Manager", "django.db.models.QuerySet"

WITH_ROWS = frozenset({"annotate", "alias"})
"""Methods whose expressions are computed along with whole rows: not to count them, nor for other columns alone."""

Form: TypeAlias = Literal["manager", "rows", "values"]
"""A manager, a query set of instances, a query set of dictionaries or tuples."""


class QuerySet(Value, msgspec.Struct, frozen=True):
    """Rows of a model, asked for or about to be.

    cls is the class of the manager or query set, where it is not Django's own. related: reached through a relation, whose
    join table (of a many-to-many) is join_table. joined: tables that the query needs; loaded: those that are read along with
    the rows; locked: the rows are locked when they are read; ordered: sorted otherwise than the model says. database: the alias it was told to use, "" where it was told none.
    """

    model: Model
    cls: Class | None = None
    form: Form = "rows"
    related: bool = False
    join_table: str = ""
    joined: frozenset[str] = frozenset()
    loaded: frozenset[str] = frozenset()
    locked: bool = False
    ordered: bool = False
    database: str = ""
    travels: ClassVar[bool] = True

    @property
    def entity(self) -> Model:
        """The model, by the name that all queries of all libraries have for it."""
        return self.model

    @property
    def python_class(self) -> Class | None:
        return self.cls

    # -- attributes

    def attribute(self, name: str, frame: Frame) -> Values:
        if self.cls is not None:
            own = self._own(self.cls, name, frame)
            if own is not None:
                return own
        if name == "model":
            return self.model.cls.values
        if name == "through" and self.join_table:
            return self.model.through(self.join_table)
        return frozenset((QuerySetMethod(self, name),))

    def library_attribute(self, name: str, frame: Frame) -> Values:
        if self.form == "manager" and name != "get_queryset" and self.cls is not None:
            passed = self._passed_on(self.cls, name, frame)
            if passed is not None:
                return passed
        return frozenset((QuerySetMethod(self, name),))

    def _own(self, cls: Class, name: str, frame: Frame) -> Values | None:
        """Look into the program's (or a stub's) class of the manager or query set."""
        link = frame.link
        owner = link.names.lookup(cls, name)
        if owner is not None and name in owner.names:
            if self.form != "manager" or not link.names.isa(owner, QUERYSET):
                return link.bind(owner, name, self, frame)
            return union(link.bind(owner, name, rows, frame) for rows in self.rows(frame))
        stored = link.stored(cls, name) if not cls.module.is_stub else NOTHING
        if stored:
            return stored
        return self._passed_on(cls, name, frame) if self.form == "manager" and name != "get_queryset" else None

    def _passed_on(self, cls: Class, name: str, frame: Frame) -> Values | None:
        """A manager passes on what the query set of its own ``get_queryset`` has."""
        methods = self.model.methods
        if name in methods.related and self.related:
            return None
        getter = frame.link.names.lookup(cls, "get_queryset")
        if getter is None or name not in methods.queryset:
            return None
        return union(rows.attribute(name, frame) for rows in self.rows(frame)) or None

    def rows(self, frame: Frame) -> list[QuerySet]:
        """Return the query sets that a manager starts with."""
        if self.form != "manager" or self.cls is None:
            return [self.again("rows")]
        names = frame.link.names
        plain = self.again("rows", names.isa(self.cls, QUERYSET) or None)
        getter = names.lookup(self.cls, "get_queryset")
        if getter is None:
            return [plain]
        found = frame.link.returned(frame.link.bind(getter, "get_queryset", self, frame), frame)
        made = [value for value in found if isinstance(value, QuerySet)]
        made.sort(key=QuerySet.sort_key)
        rows = [one.as_related(self) for one in made if one.form != "manager"] or [plain]
        return [one.on(self.database) for one in rows] if self.database else rows

    def again(self, form: Form, keep_class: bool | None = True) -> QuerySet:
        """Return the same rows in another form; of a manager's class a query set keeps what is a query set's."""
        if form == self.form:
            return self
        cls = self.cls if keep_class else None
        return msgspec.structs.replace(self, cls=cls, form=form)

    def on(self, database: str) -> QuerySet:
        """Return the same rows of another database."""
        return msgspec.structs.replace(self, database=database)

    def as_related(self, other: QuerySet) -> QuerySet:
        """Return the same rows, reached through the relation of another one."""
        if not other.related or self.related:
            return self
        joined = self.joined | other.joined
        return QuerySet(self.model, self.cls, self.form, True, other.join_table, joined, self.loaded, self.locked)

    # -- rows

    def element(self, frame: Frame) -> Values:
        if self.form == "manager":
            return NOTHING
        self.touch("read", "iteration", frame)
        return self.model.instances() if self.form == "rows" else NOTHING

    def touch(self, op: Op, via: str, frame: Frame) -> None:
        """Note an access to the model's tables and to what the query needs besides."""
        sink = frame.sink
        if sink is None:
            return
        self.model.touch(op, via, frame, self.database)
        if op == "read" and self.join_table:
            sink.add(Touched(self.join_table, "read", via, database=self.database))
        for table in self.joined:
            sink.add(Touched(table, "read", "join", database=self.database))
        if op == "read" and via in ("iteration", "load"):
            loaded = self.loaded if self.form != "values" else ()
            for table in (*loaded, *(self.model.sorted_by if not self.ordered else ())):
                sink.add(Touched(table, "read", "join", database=self.database))
            if self.locked:
                sink.add(Touched(self.model.table, "lock", "query", database=self.database))

    def kinship(self) -> Hashable:
        return QuerySet, self.model, self.cls, self.form, self.related, self.join_table, self.database

    def joined_with(self, others: Sequence[Value]) -> QuerySet:
        kin = [self, *(other for other in others if isinstance(other, QuerySet))]
        return msgspec.structs.replace(
            self,
            joined=frozenset().union(*(one.joined for one in kin)),
            loaded=frozenset().union(*(one.loaded for one in kin)),
            locked=any(one.locked for one in kin),
            ordered=all(one.ordered for one in kin),
        )

    def sort_key(self) -> tuple[str, ...]:
        cls = self.cls.id if self.cls is not None else ""
        flags = (self.form, str(self.related), str(self.locked), str(self.ordered), self.join_table, self.database)
        return ("django-rows", self.model.model, cls, *flags, *sorted(self.joined), "+", *sorted(self.loaded))


class QuerySetMethod(Value, msgspec.Struct, frozen=True):
    """A method that Django defines on query sets and managers."""

    queryset: QuerySet
    name: str

    def sort_key(self) -> tuple[str, ...]:
        return ("django-method", self.name, *self.queryset.sort_key())

    def call(self, site: CallSite) -> Values:
        queryset, frame = self.queryset, site.frame
        method = queryset.model.methods.queryset.get(self.name)
        if method is None and queryset.related:
            method = queryset.model.methods.related.get(self.name)
        if method is None:
            return NOTHING
        if method.name == "using":
            _retract_lazy(queryset, site)
            queryset = queryset.on(site.text(0, "alias") or "")
        reached = arguments_of(queryset.model, method.name, site)
        if frame.sink is not None:
            _note(queryset, method, reached, site)
            for values in site.arguments() if "sql" in method.checks else ():
                run_inside(values, frame)
        return _result(queryset, method, reached, frame)


def _note(queryset: QuerySet, method: Method, reached: Reached, site: CallSite) -> None:
    """Note what a call does at once."""
    frame, sink = site.frame, site.frame.sink
    if sink is None:
        return
    for table, path in reached.paths:
        sink.add(Joined(queryset.model.table, table, path, "join"))
    if method.ops == ("write",) and method.result == "none":
        _retract_lazy(queryset, site)
    for op in method.ops:
        if op == "lock":
            sink.add(Touched(queryset.model.table, "lock", "query", database=queryset.database))
        elif method.name in queryset.model.methods.related:
            _note_related(queryset, op, frame)
        else:
            loads = op == "read" and method.result in ("instance", "list", "pair")
            queryset.touch(op, "load" if loads else "query", frame)
            if op == "write" and queryset.join_table and method.result in ("instance", "pair"):
                sink.add(Touched(queryset.join_table, "write", "many-to-many", database=queryset.database))
    if method.ops:
        for table in reached.joined:
            sink.add(Touched(table, "read", "join", database=queryset.database))
    if method.result in ("self", "values"):
        _note_lazy(queryset, method, reached, frame)


def _note_related(queryset: QuerySet, op: Op, frame: Frame) -> None:
    """``add``, ``remove`` and their like change the join table, or the key in the other table: that is never a delete."""
    if frame.sink is not None and queryset.join_table:
        frame.sink.add(Touched(queryset.join_table, op, "many-to-many", database=queryset.database))
    else:
        queryset.touch("write" if op == "delete" else op, "query", frame)


def _note_lazy(queryset: QuerySet, method: Method, reached: Reached, frame: Frame) -> None:
    """A query set that is built will be read: where - often in a template - no path leads to."""
    if frame.sink is None or frame.function.record.qualname == "<module>":
        return
    for table in (*queryset.model.tables, *([queryset.join_table] if queryset.join_table else [])):
        frame.sink.add(Touched(table, "read", "lazy", database=queryset.database))
    ordered = queryset.ordered or method.name == "order_by"
    for table in (*reached.joined, *reached.loaded, *(queryset.model.sorted_by if not ordered else ())):
        frame.sink.add(Touched(table, "read", "join", database=queryset.database))


def _retract_lazy(queryset: QuerySet, site: CallSite) -> None:
    """Take back the lazy read of building a query set that turns out to be an update."""
    for table in (*queryset.model.tables, *([queryset.join_table] if queryset.join_table else [])):
        site.retract(Touched(table, "read", "lazy", database=queryset.database))


def _result(queryset: QuerySet, method: Method, reached: Reached, frame: Frame) -> Values:
    instances = queryset.model.instances() if queryset.form != "values" else NOTHING
    match method.result:
        case "self" | "values" | "empty":
            return frozenset(_next(rows, method, reached) for rows in queryset.rows(frame))
        case "instance":
            return instances
        case "list":
            return frozenset((ListOf(instances),))
        case "dict":
            return frozenset((DictOf(((None, instances),)),))
        case "pair":
            return frozenset((Items((instances, NOTHING)),))
    return NOTHING


def _next(rows: QuerySet, method: Method, reached: Reached) -> QuerySet:
    """Return the query set that a method of one gives."""
    form: Form = "values" if method.result == "values" else rows.form
    locked = rows.locked or "lock" in method.ops
    ordered = rows.ordered or method.name == "order_by"
    if (
        form == rows.form
        and locked == rows.locked
        and ordered == rows.ordered
        and not reached.joined
        and not reached.loaded
    ):
        return rows
    joined, loaded = rows.joined | reached.joined, rows.loaded | reached.loaded
    if method.name in WITH_ROWS and rows.form == "rows":
        joined, loaded = rows.joined, loaded | reached.joined
    elif method.result == "values" and rows.form == "rows":
        loaded = reached.loaded
    return msgspec.structs.replace(rows, form=form, joined=joined, loaded=loaded, locked=locked, ordered=ordered)


class QuerySetClass(PlainMeaning):
    """The meaning of a class of query sets or managers: ``OrderQuerySet(Order)`` makes a query set of it."""

    def construct(self, cls: Class, site: CallSite) -> Values | None:
        """Return a query set of the model that is passed."""
        from boundary_lint.frameworks.django.entity import models_of

        found = models_of(site.argument(0, "model"))
        if not found or not site.frame.link.names.isa(cls, QUERYSET):
            return None
        return frozenset(QuerySet(model, cls) for model in found)
