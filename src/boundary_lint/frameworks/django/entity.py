"""A Django model: its tables, its relations in both directions, and what attributes of its class and instances are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import msgspec

from boundary_lint.facts import syntax
from boundary_lint.frameworks.django.lookups import walk
from boundary_lint.frameworks.django.methods import Method, Methods
from boundary_lint.frameworks.django.queryset import QuerySet
from boundary_lint.frameworks.django.schema import Schema
from boundary_lint.frameworks.django.unique import unique_tables
from boundary_lint.frameworks.effects import Touched
from boundary_lint.frameworks.entity import Entity, Relation
from boundary_lint.link.frame import CallSite, Frame
from boundary_lint.link.program import Class
from boundary_lint.link.values import NOTHING, ClassValue, Instance, Items, TextValue, Value, Values, union

MAX_CONCRETE = 8
"""An abstract model stands for the nearest concrete ones, unless there are more than this."""

DEFAULT_MANAGERS = frozenset({"_default_manager", "_base_manager", "default_manager", "base_manager"})

Answer: TypeAlias = Callable[[Instance, Frame], Values | None]
"""What an attribute is, on a given instance."""


@dataclass(slots=True, eq=False)
class Reverse:
    """A relation as its target sees it: ``accessor`` on instances ("order_set"), leading to ``source``."""

    accessor: str
    relation: Relation
    source: Model


class Model(Entity):
    """A class that Django maps to a table, or an abstract base of such classes.

    parents: the concrete models it inherits from, nearest first; concrete_model: the model whose table a proxy shares (itself,
    where it is none); swapped: the model that is used in its place; ordering: paths by which rows are sorted; reverse and queries: relations of others that lead here,
    by accessor and by name in lookup paths.
    """

    orm = "django"

    def __init__(self, cls: Class, schema: Schema) -> None:
        super().__init__(cls)
        self.schema = schema
        self.concrete_model = self
        self.swapped = ""
        self.default_related_name = ""
        self.ordering: tuple[str, ...] = ()
        self.conditional = False
        self.reverse: dict[str, Reverse] = {}
        self.queries: dict[str, Reverse] = {}
        self._tables: list[str] | None = None
        self._unique: list[str] | None = None
        self._joins: dict[tuple[str, bool], tuple[str, ...]] = {}
        self._sorted_by: tuple[str, ...] | None = None
        self._answers: dict[str, Answer] = {}
        self._managers: dict[str, Values] = {}

    @property
    def key(self) -> tuple[str, str]:
        """The name by which Django knows the model: app label and class name in lower case."""
        return self.label, self.cls.name.lower()

    @property
    def methods(self) -> Methods:
        """What Django's own methods do."""
        return self.schema.methods

    @property
    def tables(self) -> list[str]:
        """Its own table, then those of the models it inherits from."""
        if self._tables is None:
            tables = [self.table, *(parent.table for parent in self.parents)]
            self._tables = list(dict.fromkeys(table for table in tables if table))
        return self._tables

    # -- relations

    def lineage(self) -> Iterator[Model]:
        """Yield the model and its concrete parents, nearest first."""
        yield self
        for parent in self.parents:
            if isinstance(parent, Model):
                yield parent

    def relation(self, name: str) -> Relation | None:
        """Return a field of the model or its parents that leads to another model."""
        return next((found for model in self.lineage() if (found := model.relations.get(name)) is not None), None)

    def reversed(self, accessor: str) -> Reverse | None:
        """Return the relation of another model that is seen here under a name."""
        return next((found for model in self.lineage() if (found := model.reverse.get(accessor)) is not None), None)

    def target_of(self, relation: Relation) -> Model | None:
        """Return the model that a relation leads to."""
        return relation.target if isinstance(relation.target, Model) else None

    def step(self, name: str) -> tuple[Relation, Model | None, bool] | None:
        """Return the relation that one part of a lookup path follows, where it leads, and whether backwards."""
        relation = self.relation(name)
        if relation is not None:
            return relation, self.target_of(relation), False
        for model in self.lineage():
            reverse = model.queries.get(name) or model.reverse.get(name)
            if reverse is not None:
                return reverse.relation, reverse.source, True
        return None

    def joins(self, path: str, whole: bool) -> tuple[str, ...]:
        """Return the tables that a lookup path joins."""
        key = (path, whole)
        known = self._joins.get(key)
        if known is None:
            known = self._joins[key] = tuple(walk(self, path, whole))
        return known

    def look_up(self, check: str, frame: Frame) -> None:
        """Note what validating an instance reads: rows of its own that must differ, or those that its keys refer to."""
        if check == "unique" and frame.sink is not None:
            if self._unique is None:
                self._unique = unique_tables(self)
            for table in self._unique:
                frame.sink.add(Touched(table, "read", "validation"))
        for model in self.lineage() if check == "keys" else ():
            for relation in model.relations.values():
                target = model.target_of(relation)
                if target is not None and relation.kind in ("fk", "o2o"):
                    target.touch("read", "validation", frame)

    @property
    def sorted_by(self) -> tuple[str, ...]:
        """The other tables that are joined to sort rows as ``Meta.ordering`` says."""
        if self._sorted_by is None:
            joined = (table for path in self.ordering for table in self.joins(path, False))
            self._sorted_by = tuple(table for table in dict.fromkeys(joined) if table not in self.tables)
        return self._sorted_by

    # -- instances and managers

    def concrete(self) -> list[Model]:
        """Return the models that an instance can be of: itself, or the nearest below an abstract one."""
        if not self.abstract:
            return [self]
        below = self.schema.below(self.cls)
        return below if len(below) <= MAX_CONCRETE else []

    def instances(self) -> Values:
        """Return what an instance is."""
        return self.cls.instance if not self.abstract else union(model.cls.instance for model in self.concrete())

    def manager(self, name: str) -> Values:
        """Return what a manager of the model is; empty where the class has none of that name."""
        known = self._managers.get(name)
        if known is None:
            known = self._managers[name] = self._find_manager(name)
        return known

    def _find_manager(self, name: str) -> Values:
        if self.abstract:
            return union(model.manager(name) for model in self.concrete())
        if name in DEFAULT_MANAGERS:
            return self._default_manager() if "default" in name else frozenset((QuerySet(self, form="manager"),))
        classes = self.schema.managers(self.cls, name)
        if classes:
            return frozenset(QuerySet(self, cls, "manager") for cls in classes)
        is_named_so = name == "objects" or (name.endswith("objects") and self._declares(name))
        return frozenset((QuerySet(self, form="manager"),)) if is_named_so else NOTHING

    def _declares(self, name: str) -> bool:
        owner = self.schema.names.lookup(self.cls, name)
        nodes = owner.module.nodes if owner is not None else []
        return owner is not None and any(isinstance(nodes[n], syntax.Call) for n in owner.names.get(name, ()))

    def _default_manager(self) -> Values:
        """Return the first manager of the nearest class that has one."""
        names = self.schema.names
        for base in names.mro(self.cls):
            for name in base.names if not isinstance(base, str) else ():
                if self.schema.managers(base, name) and names.lookup(self.cls, name) is base:  # type: ignore[arg-type]
                    return self.manager(name)
        return self.manager("objects")

    def related(self, join_table: str, manager: Class | None = None) -> Values:
        """Return the manager with which a relation reaches the model: the default one, if it is not one of the relation's."""
        if manager is not None:
            return frozenset((QuerySet(self, manager, "manager", True, join_table),))
        found = self.manager("_default_manager") if not self.abstract else NOTHING
        rows = [value for value in found if isinstance(value, QuerySet)] or [QuerySet(self, form="manager")]
        return frozenset(QuerySet(v.model, v.cls, "manager", True, join_table) for v in rows)

    def through(self, join_table: str) -> Values:
        """Return the class whose rows lie between two models."""
        between = self.schema.join_models.get(join_table)
        return between.cls.values if between is not None else NOTHING

    # -- the questions of link

    def class_attribute(self, value: ClassValue, name: str, frame: Frame) -> Values | None:
        """Return what ``Model.name`` is: a manager, a relation, or what the class itself says."""
        if name == "_meta":
            return frozenset((MetaOf(self),))
        found = self.manager(name)
        if found:
            return found
        relation = self.relation(name)
        if relation is not None:
            return frozenset((Descriptor(self, relation, self.target_of(relation)),))
        reverse = self.reversed(name)
        if reverse is not None:
            return frozenset((Descriptor(self, reverse.relation, reverse.source),))
        return NOTHING if name in ("DoesNotExist", "MultipleObjectsReturned", "objects") else None

    def instance_attribute(self, value: Instance, name: str, frame: Frame) -> Values | None:
        """Return what ``instance.name`` is."""
        answer = self._answers.get(name)
        if answer is None:
            answer = self._answers[name] = self._find_answer(name)
        return answer(value, frame)

    def library_attribute(self, value: Instance, name: str, frame: Frame) -> Values | None:
        """Return what ``super().name`` is: what Django itself defines."""
        method = self.methods.instance.get(name)
        return frozenset((InstanceMethod(value, method),)) if method is not None else None

    def construct(self, cls: Class, site: CallSite) -> Values | None:
        """Return what ``Model(...)`` makes; an abstract one stands for those below it."""
        return self.instances() or None if self.abstract else None

    def _find_answer(self, name: str) -> Answer:
        relation = self.relation(name)
        if relation is not None:
            return self._follow(relation)
        reverse = self.reversed(name)
        if reverse is not None:
            return self._follow_back(reverse)
        if name == "_meta":
            return lambda value, frame: frozenset((MetaOf(self),))
        if name in DEFAULT_MANAGERS:
            return lambda value, frame: self.manager(name)
        names = self.schema.names
        owner = names.lookup(self.cls, name)
        method = self.methods.instance.get(name)
        if owner is not None and _defines_function(owner, name):
            return self._overridden(method) if method is not None and not owner.module.is_stub else _as_written
        if method is not None:
            return lambda value, frame: frozenset((InstanceMethod(value, method),))
        if owner is not None:
            return _nothing if self._is_field(owner, name) else _as_written
        if name.startswith(("get_next_by_", "get_previous_by_")):
            return lambda value, frame: frozenset((InstanceMethod(value, Method(name, "instance", ("read",))),))
        if name in ("pk", "id") or (name.endswith("_id") and self.relation(name[:-3]) is not None):
            return _nothing
        return self._below(name) if self.abstract else _as_written

    def _is_field(self, owner: Class, name: str) -> bool:
        names = self.schema.names
        for node in owner.names.get(name, ()):
            for value in names.resolve(node, owner.module, owner):
                if isinstance(value, Instance) and names.isa(value.cls, "django.db.models.Field"):
                    return True
        return False

    def _follow(self, relation: Relation) -> Answer:
        target = self.target_of(relation)
        if target is None:
            return _nothing
        if relation.many:
            return lambda value, frame: target.related(relation.join_table, relation.manager)
        return _reads(target, "foreign-key")

    def _follow_back(self, reverse: Reverse) -> Answer:
        source, relation = reverse.source, reverse.relation
        if relation.kind == "o2o":
            return _reads(source, "reverse")
        return lambda value, frame: source.related(relation.join_table)

    def _overridden(self, method: Method) -> Answer:
        """The program's own ``save()`` saves: its caller writes the table, as well as the method itself."""

        def answer(value: Instance, frame: Frame) -> None:
            for op in method.ops:
                self.touch(op, "override", frame)

        return answer

    def _below(self, name: str) -> Answer:
        """What only the concrete models below an abstract one have."""

        def answer(value: Instance, frame: Frame) -> Values | None:
            return union(model.cls.as_instance.attribute(name, frame) for model in self.concrete()) or None

        return answer


