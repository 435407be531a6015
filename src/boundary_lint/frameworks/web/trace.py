"""Where a value comes from: names, parameters, attributes and calls followed back to the expression that made it.

Unlike link's second stage it keeps the identity of what it finds: two routers made by equal calls are two. It follows names alone, backwards
and on demand, only for the few expressions that registrations of routes hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from boundary_lint.facts import syntax
from boundary_lint.frameworks.routes.order import Order, mentions
from boundary_lint.frameworks.routes.sites import Site, Sites
from boundary_lint.link.names import Names
from boundary_lint.link.paths import inside
from boundary_lint.link.program import Class, Function, Module
from boundary_lint.link.values import ClassValue, External, FunctionValue, ModuleValue, Values, in_order

MAX_DEPTH = 40
"""Steps from an expression back to what made it."""

MAX_FOUND = 256
"""Expressions that one may come from; a list of routers has some tens."""

MAX_CALLERS = 4
"""Functions above each other whose callers are followed for what they pass."""

MAX_STEPS = 300_000
"""Expressions followed in a program, beside one for every eight of its own."""

MAX_SCOPES = 2_000
"""Calls of one function that are followed: an in-house method that registers routes is called once per route."""


class Place(NamedTuple):
    """A line of a module."""

    module: Module
    line: int


class Scope:
    """Where an expression is looked at: a function with what its parameters are, the body of a class, or a module's own code.

    origin: the place of the call that led here, None where no call is followed; entered: the ``with`` items around it. via: the module's name that holds the value: equal expressions under two names
    are two values; line: how far the module's own code has come, 0 where that does not matter. Made by `Tracer.scope` alone, so that equal ones are the same.
    """

    __slots__ = ("bound", "cls", "entered", "function", "line", "module", "origin", "via")

    def __init__(
        self,
        module: Module,
        function: Function | None,
        cls: Class | None,
        bound: tuple[tuple[str, Expr], ...],
        entered: tuple[Expr, ...],
        origin: Place | None,
        via: str,
        line: float,
    ) -> None:
        self.module, self.function, self.cls = module, function, cls
        self.entered, self.origin, self.via, self.line = entered, origin, via, line
        self.bound = dict(bound)


class Expr(NamedTuple):
    """An expression, and where it is looked at."""

    node: syntax.NodeId
    scope: Scope

    @property
    def record(self) -> syntax.Node:
        """What stands there."""
        return self.scope.module.nodes[self.node]

    def part(self, node: syntax.NodeId) -> Expr:
        """Return a part of it."""
        return Expr(node, self.scope)


class Callee(NamedTuple):
    """What is called: a function of the program, with what it is called on; a class; or a path outside of the program."""

    function: Function | None = None
    receiver: Expr | None = None
    cls: Class | None = None
    path: str = ""


class Tracer:
    """Follows expressions back to what made them."""

    def __init__(self, names: Names, sites: Sites) -> None:
        self.names, self.sites = names, sites
        self._scopes: dict[tuple[object, ...], Scope] = {}
        self._known: dict[tuple[Expr, bool], tuple[Expr, ...]] = {}
        self._mentions: dict[tuple[int, syntax.NodeId], frozenset[tuple[int, str]]] = {}
        self._callers: dict[Function, list[Scope]] = {}
        self._orders: dict[Module, Order | None] = {}
        self._classes: dict[Expr, Class | str | None] = {}
        self._active: set[Expr] = set()
        self._rising = self._cuts = 0
        self._steps = MAX_STEPS + sum(len(module.nodes) for module in sites.modules) // 8

    # -- scopes

    def scope(
        self,
        module: Module,
        function: Function | None = None,
        cls: Class | None = None,
        bound: Iterable[tuple[str, Expr]] = (),
        entered: tuple[Expr, ...] = (),
        origin: Place | None = None,
        via: str = "",
        line: float = 0,
    ) -> Scope:
        """Return a scope; ``function`` None is the module's own code, or the body of ``cls``."""
        pairs = tuple(bound)
        key = (id(module), id(function), id(cls), pairs, entered, origin, via, line)
        known = self._scopes.get(key)
        if known is None:
            known = self._scopes[key] = Scope(module, function, cls, pairs, entered, origin, via, line)
        return known

    def of_function(
        self,
        function: Function,
        bound: Iterable[tuple[str, Expr]] = (),
        entered: tuple[Expr, ...] = (),
        origin: Place | None = None,
    ) -> Scope:
        """Return the scope of a function's body."""
        if function.index == 0:
            return self.scope(function.module)
        return self.scope(function.module, function, None, bound, entered, origin)

    def scopes(self, site: Site) -> list[Scope]:
        """Return the scopes in which a call is to be looked at: one per call of its function, where it depends on parameters."""
        function = site.function
        if not function.index and self.order(function.module) is not None:
            return [self.scope(function.module, line=site.line)]
        if not self.depends(function, site.node):
            return [self.of_function(function)]
        return self.callers(function) or [self.of_function(function)]

    def order(self, module: Module) -> Order | None:
        """Return the order of a module's assignments, None where it does not matter."""
        if module not in self._orders:
            order = Order(module)
            self._orders[module] = order if order.matters else None
        return self._orders[module]

    def depends(self, function: Function, node: syntax.NodeId) -> bool:
        """Whether an expression mentions a parameter of its function, or of those around it, other than ``self``."""
        method = function.method
        own = (method.index, method.self_name) if method is not None else None
        return any(one != own for one in self.mentions(function.module, node))

    def mentions(self, module: Module, node: syntax.NodeId) -> frozenset[tuple[int, str]]:
        """Return the parameters in an expression: (function, name)."""
        key = (id(module), node)
        known = self._mentions.get(key)
        if known is None:
            records = (module.nodes[part] for part in inside(module.nodes, node))
            known = frozenset((r.function, r.name) for r in records if isinstance(r, syntax.Param))
            self._mentions[key] = known
        return known

    def callers(self, function: Function) -> list[Scope]:
        """Return a scope of a function per place that calls it, its parameters bound."""
        known = self._callers.get(function)
        if known is None:
            self._callers[function] = []
            if self._rising >= MAX_CALLERS:
                return []
            self._rising += 1
            known = self._callers[function] = list(self._find_callers(function))
            self._rising -= 1
        return known

    def _find_callers(self, function: Function) -> Iterator[Scope]:
        if function.parent is not None and function.parent.index:
            for above in self.callers(function.parent):
                yield self.of_function(function, above.bound.items(), above.entered, above.origin)
            return
        name = function.record.qualname.rpartition(".")[2]
        if name == "__init__" and function.cls is not None:
            name = function.cls.name
        count = 0
        for site in self.sites.of(name):
            for scope in self.scopes(site) if site.function is not function else ():
                call = Expr(site.node, scope)
                for callee in self.callees(call.part(site.call.func)):
                    made = self._entered(function, callee, call, site)
                    if made is not None and count < MAX_SCOPES:
                        count += 1
                        yield made

    def _entered(self, function: Function, callee: Callee, call: Expr, site: Site) -> Scope | None:
        """Return the scope of a function at a call, None where the call is not of this function."""
        receiver = callee.receiver
        if callee.function is not function:
            if callee.cls is None or function not in self.methods(callee.cls, "__init__"):
                return None
            receiver = call
        entered = tuple(call.part(item) for item in site.entered)
        passed_on = call.scope.origin if self.depends(site.function, site.node) else None
        origin = passed_on or Place(call.scope.module, site.line)
        return self.of_function(function, self.bind(function, call, receiver), entered, origin)

    def bind(self, function: Function, call: Expr, receiver: Expr | None) -> list[tuple[str, Expr]]:
        """Return what the parameters of a function are at a call; ``**rest`` is the call itself."""
        record = call.record
        assert isinstance(record, syntax.Call)
        positional, bound = list(function.positional), []
        if receiver is not None and function.self_name is not None and positional:
            bound.append((positional.pop(0), receiver))
        for name, node in zip(positional, record.args, strict=False):
            if isinstance(call.scope.module.nodes[node], syntax.Star):
                break
            bound.append((name, call.part(node)))
        bound += [(name, call.part(node)) for name, node in record.keywords if name in function.parameters]
        return [*bound, (function.rest, call)] if function.rest else bound

    # -- expressions

    def trace(self, expr: Expr, enter: bool = True) -> tuple[Expr, ...]:
        """Return the expressions that may have made a value; without ``enter`` calls of the program's functions are left as they are."""
        known = self._known.get((expr, enter))
        if known is not None:
            return known
        self._steps -= 1
        if expr in self._active or len(self._active) > MAX_DEPTH or self._steps < 0:
            self._cuts += 1
            return ()
        cuts = self._cuts
        with self.within(expr):
            found = tuple(dict.fromkeys(self._trace(expr, enter)))[:MAX_FOUND]
        if cuts == self._cuts:
            self._known[expr, enter] = found
        return found

    def is_active(self, expr: Expr) -> bool:
        """Whether an expression is being looked at already."""
        return expr in self._active

    @contextmanager
    def within(self, expr: Expr) -> Iterator[None]:
        """Note that an expression is being looked at: it is not made out of itself."""
        new = expr not in self._active
        self._active.add(expr)
        try:
            yield
        finally:
            if new:
                self._active.discard(expr)

    def _all(self, exprs: Iterable[Expr], enter: bool) -> list[Expr]:
        return [found for expr in exprs for found in self.trace(expr, enter)]

    def _trace(self, expr: Expr, enter: bool) -> Iterable[Expr]:
        steps: Iterable[Expr]
        match expr.record:
            case syntax.Name(name):
                steps = self._named(expr, name)
            case syntax.Imported() as imported:
                steps = self._imported(expr.scope.module, imported)
            case syntax.Attr(base, name):
                steps = self.attribute(expr.part(base), name)
            case syntax.Param() as parameter:
                steps = self._parameter(expr, parameter)
            case syntax.Either(options):
                steps = (expr.part(option) for option in options)
            case syntax.Star(base) | syntax.Outer(base) | syntax.Narrowed(base, _) | syntax.Entered(base):
                steps = (expr.part(base),)
            case syntax.Element(base, _):
                steps = self.items(expr.part(base))
            case syntax.Item(base, key):
                steps = self._items_at(expr.part(base), key)
            case syntax.Call(func, _, _) if enter:
                steps = self._returned(expr, func)
            case _:
                return (expr,)
        return self._all(steps, enter) or (expr,)

    def _named(self, expr: Expr, name: str) -> list[Expr]:
        scope = expr.scope
        cls = scope.cls
        while cls is not None:
            if name in cls.names:
                return [Expr(node, self.scope(scope.module, cls=cls)) for node in cls.names[name] if node != expr.node]
            cls = cls.parent
        return self.member(scope.module, name, scope.line)

    def member(self, module: Module, name: str, line: float = 0) -> list[Expr]:
        """Return what a module-level name may be, before a line if one is given; where it is made out of itself (``p = "/x" + p``), that
        is what it is."""
        candidates = module.syntax.names.get(name)
        if candidates is None:
            for source in self.names.starred(module, name):
                found = self.member(source, name)
                if found:
                    return found
            return []
        order = self.order(module) if line and len(candidates) > 1 else None
        if order is not None:
            return [Expr(node, self.scope(module, line=before)) for node, before in order.at(name, line)]
        exprs = [
            Expr(node, self.scope(module, line=line, via=name if isinstance(module.nodes[node], syntax.Call) else ""))
            for node in candidates
        ]
        again = [expr for expr in exprs if len(exprs) > 1 and mentions(module, expr.node, name)]
        if not again:
            return exprs
        self._cuts += 1  # what it is depends on who asks: not remembered
        if not any(expr in self._active for expr in again):
            return again
        return [expr for expr in exprs if expr not in again]

    def _imported(self, module: Module, record: syntax.Imported) -> list[Expr]:
        source = self.names.program.source(module, record)
        return (
            self.member(source, record.name)
            if source is not None and not source.is_stub and source is not module
            else []
        )

    def _parameter(self, expr: Expr, record: syntax.Param) -> list[Expr]:
        scope = expr.scope
        function = scope.module.functions[record.function]
        bound = scope.bound.get(record.name)
        if bound is not None:
            return [bound]
        if record.name == function.self_name:
            return []
        calls = self.callers(function) if scope.origin is None else ()
        passed = [s.bound[record.name] for s in calls if record.name in s.bound]
        default = function.parameters[record.name].default if record.name in function.parameters else syntax.NONE
        if default != syntax.NONE and not _is_none(scope.module.nodes[default]):
            passed.append(Expr(default, self.scope(scope.module)))
        return passed

    def _returned(self, expr: Expr, func: syntax.NodeId) -> Iterator[Expr]:
        for callee in self.callees(expr.part(func)):
            function = callee.function
            if function is not None and not function.module.is_stub:
                bound = self.bind(function, expr, callee.receiver)
                scope = self.of_function(function, bound, origin=Place(expr.scope.module, 0))
                yield from (Expr(node, scope) for node in function.record.returns)

    # -- what is called

    def callees(self, func: Expr) -> Iterator[Callee]:
        """Yield what a callee may be."""
        record = func.record
        if isinstance(record, syntax.Attr):
            base = func.scope.module.nodes[record.base]
            if isinstance(base, syntax.Super):
                yield from self._above(func.scope, record.name)
                return
            found = False
            for one in self.trace(func.part(record.base)):
                for callee in self._method(one, record.name):
                    found = True
                    yield callee
            if found:
                return
        for one in self.trace(func):
            made = one.record
            if isinstance(made, syntax.FunctionRef):
                yield Callee(one.scope.module.functions[made.function])
            elif isinstance(made, syntax.ClassRef):
                yield Callee(cls=one.scope.module.classes[made.cls])
            else:
                yield from self._outside(self.meant(one))

    def _method(self, receiver: Expr, name: str) -> Iterator[Callee]:
        cls = self.instance_of(receiver)
        if isinstance(cls, Class):
            yield from (Callee(function, receiver) for function in self.methods(cls, name))

    def _above(self, scope: Scope, name: str) -> Iterator[Callee]:
        method = scope.function.method if scope.function is not None else None
        if method is not None and method.cls is not None and method.self_name is not None:
            receiver = scope.bound.get(method.self_name)
            yield from (Callee(function, receiver) for function in self.methods(method.cls, name, after=method.cls))

    def methods(self, cls: Class, name: str, after: Class | None = None) -> list[Function]:
        """Return the functions that a method may be; with ``after``, of the classes behind that one."""
        owner = self.names.lookup(cls, name, after)
        return owner.functions(name) if owner is not None else []

    def _outside(self, values: Values) -> Iterator[Callee]:
        for value in in_order(values):
            if isinstance(value, External):
                yield Callee(path=value.path)
            elif isinstance(value, ClassValue):
                yield Callee(cls=value.cls)
            elif isinstance(value, FunctionValue):
                yield Callee(function=value.function)

    def meant(self, expr: Expr) -> Values:
        """Return what an expression means by names alone."""
        return self.names.resolve(expr.node, expr.scope.module, expr.scope.cls)

    def instance_of(self, expr: Expr) -> Class | str | None:
        """Return the class that an expression is an instance of: one of the program, or a path."""
        if expr not in self._classes:
            self._classes[expr] = None
            self._classes[expr] = self._class_of(expr)
        return self._classes[expr]

    def _class_of(self, expr: Expr) -> Class | str | None:
        record = expr.record
        if isinstance(record, syntax.Call):
            for callee in self.callees(expr.part(record.func)):
                if callee.cls is not None or callee.path:
                    return callee.cls or callee.path
        if isinstance(record, syntax.Param):
            function = expr.scope.module.functions[record.function]
            if record.name == function.self_name:
                return function.cls
            parameter = function.parameters.get(record.name)
            return self._annotated(expr.scope, parameter.annotation if parameter is not None else syntax.NONE)
        if isinstance(record, syntax.Typed):
            return self._annotated(expr.scope, record.annotation)
        return None

    def _annotated(self, scope: Scope, annotation: syntax.NodeId) -> Class | str | None:
        if annotation == syntax.NONE:
            return None
        for value in in_order(self.names.resolve(annotation, scope.module, scope.cls)):
            if isinstance(value, ClassValue):
                return value.cls
            if isinstance(value, External):
                return value.path
        return None

    # -- attributes and items

    def attribute(self, base: Expr, name: str) -> Iterator[Expr]:
        """Yield what an attribute may be: a member of a module, an attribute of a class or instance."""
        for one in self.trace(base):
            for value in self.meant(one) if isinstance(one.record, syntax.Imported | syntax.Attr | syntax.Name) else ():
                if isinstance(value, ModuleValue) and not value.module.is_stub:
                    yield from self.member(value.module, name)
            made = one.record
            cls = one.scope.module.classes[made.cls] if isinstance(made, syntax.ClassRef) else self.instance_of(one)
            if isinstance(cls, Class):
                yield from self._of_class(cls, name, one, base.scope)

    def _of_class(self, cls: Class, name: str, instance: Expr, scope: Scope) -> Iterator[Expr]:
        stored = list(self._stored(cls, name, instance, scope))
        yield from stored
        owner = self.names.lookup(cls, name) if not stored else None
        if owner is None or owner.module.is_stub:
            return
        for node in owner.names.get(name, ()):
            function = owner.module.function_at(node)
            if function is not None and function.is_property and function.self_name is not None:
                inner = self.of_function(function, [(function.self_name, instance)])
                yield from (Expr(returned, inner) for returned in function.record.returns)
            else:
                yield Expr(node, self.scope(owner.module, cls=owner))

    def class_attribute(self, cls: Class, name: str) -> list[Expr]:
        """Return what the body of a class, or of one above it, says an attribute is."""
        owner = self.names.lookup(cls, name)
        scope = self.scope(owner.module, cls=owner) if owner is not None else None
        return (
            [Expr(node, scope) for node in owner.names.get(name, ())] if owner is not None and scope is not None else []
        )

    def _stored(self, cls: Class, name: str, instance: Expr, scope: Scope) -> Iterator[Expr]:
        """Yield what methods store; what a method stores that a ``with`` around the call calls goes before all others."""
        stores = [s for c in self.names.mro(cls) if not isinstance(c, str) for s in c.stores.get(name, ())]
        for item in scope.entered if stores else ():
            made = item.record
            for callee in self.callees(item.part(made.func)) if isinstance(made, syntax.Call) else ():
                stored = [node for function, node in stores if function is callee.function]
                if callee.function is not None and stored:
                    given = self.bind(callee.function, item, callee.receiver)
                    inner = self.of_function(callee.function, given, origin=Place(item.scope.module, 0))
                    yield Expr(stored[0], inner)
                    return
        first = [(function, node) for function, node in stores if _is_init(function)]
        for function, node in first or stores:
            bound: list[tuple[str, Expr]] = []
            origin = None
            if function.self_name is not None:
                is_made = _is_init(function) and isinstance(instance.record, syntax.Call)
                bound = self.bind(function, instance, instance) if is_made else [(function.self_name, instance)]
                origin = Place(instance.scope.module, 0) if is_made else None
            yield Expr(node, self.of_function(function, bound, origin=origin))

    def items(self, base: Expr) -> list[Expr]:
        """Return the items of a collection, ``values()`` of a dictionary included; of its ``items()`` see `_items_at`."""
        found: list[Expr] = []
        for one in self.trace(base):
            if not self.is_active(one):
                with self.within(one):
                    found += self._items(one)
        return found[:MAX_FOUND]

    def _items(self, one: Expr) -> Iterator[Expr]:
        match one.record:
            case syntax.Collection(_, items):
                for item in items:
                    record = one.scope.module.nodes[item]
                    yield from (
                        self.items(one.part(record.base)) if isinstance(record, syntax.Star) else (one.part(item),)
                    )
            case syntax.Dictionary(items):
                yield from (one.part(value) for _, value in items)
            case syntax.Binary("Add" | "BitOr", left, right):
                yield from self.items(one.part(left))
                yield from self.items(one.part(right))
            case syntax.Call(func, args, _):
                yield from self._items_of_call(one, func, args)

    def _items_of_call(self, one: Expr, func: syntax.NodeId, args: tuple[syntax.NodeId, ...]) -> Iterator[Expr]:
        callee = one.scope.module.nodes[func]
        if isinstance(callee, syntax.Attr) and callee.name == "values":
            yield from self.items(one.part(callee.base))
        elif getattr(callee, "name", "") in ("list", "tuple", "set", "sorted", "reversed", "frozenset", "chain"):
            for arg in args:
                yield from self.items(one.part(arg))

    def _items_at(self, base: Expr, key: str | int) -> Iterator[Expr]:
        """Yield what ``base[key]`` may be; key 0 and 1 of a pair out of ``mapping.items()`` are its keys and values."""
        record = base.record
        if isinstance(record, syntax.Element):
            for one in self.trace(base.part(record.base)):
                yield from self._pairs(one, key)
        for one in self.trace(base):
            match one.record:
                case syntax.Collection(_, items) if isinstance(key, int) and -len(items) <= key < len(items):
                    yield one.part(items[key])
                case syntax.Dictionary(items):
                    yield from (one.part(value) for name, value in items if name == key)

    def _pairs(self, one: Expr, key: str | int) -> Iterator[Expr]:
        made = one.record
        if not isinstance(made, syntax.Call):
            return
        callee = one.scope.module.nodes[made.func]
        if isinstance(callee, syntax.Attr) and callee.name == "items" and key == 1:
            yield from self.items(one.part(callee.base))
        elif getattr(callee, "name", "") == "chain":
            for arg in made.args:
                for inner in self.trace(one.part(arg)):
                    yield from self._pairs(inner, key)
                    yield from (i for item in self.items(inner) for i in self._items_at(item, key))
        elif getattr(callee, "name", "") == "enumerate" and key == 1 and made.args:
            yield from self.items(one.part(made.args[0]))


def _is_none(record: syntax.Node) -> bool:
    return isinstance(record, syntax.Const) and record.value == "None"


def _is_init(function: Function) -> bool:
    return function.cls is not None and function.record.qualname.endswith(".__init__")
