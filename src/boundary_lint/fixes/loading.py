"""What the import of a module loads: the modules that it imports at its top level, and the packages around them all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from typing import TypeAlias

from boundary_lint.facts.program import Import, Module

Key: TypeAlias = tuple[str, str]
"""Source root and dotted name of a module."""


class Loading:
    """The imports of a program that happen while modules are loaded. What is loaded is a number with one bit for each module, in order."""

    def __init__(self, modules: Iterable[Module], imports: Iterable[Import]) -> None:
        self._keys = sorted({(module.root, module.module) for module in modules})
        self._number = {key: number for number, key in enumerate(self._keys)}
        self._imports = [one for one in imports if one.kind in ("runtime", "dynamic")]

    def is_loaded_with(self, one: Key, other: Key) -> bool:
        """Whether a module may be loaded with another: what that names as text counts, too."""
        return bool(self._maybe[self._number[other]] >> self._number[one] & 1)

    def more(self, one: Key, other: Key) -> tuple[str, int]:
        """Return a module that may be loaded with one, itself aside, and is not surely with the other; and how many there are.

        Nothing is, where the one itself is loaded with the other already.
        """
        number, loaded = self._number[one], self._sure[self._number[other]]
        found = self._maybe[number] & ~loaded & ~(1 << number)
        if not found or loaded >> number & 1:
            return "", 0
        return self._keys[(found & -found).bit_length() - 1][1], found.bit_count()

    @cached_property
    def _sure(self) -> list[int]:
        return self._loaded(("runtime",))

    @cached_property
    def _maybe(self) -> list[int]:
        return self._loaded(("runtime", "dynamic"))

    def _loaded(self, kinds: Collection[str]) -> list[int]:
        """Return what is loaded with each module, itself included."""
        import networkx

        graph = networkx.DiGraph()
        graph.add_nodes_from(range(len(self._keys)))
        for key, number in self._number.items():
            graph.add_edges_from((number, around) for around in self._around(key))
        for one in self._imports:
            ends = self._number.get((one.root, one.importer)), self._number.get((one.imported_root, one.imported))
            if one.kind in kinds and None not in ends:
                graph.add_edge(*ends)
        loaded = [0] * len(self._keys)
        for together in networkx.strongly_connected_components(graph):  # what others lead to comes first
            found = 0
            for number in together:
                found |= 1 << number
                for other in graph[number]:
                    found |= loaded[other]
            for number in together:
                loaded[number] = found
        return loaded

    def _around(self, key: Key) -> Iterator[int]:
        root, name = key
        while name := name.rpartition(".")[0]:
            if (root, name) in self._number:
                yield self._number[root, name]
