"""What stands around a use: through what its loops go, and what happens where it fails."""

from __future__ import annotations

from typing import Literal, TypeAlias

from boundary_lint.facts import syntax
from boundary_lint.facts.syntax import Context, Handler, Loop, Node, Syntax

Over: TypeAlias = Literal["data", "numbers", "constants", "repeat"]
"""Through what a loop goes. data: as many elements as there are; numbers: ``range(n)``, attempts or pages; constants: a
display in the source; repeat: until something happens (``while``, ``itertools.count()``)."""

_SAME_ELEMENTS = frozenset(
    ("enumerate", "list", "reversed", "set", "sorted", "tuple", "items", "keys", "values", "zip")
)
"""Last names of calls that have an element for each of their argument or receiver."""

_ENDLESS = frozenset(("count", "cycle"))

_CONSTANT = (syntax.Text, syntax.Const, syntax.Name, syntax.Imported, syntax.ClassRef, syntax.FunctionRef)

_NAMED = (syntax.Attr, syntax.Name, syntax.Imported)

MAX_DEPTH = 8
"""Nodes that are followed from a loop to what it goes through."""


def loops(facts: Syntax, context: Context) -> list[Loop]:
    """Return the loops around, outermost first."""
    return [facts.loops[number] for number in context.loops]


def in_loop(facts: Syntax, context: Context) -> bool:
    """Whether a use stands in a loop over things and is not the last of it; ``while True`` waits, polls or tries again."""
    return any(facts.loops[number].kind != "forever" for number in context.again)


def goes_over(facts: Syntax, loop: Loop) -> Over:
    """Return through what a loop goes."""
    if loop.kind in ("while", "forever"):
        return "repeat"
    return _over(facts, loop.over, MAX_DEPTH)


def per_element(facts: Syntax, context: Context) -> bool:
    """Whether a use happens once for each element of data: in no loop of attempts, pages or constants alone, and not where the loop
    is left."""
    return any(goes_over(facts, loop) == "data" for loop in (facts.loops[number] for number in context.again))


def _over(facts: Syntax, node: int, depth: int) -> Over:
    if not depth:
        return "data"
    match facts.nodes[node]:
        case syntax.Collection(kind, items) if kind != "grown":
            return "constants" if all(_is_constant(facts, item, depth) for item in items) else "data"
        case syntax.Dictionary(items):
            return "constants" if all(key is not None and key != "**" for key, _ in items) else "data"
        case syntax.Text():
            return "constants"
        case syntax.Outer(base):
            return _over(facts, base, depth - 1)
        case syntax.Name(name) if len(facts.names.get(name, ())) == 1:
            return _over(facts, facts.names[name][0], depth - 1)
        case syntax.Call() as call:
            return _over_call(facts, call, depth - 1)
    return "data"


def _over_call(facts: Syntax, call: syntax.Call, depth: int) -> Over:
    callee = facts.nodes[call.func]
    name = callee.name if isinstance(callee, _NAMED) else ""
    if name == "range":
        return "data" if any(_measures(facts, arg, depth) for arg in call.args) else "numbers"
    if name in _ENDLESS:
        return "repeat"
    if name in _SAME_ELEMENTS:
        given = call.args[0] if call.args else callee.base if isinstance(callee, syntax.Attr) else syntax.NONE
        return _over(facts, given, depth) if given != syntax.NONE else "data"
    return "data"


def _measures(facts: Syntax, node: int, depth: int) -> bool:
    """Whether a number is the size of data: ``len(orders)``, and what is computed from it."""
    match facts.nodes[node]:
        case syntax.Call(func, args, _):
            callee = facts.nodes[func]
            if isinstance(callee, syntax.Name) and callee.name == "len":
                return bool(args) and _over(facts, args[0], depth) == "data"
        case syntax.Binary(_, left, right) if depth:
            return _measures(facts, left, depth - 1) or _measures(facts, right, depth - 1)
    return False


def _is_constant(facts: Syntax, node: int, depth: int) -> bool:
    """Whether an item of a display is one thing, not as many as there are."""
    record: Node = facts.nodes[node]
    if isinstance(record, syntax.Collection) and depth:
        return all(_is_constant(facts, item, depth - 1) for item in record.items)
    return isinstance(record, _CONSTANT) or (
        isinstance(record, syntax.Attr) and depth > 0 and _is_constant(facts, record.base, depth - 1)
    )


def falls_back(facts: Syntax, context: Context) -> bool:
    """Whether something else takes the place of what fails here: a handler around assigns or returns a value, and raises nothing."""
    return any(handler.gives and not handler.raises for handler in handlers(facts, context))


def handlers(facts: Syntax, context: Context) -> list[Handler]:
    """Return the handlers around, outermost ``try`` first."""
    return [handler for number in context.tries for handler in facts.tries[number].handlers]
