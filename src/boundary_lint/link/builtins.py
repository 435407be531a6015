"""What Python's own functions, operators and methods of texts, lists and dictionaries give."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from boundary_lint.facts import syntax
from boundary_lint.facts.program import Hop
from boundary_lint.link.reflection import named_attributes
from boundary_lint.link.texts import SPLITS, split_text
from boundary_lint.link.values import (
    MAX_KEYS,
    MAX_VALUES,
    NOTHING,
    ClassValue,
    DictOf,
    External,
    Instance,
    Items,
    ListOf,
    TextValue,
    Value,
    Values,
    in_order,
    text_of,
    union,
)

if TYPE_CHECKING:
    from boundary_lint.link.evaluate import Evaluator
    from boundary_lint.link.frame import CallSite
    from boundary_lint.link.program import Function

MAX_TEXT = 20_000
"""Characters of a text that is put together; a longer one is not known."""


_ITSELF = frozenset({"copy", "__iter__", "__copy__", "__deepcopy__"})
"""Methods of containers that give what is as good as the container."""

_PERCENT = re.compile(r"%(?:\((\w+)\))?[sdr]|%%")


class Builtins:
    """Evaluates calls of builtins; every argument is read, so that its effects are noted."""

    def __init__(self, link: Evaluator) -> None:
        self._link = link
        self._calls: dict[str, Callable[[CallSite, list[Values]], Values]] = {
            **dict.fromkeys(("list", "tuple", "set", "sorted", "reversed", "iter", "frozenset"), self._copy),
            **dict.fromkeys(("next", "min", "max", "anext"), self._one),
            **dict.fromkeys(("len", "bool", "any", "all", "sum"), self._consume),
            **dict.fromkeys(("str", "int"), self._as_text),
            "dict": self._dict,
            "filter": self._filter,
            "map": self._map,
            "enumerate": self._enumerate,
            "zip": self._zip,
            "type": lambda site, args: union(v.cls.values for v in _first(args) if isinstance(v, Instance)),
            "getattr": self._getattr,
            "hasattr": self._hasattr,
            "isinstance": lambda site, args: NOTHING,
        }

    def call(self, name: str, site: CallSite) -> Values | None:
        """Return what a call of the bare name is, or None if no builtin (or stub intrinsic) is meant."""
        module = site.frame.module
        if module.is_stub and name in self._link.meaning.intrinsics:
            return self._link.meaning.intrinsics[name](site)
        known = self._calls.get(name)
        if known is None or name in module.syntax.names:
            return None
        arguments = [site.frame.evaluate(node) for node in site.node.args]
        for keyword, node in site.node.keywords:
            given = site.frame.evaluate(node)
            if keyword == "key" and given:
                self._link.handed(given, [self._elements(_first(arguments), site)], site.frame)
        return known(site, arguments)

    # -- functions

    def _elements(self, values: Values, site: CallSite) -> Values:
        return self._link.elements(values, site.frame)

    def _copy(self, site: CallSite, args: list[Values]) -> Values:
        elements = self._elements(_first(args), site)
        return frozenset((ListOf(elements),)) if elements else NOTHING

    def _one(self, site: CallSite, args: list[Values]) -> Values:
        return self._elements(_first(args), site)

    def _consume(self, site: CallSite, args: list[Values]) -> Values:
        self._elements(_first(args), site)
        return NOTHING

    def _as_text(self, site: CallSite, args: list[Values]) -> Values:
        self._consume(site, args)
        return frozenset(value for value in _first(args) if isinstance(value, TextValue))

    def _map(self, site: CallSite, args: list[Values]) -> Values:
        elements = [self._elements(values, site) for values in args[1:]]
        returned = self._link.handed(_first(args), elements, site.frame)
        return frozenset((ListOf(returned),)) if returned else NOTHING

    def _filter(self, site: CallSite, args: list[Values]) -> Values:
        self._link.handed(_first(args), [self._elements(values, site) for values in args[1:]], site.frame)
        return self._copy(site, args[1:])

    def _dict(self, site: CallSite, args: list[Values]) -> Values:
        """``dict(other, a=1)``, ``dict(pairs)``"""
        items: list[tuple[str | None, Values]] = []
        for value in in_order(_first(args)):
            if isinstance(value, DictOf):
                items += value.items
            else:
                pairs = in_order(value.element(site.frame))
                items += [(None, pair.items[1]) for pair in pairs if isinstance(pair, Items) and len(pair.items) == 2]
        for name, node in site.node.keywords:
            values = site.frame.evaluate(node)
            if name == "**":
                items += [item for one in in_order(values) if isinstance(one, DictOf) for item in one.items]
            else:
                items.append((name, values))
        return frozenset((DictOf(tuple(items)),)) if len(items) <= MAX_KEYS and any(v for _, v in items) else NOTHING

    def _enumerate(self, site: CallSite, args: list[Values]) -> Values:
        elements = self._elements(_first(args), site)
        return frozenset((ListOf(frozenset((Items((NOTHING, elements)),))),)) if elements else NOTHING

    def _zip(self, site: CallSite, args: list[Values]) -> Values:
        return frozenset((ListOf(frozenset((Items(tuple(self._elements(a, site) for a in args)),))),))

    def _getattr(self, site: CallSite, args: list[Values]) -> Values:
        if len(args) < 2:
            return NOTHING
        found = named_attributes(args[0], args[1], site)
        if all(isinstance(value, External) for value in found):
            found |= frozenset(_as_default(value) for value in union(args[2:]))
        return found

    def _hasattr(self, site: CallSite, args: list[Values]) -> Values:
        if len(args) == 2:
            named_attributes(args[0], args[1], site)
        return NOTHING

    # -- methods of texts and containers

    def method(self, receiver: Value, name: str, site: CallSite) -> Values:
        """Return what a method call on a text, list or dictionary gives."""
        if isinstance(receiver, TextValue):
            return self._text_method(receiver, name, site)
        if name in _ITSELF:
            return frozenset((receiver,))
        elements = receiver.element(site.frame)
        if name == "__slice__":
            return frozenset((ListOf(elements),)) if elements else NOTHING
        if isinstance(receiver, DictOf):
            return self._dict_method(receiver, name, elements, site)
        return elements if name in ("pop", "popleft") else NOTHING

    def _dict_method(self, receiver: DictOf, name: str, elements: Values, site: CallSite) -> Values:
        if name == "values":
            return frozenset((ListOf(elements),)) if elements else NOTHING
        if name == "items":
            return frozenset((ListOf(frozenset((Items((NOTHING, elements)),))),)) if elements else NOTHING
        if name in ("get", "pop", "setdefault"):
            key = site.text(0)
            found = receiver.item(key, site.frame) if key is not None else elements
            return found or (_popped(key, site) if name == "pop" and key else NOTHING) or _default(site)
        return NOTHING

    def _text_method(self, receiver: TextValue, name: str, site: CallSite) -> Values:
        text = receiver.text
        if name == "format":
            return _text(*_substitute(receiver, site))
        if name == "join":
            return self._join(text, site)
        if name in SPLITS:
            return split_text(text, name, [site.frame.module.nodes[node] for node in site.node.args])
        plain = {
            "strip": text.strip,
            "lower": text.lower,
            "upper": text.upper,
            "lstrip": text.lstrip,
            "rstrip": text.rstrip,
        }
        if name in plain and not site.node.args:
            return _text(plain[name](), receiver.origin)
        if name in ("lstrip", "rstrip", "strip") and len(site.node.args) == 1:
            characters = site.text(0)
            return (
                _text(getattr(text, name)(characters), receiver.origin) if characters else _text(text, receiver.origin)
            )
        return _text(text, receiver.origin) if name in ("encode", "replace", "expandtabs") else NOTHING

    def _join(self, separator: str, site: CallSite) -> Values:
        for value in in_order(site.argument(0)):
            if isinstance(value, Items):
                pieces = [_only(item) for item in value.items]
                return _text(
                    separator.join(text for text, _ in pieces), tuple(hop for _, hops in pieces for hop in hops)
                )
        return NOTHING

    # -- operators

    def binary(self, op: str, left: Values, right: Values) -> Values:
        """Return what a binary operation gives: collections and framework values pass, texts are put together."""
        if op == "Mult":
            return frozenset(v for v in left | right if isinstance(v, ListOf | Items))
        if op in ("BitOr", "BitAnd", "Add", "Sub", "BitXor"):
            kept = frozenset(v for v in left | right if not isinstance(v, TextValue | ClassValue | Instance))
            if kept and not (op == "Add" and _is_text(left, right) and all(isinstance(v, External) for v in kept)):
                return kept
        if op == "Add" and _is_text(left, right):
            return _put_together([left, right])
        if op == "Mod" and _has_text(left):
            return union(_text(*_percent(v, right)) for v in left if isinstance(v, TextValue))
        return NOTHING

    def join_texts(self, parts: list[Values]) -> Values:
        """Return the texts that an f-string can be: ``{}`` for every part that is not known."""
        return _put_together(parts)


def _as_default(value: Value) -> Value:
    """Return what stands in for a missing attribute: of an address it is known that it is no more than that."""
    hops = tuple(
        Hop(what="default", text=hop.text, file=hop.file, line=hop.line) if hop.what == "literal" else hop
        for hop in (value.origin if isinstance(value, TextValue) else ())
    )
    return text_of(value.text, hops) if isinstance(value, TextValue) and hops else value


def _popped(key: str, site: CallSite) -> Values:
    """Return what ``kwargs.pop("order")`` is where no caller is seen: a parameter in all but its place."""
    function = _rest_of(site)
    return site.frame.link.meaning.parameter(function, key, site.frame) if function is not None else NOTHING


def _default(site: CallSite) -> Values:
    """Return what ``get("format", "html")`` gives where nothing is known of the key: callers may pass another text."""
    default = site.argument(1)
    return default if _rest_of(site) is None else frozenset(v for v in default if not isinstance(v, TextValue))


def _rest_of(site: CallSite) -> Function | None:
    """Return the function of whose ``**rest`` a method is called."""
    frame = site.frame
    func = frame.nodes[site.node.func]
    base = frame.nodes[func.base] if isinstance(func, syntax.Attr) else None
    if not isinstance(base, syntax.Param):
        return None
    function = frame.module.functions[base.function]
    return function if base.name == function.rest else None


def _first(args: list[Values]) -> Values:
    return args[0] if args else NOTHING


def _is_text(left: Values, right: Values) -> bool:
    """Whether something that is put together is a text, whatever the other half is."""
    return _has_text(left) or _has_text(right)


def _has_text(values: Values) -> bool:
    return any(isinstance(v, TextValue) for v in values)


_Piece = tuple[str, tuple[Hop, ...]]
"""A text and where it comes from."""


def _only(values: Values) -> _Piece:
    """Return the only text that values can be, ``{}`` where there is none or more than one."""
    texts = [v for v in values if isinstance(v, TextValue)]
    return (texts[0].text, texts[0].origin) if len(texts) == 1 else ("{}", ())


def _text(text: str, hops: tuple[Hop, ...] = ()) -> Values:
    return frozenset((text_of(text, hops),)) if len(text) <= MAX_TEXT else NOTHING


def _put_together(parts: list[Values]) -> Values:
    """Return every text that parts can make; a part of too many choices is not known."""
    texts: list[_Piece] = [("", ())]
    for part in parts:
        options = [(v.text, v.origin) for v in in_order(part) if isinstance(v, TextValue)]
        if not options or len(texts) * len(options) > MAX_VALUES:
            options = [("{}", ())]
        texts = [(text + option, (*hops, *more)) for text, hops in texts for option, more in options]
    return union(_text(*text) for text in texts)


def _percent(pattern: TextValue, right: Values) -> _Piece:
    """Fill ``%s`` and ``%(name)s`` with the values that are known texts, ``{}`` for all others."""
    position = iter(range(pattern.text.count("%")))
    values = in_order(right)
    hops = list(pattern.origin)

    def fill(field: re.Match[str]) -> str:
        if field[0] == "%%":
            return "%"
        index = next(position) if not field[1] else -1
        text, more = _field(values, right, field[1], index)
        hops.extend(more)
        return text

    return _PERCENT.sub(fill, pattern.text), tuple(hops)


def _field(values: Sequence[Value], right: Values, name: str | None, index: int) -> _Piece:
    for value in values:
        if isinstance(value, DictOf) and name:
            return _only(union(found for key, found in value.items if key == name))
        if isinstance(value, Items) and 0 <= index < len(value.items):
            return _only(value.items[index])
    return _only(right) if index == 0 else ("{}", ())


def _substitute(pattern: TextValue, site: CallSite) -> _Piece:
    """Fill the fields of a format string with the arguments that are known texts."""
    text, hops = pattern.text, pattern.origin
    for position, node in enumerate(site.node.args):
        filled, more = _only(site.frame.evaluate(node))
        filled, hops = filled.replace("{}", "\0"), (*hops, *more)
        text = text.replace("{}", filled, 1).replace(f"{{{position}}}", filled)
    for name, node in site.node.keywords:
        filled, more = _only(site.frame.evaluate(node))
        text, hops = text.replace("{" + name + "}", filled), (*hops, *more)
    return text.replace("\0", "{}"), hops
