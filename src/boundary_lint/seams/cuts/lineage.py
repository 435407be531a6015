"""Which classes are above which: what a context inherits comes along as code, and is not called from afar."""

from __future__ import annotations

from collections import defaultdict

from boundary_lint.facts.program import ProgramFacts
from boundary_lint.seams.cuts.crossing import Crossing
from boundary_lint.seams.cuts.sides import Sides

MAX_ABOVE = 200
"""Classes above a class that are looked at."""

Name = tuple[str, str]
"""A class: its file and qualified name."""


class Lineage:
    """The hierarchy of a program's classes."""

    def __init__(self, facts: ProgramFacts, sides: Sides) -> None:
        self._entities = {(m.file, m.model.removeprefix(f"{m.module}.")) for m in facts.models if m.table}
        self._bases: dict[Name, set[Name]] = defaultdict(set)
        self._inherited: dict[str, set[Name]] = defaultdict(set)
        for one in facts.code_references:
            if one.how == "inherits":
                base = (sides.file_of(one.target_root, one.target_module), one.target)
                self._bases[one.file, one.name].add(base)
        for file, name in sorted(self._bases):
            self._inherited[sides.of_file(file)] |= self._above((file, name))

    def is_inherited(self, call: Crossing) -> bool:
        """Whether a call is of a method that the calling context inherits, or of one by which a class of the other side overrides one of
        the calling class: not where the class above has a table, for its rows do not come along."""
        here, there = _classes_of(call.file, call.subject), _classes_of(call.target_file, call.what)
        inherited = self._inherited.get(call.source, set()) - self._entities
        return not inherited.isdisjoint(there) or any(not self._above(heir).isdisjoint(here) for heir in there)

    def is_entity(self, one: Crossing) -> bool:
        """Whether what is inherited from is a class with a table."""
        return (one.target_file, one.what.partition(":")[2]) in self._entities

    def _above(self, cls: Name) -> set[Name]:
        found: set[Name] = set()
        todo = [cls]
        while todo and len(found) < MAX_ABOVE:
            for base in sorted(self._bases.get(todo.pop(), ())):
                if base not in found:
                    found.add(base)
                    todo.append(base)
        return found


def _classes_of(file: str, function: str) -> list[Name]:
    """Return what may be the class of a function "module:qualname": the one it lies in, or itself for the code of a class body."""
    qualname = function.partition(":")[2]
    return [(file, name) for name in (qualname, qualname.rpartition(".")[0]) if name]
