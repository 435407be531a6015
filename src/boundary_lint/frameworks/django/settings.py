"""The value of a setting, by following the statements of a settings module in order. Nothing is run.

Star imports of a base, ``+=``, ``append``, ``extend``, ``insert``, ``remove`` and assigned items are followed, defaults of
environment variables taken; what stands under an ``if`` without ``else`` is not in force.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from boundary_lint.facts import syntax
from boundary_lint.frameworks.catalog import Rows
from boundary_lint.link.names import Names
from boundary_lint.link.program import Function, Module
from boundary_lint.link.values import (
    NOTHING,
    DictOf,
    External,
    FunctionValue,
    Items,
    ModuleValue,
    TextValue,
    Values,
    in_order,
)

Setting: TypeAlias = "str | bool | tuple[Setting, ...] | dict[str, Setting] | None"
"""What a setting is: None where it is not known (or None)."""

MAX_DEPTH = 40
"""Expressions and names followed from one setting."""

MAX_ITEMS = 5_000
"""Items of a setting, or characters put together; more are dropped."""

_COPIES = frozenset({"list", "tuple", "set", "frozenset", "sorted", "dict", "str", "deepcopy", "copy"})
"""Functions that return what they are given."""


class Settings:
    """The settings of the modules in force; with several modules, all that any of them says."""

    def __init__(self, names: Names, modules: Sequence[Module], defaults: Rows) -> None:
        """defaults: what libraries take where no settings module says anything."""
        self.modules = tuple(modules)
        self._defaults = defaults
        self._names = names
        self._known: dict[tuple[Module, str], Setting] = {}
        self._maybe: dict[Module, frozenset[int]] = {}
        self._calls: dict[Module, dict[str, list[syntax.Call]]] = {}

    def text(self, name: str) -> str | None:
        """Return a setting that is a text; the first one where several modules are in force."""
        for module in self.modules:
            value = self.of(module, name)
            if isinstance(value, str) and "{}" not in value:
                return value
        default = self._defaults.get(name)
        return default[0] if default is not None else None

    def texts(self, name: str) -> list[str]:
        """Return all texts in a setting, in order and once each."""
        return list(dict.fromkeys(text for module in self.modules for text in _texts(self.of(module, name))))

    def of(self, module: Module, name: str, depth: int = 0) -> Setting:
        """Return what a name of one settings module is, once the whole module has run."""
        key = (module, name)
        if key not in self._known:
            self._known[key] = None
            self._known[key] = self._run(module, name, depth) if depth < MAX_DEPTH else None
        return self._known[key]

    def _run(self, module: Module, name: str, depth: int) -> Setting:
        value = self._starred(module, name, depth)
        maybe = self._conditional(module)
        candidates = module.syntax.names.get(name, ())
        for node in candidates:
            if node not in maybe:
                value = _Reader(self, module, name, value, depth).read(node)
        if value is None:
            for node in candidates:
                value = _Reader(self, module, name, value, depth).read(node) or value
        return self._changed(module, name, value, depth)

    def _starred(self, module: Module, name: str, depth: int) -> Setting:
        for star in reversed(module.stars):
            source = self._names.program.find(module.root, star)
            if source is not None and source is not module:
                value = self.of(source, name, depth + 1)
                if value is not None:
                    return value
        return None

    def _conditional(self, module: Module) -> frozenset[int]:
        known = self._maybe.get(module)
        if known is None:
            known = self._maybe[module] = frozenset(module.syntax.maybe)
        return known

    def _changed(self, module: Module, name: str, value: Setting, depth: int) -> Setting:
        """Return the value after every method that changes it in place, and every item that is assigned."""
        nodes = module.nodes
        for call in self._changes(module).get(name, ()):
            func = nodes[call.func]
            if isinstance(func, syntax.Attr):
                reader = _Reader(self, module, name, value, depth)
                value = _limited(_CHANGES[func.name](_items(value), [reader.read(argument) for argument in call.args]))
        for store in module.functions[0].record.stores:
            target = nodes[store.target]
            if (
                store.name
                or not isinstance(target, syntax.Element | syntax.Item)
                or not _is_name(nodes[target.base], name)
            ):
                continue
            new = _Reader(self, module, name, value, depth).read(store.value)
            value = _replace(value, self._position(module, target), new)
        return value

    def _changes(self, module: Module) -> dict[str, list[syntax.Call]]:
        """Return the calls of a module's own code that change a name in place, by that name."""
        known = self._calls.get(module)
        if known is None:
            known = self._calls[module] = {}
            maybe, nodes = self._conditional(module), module.nodes
            for use in module.functions[0].record.uses:
                call = nodes[use.node]
                if use.node in maybe or not isinstance(call, syntax.Call):
                    continue
                func = nodes[call.func]
                base = nodes[func.base] if isinstance(func, syntax.Attr) and func.name in _CHANGES else None
                if isinstance(base, syntax.Name):
                    known.setdefault(base.name, []).append(call)
        return known

    def _position(self, module: Module, target: syntax.Element | syntax.Item) -> str | int | None:
        """Return which item is assigned: by its key, or as the text whose ``index()`` was asked for."""
        if isinstance(target, syntax.Item):
            return target.key
        for node in _definitions(module, target.index):
            call = module.nodes[node]
            if isinstance(call, syntax.Call) and call.args:
                func, argument = module.nodes[call.func], module.nodes[call.args[0]]
                if isinstance(func, syntax.Attr) and func.name == "index" and isinstance(argument, syntax.Text):
                    return argument.value
        return None


