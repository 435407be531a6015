"""Which class or function of the program a name in a file stands for; re-exports are followed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from boundary_lint.facts.program import Module
from boundary_lint.facts.vocabulary import Vocabulary

MAX_HOPS = 12
"""Re-exports that are followed one after the other."""

_EMPTY = Vocabulary()


class Symbol(NamedTuple):
    """A class or function of a module, by the module's file; name "" for the module itself."""

    file: str
    name: str


class Symbols:
    """Resolves names. modules: those of the program; vocabularies: by file."""

    def __init__(self, modules: Iterable[Module], vocabularies: Mapping[str, Vocabulary]) -> None:
        self._modules = {module.file: module for module in modules}
        self._vocabularies = vocabularies
        self._by_root = {(m.root, m.module): m.file for m in self._modules.values()}
        several = Counter(module.module for module in self._modules.values())
        self._by_name = {m.module: m.file for m in self._modules.values() if several[m.module] == 1}
        self._known: dict[tuple[str, str], Symbol | None] = {}

    def mentioned(self, file: str, name: str) -> Symbol | None:
        """Return what a dotted name in a file stands for, None where it is not of the program or of the file alone."""
        key = (file, name)
        if key not in self._known:
            self._known[key] = self._mentioned(file, name.split("."))
        return self._known[key]

    def bound(self, file: str, local: str) -> Symbol | None:
        """Return what an import binds a name in a file to."""
        level, module, name = self._vocabulary(file).imports[local]
        return self._taken(file, self._absolute(file, level, module), name)

    def starred(self, file: str) -> list[Symbol]:
        """Return the modules whose names a file imports with a star."""
        targets = (
            self._module(file, self._absolute(file, level, module)) for level, module in self._vocabulary(file).stars
        )
        return [Symbol(target, "") for target in targets if target is not None]

    def texted(self, file: str, text: str, beside: str) -> Symbol | None:
        """Return what a dotted text stands for: a module, a name in one, or one whose end it names with a name beside it."""
        own = self._modules[file].module
        module = self._module(file, text)
        if module is None and not beside:
            base, _, name = text.rpartition(".")
            holder = self._module(file, base)
            if holder is None or own == base or own.startswith(base + "."):
                return None
            return self._in(holder, name, 0)
        if module is None:
            module = self._by_end.get(text)
        if module is None or own == text or own.startswith(text + "."):
            return None
        return self._in(module, beside, 0) if beside else Symbol(module, "")

    @cached_property
    def _by_end(self) -> dict[str, str]:
        """Return the ends of dotted names that only one module has, ``order.models`` of ``shop.apps.order.models``; of several the one nearest to the top."""
        found: dict[str, tuple[int, str]] = {}
        for module in sorted(self._modules.values(), key=lambda m: (m.module.count("."), m.module)):
            parts = module.module.split(".")
            for start in range(1, len(parts)):
                end = ".".join(parts[start:])
                depth, file = found.get(end, (len(parts), module.file))
                found[end] = (depth, file if depth < len(parts) or file == module.file else "")
        return {end: file for end, (_, file) in found.items() if file}

    def _vocabulary(self, file: str) -> Vocabulary:
        return self._vocabularies.get(file, _EMPTY)

    def _absolute(self, file: str, level: int, module: str) -> str:
        if not level:
            return module
        own = self._modules[file]
        package = own.module.split(".") if own.is_package else own.module.split(".")[:-1]
        base = package[: len(package) - (level - 1)]
        return ".".join([*base, *([module] if module else [])])

    def _module(self, file: str, name: str) -> str | None:
        return self._by_root.get((self._modules[file].root, name)) or self._by_name.get(name)

    def _taken(self, file: str, module: str, name: str) -> Symbol | None:
        """Return what ``from module import name`` in a file gives."""
        if name and (below := self._module(file, f"{module}.{name}" if module else name)):
            return Symbol(below, "")
        holder = self._module(file, module)
        if holder is None:
            return None
        return self._in(holder, name, 0) if name else Symbol(holder, "")

    def _in(self, file: str, name: str, hops: int) -> Symbol:
        """Return what a name in a module stands for: what is defined there, or what it was imported from."""
        vocabulary = self._vocabulary(file)
        if not name or name in vocabulary.classes or name in vocabulary.functions or hops > MAX_HOPS:
            return Symbol(file, name)
        if name in vocabulary.imports:
            level, module, original = vocabulary.imports[name]
            module = self._absolute(file, level, module)
            if original and (below := self._module(file, f"{module}.{original}" if module else original)):
                return Symbol(below, "")
            holder = self._module(file, module)
            return Symbol(file, name) if holder is None else self._in(holder, original, hops + 1)
        for level, module in vocabulary.stars:
            holder = self._module(file, self._absolute(file, level, module))
            if holder is not None and holder != file:
                found = self._in(holder, name, hops + 1)
                if found.file != holder or found.name in self._defined(holder):
                    return found
        return Symbol(file, name)

    def _defined(self, file: str) -> set[str]:
        vocabulary = self._vocabulary(file)
        return {*vocabulary.classes, *vocabulary.functions}

    def _mentioned(self, file: str, parts: list[str]) -> Symbol | None:
        vocabulary = self._vocabulary(file)
        first, rest = parts[0], parts[1:]
        if first in vocabulary.imports:
            found = self.bound(file, first)
            if found is None and not vocabulary.imports[first][2]:
                return self._imported_package(file, parts)
        elif first in vocabulary.classes or first in vocabulary.functions:
            return Symbol(file, first)
        else:
            found = self._from_star(file, first)
        for part in rest:
            if found is None or found.name:
                break
            below = self._module(found.file, f"{self._modules[found.file].module}.{part}")
            found = Symbol(below, "") if below else self._in(found.file, part, 0)
        return found

    def _imported_package(self, file: str, parts: list[str]) -> Symbol | None:
        """Return what ``a.b.c.X`` stands for after ``import a.b.c``, where a is no module that was read."""
        for length in range(len(parts), 1, -1):
            holder = self._module(file, ".".join(parts[:length]))
            if holder is not None:
                return self._in(holder, parts[length], 0) if length < len(parts) else Symbol(holder, "")
        return None

    def _from_star(self, file: str, name: str) -> Symbol | None:
        for star in self.starred(file):
            found = self._in(star.file, name, 0)
            if found.name in self._defined(found.file):
                return found
        return None
