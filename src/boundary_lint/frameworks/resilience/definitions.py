"""What a name stands for: the expression that was assigned to it, in this module or in the one it is imported from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from boundary_lint.facts import syntax
from boundary_lint.link.names import Names
from boundary_lint.link.program import Module
from boundary_lint.link.values import Bound, ClassValue, External, FunctionValue, Instance

MAX_STEPS = 8
"""Names behind each other that are followed."""


class Written(NamedTuple):
    """An expression in a module."""

    module: Module
    node: syntax.NodeId

    @property
    def record(self) -> syntax.Node:
        """What stands there."""
        return self.module.nodes[self.node]

    def part(self, node: syntax.NodeId) -> Written:
        """Return a part of it."""
        return Written(self.module, node)

    @property
    def last_name(self) -> str:
        """The last name of what stands there, or of what is called there, as it is called where it is imported from; "" without any."""
        record = self.record
        if isinstance(record, syntax.Call):
            record = self.module.nodes[record.func]
        if isinstance(record, syntax.Name):
            known = self.module.syntax.names.get(record.name, ())
            imported = self.module.nodes[known[0]] if len(known) == 1 else None
            return (isinstance(imported, syntax.Imported) and imported.name) or record.name
        return record.name if isinstance(record, syntax.Attr | syntax.Imported) else ""


def definition(names: Names, written: Written) -> Written:
    """Return the expression that a name stands for, or the expression itself."""
    return list(definitions(names, written))[-1]


def definitions(names: Names, written: Written) -> Iterator[Written]:
    """Yield an expression and, where it is a name, what it stands for, step by step."""
    yield written
    for _ in range(MAX_STEPS):
        record = written.record
        found: Written | None = None
        if isinstance(record, syntax.Outer):
            found = written.part(record.node)
        elif isinstance(record, syntax.Name):
            found = _member(written.module, record.name)
        elif isinstance(record, syntax.Imported):
            source = names.program.source(written.module, record)
            found = _member(source, record.name) if source is not None else None
        if found is None or found == written:
            return
        written = found
        yield written


def _member(module: Module, name: str) -> Written | None:
    candidates = module.syntax.names.get(name, ())
    return Written(module, candidates[0]) if len(candidates) == 1 else None


def paths_of(names: Names, written: Written, above: bool = True) -> set[str]:
    """Return the dotted paths of what an expression is, by names alone: of instances the path of their class.

    above: an attribute that is not known has the path of what it is taken from before its name.
    """
    found = set()
    for value in names.resolve(written.node, written.module):
        if isinstance(value, External):
            found.add(value.path.replace("()", ""))
        elif isinstance(value, FunctionValue | Bound) and value.function.module.is_stub:
            found.add(value.function.path)
        elif isinstance(value, ClassValue | Instance) and value.cls.module.is_stub:
            found.add(value.cls.id)
    record = written.record
    if not found and above and isinstance(record, syntax.Attr):
        return {f"{path}.{record.name}" for path in paths_of(names, written.part(record.base), above=False)}
    return found