def as_values(setting: Setting) -> Values:
    """Return a setting as link knows values; what holds no text is not known."""
    match setting:
        case str():
            return frozenset((TextValue(setting),))
        case tuple():
            items = tuple(as_values(item) for item in setting)
            return frozenset((Items(items),)) if any(items) else NOTHING
        case dict():
            pairs = tuple((key, as_values(value)) for key, value in setting.items())
            return frozenset((DictOf(pairs),)) if any(values for _, values in pairs) else NOTHING
    return NOTHING


class _Reader:
    """Reads expressions of a settings module, where the setting being computed has a value so far."""

    def __init__(self, settings: Settings, module: Module, name: str, so_far: Setting, depth: int) -> None:
        self._settings, self._module = settings, module
        self._name, self._so_far, self._depth = name, so_far, depth

    def read(self, node: syntax.NodeId) -> Setting:
        """Return what an expression is."""
        if node == syntax.NONE or self._depth > MAX_DEPTH:
            return None
        self._depth += 1
        try:
            return self._read(self._module.nodes[node], node)
        finally:
            self._depth -= 1

    def _read(self, record: syntax.Node, node: syntax.NodeId) -> Setting:
        match record:
            case syntax.Text(words):
                return words
            case syntax.Const(value):
                return {"True": True, "False": False}.get(value)
            case syntax.Name(name):
                return self._so_far if name == self._name else self._settings.of(self._module, name, self._depth)
            case syntax.Imported() | syntax.Attr():
                return self._elsewhere(record, node)
            case syntax.Collection(_, items):
                return tuple(part for item in items for part in self._parts(item))
            case syntax.Dictionary(items):
                return {key: self.read(value) for key, value in items if key is not None}
            case syntax.Either(options):
                known = [one for option in options if (one := self.read(option)) is not None]
                return known[-1] if known else None
            case syntax.Binary("Add" | "BitOr", left, right):
                return _add(self.read(left), self.read(right))
            case syntax.Format(parts):
                return _format([self.read(part) for part in parts])
            case syntax.Element(base, _):
                return tuple(_items(self.read(base)))
            case syntax.Item(base, key):
                return _item(self.read(base), key)
            case syntax.Call():
                return self._call(record)
        return None

    def _parts(self, item: syntax.NodeId) -> Sequence[Setting]:
        """Return the items that one item of a display stands for: several where it is starred or made in a loop."""
        record = self._module.nodes[item]
        value = self.read(record.base if isinstance(record, syntax.Star) else item)
        is_many = isinstance(record, syntax.Star | syntax.Element | syntax.Format) and isinstance(value, tuple)
        return _items(value) if is_many else (value,)

    def _elsewhere(self, record: syntax.Imported | syntax.Attr, node: syntax.NodeId) -> Setting:
        names, module = self._settings._names, self._module
        if isinstance(record, syntax.Imported):
            base = module.absolute(record.level, record.module)
            source = names.program.find(module.root, base)
            return self._settings.of(source, record.name, self._depth) if source is not None and record.name else None
        for value in in_order(names.resolve(record.base, module)):
            if isinstance(value, ModuleValue):
                return self._settings.of(value.module, record.name, self._depth)
        return None

    def _call(self, call: syntax.Call) -> Setting:
        """Return what a call gives: its argument where it copies, what a function of the program returns, else its default."""
        nodes = self._module.nodes
        func = nodes[call.func]
        last = func.name if isinstance(func, syntax.Name | syntax.Attr | syntax.Imported) else ""
        if last in _COPIES and len(call.args) == 1:
            return self.read(call.args[0])
        if isinstance(func, syntax.Attr) and last == "copy" and not call.args:
            return self.read(func.base)
        default = dict(call.keywords).get("default")
        if default is not None:
            return self.read(default)
        values = in_order(self._settings._names.resolve(call.func, self._module))
        for value in values:
            if isinstance(value, FunctionValue) and not value.function.module.is_stub:
                return self._returned(value.function)
        if len(call.args) == 2 and all(isinstance(value, External) for value in values):
            return self.read(call.args[1])
        return None

    def _returned(self, function: Function) -> Setting:
        reader = _Reader(self._settings, function.module, "", None, self._depth)
        known = [value for node in function.record.returns if (value := reader.read(node)) is not None]
        return known[0] if known else None


