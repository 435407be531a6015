"""Functions that are handed to others which call them: ``breaker.call(self._load, key)`` calls ``self._load(key)``."""

from __future__ import annotations

from boundary_lint.facts import syntax
from boundary_lint.link.frame import CallSite
from boundary_lint.link.program import Function, Module
from boundary_lint.link.values import Bound, FunctionValue, Values


def call_handed(function: Function, arguments: dict[str, Values], site: CallSite) -> None:
    """Call, at one call of a function, what it is handed and calls itself: for what that does there."""
    called = called_parameters(function)
    if not called or site.frame.sink is None:
        return
    for name in called:
        handed = [v for v in arguments.get(name, ()) if isinstance(v, Bound | FunctionValue)]
        if handed:
            within = CallSite(_without(function, name, site), site.frame)
            for value in sorted(handed, key=_order):
                if not value.function.module.is_stub and value.function is not function:
                    value.call(within)


def _order(value: Bound | FunctionValue) -> tuple[str, ...]:
    return value.sort_key()


def _without(function: Function, name: str, site: CallSite) -> syntax.Call:
    """Return the call of what is handed: with all arguments that only ``*args`` and ``**kwargs`` take."""
    node = site.node
    positional = function.positional[1:] if function.self_name is not None else function.positional
    rest = node.args[len(positional) :] if name in positional else ()
    keywords = tuple((key, value) for key, value in node.keywords if key not in function.parameters)
    return syntax.Call(node.func, rest, keywords)


def called_parameters(function: Function) -> tuple[str, ...]:
    """Return the parameters of a function that it calls, or that a function inside of it calls."""
    module = function.module
    if module.called_parameters is None:
        module.called_parameters = _called(module)
    return module.called_parameters.get(function.index, ())


def _called(module: Module) -> dict[int, tuple[str, ...]]:
    nodes = module.nodes
    found: dict[int, dict[str, None]] = {}
    for record in nodes:
        if record.__class__ is syntax.Call:
            func = nodes[record.func]
            while func.__class__ is syntax.Outer:
                func = nodes[func.node]
            if func.__class__ is syntax.Param:
                found.setdefault(func.function, {})[func.name] = None
    return {function: tuple(names) for function, names in found.items()}
