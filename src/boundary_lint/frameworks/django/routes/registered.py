"""Functions that are registered under a text, and given back by it: hooks."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_lint.facts import syntax
from boundary_lint.frameworks.django.routes.reader import Reader
from boundary_lint.frameworks.django.routes.things import Closure, Scope, Thing
from boundary_lint.link.program import Module
from boundary_lint.link.values import External, FunctionValue


def registered(reader: Reader, register: str, name: str) -> Iterator[Thing]:
    """Yield what is registered under a name, by ``@register(name)`` or ``register(name, function)``; register: that function's path."""
    last = register.rpartition(".")[2]
    for module in reader.names.program.modules:
        if module.role != "source":
            continue
        for node, record in module.calls(last):
            given = module.nodes[record.args[0]] if record.args else None
            if not isinstance(given, syntax.Text) or given.value != name:
                continue
            if not _is_at(reader, record.func, module, register):
                continue
            if len(record.args) > 1:
                yield from reader.read(record.args[1], Scope(module))
            yield from (Closure(function) for function in module.functions if node in function.record.decorators)


def _is_at(reader: Reader, node: syntax.NodeId, module: Module, path: str) -> bool:
    for value in reader.names.resolve(node, module):
        found = value.path if isinstance(value, External) else ""
        if path == (value.function.path if isinstance(value, FunctionValue) else found):
            return True
    return False
