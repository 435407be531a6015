"""What a transaction writes: in the function that opens it, and in the functions that are called inside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from boundary_lint.facts.program import Access, ProgramFacts
from boundary_lint.graph.ids import Ids
from boundary_lint.graph.rows import Row

MAX_DEPTH = 3
"""Calls followed from a transaction. Source: the rule catalogue (D5); what is reached through more is seldom right."""

Function: TypeAlias = tuple[str, str, str]
"""(root, module, qualified name)"""


class Reached(NamedTuple):
    """A write, and the functions through which it is reached."""

    access: Access
    through: tuple[Function, ...]

    @property
    def path(self) -> str:
        """What people read: the functions, then the write."""
        written = self.access.text or f"{self.access.op} {self.access.table}"
        return " -> ".join([*(f"{name}()" for _, _, name in self.through), written])


def transaction_writes(facts: ProgramFacts, ids: Ids) -> Iterator[Row]:
    """Yield the rows of transaction_write_."""
    if not any(i.transaction for i in facts.invocations) and not any(a.transaction for a in facts.accesses):
        return
    reach = _Reach(facts, ids)
    for access in facts.accesses:
        if access.transaction and is_write(access, ids):
            here = (access.transaction, ids.of_file[access.file], access.function, access.line)
            yield _row(here, Reached(access, ()), ids)
    done: set[tuple[object, ...]] = set()
    for call in facts.invocations:
        if not call.transaction:
            continue
        callee = (call.callee_root, call.callee_module, call.callee)
        here = (call.transaction, ids.of_file[call.file], call.function, call.line)
        if (*here, callee) in done:
            continue
        done.add((*here, callee))
        for reached in reach.of(callee, MAX_DEPTH - 1).values():
            yield _row(here, Reached(reached.access, (callee, *reached.through)), ids)


def _row(here: tuple[str, int, str, int], reached: Reached, ids: Ids) -> Row:
    a = reached.access
    what = (ids.of_table[a.table], a.op, a.confidence)
    return (*here, *what, len(reached.through), reached.path, ids.of_file[a.file], a.line)


def is_write(access: Access, ids: Ids) -> bool:
    """Tell whether an access changes or locks rows of its own will: what a foreign key cascades to is the database's, and
    what a function does only for classes of other contexts that inherit it is a transaction of each of them.
    """
    if access.op == "read" or access.via == "cascade":
        return False
    return not access.runs_for or ids.acting(access.file, access.runs_for, access.table) == ids.context_at(access.file)


class _Reach:
    """The writes that a function reaches, with the shortest way to each."""

    def __init__(self, facts: ProgramFacts, ids: Ids) -> None:
        self._calls: dict[Function, dict[Function, None]] = {}
        self._writes: dict[Function, list[Access]] = {}
        self._known: dict[tuple[Function, int], dict[tuple[str, str], Reached]] = {}
        for i in facts.invocations:
            self._calls.setdefault((i.root, i.module, i.function), {})[i.callee_root, i.callee_module, i.callee] = None
        for access in facts.accesses:
            if is_write(access, ids):
                self._writes.setdefault((access.root, access.module, access.function), []).append(access)

    def of(self, function: Function, depth: int) -> dict[tuple[str, str], Reached]:
        """Return the writes by table and op, at most ``depth`` calls away."""
        known = self._known.get((function, depth))
        if known is not None:
            return known
        found: dict[tuple[str, str], Reached] = {}
        for access in self._writes.get(function, ()):
            found.setdefault((access.table, access.op), Reached(access, ()))
        for callee in self._calls.get(function, ()) if depth else ():
            for key, reached in self.of(callee, depth - 1).items():
                if key not in found or len(found[key].through) > len(reached.through) + 1:
                    found[key] = Reached(reached.access, (callee, *reached.through))
        self._known[function, depth] = found
        return found
