"""Imports by strings whose value only names can tell: a constant, a part of a name, a table, the strings of settings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from boundary_lint.facts import syntax
from boundary_lint.facts.program import Gap, Import
from boundary_lint.link.imports import edge
from boundary_lint.link.names import Names
from boundary_lint.link.program import Module
from boundary_lint.link.values import DictOf, Items, TextValue, Values, in_order

MAX_LOADED = 200
"""Modules that one name may mean of which a part is not known (``f"shop.plugins.{name}"``); with more, it says nothing."""

ATTRIBUTES = 2
"""Names that a string may have below a module: a class, and what lies in it."""

MAX_NESTED = 4
"""Expressions within each other that put one name together."""

SETTINGS = ("INSTALLED_APPS", "ROOT_URLCONF")
"""Names of which a module of settings has one."""


def find_loaded(names: Names) -> tuple[list[Import], list[Gap]]:
    """Return the imports by strings that are no constants of the call, and the calls of which no module is known."""
    imports: list[Import] = []
    gaps: list[Gap] = []
    loader = _Loader(names)
    for module in names.program.modules:
        for load in module.syntax.loads:
            texts = loader.texts(module, load)
            found = [target for text in texts for target in loader.modules(module, text, load.what)]
            imports += _edges(module, found, load.line)
            if load.what == "module" and not any(_is_name(text) for text in texts):
                reason = "imports a module whose name is computed"
                gaps.append(Gap(kind="import", reason=reason, file=module.file, line=load.line))
        if any(name in module.syntax.names for name in SETTINGS):
            for text, line in _named_in_settings(module):
                imports += _edges(module, loader.modules(module, text, "object"), line)
    return imports, gaps


def _edges(module: Module, targets: Iterable[Module], line: int) -> Iterator[Import]:
    return (edge(module, target, line, "dynamic") for target in targets if target is not module)


def _named_in_settings(module: Module) -> Iterator[tuple[str, int]]:
    """Yield the strings of a module of settings that may name something, with their lines."""
    yield from module.syntax.dotted
    for node in module.syntax.names.get("INSTALLED_APPS", ()):
        record = module.nodes[node]
        if isinstance(record, syntax.Collection):
            texts = (module.nodes[item] for item in record.items)
            yield from (
                (text.value, module.syntax.name_lines["INSTALLED_APPS"])
                for text in texts
                if isinstance(text, syntax.Text) and text.value.isidentifier()
            )


class _Loader:
    def __init__(self, names: Names) -> None:
        self._names, self._program = names, names.program
        self._below: dict[str, list[Module]] | None = None

    def texts(self, module: Module, load: syntax.Load) -> list[str]:
        """Return the absolute names that a call may be given; "{}" stands for what is not known."""
        call = module.nodes[load.call]
        if not isinstance(call, syntax.Call) or not call.args:
            return []
        package = call.args[1] if len(call.args) == 2 else dict(call.keywords).get("package", syntax.NONE)
        return [self._absolute(module, text, package) for text in self._values(module, call.args[0])]

    def _absolute(self, module: Module, text: str, package: syntax.NodeId) -> str:
        name = text.lstrip(".")
        if name == text:
            return text
        level = len(text) - len(name)
        above = self._values(module, package) if package != syntax.NONE else []
        if not above:
            return module.absolute(level, name)
        parts = above[0].split(".")
        return ".".join([*parts[: max(len(parts) - level + 1, 0)], name])

    def _values(self, module: Module, node: syntax.NodeId, depth: int = 0) -> list[str]:
        if depth > MAX_NESTED:
            return []
        record = module.nodes[node]
        if isinstance(record, syntax.Binary) and record.op == "Mod":
            return [re.sub(r"%[-\w.]*[sd]", "{}", text) for text in self._values(module, record.left, depth + 1)]
        if isinstance(record, syntax.Call) and isinstance(func := module.nodes[record.func], syntax.Attr):
            if func.name == "format":
                return [re.sub(r"\{[^{}]*\}", "{}", text) for text in self._values(module, func.base, depth + 1)]
            if func.name == "get" and record.args:
                return list(_texts(self._names.resolve(func.base, module)))
        if isinstance(record, syntax.Name):
            loops = (n for n in module.syntax.names.get(record.name, ()) if isinstance(module.nodes[n], syntax.Element))
            each = [text for n in loops for text in self._values(module, n, depth + 1)]
            if each:
                return each
        if isinstance(record, syntax.Element):
            return list(_texts(self._names.resolve(record.base, module)))
        return list(_texts(self._names.resolve(node, module)))

    def modules(self, module: Module, text: str, what: str) -> list[Module]:
        """Return the modules of the program that a string names, or may name."""
        text = text.partition(":")[0]
        if "{}" in text:
            return self._matching(module.root, text)
        for _ in range(1 + ATTRIBUTES if what == "object" else 1):
            target = self._program.find(module.root, text) if text else None
            if target is not None:
                return [] if target.is_stub else [target]
            text = text.rpartition(".")[0]
        return []

    def _matching(self, root: str, pattern: str) -> list[Module]:
        if not _is_name(pattern) or "." not in pattern.replace("{}", "").strip("."):
            return []
        if self._below is None:
            self._below = {}
            for module in self._program.modules:
                self._below.setdefault(module.name.split(".", 1)[0], []).append(module)
        expression = re.compile(r"\w+".join(map(re.escape, pattern.split("{}"))))
        beside = self._below.get(pattern.split(".", 1)[0], ())
        found = [m for m in beside if m.root == root and expression.fullmatch(m.name)]
        return found if len(found) <= MAX_LOADED else []


def _is_name(text: str) -> bool:
    """Whether a text says enough: a dotted name whose beginning is known."""
    return bool(text) and not text.startswith(("{}", "."))


def _texts(values: Values) -> Iterator[str]:
    """Yield the texts in values, those in lists and tables included."""
    todo = list(in_order(values))
    while todo:
        value = todo.pop()
        items: Iterable[Values] = ()
        if isinstance(value, TextValue):
            yield value.text
        elif isinstance(value, Items):
            items = value.items
        elif isinstance(value, DictOf):
            items = (item for _, item in value.items)
        todo += [one for item in items for one in item]
