"""What an instance keeps of what it is made with: ``Repository(session, Order)`` is one of orders, ``Api("http://stock")`` of stock.

A class is one however often it is made, and so are the attributes that its ``__init__`` sets. Where they decide which data its
methods touch, or whom they call, each way of making it is an instance of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from boundary_lint.facts import syntax
from boundary_lint.link.arguments import addresses
from boundary_lint.link.frame import CallSite, Frame
from boundary_lint.link.program import Class, Function
from boundary_lint.link.values import NOTHING, ClassValue, Instance, Marked, Values

if TYPE_CHECKING:
    from boundary_lint.link.evaluate import Evaluator

MAX_ABOVE = 8
"""``__init__`` methods that pass on to the next one above what they were passed."""


def initializer(cls: Class, link: Evaluator, after: Class | None = None) -> Function | None:
    """Return the ``__init__`` of a class, or the next one behind ``after``."""
    owner = link.names.lookup(cls, "__init__", after)
    return next(iter(owner.functions("__init__")), None) if owner is not None else None


def kept_by_stub(
    function: Function, made: Instance, arguments: dict[str, Values], link: Evaluator
) -> dict[str, Values]:
    """Return the attributes that a stub's ``__init__`` sets to other things than it always does."""
    inner = Frame(link, function, made, arguments=arguments, depth=1)
    kept: dict[str, Values] = {}
    for store in function.record.stores if arguments else ():
        if inner.evaluate(store.target) == {made}:
            values = inner.evaluate(store.value)
            if values and values != link.stored(made.cls, store.name, made):
                kept[store.name] = values
    return kept


def kept_by_program(
    function: Function, made: Instance, arguments: dict[str, Values], link: Evaluator, above: int = 0
) -> dict[str, Values]:
    """Return the attributes that the program's ``__init__`` sets to classes of data that it is passed, or to addresses and
    clients where it is passed an address."""
    if function in link.meaning.telling:
        arguments = {name: addresses(values) for name, values in arguments.items()}
    addressed = any(map(_say_whom, arguments.values()))
    if above > MAX_ABOVE or not (addressed or any(map(_are_data, arguments.values()))):
        return {}
    inner = Frame(link, function, made, arguments=arguments, depth=1)
    nodes = function.module.nodes
    kept: dict[str, Values] = {}
    for use in function.record.uses:
        call = nodes[use.node]
        if isinstance(call, syntax.Call) and _is_next(call, nodes):
            behind = initializer(made.cls, link, function.cls)
            if behind is not None and not behind.module.is_stub:
                passed = link.bind_arguments(behind, made, CallSite(call, inner))
                kept.update(kept_by_program(behind, made, passed, link, above + 1))
    for store in function.record.stores:
        target = nodes[store.target]
        if not (isinstance(target, syntax.Param) and target.name == function.self_name):
            continue
        is_passed = isinstance(nodes[store.value], syntax.Param)
        values = inner.evaluate(store.value) if addressed or is_passed else NOTHING
        if (is_passed and _are_data(values)) or (addressed and _say_whom(values)):
            kept[store.name] = values
    return kept


def keeps_classes(kept: dict[str, Values]) -> bool:
    """Whether an instance keeps classes of data: its methods are read for each such instance then."""
    return any(map(_are_data, kept.values()))


def _are_data(values: Values) -> bool:
    return bool(values) and all(isinstance(value, ClassValue) and value.is_data for value in values)


def _say_whom(values: Values) -> bool:
    """Whether values are addresses, or the clients made with them; not what is only asked about (see `Marked`)."""
    return bool(values) and all(
        value.is_data and not isinstance(value, ClassValue | Instance | Marked) for value in values
    )


def _is_next(call: syntax.Call, nodes: list[syntax.Node]) -> bool:
    callee = nodes[call.func]
    return (
        isinstance(callee, syntax.Attr) and callee.name == "__init__" and isinstance(nodes[callee.base], syntax.Super)
    )
