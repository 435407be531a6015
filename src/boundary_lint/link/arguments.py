"""What a call passes: completed for stubs, reduced to what a callee's parameter learns of."""

from __future__ import annotations

from boundary_lint.facts import syntax
from boundary_lint.link.frame import Frame
from boundary_lint.link.program import Function
from boundary_lint.link.values import (
    FALSE,
    NOTHING,
    Address,
    Bound,
    DictOf,
    Items,
    ListOf,
    TextValue,
    Value,
    Values,
    union,
)


def unpack(arguments: dict[str, Values]) -> None:
    """Put what ``**mapping`` holds among the arguments."""
    for value in arguments.pop("**", NOTHING):
        if isinstance(value, DictOf):
            arguments.update({name: values for name, values in value.items if name and name not in arguments})


def is_of_stub(value: Value) -> bool:
    """Whether a value is a method that a stub defines."""
    return isinstance(value, Bound) and value.function.module.is_stub


def tell_stub(
    function: Function, passed: list[tuple[str, syntax.NodeId]], arguments: dict[str, Values], frame: Frame
) -> None:
    """Complete what a stub's function is passed: with what was False, so that it may leave early, with whole numbers and keywords."""
    for name, node in passed:
        record = frame.nodes[node]
        written = FALSE if record == _FALSE else number(record)
        if written:
            arguments[name] = written
    rest = function.rest
    others = tuple((name, values) for name, values in arguments.items() if name not in function.parameters)
    if rest and others:
        arguments[rest] = frozenset((DictOf(others),))


def number(record: syntax.Node) -> Values:
    """Return a whole number that is written down, a port for example, as a text; nothing for all else."""
    if isinstance(record, syntax.Const) and record.value.isdigit():
        return frozenset((TextValue(record.value),))
    return NOTHING


def leaves(guard: syntax.Guard, frame: Frame) -> bool:
    """Whether a stub's function returns at once: ``if not commit: return`` where commit was passed as False."""
    return guard.kind == "is" and not guard.leaves_when and frame.evaluate(guard.left) == FALSE


_FALSE = syntax.Const("False")


def by_name(argument: tuple[str, Values]) -> str:
    """Return the name of an argument: the key by which they are sorted."""
    return argument[0]


def addresses(values: Values) -> Values:
    """Return values in which every text is one that a callee's parameter learns of."""
    return frozenset(Address(v.text, ()) if type(v) is TextValue else v for v in values)


def travelers(values: Values) -> Values:
    """Return the values that a callee's parameter learns of; a sequence of what reaches others as a list."""
    for value in values:
        if not value.travels:
            told = union(items for v in values if isinstance(v, Items) for items in v.items)
            kept = frozenset(v for v in values if v.travels)
            return kept | {ListOf(told)} if any(v.reaches for v in told) else kept
    return values
