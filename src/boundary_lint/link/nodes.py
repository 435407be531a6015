"""What each kind of node is: one handler per kind, found by class."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from boundary_lint.facts import syntax
from boundary_lint.facts.program import Hop
from boundary_lint.link.values import (
    MAX_KEYS,
    MAX_VALUES,
    NOTHING,
    Address,
    ClassValue,
    DictOf,
    Instance,
    Items,
    ListOf,
    SuperOf,
    TextValue,
    Value,
    Values,
    in_order,
    union,
)

if TYPE_CHECKING:
    from boundary_lint.link.frame import Frame

MAX_WIDE = 4 * MAX_VALUES
"""A value set may be this wide while it is folded."""

MAX_STEPS = 400_000
"""Evaluations spent on one function before it is given up as a gap: bounds hostile input."""


class BudgetExceeded(Exception):
    """One function took more than `MAX_STEPS` evaluations."""


def _name(node: syntax.Name, frame: Frame) -> Values:
    scope = frame.cls
    while scope is not None:
        candidates = scope.names.get(node.name)
        if candidates is not None:
            inner = frame.link.class_frame(scope)
            found = union(inner.evaluate(n) for n in candidates if inner.nodes[n] is not node)
            if found:
                return found
        scope = scope.parent
    return frame.link.member(frame.module, node.name)


def _imported(node: syntax.Imported, frame: Frame) -> Values:
    module = frame.module
    base = module.absolute(node.level, node.module)
    if not node.name:
        return frame.link.dotted(module.root, base)
    source = frame.link.program.find(module.root, base)
    if source is not None and not source.is_stub and source is not module:
        found = frame.link.member(source, node.name)
        if found:
            return found
    return frame.link.dotted(module.root, f"{base}.{node.name}" if base else node.name)


def _attr(node: syntax.Attr, frame: Frame) -> Values:
    values = frame.evaluate(node.base)
    if len(values) == 1:
        (value,) = values
        return value.attribute(node.name, frame)
    return frame.link.attribute(values, node.name, frame) if values else NOTHING


def _call(node: syntax.Call, frame: Frame) -> Values:
    link = frame.link
    link.steps += 1
    if link.steps > MAX_STEPS:
        raise BudgetExceeded
    return link.call(node, frame)


def _element(node: syntax.Element, frame: Frame) -> Values:
    if node.index != syntax.NONE:
        index = frame.evaluate(node.index)
        if len(index) == 1:
            (key,) = index
            if isinstance(key, TextValue) and "{}" not in key.text:
                return union(value.item(key.text, frame) for value in in_order(frame.evaluate(node.base)))
    return frame.link.elements(frame.evaluate(node.base), frame)


def _item(node: syntax.Item, frame: Frame) -> Values:
    return union(value.item(node.key, frame) for value in in_order(frame.evaluate(node.base)))


def _either(node: syntax.Either, frame: Frame) -> Values:
    return union([frame.evaluate(option) for option in node.options])


def _collection(node: syntax.Collection, frame: Frame) -> Values:
    items = tuple(frame.evaluate(item) for item in node.items)
    if node.kind == "grown":
        elements = union(items)
        return frozenset((ListOf(elements),)) if elements and len(elements) <= MAX_WIDE else NOTHING
    return frozenset((Items(items),)) if len(items) < 400 and any(items) else NOTHING


def _dictionary(node: syntax.Dictionary, frame: Frame) -> Values:
    items: list[tuple[str | None, Values]] = []
    for key, value in node.items:
        values = frame.evaluate(value)
        if key == "**":
            items += [item for one in in_order(values) if isinstance(one, DictOf) for item in one.items]
        else:
            items.append((key, values))
    return (
        frozenset((DictOf(tuple(items)),)) if len(items) <= MAX_KEYS and any(values for _, values in items) else NOTHING
    )


def _outer(node: syntax.Outer, frame: Frame) -> Values:
    return frame.without_effects().evaluate(node.node)


def _binary(node: syntax.Binary, frame: Frame) -> Values:
    left, right = frame.evaluate(node.left), frame.evaluate(node.right)
    if not left and not right:
        return NOTHING
    if node.op in _COMPARISONS:
        return frozenset(v for v in left | right if v.is_expression)
    return frame.link.builtins.binary(node.op, left, right)


_COMPARISONS = frozenset({"Eq", "NotEq", "Lt", "LtE", "Gt", "GtE"})


def _format(node: syntax.Format, frame: Frame) -> Values:
    return frame.link.builtins.join_texts([frame.evaluate(part) for part in node.parts])


def _text(node: syntax.Text, frame: Frame) -> Values:
    """Return a text; an address with the line at which it is written."""
    lines = frame.module.addresses.get(node.value)
    if lines is None:
        return frozenset((TextValue(node.value),))
    hop = Hop(what="literal", text=node.value, file=frame.module.file, line=frame.nearest(lines))
    return frozenset((Address(node.value, (hop,)),))


def _const(node: syntax.Const, frame: Frame) -> Values:
    """Return a number that may be a port as a text, since addresses are put together of it; nothing for all else."""
    return _port(node.value)


@lru_cache(maxsize=10_000)
def _port(value: str) -> Values:
    return frozenset((Address(value, ()),)) if syntax.may_be_port(value) else NOTHING


def _narrowed(node: syntax.Narrowed, frame: Frame) -> Values:
    """Of what a value can be, what is one of the classes; where nothing better is known, an instance of one."""
    known = frame.evaluate(node.base)
    classes = [v.cls for v in _flat(frame.evaluate(node.annotation)) if isinstance(v, ClassValue)]
    if known and not classes:
        return known
    mro = frame.link.names.mro
    kept: set[Value] = set()
    for value in known:
        own = value.python_class
        if own is None or not isinstance(value, Instance):
            kept.update((value,) if all(cls.module.is_stub for cls in classes) else ())
        elif any(cls in mro(own) for cls in classes):
            kept.add(value)
        else:
            kept.update(cls.as_instance for cls in classes if own in mro(cls))
    return frozenset(kept) or frozenset(cls.as_instance for cls in classes if not cls.module.is_stub)


def _flat(values: Values) -> Iterable[Value]:
    """Yield values, of a tuple its items."""
    for value in in_order(values):
        if isinstance(value, Items):
            yield from (item for items in value.items for item in in_order(items))
        else:
            yield value


def _super(node: syntax.Super, frame: Frame) -> Values:
    found = frame.link.self_of(frame)
    return frozenset((SuperOf(found[1], found[0]),)) if found is not None else NOTHING


def _star(node: syntax.Star, frame: Frame) -> Values:
    return frame.link.elements(frame.evaluate(node.base), frame)


def _entered(node: syntax.Entered, frame: Frame) -> Values:
    return union(value.entered(frame) for value in in_order(frame.evaluate(node.base)))


INERT = frozenset(
    (
        syntax.Name,
        syntax.Imported,
        syntax.Param,
        syntax.Text,
        syntax.Const,
        syntax.FunctionRef,
        syntax.ClassRef,
        syntax.Outer,
        syntax.Super,
        syntax.Unknown,
    )
)
"""Nodes that have no effect when they are only passed on."""

HANDLERS: dict[type, Callable[[Any, Frame], Values]] = {
    syntax.Name: _name,
    syntax.Imported: _imported,
    syntax.Param: lambda node, frame: frame.link.parameter(node, frame),
    syntax.Attr: _attr,
    syntax.Call: _call,
    syntax.Element: _element,
    syntax.Item: _item,
    syntax.Text: _text,
    syntax.Const: _const,
    syntax.Either: _either,
    syntax.Collection: _collection,
    syntax.Dictionary: _dictionary,
    syntax.FunctionRef: lambda node, frame: frame.module.functions[node.function].values,
    syntax.ClassRef: lambda node, frame: frame.module.classes[node.cls].values,
    syntax.Outer: _outer,
    syntax.Binary: _binary,
    syntax.Format: _format,
    syntax.Super: _super,
    syntax.Typed: lambda node, frame: frame.link.annotations.instances(node.annotation, frame),
    syntax.Narrowed: _narrowed,
    syntax.Generic: lambda node, frame: frame.evaluate(node.base),
    syntax.Star: _star,
    syntax.Entered: _entered,
    syntax.Unknown: lambda node, frame: NOTHING,
}
