"""Classes whose methods others call, since they inherit from generated ones: ``class Rates(rates_pb2_grpc.RatesServicer)``.

Generated code is not read, and is often made only when a service is built: interface definitions say what there is to call, and where there are
none, the shape of the methods does. grpclib and betterproto write a table of procedures into their generated classes, which is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from boundary_lint.facts import syntax
from boundary_lint.facts.program import PROCEDURE, Route
from boundary_lint.frameworks.remote.page import RemotePage
from boundary_lint.frameworks.remote.procedures import Procedures, folded
from boundary_lint.link.names import Names
from boundary_lint.link.program import Class, Function, Module
from boundary_lint.link.values import ClassValue, External, FunctionValue, Instance

TABLE = "__mapping__"
"""The method of generated classes that gives a table of procedures."""

MAX_PROCEDURES = 2_000
"""Procedures of one class."""

_REGISTERS = re.compile(r"add_(\w+Servicer)_to_server")

_ARGUMENTS = ("self", "request", "context")
"""What a method that serves is given: as many, whatever they are called."""


class _Served(NamedTuple):
    """What a class serves. base: last name of the generated class. procedures: full names; None where no definition says them."""

    base: str
    service: str
    procedures: tuple[str, ...] | None
    framework: str


class Servicers:
    """Finds them by names alone."""

    def __init__(self, names: Names, modules: Iterable[Module], pages: Iterable[RemotePage], known: Procedures) -> None:
        self._names, self._known = names, known
        self._modules = list(modules)
        self._patterns = [(page, pattern) for page in pages for pattern in page.served]
        self._registered: dict[str, set[Class]] = {}
        self._passed_on: set[str] = set()
        self._given: dict[Class, set[str]] = {}

    def routes(self) -> Iterator[Route]:
        """Yield every procedure that a class of the program serves."""
        for module in self._modules:
            self._look_for_registrations(module)
        served = {cls: found for cls in self._classes() if (found := [*self._served(cls), *self._unrelated(cls)])}
        for cls, found in served.items():
            for one in found:
                if self._runs(cls, one, served.keys()):
                    yield from self._procedures(cls, one)

    def _classes(self) -> Iterator[Class]:
        for module in self._modules:
            for cls in module.classes:
                if (cls.record.bases or cls in self._given) and not cls.record.type_checking:
                    yield cls

    def _served(self, cls: Class) -> Iterator[_Served]:
        for base in self._names.mro(cls)[1:]:
            if isinstance(base, str):
                yield from self._by_name(base)
            elif TABLE in base.names and not base.module.is_stub:
                procedures = tuple(_table(base))
                if procedures:
                    service = procedures[0].strip("/").rpartition("/")[0]
                    yield _Served(base.name, service, procedures, "grpc")

    def _unrelated(self, cls: Class) -> Iterator[_Served]:
        """Yield what a class is registered for without having the generated one above it: only its methods matter."""
        for base in self._given.get(cls, ()):
            if base not in self._names.mro(cls):
                yield from self._by_name(base)

    def _by_name(self, base: str) -> Iterator[_Served]:
        for page, pattern in self._patterns:
            match = pattern.fullmatch(base)
            if match is not None:
                module, _, name = base.rpartition(".")
                service = self._known.full_name(module, match["service"])
                declared = self._known.of(service)
                yield _Served(name, service, tuple(f"/{service}/{one}" for one in declared) or None, page.name)

    def _look_for_registrations(self, module: Module) -> None:
        for name in module.called():
            match = _REGISTERS.fullmatch(name) if name.endswith("_to_server") else None
            if match is None:
                continue
            for _, call in module.calls(name):
                node = call.args[0] if call.args else dict(call.keywords).get("servicer", syntax.NONE)
                values = self._names.resolve(node, module) if node != syntax.NONE else frozenset()
                found = {value.cls for value in values if isinstance(value, Instance | ClassValue)}
                self._registered.setdefault(match[1], set()).update(found)
                for value in self._names.resolve(call.func, module):
                    if isinstance(value, External):
                        base = f"{value.path.rpartition('.')[0]}.{match[1]}"
                        for cls in found:
                            self._given.setdefault(cls, set()).add(base)
                if not found:
                    self._passed_on.add(match[1])

    def _runs(self, cls: Class, one: _Served, serving: Iterable[Class]) -> bool:
        """Whether a class is given to a server: where that is not seen, those that no other one extends are."""
        registered = self._registered.get(one.base)
        if registered and one.base not in self._passed_on:
            return cls in registered
        return not any(below in serving for below in self._names.subclasses(cls))

    def _procedures(self, cls: Class, one: _Served) -> Iterator[Route]:
        methods = dict(self._methods(cls))
        if one.procedures is None:
            found = [(f"/{one.service}/{name}", function) for name, function in methods.items() if _serves(function)]
        else:
            by_fold = {folded(name): function for name, function in methods.items()}
            pairs = [(path, path.rpartition("/")[2]) for path in one.procedures[:MAX_PROCEDURES]]
            both = [(path, methods.get(name) or by_fold.get(folded(name))) for path, name in pairs]
            found = [(path, function) for path, function in both if function is not None]
        for path, function in found:
            yield route_of(path, function, one.framework)

    def _methods(self, cls: Class) -> Iterator[tuple[str, Function]]:
        """Yield the methods of a class that the program writes, the last bases' first."""
        above = [one for one in self._names.mro(cls) if not isinstance(one, str) and not one.module.is_stub]
        for one in reversed([one for one in above if TABLE not in one.names]):
            for candidates in one.names.values():
                for value in (v for node in candidates for v in self._names.resolve(node, one.module, one)):
                    if isinstance(value, FunctionValue) and value.function.cls is one:
                        yield value.function.record.qualname.rpartition(".")[2], value.function


def route_of(pattern: str, function: Function, framework: str) -> Route:
    """Return the route of a procedure that a function serves."""
    module = function.module
    return Route(
        pattern=pattern,
        view=f"{module.name}.{function.record.qualname}",
        root=module.root,
        module=module.name,
        file=module.file,
        line=function.record.line,
        methods=(PROCEDURE,),
        view_root=module.root,
        view_module=module.name,
        view_name=function.record.qualname,
        framework=framework,
    )


def _table(cls: Class) -> Iterator[str]:
    """Yield the full names of procedures in the table of a generated class."""
    for function in cls.module.functions:
        if function.cls is cls and function.record.qualname.endswith("." + TABLE):
            records: Sequence[syntax.Node] = [cls.module.nodes[node] for node in function.record.returns]
            for record in records:
                if isinstance(record, syntax.Dictionary):
                    yield from (key for key, _ in record.items if key is not None and key.count("/") == 2)


def _serves(function: Function) -> bool:
    name = function.record.qualname.rpartition(".")[2]
    plain = not function.kinds & {"staticmethod", "classmethod", "property"}
    return plain and not name.startswith("_") and len(function.positional) == len(_ARGUMENTS)
