"""Who uses what in a division: what the choice of a remedy looks at beside the place itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from boundary_lint.facts.program import ProgramFacts
from boundary_lint.graph.reach import CallGraph, Function
from boundary_lint.graph.transactions import MAX_DEPTH
from boundary_lint.seams.cuts.crossing import Crossing
from boundary_lint.seams.cuts.sides import Sides


class Usage:
    """Counts of one program and division. crossings: all that cross."""

    def __init__(self, facts: ProgramFacts, sides: Sides, graph: CallGraph, crossings: Iterable[Crossing]) -> None:
        self._sides, self._graph = sides, graph
        self._declares = {model.file for model in facts.models if model.table}
        self._users: dict[str, set[str]] = defaultdict(set)
        self._writers: dict[str, dict[str, set[tuple[str, int]]]] = defaultdict(lambda: defaultdict(set))
        self._readers: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._regions: dict[str, set[frozenset[str]]] = defaultdict(set)
        self._touching: set[Function] = set()
        self._touched: dict[tuple[str, str], bool] = {}
        self._take_users(facts)
        self._take_accesses(facts)
        for one in crossings:
            if one.kind == "read":
                self._readers[one.source, one.what].add(one.subject)
            elif one.kind == "transaction":
                self._regions[one.transaction].add(frozenset((one.source, one.target)))

    def _take_users(self, facts: ProgramFacts) -> None:
        sides = self._sides
        used = [(i.file, i.imported_root, i.imported) for i in facts.imports]
        used += [(r.file, r.target_root, r.target_module) for r in facts.code_references]
        used += [(c.file, c.callee_root, c.callee_module) for c in facts.invocations]
        for file, root, module in used:
            target = sides.file_of(root, module)
            if target != file and sides.is_checked(file):
                self._users[target].add(sides.of_file(file))

    def _take_accesses(self, facts: ProgramFacts) -> None:
        for access in facts.accesses:
            self._touching.add((access.root, access.module, access.function))
            if access.op != "read" and access.via != "cascade":
                for acting in self._sides.acting(access, access.table):
                    self._writers[access.table][acting].add((access.file, access.line))
        self._with_data = {self._sides.file_of(root, module) for root, module, _ in self._touching} | self._declares

    def only_user(self, file: str) -> str | None:
        """Return the one context that imports, calls or inherits from a module that declares no table; None where it is not alone."""
        users = self._users.get(file, set())
        return next(iter(users)) if len(users) == 1 and file not in self._declares else None

    def has_data(self, file: str) -> bool:
        """Whether a module declares entities, or reads or writes a table."""
        return file in self._with_data

    def touches_data(self, file: str, function: str) -> bool:
        """Whether a function reads or writes a table, itself or through others, at most `MAX_DEPTH` calls away. function: "module:name"."""
        key = (file, function)
        if key not in self._touched:
            module, _, name = function.partition(":")
            known = self._sides.modules.get(file)
            reached = self._graph.reached_from((known.root if known else "", module, name), MAX_DEPTH)
            self._touched[key] = any(one in self._touching for one, _ in reached)
        return self._touched[key]

    def writes(self, table: str, context: str) -> int:
        """Return the number of places at which a context writes a table."""
        return len(self._writers.get(table, {}).get(context, ()))

    def writers(self, table: str) -> list[str]:
        """Return the contexts that write a table, sorted."""
        return sorted(self._writers.get(table, {}))

    def readers(self, context: str, table: str) -> int:
        """Return the number of functions of a context that read a table of another."""
        return len(self._readers.get((context, table), ()))

    def is_distributed(self, one: Crossing) -> bool:
        """Whether the transaction around a crossing writes tables of both of its sides."""
        pairs = self._regions.get(one.transaction, set()) if one.transaction else set()
        return frozenset((one.source, one.target)) in pairs
