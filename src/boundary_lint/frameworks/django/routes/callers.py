"""Who calls a function, and with what: registries are filled from everywhere, by methods and functions that pass on what they get.

Calls are found by the last name, and held against the function or the instance they must reach. A call that passes a parameter on is
one call for each of the calls of its own function.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from boundary_lint.facts import syntax
from boundary_lint.frameworks.django.routes.arguments import Arguments
from boundary_lint.frameworks.django.routes.things import Made, Scope, Thing, identity
from boundary_lint.link.paths import inside
from boundary_lint.link.program import Class, Function, Module
from boundary_lint.link.values import FunctionValue

if TYPE_CHECKING:
    from boundary_lint.frameworks.django.routes.reader import Reader

MAX_CALLS = 300
"""Calls of one function; more are not looked at."""

MAX_IMPORTS = 20
"""Modules through which a name is imported."""

Place = tuple[Module, "str | int"]


class _Call(NamedTuple):
    """A call, and the function whose parameters it passes on."""

    module: Module
    record: syntax.Call
    func: syntax.Attr
    caller: Function | None


class Callers:
    """Finds calls."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._asked: set[tuple[Function, object]] = set()
        self._of_function: dict[Function, list[Scope]] = {}

    # -- of a method

    def of_method(self, method: Function, made: Made, stored: str = "") -> list[Scope]:
        """Return the calls of a method on an instance; with ``stored``, those alone in which that parameter is known."""
        key = (method, identity(made))
        if key in self._asked:
            return []
        self._asked.add(key)
        found: list[Scope] = []
        again, later = self._outside(method, made, stored, found)
        for scope in found:
            if len(found) >= MAX_CALLS:
                break
            for call in again:
                self._add(found, method, made, stored, call, scope)
            for thing in self._reader.parameter(method, stored, scope) or ():
                for call in later:
                    if call.caller is not None and self._has(thing, call.caller):
                        inside = Scope(call.module, call.caller, None, thing)
                        self._add(found, method, made, stored, call, inside)
        self._asked.discard(key)
        return found

    def _outside(
        self, method: Function, made: Made, stored: str, found: list[Scope]
    ) -> tuple[list[_Call], list[_Call]]:
        """Add the calls from outside; return those that the method makes itself, and those that what is passed makes in its methods."""
        again: list[_Call] = []
        later: list[_Call] = []
        for call in self._calls(method):
            owner = self._on_self(call, made)
            if owner is method:
                again.append(call)
            elif owner is not None:
                inside = self.of_method(owner, made) if _passes_on(call) else [Scope(call.module, owner, None, made)]
                for scope in inside:
                    self._add(found, method, made, stored, call, scope)
            elif made.place is not None and self.place(call.func.base, call.module) == made.place:
                if call.caller is not None and call.caller.cls is not None:
                    later.append(call)
                    continue
                for scope in [Scope(call.module)] if call.caller is None else self.of_function(call.caller):
                    self._add(found, method, made, stored, call, scope)
        return again, later

    def _calls(self, method: Function) -> Iterator[_Call]:
        name = method.record.qualname.rpartition(".")[2]
        for module in self._reader.sites.calling(name):
            for node, record in module.calls(name):
                func = module.nodes[record.func]
                if isinstance(func, syntax.Attr):
                    yield _Call(module, record, func, _caller(module, node))

    def _on_self(self, call: _Call, made: Made) -> Function | None:
        """Return the method of the instance's class that makes a call on ``self``."""
        base = call.module.nodes[call.func.base]
        if not isinstance(base, syntax.Param):
            return None
        owner = call.module.functions[base.function]
        return owner if base.name == owner.self_name and self._has(made, owner) else None

    def _has(self, thing: Thing, method: Function) -> bool:
        """Whether something is an instance of a class that has a method."""
        if not isinstance(thing, Made) or not isinstance(thing.cls, Class) or method.cls is None:
            return False
        return method.cls in self._reader.names.mro(thing.cls)

    def _add(self, found: list[Scope], method: Function, made: Made, stored: str, call: _Call, scope: Scope) -> None:
        arguments = Arguments.of(call.record, scope, self._reader.read)
        inside = Scope(method.module, method, arguments, made)
        if len(found) < MAX_CALLS and (not stored or self._reader.parameter(method, stored, inside)):
            found.append(inside)

    # -- of a function

    def of_function(self, function: Function) -> list[Scope]:
        """Return the calls of a function of a module, those as a decorator included."""
        known = self._of_function.get(function)
        if known is not None:
            return known
        found = self._of_function[function] = []
        name = function.record.qualname
        for module in self._modules():
            for node, record in module.calls(name):
                if self._is(record.func, module, function):
                    caller = _caller(module, node)
                    for scope in [Scope(module)] if caller is None else self.of_function(caller):
                        found.append(self._scope(function, Arguments.of(record, scope, self._reader.read)))
            found += (self._scope(function, Arguments([(cls,)])) for cls in self._decorated_by(function, module))
        del found[MAX_CALLS:]
        return found

    def _scope(self, function: Function, arguments: Arguments) -> Scope:
        return Scope(function.module, function, arguments)

    def _decorated_by(self, function: Function, module: Module) -> Iterator[Class]:
        for cls in module.classes:
            for node in cls.record.decorators:
                name = getattr(module.nodes[node], "name", "")
                if name == function.record.qualname and self._is(node, module, function):
                    yield cls

    def _is(self, node: syntax.NodeId, module: Module, function: Function) -> bool:
        values = self._reader.names.resolve(node, module)
        return any(isinstance(value, FunctionValue) and value.function is function for value in values)

    def _modules(self) -> Iterator[Module]:
        return (m for m in self._reader.names.program.modules if m.role in ("source", "settings"))

    # -- names

    def place(self, node: syntax.NodeId, module: Module) -> Place | None:
        """Return the module and name that an expression names, followed through imports."""
        for _ in range(MAX_IMPORTS):
            record = module.nodes[node]
            if isinstance(record, syntax.Call):
                return (module, node)
            if isinstance(record, syntax.Name):
                source: Module | None = module
            elif isinstance(record, syntax.Imported):
                source = self._reader.names.program.source(module, record)
            elif isinstance(record, syntax.Attr):
                bases = self._reader.things(self._reader.names.resolve(record.base, module))
                source = next((thing for thing in bases if isinstance(thing, Module)), None)
            else:
                return None
            candidates = source.syntax.names.get(record.name, ()) if source is not None else ()
            if source is None or not candidates:
                return None
            if len(candidates) > 1 or not isinstance(source.nodes[candidates[0]], syntax.Imported):
                return (source, record.name)
            module, node = source, candidates[0]
        return None


def _caller(module: Module, node: syntax.NodeId) -> Function | None:
    """Return the function whose parameters a call mentions."""
    params = (record for part in inside(module.nodes, node) if isinstance(record := module.nodes[part], syntax.Param))
    first = next(params, None)
    return module.functions[first.function] if first is not None else None


def _passes_on(call: _Call) -> bool:
    """Whether arguments of a call are made of parameters other than ``self``."""
    nodes = call.module.nodes
    for argument in (*call.record.args, *(value for _, value in call.record.keywords)):
        for part in inside(nodes, argument):
            record = nodes[part]
            if isinstance(record, syntax.Param) and record.name != call.module.functions[record.function].self_name:
                return True
    return False
