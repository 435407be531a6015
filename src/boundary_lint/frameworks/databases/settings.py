"""Databases that settings name: ``DATABASES`` of Django, ``SQLALCHEMY_DATABASE_URI`` of Flask, addresses of brokers and caches.

[database.setting]  name of a setting = what it is used for, "" for data; with "each" it maps aliases to databases, and one module of settings
                    is in force; with "binds" it maps them, too; with "connections" it holds such a mapping
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boundary_lint.facts import syntax
from boundary_lint.frameworks.catalog import Rows
from boundary_lint.frameworks.databases.connect import Databases
from boundary_lint.frameworks.databases.effects import Connected
from boundary_lint.frameworks.environment.settings import SettingsClass
from boundary_lint.frameworks.world import World
from boundary_lint.link.arguments import number
from boundary_lint.link.evaluate import Evaluator
from boundary_lint.link.frame import Frame
from boundary_lint.link.program import Module
from boundary_lint.link.values import NOTHING, DictOf, TextValue, Values, in_order, union

_GIVEN = ("update", "from_mapping")
"""Methods of a configuration that take settings by keyword."""

_WITHIN = ("connections",)

ENGINE = ("ENGINE", "BACKEND")
"""Keys whose lines tell where an alias stands."""


class DatabaseSettings:
    """Finds the settings of a program's modules that name databases."""

    def __init__(self, world: World) -> None:
        self._rows: Rows = world.catalog.rows("database.setting")
        self._databases = Databases(world.catalog)
        self._in_force = _in_force(world) if self._rows else {}

    def of_module(self, module: Module, link: Evaluator) -> Iterator[Connected]:
        """Yield the databases that a module's own names and the attributes of its classes are settings of."""
        names = module.syntax.names
        for name in self._rows.keys() & names.keys():
            if self._counts(module, name):
                frame = link.module_frame(module)
                for node in _in_effect(names[name], module):
                    yield from self._named(name, node, frame, module.syntax.name_lines.get(name, 1))
        for cls in module.classes:
            if not isinstance(cls.meaning, SettingsClass):
                for name in self._rows.keys() & cls.names.keys():
                    line = cls.record.lines.get(name, cls.record.line)
                    for node in cls.names[name]:
                        yield from self._named(name, node, link.class_frame(cls), line)
        yield from self._stored(module, link)
        yield from self._given(module, link)

    def _counts(self, module: Module, name: str) -> bool:
        """Whether a module's setting is in force: Django's are those of one module, all others count."""
        return "each" not in self._rows[name] or module in self._in_force.get(name, ())

    def _given(self, module: Module, link: Evaluator) -> Iterator[Connected]:
        """Yield what is given by keyword: ``app.config.update(SQLALCHEMY_DATABASE_URI=...)``."""
        for function in module.functions if any(map(module.calls, _GIVEN)) else ():
            for use in function.record.uses:
                call = module.nodes[use.node]
                if isinstance(call, syntax.Call) and getattr(module.nodes[call.func], "name", "") in _GIVEN:
                    for name, node in call.keywords:
                        if name in self._rows:
                            yield from self._named(name, node, Frame(link, function), use.line)

    def _maps_aliases(self, module: Module, name: str) -> bool:
        return "each" in self._rows.get(name, ()) and self._counts(module, name)

    def _stored(self, module: Module, link: Evaluator) -> Iterator[Connected]:
        """Yield what is assigned as an item: ``app.config["SQLALCHEMY_DATABASE_URI"] = ...``, ``DATABASES["default"] = ...``."""
        nodes = module.nodes
        for function in module.functions:
            for store in function.record.stores:
                target = nodes[store.target] if not store.name else None
                if not isinstance(target, syntax.Item) or not isinstance(target.key, str):
                    continue
                base, frame = nodes[target.base], Frame(link, function)
                if target.key in self._rows:
                    yield from self._named(target.key, store.value, frame, store.line)
                elif isinstance(base, syntax.Name) and self._maps_aliases(module, base.name):
                    role = self._rows[base.name][0]
                    yield from self._databases.of_mapping(_read(store.value, frame), target.key, role, store.line)

    def _named(self, name: str, node: syntax.NodeId, frame: Frame, line: int) -> Iterator[Connected]:
        role, *how = self._rows[name]
        values = _read(node, frame)
        if not how:
            yield from self._databases.of_mapping(values, "", role, line)
            return
        if how[0] in _WITHIN:
            values = union(v.item(how[0], frame) for v in in_order(values))
        for value in in_order(values):
            if isinstance(value, DictOf):
                lines = _Lines(frame.module, line)
                for alias, inner in value.items:
                    yield from self._databases.of_mapping(inner, str(alias or ""), role, lines.of(inner))


class _Lines:
    """Where the aliases of a mapping stand, as far as the lines of their engines tell."""

    def __init__(self, module: Module, line: int) -> None:
        self._left = {text: [n for n in lines if n >= line] for text, lines in module.dotted_lines().items()}
        self._line, self._file = line, module.file

    def of(self, values: Values) -> int:
        """Return the line of the next alias, which is of these values."""
        for value in in_order(values):
            for hop in value.origin if isinstance(value, TextValue) else ():
                if hop.file == self._file:
                    return max(hop.line, self._line)
            for key, texts in value.items if isinstance(value, DictOf) else ():
                for text in in_order(texts) if key in ENGINE else ():
                    lines = self._left.get(text.text, []) if isinstance(text, TextValue) else []
                    if lines:
                        self._line = lines.pop(0)
        return self._line


def _read(node: syntax.NodeId, frame: Frame) -> Values:
    """Return what a setting is; numbers in a display are texts."""
    record = frame.nodes[node]
    if isinstance(record, syntax.Dictionary):
        items = tuple((key, _read(value, frame)) for key, value in record.items)
        return frozenset((DictOf(items),)) if any(values for _, values in items) else NOTHING
    return number(record) or frame.evaluate(node)


def _in_effect(candidates: Sequence[syntax.NodeId], module: Module) -> Sequence[syntax.NodeId]:
    """Return the last value of a name that is given it in any case, else all that it may be."""
    maybe = frozenset(module.syntax.maybe)
    sure = [node for node in candidates if node not in maybe]
    return sure[-1:] or candidates


def _in_force(world: World) -> dict[str, set[Module]]:
    """Return for every setting of Django the modules whose value of it is in force."""
    found: dict[str, set[Module]] = {}
    for name, row in world.catalog.rows("database.setting").items():
        if "each" in row:
            found[name] = {one for module in world.settings_in_force if (one := _holder(world, module, name, 0))}
    return found


def _holder(world: World, module: Module, name: str, depth: int) -> Module | None:
    """Return the module that gives a setting its value: the settings module itself, else the last that it imports all of."""
    if name in module.syntax.names or depth > 8:
        return module
    for star in reversed(module.stars):
        source = world.program.find(module.root, star)
        if source is not None and source is not module:
            held = _holder(world, source, name, depth + 1)
            if held is not None:
                return held
    return None