def _reads(target: Model, via: str) -> Answer:
    def answer(value: Instance, frame: Frame) -> Values:
        for model in target.concrete():
            model.touch("read", via, frame)
        return target.instances()

    return answer


def _as_written(value: Instance, frame: Frame) -> None:
    """Say nothing: the class itself says what the attribute is."""


def _nothing(value: Instance, frame: Frame) -> Values:
    return NOTHING


def _defines_function(owner: Class, name: str) -> bool:
    nodes = owner.module.nodes
    return any(isinstance(nodes[node], syntax.FunctionRef) for node in owner.names.get(name, ()))


class InstanceMethod(Value, msgspec.Struct, frozen=True):
    """A method that Django defines on instances of models."""

    receiver: Instance
    method: Method

    def call(self, site: CallSite) -> Values:
        model = self.receiver.cls.meaning
        if not isinstance(model, Model):
            return NOTHING
        for one in model.concrete():
            for op in self.method.ops:
                one.touch(op, "instance", site.frame)
            for check in self.method.checks:
                one.look_up(check, site.frame)
        return frozenset((self.receiver,)) if self.method.result == "instance" else NOTHING

    def sort_key(self) -> tuple[str, ...]:
        return ("django-instance-method", self.method.name, *self.receiver.sort_key())


_TEXTS: dict[str, Callable[[Model], str]] = {
    "db_table": lambda model: model.table or "{}",
    "app_label": lambda model: model.label,
    "model_name": lambda model: model.cls.name.lower(),
    "object_name": lambda model: model.cls.name,
    "label": lambda model: f"{model.label}.{model.cls.name}",
    "label_lower": lambda model: f"{model.label}.{model.cls.name.lower()}",
}
"""What ``_meta`` says of a model in words: names in SQL text are made of it."""


