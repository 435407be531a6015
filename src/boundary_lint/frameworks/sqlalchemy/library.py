"""SQLAlchemy as a library: what link and the other frameworks ask of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import msgspec

from boundary_lint.facts import syntax
from boundary_lint.frameworks.library import Library
from boundary_lint.frameworks.sqlalchemy.answers import assigned
from boundary_lint.frameworks.sqlalchemy.bases import MADE_BASE, METADATA
from boundary_lint.frameworks.sqlalchemy.calls import CALLS, PREFIX, made_of
from boundary_lint.frameworks.sqlalchemy.entity import mapped
from boundary_lint.frameworks.sqlalchemy.events import target_of
from boundary_lint.frameworks.sqlalchemy.evidence import Evidence
from boundary_lint.frameworks.sqlalchemy.mapping import Mapping
from boundary_lint.frameworks.world import World
from boundary_lint.link.frame import CallSite, Frame
from boundary_lint.link.names import Names
from boundary_lint.link.program import Class, Function, Module
from boundary_lint.link.values import (
    NOTHING,
    ClassValue,
    External,
    Instance,
    TextValue,
    Value,
    Values,
    in_order,
    union,
)

MAX_RECEIVERS = 30
"""A mixin's method is read for each of the nearest mapped classes, unless there are more than this."""


class SqlAlchemy(Library):
    """Answers for mapped classes, queries and sessions."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._mapping = Mapping(world)
        self._evidence = Evidence(world.catalog)

    def build(self) -> None:
        """Enter the mapped classes."""
        self._mapping.build()

    def finish(self) -> None:
        """Link them to each other."""
        self._mapping.finish()

    def resolve_call(self, kind: str, call: syntax.Call, module: Module) -> Values | None:
        """Names stage: what ``declarative_base(...)`` and ``MetaData(...)`` return."""
        names = self.world.names
        if kind == "metadata":
            schema = self._text(call, "schema", module)
            return names.external(METADATA[:-1] + schema + ")", module.root)
        if kind == "flask_database":
            classes = self._classes(call, "model_class", module)
            return frozenset((Database(tuple(classes)),)) if classes else None
        if kind != "declarative_base":
            return None
        classes = self._classes(call, "cls", module)
        if classes:
            return frozenset(cls.as_class for cls in classes)
        return names.external(MADE_BASE[:-1] + self._metadata_schema(call, module) + ")", module.root)

    def _classes(self, call: syntax.Call, keyword: str, module: Module) -> list[Class]:
        """Return the classes given as a keyword; they are declarative bases from now on."""
        given = [self.world.names.resolve(node, module) for name, node in call.keywords if name == keyword]
        classes = [v.cls for values in given for v in in_order(values) if isinstance(v, ClassValue)]
        self._mapping.bases.declare(classes)
        return classes

    def _metadata_schema(self, call: syntax.Call, module: Module) -> str:
        for name, node in call.keywords:
            for value in in_order(self.world.names.resolve(node, module)) if name == "metadata" else ():
                if isinstance(value, External) and value.path.startswith(METADATA[:-1]):
                    return value.path[len(METADATA) - 1 : -1]
        return _schema_set(call, module)

    def _text(self, call: syntax.Call, keyword: str, module: Module) -> str:
        for name, node in call.keywords:
            for value in in_order(self.world.names.resolve(node, module)) if name == keyword else ():
                if isinstance(value, TextValue):
                    return value.text
        return ""

    # -- values

    def resolver_call(self, kind: str, site: CallSite) -> Values | None:
        """What a call of the library, or of a wrapper that the catalogue knows, is."""
        if not kind.startswith(PREFIX):
            return None
        return CALLS[kind.removeprefix(PREFIX)](site)

    def external_callable(self, path: str) -> Callable[[CallSite], Values | None] | None:
        """Functions of SQL (``func.count(Order.id)``)."""
        return made_of if path.startswith(PREFIX) else None

    def guesses(self) -> Collection[str]:
        """See `Library`: without anything mapped no session is looked for."""
        return ("setattr", *self._evidence.names) if self.world.entities.by_table else ()

    def unknown_call(self, site: CallSite) -> Values | None:
        """A session of which only the name is known, given something mapped."""
        callee = site.frame.nodes[site.node.func]
        if isinstance(callee, syntax.Name) and callee.name == "setattr":
            if not _is_constructor(site.frame):
                assigned(site.argument(0), site.text(1) or "", site.frame)
            return None
        kind = self._evidence.kind(site)
        return CALLS[kind](site) if kind is not None else None

    def parameter(self, function: Function, name: str, frame: Frame) -> Values | None:
        """The object that an event listener is about."""
        return target_of(function, name, frame)

    def selves(self, function: Function) -> Sequence[Value | None] | None:
        """A mixin's method runs for the nearest mapped classes below it."""
        cls = function.cls
        if cls is None or ((entity := mapped(cls)) is not None and entity.table):
            return None
        names = self.world.names
        below = [c for c in names.subclasses(cls) if mapped(c) is not None]
        nearest = [c for c in below if not any(other is not c and other in names.mro(c) for other in below)]
        if not 0 < len(nearest) <= MAX_RECEIVERS:
            return None
        return [cls.as_instance, *(c.as_instance for c in nearest)]

    def stored(self, target: Values, name: str, value: syntax.NodeId, frame: Frame, line: int) -> None:
        """Attributes of mapped instances that are set."""
        if not _is_constructor(frame):
            assigned(target, name, frame)

    def is_transaction(self, values: Values) -> bool:
        """Whether a ``with`` item begins a transaction: ``session.begin()``, ``engine.begin()``."""
        return any(isinstance(v, Instance) and self.world.names.isa(v.cls, TRANSACTION) for v in values)


def _is_constructor(frame: Frame) -> bool:
    return frame.function.record.qualname.endswith("__init__")


class Database(Value, msgspec.Struct, frozen=True):
    """``SQLAlchemy(model_class=Base)``, while only names are resolved: its ``Model`` is below that base."""

    models: tuple[Class, ...]

    def named(self, name: str, names: Names) -> Values:
        own = frozenset(cls.as_class for cls in self.models) if name == "Model" else NOTHING
        stub = names.program.stubs["flask_sqlalchemy"]
        return own | union(names.member_of(cls, name, "()") for cls in stub.classes if cls.name == "SQLAlchemy")


TRANSACTION = "sqlalchemy.Transaction"
"""The class, in the stub, of all that begins a transaction."""


def _schema_set(call: syntax.Call, module: Module) -> str:
    """Return the schema that a base is given after it is made: ``Base.metadata.schema = "orders"``."""
    nodes = module.nodes
    for store in module.functions[0].record.stores:
        target, value = nodes[store.target], nodes[store.value]
        if store.name != "schema" or not isinstance(target, syntax.Attr) or not isinstance(value, syntax.Text):
            continue
        base = nodes[target.base]
        made = module.syntax.names.get(base.name, ()) if isinstance(base, syntax.Name) else (target.base,)
        if target.name == "metadata" and any(nodes[node] == call for node in made):
            return value.value
    return ""
