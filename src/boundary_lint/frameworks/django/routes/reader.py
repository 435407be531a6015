"""What an expression of a urlconf is, followed through names, modules, functions, methods and attributes. Nothing is run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from boundary_lint.facts import syntax
from boundary_lint.frameworks.django.routes.arguments import Arguments
from boundary_lint.frameworks.django.routes.callers import Callers
from boundary_lint.frameworks.django.routes.instances import Instances
from boundary_lint.frameworks.django.routes.nodes import HANDLERS
from boundary_lint.frameworks.django.routes.things import (
    END,
    Above,
    Bound,
    Builtin,
    Closure,
    Listing,
    Made,
    Scope,
    Table,
    Thing,
    Things,
    identity,
)
from boundary_lint.frameworks.routes import texts
from boundary_lint.frameworks.routes.order import Event, Order, changes_of, loops_in
from boundary_lint.frameworks.routes.sites import Sites
from boundary_lint.link.program import Class, Function, Module
from boundary_lint.link.values import (
    ClassValue,
    DictOf,
    External,
    FunctionValue,
    Instance,
    Items,
    ModuleValue,
    TextValue,
    Value,
    Values,
    in_order,
)

if TYPE_CHECKING:
    from boundary_lint.frameworks.django.routes.calls import Calls
    from boundary_lint.link.names import Names

MAX_DEPTH = 60
"""Expressions inside of expressions, names and functions; urlconfs that include each other take about ten for each."""

MAX_OPTIONS = 200
"""Alternatives of one expression, as the modules of all installed apps; more are dropped."""

MAX_STEPS = 200_000
"""Expressions read in a program, beside one for every four of its own: real urlconfs take less than a tenth of that."""


_State: TypeAlias = tuple[Things, Things]
"""What a name may be after some line, and what it is where the code under one condition goes on."""


class Reader:
    """Reads expressions. ``calls`` says what calls give, ``instances`` what attributes of instances are."""

    def __init__(self, names: Names, sites: Sites) -> None:
        self.names, self.sites = names, sites
        self.calls: Calls
        self.instances, self.callers = Instances(self), Callers(self)
        self.cut = False
        """Whether something was not read because it is too deep, or too much."""
        self._steps = MAX_STEPS + sum(len(module.nodes) for module in names.program.modules) // 4
        self._depth = 0
        self._orders: dict[Module, Order] = {}
        self._so_far: dict[tuple[Module, str], list[_State]] = {}
        self._loops: dict[tuple[Module, syntax.NodeId], Sequence[syntax.NodeId]] = {}
        self._changes: dict[Function, dict[syntax.NodeId, list[Event]]] = {}
        self._running: set[tuple[Function, object]] = set()

    def read(self, node: syntax.NodeId, scope: Scope) -> Things:
        """Return what an expression is."""
        if node == syntax.NONE:
            return ()
        if not scope.bound and (known := scope.known.get(node)) is not None:
            return known
        self._steps -= 1
        if self._depth > MAX_DEPTH or self._steps < 0:
            self.cut = True
            return ()
        self._depth += 1
        try:
            record = scope.module.nodes[node]
            handler = HANDLERS.get(record.__class__)
            found = handler(self, record, node, scope)[:MAX_OPTIONS] if handler is not None else ()
            if scope.function is not None:
                found = self._grown(scope.function, node, found, scope)
            if not scope.bound:
                scope.known[node] = found
            return found
        finally:
            self._depth -= 1

    def each(self, node: syntax.NodeId, scope: Scope) -> list[Things]:
        """Return what an item of a display is: where it is made in a loop, for every turn of it."""
        module = scope.module
        if module.nodes[node].__class__ is not syntax.Call:
            return [self.read(node, scope)]
        loops = self._loops.get((module, node))
        if loops is None:
            loops = self._loops[module, node] = loops_in(module.nodes, node)
        turning = next((loop for loop in loops if loop not in scope.bound), None)
        if turning is None:
            return [self.read(node, scope)]
        found: list[Things] = []
        for turn in self.read(turning, scope):
            scope.bound[turning] = turn
            found += self.each(node, scope)
            del scope.bound[turning]
        return found or [self.read(node, scope)]

    def order(self, module: Module) -> Order:
        """Return what the own code of a module does to its names."""
        known = self._orders.get(module)
        if known is None:
            known = self._orders[module] = Order(module)
        return known

    # -- names

    def member(self, module: Module, name: str, line: float = END, under_condition: bool = False) -> Things:
        """Return what a name of a module is, once its own code has come to a line.

        under_condition: it is read under an ``if``, where the last value is the one that was assigned there.
        """
        if module.is_stub or name not in module.syntax.names:
            for source in self.names.starred(module, name):
                if found := self.member(source, name):
                    return found
            return self.things(self.names.member(module, name))
        return self._asked(module, name, line, self._folded(module, name, line, under_condition))

    def _folded(self, module: Module, name: str, line: float, under_condition: bool) -> Things:
        events = self.order(module).events(name)
        so_far = self._so_far.get((module, name))
        if so_far is None:
            so_far = self._so_far[module, name] = []
            for number, event in enumerate(events):
                so_far.append(so_far[-1] if so_far else ((), ()))
                so_far[-1] = self._after(event, number, so_far[-1], module, name)
        done = sum(event.line < line for event in events) or 1
        position = min(done, len(so_far)) - 1
        return so_far[position][under_condition] if position >= 0 else ()

    def _after(self, event: Event, number: int, before: _State, module: Module, name: str) -> _State:
        """Return what a name is after one more event."""
        scope = Scope(module, line=event.line, under_condition=event.maybe)
        if event.change:
            return (self._changed(before[0], event, scope), self._changed(before[1], event, scope))
        found = tuple(_named(thing, module, name) for thing in self.read(event.node, scope))
        if event.grows:
            return (found, found) if found else before
        earlier = self.order(module).events(name)[number - 1] if number else None
        is_choice = event.maybe or (earlier is not None and earlier.maybe and not earlier.grows)
        return ((*before[0], *found) if is_choice else found or before[0], found or before[1])

    def _changed(self, before: Things, event: Event, scope: Scope) -> Things:
        """Return the lists after one call that adds to them."""
        call = scope.module.nodes[event.node]
        if not isinstance(call, syntax.Call):
            return before
        added: Sequence[Things]
        if event.change == "extend":
            added = Listing.of(self.elements(self.read(call.args[-1], scope))).items
        else:
            added = self.each(call.args[-1], scope)
        lists = [thing for thing in before if isinstance(thing, Listing)] or [Listing()]
        return tuple(Listing((*one.items, *added)) for one in lists)

    def _asked(self, module: Module, name: str, line: float, things: Things) -> Things:
        """Keep what has one of the attributes that the module asked for with ``hasattr`` until a line."""
        if line == END:
            return things
        asked = {attribute for at, attribute in self.order(module).tests.get(name, ()) if at < line}
        return tuple(thing for thing in things if any(self.has(thing, one) for one in asked)) if asked else things

    def has(self, thing: Thing, attribute: str) -> bool:
        """Whether something has an attribute, as far as is seen."""
        if isinstance(thing, Module):
            return thing.is_stub or bool(self.names.member(thing, attribute))
        return bool(self.attribute(thing, attribute))

    # -- attributes

    def attribute(self, thing: Thing, name: str) -> Things:
        """Return what ``thing.name`` is."""
        match thing:
            case Module():
                return self.member(thing, name) or self.things(self.names.attribute(thing.values, name))
            case External():
                return self.things(self.names.dotted(thing.root, f"{thing.path}.{name}"))
            case Class() | Made() | Above():
                return self.instances.attribute(thing, name)
            case str() | Table():
                return (Builtin(name, thing),)
            case Builtin("_meta", Class() as model):
                return self.calls.option(model, name)
        return ()

    def elements(self, things: Things) -> Iterator[Thing]:
        """Yield the elements of lists and dictionaries."""
        for thing in things:
            if isinstance(thing, Listing):
                yield from thing.elements
            elif isinstance(thing, Table):
                for _, values in thing.items:
                    yield from values

    # -- functions

    def invoke(self, callee: Closure | Bound, arguments: Arguments | None = None) -> Things:
        """Return what a function of the program returns (or a list of what it yields)."""
        function = callee.function
        receiver = callee.receiver if isinstance(callee, Bound) else None
        key = (function, identity(receiver))
        if key in self._running:
            return ()
        self._running.add(key)
        try:
            outer = callee.outer if isinstance(callee, Closure) else None
            scope = Scope(function.module, function, arguments, receiver, outer)
            found = tuple(self._returned(function, scope))
            yielded = tuple(thing for node in function.record.yields for thing in self.read(node, scope))
            return (*found, Listing.of(yielded)) if yielded else found
        finally:
            self._running.discard(key)

    def _returned(self, function: Function, scope: Scope) -> Iterator[Thing]:
        """Yield what a function returns. ``if self.name: return self.name``: where that is a text, the function ends there."""
        for node in function.record.returns:
            things = self.read(node, scope)
            yield from things
            is_held = isinstance(function.module.nodes[node], syntax.Attr | syntax.Call | syntax.Param)
            if is_held and things and all(isinstance(thing, str) and thing != texts.UNKNOWN for thing in things):
                return

    def _grown(self, function: Function, node: syntax.NodeId, found: Things, scope: Scope) -> Things:
        """Return a list with what a function adds to it once it is made."""
        changes = self._changes.get(function)
        if changes is None:
            changes = self._changes[function] = changes_of(function)
        events = changes.pop(node, ()) if changes else ()
        for event in events:
            found = self._changed(found, event, scope)
        if events:
            changes[node] = list(events)
        return found

    def parameter(self, function: Function, name: str, scope: Scope) -> Things | None:
        """Return what a parameter is in one call of a function, None where the call does not say it."""
        arguments = scope.arguments
        if arguments is None:
            return None
        if name == function.rest:
            return (arguments.mapping(frozenset(function.parameters)),)
        found = arguments.named(name)
        if found is None and name in function.positional:
            is_method = function.self_name is not None and scope.receiver is not None
            found = arguments.at(function.positional.index(name) - is_method)
        return arguments.within(name) if found is None else found

    # -- values of the names stage

    def things(self, values: Values) -> Things:
        """Return what the names stage says."""
        return tuple(thing for value in in_order(values) if (thing := self._thing(value)) is not None)

    def _thing(self, value: Value) -> Thing | None:
        match value:
            case ClassValue():
                return value.cls
            case FunctionValue():
                return self.calls.decorators.applied(Closure(value.function))[0]
            case ModuleValue():
                return value.module
            case External():
                return value
            case TextValue():
                return value.text
            case Instance():
                return Made(value.cls)
            case Items():
                return Listing(tuple(self.things(item) for item in value.items))
            case DictOf():
                return Table(tuple((key, self.things(values)) for key, values in value.items))
        return None


def _named(thing: Thing, module: Module, name: str) -> Thing:
    """Return an instance as it is known by the name it is bound to first."""
    if isinstance(thing, Made) and thing.place is not None and isinstance(thing.place[1], int):
        return Made(thing.cls, thing.arguments, (module, name))
    return thing