class MetaOf(Value, msgspec.Struct, frozen=True):
    """``Model._meta``"""

    model: Model

    def attribute(self, name: str, frame: Frame) -> Values:
        if name in ("model", "concrete_model", "proxy_for_model"):
            return self.model.cls.values
        if name == "all_parents":
            return frozenset((Items(tuple(parent.cls.values for parent in self.model.parents)),))
        if name in _TEXTS:
            return frozenset((TextValue(_TEXTS[name](self.model)),))
        return self.model.manager(name) if name in DEFAULT_MANAGERS else NOTHING

    def sort_key(self) -> tuple[str, ...]:
        return ("django-meta", self.model.model)


class Descriptor(Value, msgspec.Struct, frozen=True):
    """``Model.relation``: what a relation, seen from either side, is on the class. far: the model it leads to."""

    model: Model
    relation: Relation
    far: Model | None

    def attribute(self, name: str, frame: Frame) -> Values:
        if name == "through":
            return self.model.through(self.relation.join_table)
        if name in ("field", "rel", "remote_field"):
            return frozenset((self,))
        return self.far.cls.values if name == "related_model" and self.far is not None else NOTHING

    def sort_key(self) -> tuple[str, ...]:
        return ("django-descriptor", self.model.model, self.relation.name)


def models_of(values: Values) -> list[Model]:
    """Return the models that classes, instances and query sets are of, in a stable order."""
    found = []
    for value in values:
        if isinstance(value, QuerySet):
            found.append(value.model)
        elif isinstance(value, ClassValue | Instance) and isinstance(value.cls.meaning, Model):
            found.append(value.cls.meaning)
    return sorted(dict.fromkeys(found), key=lambda model: model.model)
