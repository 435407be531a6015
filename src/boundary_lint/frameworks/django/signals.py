"""Signals: what ``instance`` is in a receiver, by the sender it is connected for."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_lint.facts import syntax
from boundary_lint.frameworks.django.registry import Registry
from boundary_lint.link.names import Names
from boundary_lint.link.program import Function, Module
from boundary_lint.link.values import NOTHING, ClassValue, FunctionValue, TextValue, Values, in_order


class Receivers:
    """Finds the functions that are connected to signals for a sender."""

    def __init__(self, names: Names, registry: Registry) -> None:
        self._names, self._registry = names, registry
        self._senders: dict[Function, Values] = {}

    def find(self) -> None:
        """Read the decorators and ``connect()`` calls of the whole program."""
        for module in self._names.program.modules:
            for function in module.functions:
                for decorator in function.record.decorators if "receiver" in function.kinds else ():
                    call = module.nodes[decorator]
                    if isinstance(call, syntax.Call):
                        self._add(function, call, module)
            for call in _connections(module):
                for value in in_order(self._names.resolve(call.args[0], module)):
                    if isinstance(value, FunctionValue):
                        self._add(value.function, call, module)

    def _add(self, function: Function, call: syntax.Call, module: Module) -> None:
        for keyword, node in call.keywords:
            if keyword == "sender":
                self._senders[function] = self._senders.get(function, NOTHING) | self._models(node, module)

    def _models(self, node: syntax.NodeId, module: Module) -> Values:
        found = NOTHING
        for value in in_order(self._names.resolve(node, module)):
            if isinstance(value, ClassValue):
                found |= value.cls.values
            elif isinstance(value, TextValue) and (model := self._registry.named(value.text)) is not None:
                found |= model.cls.values
        return found

    def parameter(self, function: Function, name: str) -> Values | None:
        """Return what a receiver's parameter is: the sender itself, or an instance of it."""
        senders = self._senders.get(function)
        if not senders or name not in ("sender", "instance"):
            return None
        if name == "sender":
            return senders
        return frozenset(value.cls.as_instance for value in senders if isinstance(value, ClassValue))


def _connections(module: Module) -> Iterator[syntax.Call]:
    """Yield the calls ``signal.connect(function, sender=...)`` of a module."""
    for _, node in module.calls("connect"):
        has_sender = any(keyword == "sender" for keyword, _ in node.keywords)
        if node.args and has_sender and isinstance(module.nodes[node.func], syntax.Attr):
            yield node
