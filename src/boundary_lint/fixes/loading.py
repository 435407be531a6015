"""What the import of a module loads: the modules that it imports at its top level, and the packages around them all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from boundary_lint.facts.program import Import, Module

Key: TypeAlias = tuple[str, str]
"""Source root and dotted name of a module."""


class Loading:
    """The imports of a program that happen while modules are loaded."""

    def __init__(self, modules: Iterable[Module], imports: Iterable[Import]) -> None:
        self._modules = {(module.root, module.module) for module in modules}
        self._sure: dict[Key, set[Key]] = defaultdict(set)
        self._maybe: dict[Key, set[Key]] = defaultdict(set)
        for one in imports:
            if one.kind in ("runtime", "dynamic"):
                edges = self._sure if one.kind == "runtime" else self._maybe
                edges[one.root, one.importer].add((one.imported_root, one.imported))

    def surely(self, start: Key) -> set[Key]:
        """Return what is loaded with a module, itself included."""
        return self._reached(start, maybe=False)

    def maybe(self, start: Key) -> set[Key]:
        """Return what may be loaded with a module, itself included: what it names as text, too."""
        return self._reached(start, maybe=True)

    def _reached(self, start: Key, *, maybe: bool) -> set[Key]:
        seen, todo = set[Key](), [start]
        while todo:
            one = todo.pop()
            if one not in seen:
                seen.add(one)
                todo += self._sure.get(one, ())
                todo += self._maybe.get(one, ()) if maybe else ()
                todo += self._around(one)
        return seen

    def _around(self, key: Key) -> Iterator[Key]:
        root, name = key
        while name := name.rpartition(".")[0]:
            if (root, name) in self._modules:
                yield root, name