def _definitions(module: Module, node: syntax.NodeId) -> Sequence[syntax.NodeId]:
    record = module.nodes[node]
    return module.syntax.names.get(record.name, ()) if isinstance(record, syntax.Name) else (node,)


def _is_name(record: syntax.Node, name: str) -> bool:
    return isinstance(record, syntax.Name) and record.name == name


def _items(value: Setting) -> tuple[Setting, ...]:
    if isinstance(value, tuple):
        return value
    return tuple(value) if isinstance(value, dict) else () if value is None else (value,)


def _item(value: Setting, key: str | int) -> Setting:
    if isinstance(value, dict) and isinstance(key, str):
        return value.get(key)
    if isinstance(value, tuple) and isinstance(key, int) and -len(value) <= key < len(value):
        return value[key]
    return None


def _replace(value: Setting, position: str | int | None, new: Setting) -> Setting:
    if isinstance(value, dict) and isinstance(position, str):
        return {**value, position: new}
    if isinstance(value, tuple) and position is not None:
        return tuple(new if position in (number, item) else item for number, item in enumerate(value))
    return value


def _add(left: Setting, right: Setting) -> Setting:
    if isinstance(left, str) and isinstance(right, str):
        return (left + right)[:MAX_ITEMS]
    if isinstance(left, dict) and isinstance(right, dict):
        return {**left, **right}
    if isinstance(left, tuple) or isinstance(right, tuple):
        return _limited((*_items(left), *_items(right)))
    return None


def _limited(items: tuple[Setting, ...]) -> tuple[Setting, ...]:
    return items[:MAX_ITEMS]


def _format(parts: Sequence[Setting]) -> Setting:
    """Return the text of an f-string; several texts where one part is made in a loop."""
    texts = [""]
    for part in parts:
        options = [item if isinstance(item, str) else "{}" for item in _items(part)] or ["{}"]
        texts = [text + option for text in texts for option in options][:MAX_ITEMS]
    return texts[0] if len(texts) == 1 else tuple(texts)


def _texts(value: Setting) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)


_Change: TypeAlias = Callable[[tuple[Setting, ...], Sequence[Setting]], tuple[Setting, ...]]

_CHANGES: dict[str, _Change] = {
    "append": lambda items, args: (*items, *args),
    "add": lambda items, args: (*items, *args),
    "extend": lambda items, args: (*items, *(part for arg in args for part in _items(arg))),
    "update": lambda items, args: (*items, *(part for arg in args for part in _items(arg))),
    "insert": lambda items, args: (*items, *args[1:]),
    "remove": lambda items, args: tuple(item for item in items if item not in args),
}
"""Methods that change a collection in place. The order of INSTALLED_APPS is never asked for, so ``insert`` may append."""
