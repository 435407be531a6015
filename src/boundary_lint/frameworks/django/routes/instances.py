"""Attributes of classes and instances: what was passed to the constructor, what methods store, what class bodies say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boundary_lint.facts import syntax
from boundary_lint.frameworks.django.routes.things import (
    Above,
    Bound,
    Builtin,
    Listing,
    Made,
    Scope,
    Table,
    Thing,
    Things,
)
from boundary_lint.link.program import CONTAINED, Class, Function, Module
from boundary_lint.link.values import External

if TYPE_CHECKING:
    from boundary_lint.frameworks.django.routes.reader import Reader


MODEL = "django.db.models.Model"


class Instances:
    """Looks up attributes."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def attribute(self, thing: Class | Made | Above, name: str) -> Things:
        """Return what an attribute of a class, an instance or ``super()`` is."""
        match thing:
            case Above(cls, receiver):
                return self._inherited(receiver, name, cls)
            case Class():
                return self._inherited(thing, name) or self._meta(thing, name)
        if isinstance(thing.cls, External):
            return self._reader.calls.library_attribute(thing, name) or self._reader.things(
                self._reader.names.dotted(thing.cls.root, f"{thing.cls.path}().{name}")
            )
        given = self._given(thing, thing.cls, name) or self._stored(thing, thing.cls, name)
        return given or self._passed(thing, thing.cls, name) or self._inherited(thing, name)

    def _meta(self, cls: Class, name: str) -> Things:
        is_model = name == "_meta" and self._reader.names.isa(cls, MODEL)
        return (Builtin(name, cls),) if is_model else ()

    def _given(self, made: Made, cls: Class, name: str) -> Things:
        """Return a keyword of the constructor that no parameter takes: it becomes an attribute, where anything."""
        init = self._method(cls, "__init__")
        if made.arguments is None or (init is not None and name in init.parameters):
            return ()
        found = made.arguments.named(name)
        return (made.arguments.within(name) if found is None else found) or ()

    def _passed(self, made: Made, cls: Class, name: str) -> Things:
        """Return the constructor's parameter of an attribute's name: what is not seen to be stored is stored in a roundabout way."""
        for base in self._reader.names.mro(cls):
            init = next(iter(base.functions("__init__")), None) if not isinstance(base, str) else None
            if init is not None and name in init.parameters and name != init.self_name:
                return self._reader.parameter(init, name, Scope(init.module, init, made.arguments, made)) or ()
            if init is not None and not any(one.kind == "*" for one in init.record.parameters):
                return ()
        return ()

    def _stored(self, made: Made, cls: Class, name: str) -> Things:
        """Return what methods of a class assign to an attribute, and put into it."""
        found: list[Thing] = []
        for stored, suffix in ((name, ""), *((name + suffix, suffix) for suffix in CONTAINED)):
            for base in self._reader.names.mro(cls):
                if isinstance(base, str):
                    continue
                for function, node in base.stores.get(stored, ()):
                    things = [self._reader.read(node, scope) for scope in self._scopes(made, function, node)]
                    if suffix == "[]":
                        found.append(Listing(tuple(things)))
                    elif suffix == "{}":
                        found.append(self._table(made, function, node))
                    else:
                        found += (thing for one in things for thing in one)
        return _merged(found)

    def _table(self, made: Made, function: Function, node: syntax.NodeId) -> Table:
        """Return what is put into a dictionary; a key that is no constant is the text that is passed beside the value."""
        items: list[tuple[str | None, Things]] = []
        stored = function.module.nodes[node]
        others = [
            name for name in function.positional if name != getattr(stored, "name", "") and name != function.self_name
        ]
        for scope in self._scopes(made, function, node):
            given = (self._reader.parameter(function, name, scope) or () for name in others)
            key = next((text for things in given for text in things if isinstance(text, str)), None)
            items.append((key, self._reader.read(node, scope)))
        return Table(tuple(items))

    def _scopes(self, made: Made, function: Function, node: syntax.NodeId) -> list[Scope]:
        """Return the calls of a method for which a value that it stores is read: all of them where that is a parameter."""
        method = function.method
        if method is not None and method.record.qualname.endswith(".__init__"):
            return [Scope(method.module, method, made.arguments, made)]
        stored = function.module.nodes[node]
        if isinstance(stored, syntax.Param):
            return self._reader.callers.of_method(function, made, stored.name)
        return [Scope(function.module, function, None, made)]

    def _inherited(self, receiver: Thing, name: str, after: Class | None = None) -> Things:
        """Return what class bodies say of an attribute, those behind ``after``."""
        cls = receiver.cls if isinstance(receiver, Made) else receiver
        if not isinstance(cls, Class):
            return ()
        owner = self._reader.names.lookup(cls, name, after)
        if owner is None or name not in owner.names:
            return self._reader.calls.library_attribute(receiver, name)
        found: list[Thing] = []
        for node in owner.names[name]:
            function = owner.module.function_at(node)
            if function is not None:
                found += self._bound(owner.module, function, receiver)
            else:
                found += self._reader.read(node, Scope(owner.module, cls=owner))
        return tuple(found)

    def _bound(self, module: Module, function: Function, receiver: Thing) -> Things:
        bound = Bound(function, receiver)
        if function.is_property and isinstance(receiver, Made):
            return self._reader.invoke(bound)
        if function.module.is_stub and function.record.qualname.endswith(".as_view"):
            return (Builtin("as_view", receiver),)
        if "classmethod" in function.kinds and isinstance(receiver, Made) and isinstance(receiver.cls, Class):
            return (Bound(function, receiver.cls),)
        return (bound,)

    def _method(self, cls: Class, name: str) -> Function | None:
        owner = self._reader.names.lookup(cls, name)
        return next(iter(owner.functions(name)), None) if owner is not None else None


def _merged(things: list[Thing]) -> Things:
    """Return one list for several: what is put into a list in several places is in it."""
    lists = [thing for thing in things if isinstance(thing, Listing)]
    if len(lists) < 2:
        return tuple(things)
    whole = Listing(tuple(dict.fromkeys(item for one in lists for item in one.items)))
    return (whole, *(thing for thing in things if not isinstance(thing, Listing)))
