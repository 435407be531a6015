"""Configuration that an application holds: ``app.config["USERS_URL"]`` is what some statement, class or module of settings gives it.

[environment.configuration]   path of what holds it = "" : "flask.Flask().config"
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from boundary_lint.facts import syntax
from boundary_lint.facts.program import Hop
from boundary_lint.frameworks.library import Library
from boundary_lint.frameworks.world import World
from boundary_lint.link.frame import CallSite, Frame
from boundary_lint.link.program import Class, Function, Module
from boundary_lint.link.values import MAX_VALUES, NOTHING, External, TextValue, Values, in_order, text_of, union

HOLDER = "config"
"""The last name of what holds a configuration."""

_MODULES = frozenset({"config", "settings", "configuration", "conf", "default_settings", "default_config"})
"""Last names of modules that are given to an application whole (``from_object("config")``, ``from_pyfile``)."""


class Configuration(Library):
    """Answers for the items of configurations."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._paths = world.catalog.rows("environment.configuration")
        self._stored: dict[str, list[tuple[Function, syntax.NodeId, int]]] | None = None

    def external_item(self, value: External, key: str, frame: Frame) -> Values | None:
        """``app.config["NAME"]``."""
        return self._find(key, frame) or None if value.path in self._paths else None

    def external_attribute(self, value: External, name: str, frame: Frame) -> Values | None:
        """``app.config.NAME``, as Sanic writes it."""
        return self._find(name, frame) or None if name.isupper() and value.path in self._paths else None

    def external_callable(self, path: str) -> Callable[[CallSite], Values | None] | None:
        """``app.config.get("NAME", default)``."""
        holder, _, name = path.rpartition(".")
        return partial(self._get) if name == "get" and holder in self._paths else None

    def _get(self, site: CallSite) -> Values | None:
        key = site.text(0)
        return (self._find(key, site.frame) if key is not None else NOTHING) or site.argument(1)

    def _find(self, key: str, frame: Frame) -> Values:
        found = [*self._by_statements(key, frame), *self._by_classes(key, frame), *self._by_modules(key, frame)]
        return frozenset(in_order(union(found))[:MAX_VALUES]) if found else NOTHING

    def _by_statements(self, key: str, frame: Frame) -> Iterator[Values]:
        if self._stored is None:
            self._stored = dict(_statements(self.world.program.modules))
        for function, node, line in self._stored.get(key, ()):
            values = Frame(frame.link, function, depth=frame.depth + 1).evaluate(node)
            yield _told(values, key, function.module.file, line)

    def _by_classes(self, key: str, frame: Frame) -> Iterator[Values]:
        for cls in self.world.program.runtime_classes():
            if key in cls.names and not cls.module.is_stub and _is_configuration(cls):
                values = frame.link.class_attribute(cls, key, cls.as_class, frame)
                yield _told(values, key, cls.module.file, cls.record.lines.get(key, cls.record.line))

    def _by_modules(self, key: str, frame: Frame) -> Iterator[Values]:
        for module in self.world.program.modules:
            if key in module.syntax.names and module.name.rpartition(".")[2] in _MODULES:
                yield _told(frame.link.member(module, key), key, module.file, module.syntax.name_lines.get(key, 1))


def _is_configuration(cls: Class) -> bool:
    return "config" in cls.name.lower() or "settings" in cls.name.lower()


def _statements(modules: list[Module]) -> Iterator[tuple[str, list[tuple[Function, syntax.NodeId, int]]]]:
    """Yield key -> the places that set it: ``app.config["NAME"] = value``."""
    found: dict[str, list[tuple[Function, syntax.NodeId, int]]] = {}
    for module in modules:
        for function in module.functions:
            for store in function.record.stores:
                target = module.nodes[store.target] if not store.name else None
                if isinstance(target, syntax.Item) and isinstance(target.key, str):
                    base = module.nodes[target.base]
                    if isinstance(base, syntax.Attr) and base.name == HOLDER:
                        found.setdefault(target.key, []).append((function, store.value, store.line))
    yield from found.items()


def _told(values: Values, key: str, file: str, line: int) -> Values:
    """Return texts with the step that they are a setting."""
    hop = Hop(what="setting", text=key, file=file, line=line)
    return frozenset(text_of(v.text, (hop, *v.origin)) for v in values if isinstance(v, TextValue))
