"""Who sends a signal, and who is connected to it: the signal is told by the variable that holds it, for all signals are of one class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from boundary_lint.facts import syntax
from boundary_lint.facts.program import SignalUse, is_checked
from boundary_lint.frameworks.catalog import Rows
from boundary_lint.frameworks.django.registry import Registry
from boundary_lint.link.names import Names
from boundary_lint.link.program import Function, Module
from boundary_lint.link.values import ClassValue, External, FunctionValue, ModuleValue, TextValue, in_order

SENDS = frozenset({"send", "send_robust", "asend", "asend_robust"})
"""Methods by which a signal is sent. Source: django.dispatch."""

MAX_STEPS = 12
"""Names that lead to names until the variable of a signal is found."""


class _Signal(NamedTuple):
    """root and module: where the program defines it, "" where it does not."""

    path: str
    root: str = ""
    module: str = ""


class SignalUses:
    """Finds the uses of signals in a program. rows: what the catalogue says of signals (``[django.signal]``)."""

    def __init__(self, names: Names, registry: Registry, rows: Rows) -> None:
        self._names, self._registry, self._rows = names, registry, rows

    def find(self) -> Iterator[SignalUse]:
        """Yield every use of a signal by its name, an attribute of a module, or one of the class."""
        for module in self._names.program.modules:
            if not is_checked(module.role, module.syntax.depth):
                continue
            for function in module.functions:
                for decorator in function.record.decorators if "receiver" in function.kinds else ():
                    call = module.nodes[decorator]
                    if isinstance(call, syntax.Call) and call.args and self._is_receiver(call, module):
                        for signal in self._signals(call.args[0], module, function):
                            yield self._received(signal, function, call, module, function.record.line)
                for line, call in _calls(function):
                    yield from self._called(call, line, function, module)

    def _called(self, call: syntax.Call, line: int, function: Function, module: Module) -> Iterator[SignalUse]:
        func = module.nodes[call.func]
        if not isinstance(func, syntax.Attr) or func.name not in SENDS | {"connect"}:
            return
        for signal in self._signals(func.base, module, function):
            if func.name in SENDS:
                yield SignalUse(
                    root=module.root, module=module.name, function=function.record.qualname, side="send", signal=signal.path,
                    file=module.file, line=line, signal_root=signal.root, signal_module=signal.module,
                )  # fmt: skip
            elif call.args:
                for value in in_order(self._names.resolve(call.args[0], module)):
                    if isinstance(value, FunctionValue):
                        yield self._received(signal, value.function, call, module, line)

    def _received(self, signal: _Signal, handler: Function, call: syntax.Call, module: Module, line: int) -> SignalUse:
        return SignalUse(
            root=module.root, module=module.name, function=handler.record.qualname, side="receive", signal=signal.path,
            file=module.file, line=line, signal_root=signal.root, signal_module=signal.module,
            handler=f"{handler.module.name}:{handler.record.qualname}", sender=self._sender(call, module),
        )  # fmt: skip

    def _sender(self, call: syntax.Call, module: Module) -> str:
        for keyword, node in call.keywords:
            if keyword == "sender":
                for value in in_order(self._names.resolve(node, module)):
                    if isinstance(value, ClassValue):
                        model = self._registry.of(value.cls)
                        return model.model if model is not None else value.cls.id
                    if isinstance(value, TextValue) and (named := self._registry.named(value.text)) is not None:
                        return named.model
        return ""

    def _is_receiver(self, call: syntax.Call, module: Module) -> bool:
        callees = self._names.resolve(call.func, module)
        return any(isinstance(c, External) and "receiver" in self._rows.get(c.path, ()) for c in callees)

    def _signals(self, node: syntax.NodeId, module: Module, function: Function) -> Iterator[_Signal]:
        record = module.nodes[node]
        if isinstance(record, syntax.Collection):
            for item in record.items:
                yield from self._signals(item, module, function)
        elif (found := self._signal(node, module, function, 0)) is not None:
            yield found

    def _signal(self, node: syntax.NodeId, module: Module, function: Function | None, steps: int) -> _Signal | None:
        """Return the signal that an expression stands for."""
        if steps > MAX_STEPS:
            return None
        match module.nodes[node]:
            case syntax.Name(name):
                return self._member(module, name, steps)
            case syntax.Imported(level, target, name) if name:
                return self._in(module.root, module.absolute(level, target), name, steps)
            case syntax.Outer(base):
                return self._signal(base, module, function, steps + 1)
            case syntax.Attr(base, name):
                return self._attribute(base, name, module, function, steps)
        return None

    def _attribute(
        self, base: syntax.NodeId, name: str, module: Module, function: Function | None, steps: int
    ) -> _Signal | None:
        record = module.nodes[base]
        method = function.method if function is not None else None
        if isinstance(record, syntax.Param) and method is not None and record.name == method.self_name:
            owner = self._names.lookup(method.cls, name) if method.cls is not None else None
            nodes = owner.names.get(name, ()) if owner is not None else ()
            return self._signal(nodes[0], owner.module, None, steps + 1) if owner is not None and nodes else None
        for value in in_order(self._names.resolve(base, module)):
            if isinstance(value, ModuleValue):
                return self._member(value.module, name, steps)
            if isinstance(value, External):
                return self._external(f"{value.path}.{name}")
        return None

    def _in(self, root: str, path: str, name: str, steps: int) -> _Signal | None:
        holder = self._names.program.find(root, path)
        return self._member(holder, name, steps) if holder is not None else self._external(f"{path}.{name}")

    def _member(self, module: Module, name: str, steps: int) -> _Signal | None:
        """Return the signal that a variable of a module holds."""
        if module.is_stub:
            return self._external(f"{module.name}.{name}")
        for node in module.syntax.names.get(name, ()):
            if isinstance(module.nodes[node], syntax.Call):
                is_signal = any(self._is_class(value) for value in self._names.resolve(node, module))
                return _Signal(f"{module.name}.{name}", module.root, module.name) if is_signal else None
            return self._signal(node, module, None, steps + 1)
        for source in self._names.starred(module, name):
            return self._member(source, name, steps + 1)
        return None

    def _is_class(self, value: object) -> bool:
        """Tell whether a value is an instance of a signal's class, or of one below it."""
        if isinstance(value, External):
            return "class" in self._rows.get(value.path.removesuffix("()"), ())
        cls = getattr(value, "cls", None)
        return cls is not None and any("class" in self._rows.get(path, ()) for path in self._names.lineage(cls))

    def _external(self, path: str) -> _Signal | None:
        is_known = "module" in self._rows.get(path.rpartition(".")[0], ())
        return _Signal(path) if is_known else None


def _calls(function: Function) -> Iterator[tuple[int, syntax.Call]]:
    """Yield the calls of methods in a function that stand for a signal by their name, with their lines."""
    nodes = function.module.nodes
    seen: set[tuple[int, int]] = set()
    for use in function.record.uses:
        call = nodes[use.node]
        if isinstance(call, syntax.Call) and (use.node, use.line) not in seen:
            seen.add((use.node, use.line))
            yield use.line, call
