"""What an annotation says a value is. Containers are known by the last name of their path, however it was imported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from boundary_lint.facts import syntax
from boundary_lint.link.values import NOTHING, ClassValue, DictOf, External, Items, ListOf, Values, union

if TYPE_CHECKING:
    from boundary_lint.link.evaluate import Evaluator
    from boundary_lint.link.frame import Frame
    from boundary_lint.link.program import Module

TRANSPARENT = frozenset(
    {"Optional", "Annotated", "Final", "ClassVar", "Awaitable", "Required", "NotRequired", "ReadOnly"}
)
"""``X[T, ...]`` is a T."""

LISTS = frozenset(
    {
        "list",
        "List",
        "Iterable",
        "Sequence",
        "MutableSequence",
        "set",
        "Set",
        "frozenset",
        "FrozenSet",
        "AbstractSet",
        "Iterator",
    }
    | {
        "Collection",
        "Generator",
        "deque",
        "Deque",
        "AsyncIterator",
        "AsyncIterable",
        "AsyncGenerator",
        "KeysView",
        "ValuesView",
    }
)
"""``X[T]`` is a collection of T."""

DICTS = frozenset({"dict", "Dict", "Mapping", "MutableMapping", "defaultdict", "DefaultDict", "OrderedDict"})
"""``X[K, T]`` maps to T."""

MAX_DEPTH = 8
"""Annotations nested deeper say nothing."""


class Annotations:
    """Evaluates annotations to instances."""

    def __init__(self, link: Evaluator) -> None:
        self._link = link

    def instances(self, node: syntax.NodeId, frame: Frame, depth: int = 0) -> Values:
        """Return what a value annotated with ``node`` is."""
        if depth > MAX_DEPTH:
            return NOTHING
        record = frame.nodes[node]
        if isinstance(record, syntax.Either):
            return union(self.instances(option, frame, depth + 1) for option in record.options)
        if isinstance(record, syntax.Generic):
            return self._generic(record, frame, depth)
        if isinstance(record, syntax.Outer):
            return self.instances(record.node, frame, depth + 1)
        if isinstance(record, syntax.Text | syntax.Const | syntax.Unknown):
            return NOTHING
        if isinstance(record, syntax.Element):
            return self._generic(_subscript(record, frame.nodes), frame, depth)
        if isinstance(record, syntax.Binary):
            return self.instances(record.left, frame, depth + 1) | self.instances(record.right, frame, depth + 1)
        alias = self._alias(record, frame.module)
        if alias is not None:
            return self.instances(alias[1], self._link.module_frame(alias[0]), depth + 1)
        return self._named(frame.evaluate(node))

    def _alias(self, record: syntax.Node, module: Module) -> tuple[Module, syntax.NodeId] | None:
        """Return where a name is bound to a type expression: ``Orders = list[Order]``."""
        for _ in range(MAX_DEPTH):
            if isinstance(record, syntax.Imported):
                source = self._link.program.source(module, record)
                if source is None or source.is_stub:
                    return None
                module = source
            elif not isinstance(record, syntax.Name):
                return None
            bound = module.syntax.names.get(record.name, ())
            if len(bound) != 1:
                return None
            record = module.nodes[bound[0]]
            if isinstance(record, syntax.Element) or (isinstance(record, syntax.Binary) and record.op == "BitOr"):
                return module, bound[0]
        return None

    def _named(self, values: Values) -> Values:
        found = NOTHING
        for value in values:
            if isinstance(value, ClassValue):
                concrete = self._link.meaning.concrete(value.cls)
                found |= union(c.instance for c in concrete) if concrete else value.cls.instance
            elif isinstance(value, External):
                found |= self._link.names.external(value.path + "()", value.root)
            elif value.travels:
                found |= {value}
        return found

    def _generic(self, record: syntax.Generic, frame: Frame, depth: int) -> Values:
        name = _last_name(frame.nodes[record.base])
        args = record.args
        if name == "Union":
            return union(self.instances(arg, frame, depth + 1) for arg in args)
        if name in TRANSPARENT:
            return self.instances(args[0], frame, depth + 1) if args else NOTHING
        if name in ("type", "Type"):
            return union(frozenset(v for v in frame.evaluate(arg) if isinstance(v, ClassValue)) for arg in args)
        if name in ("tuple", "Tuple"):
            return self._tuple(args, frame, depth)
        if name in LISTS:
            element = self.instances(args[0], frame, depth + 1) if args else NOTHING
            return frozenset((ListOf(element),)) if element else NOTHING
        if name in DICTS:
            element = self.instances(args[1], frame, depth + 1) if len(args) > 1 else NOTHING
            return frozenset((DictOf(((None, element),)),)) if element else NOTHING
        base = frame.evaluate(record.base)
        known = self._link.meaning.annotation(base, name, [self.instances(a, frame, depth + 1) for a in args], frame)
        return known if known is not None else self.instances(record.base, frame, depth + 1)

    def _tuple(self, args: tuple[syntax.NodeId, ...], frame: Frame, depth: int) -> Values:
        items = [self.instances(arg, frame, depth + 1) for arg in args]
        if not any(items):
            return NOTHING
        last = frame.nodes[args[-1]]
        if len(args) == 2 and isinstance(last, syntax.Const) and last.value == "Ellipsis":
            return frozenset((ListOf(items[0]),))
        return frozenset((Items(tuple(items)),))


def _subscript(record: syntax.Element, nodes: Sequence[syntax.Node]) -> syntax.Generic:
    """Return a subscript at run time as the annotation it stands for."""
    index = nodes[record.index] if record.index != syntax.NONE else None
    args = index.items if isinstance(index, syntax.Collection) else (record.index,) if index is not None else ()
    return syntax.Generic(record.base, tuple(args))


def _last_name(node: syntax.Node) -> str:
    if isinstance(node, syntax.Imported):
        return node.name or node.module.rsplit(".", 1)[-1]
    return node.name if isinstance(node, syntax.Name | syntax.Attr) else ""
