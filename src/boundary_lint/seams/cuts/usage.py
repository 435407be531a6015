"""Who uses what in a division: what the choice of a remedy looks at beside the place itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from boundary_lint.facts.program import ProgramFacts
from boundary_lint.graph.reach import CallGraph, Function
from boundary_lint.graph.transactions import MAX_DEPTH
from boundary_lint.seams.cuts.crossing import QUERIES, Crossing
from boundary_lint.seams.cuts.lineage import Lineage
from boundary_lint.seams.cuts.sides import Sides
from boundary_lint.seams.division import SHARED


class Usage:
    """Counts of one program and division. crossings: all that cross."""

    def __init__(self, facts: ProgramFacts, sides: Sides, graph: CallGraph, crossings: Iterable[Crossing]) -> None:
        self._sides, self._graph = sides, graph
        self._declares = {model.file for model in facts.models if model.table}
        self._declares |= {relation.file for relation in facts.relations} | {key.file for key in facts.foreign_keys}
        self._serves: dict[str, set[str]] = defaultdict(set)
        self._users: dict[str, set[str]] = defaultdict(set)
        self._writers: dict[str, dict[str, set[tuple[str, int]]]] = defaultdict(lambda: defaultdict(set))
        self._readers: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._regions: dict[str, set[frozenset[str]]] = defaultdict(set)
        self._named: dict[tuple[str, int], set[str]] = defaultdict(set)
        self._used: set[tuple[str, str]] = set()
        self._tables: dict[str, set[str]] = defaultdict(set)
        self._touching: set[Function] = set()
        self._touched: dict[tuple[str, str], bool] = {}
        self._take_users(facts)
        self._take_accesses(facts)
        for model in facts.models:
            self._tables[model.file].add(model.table)
            self._tables[model.model].add(model.table)
        for reference in facts.model_references:
            self._named[reference.file, reference.line] |= self._tables.get(reference.model, set())
        division = sides.division
        self._referred = {key.to_table for key in facts.foreign_keys if division.of_table(key.from_table) != SHARED}
        self.lineage = Lineage(facts, sides)
        for one in crossings:
            self._take_crossing(one)

    def _take_crossing(self, one: Crossing) -> None:
        if one.kind == "read":
            self._readers[one.source, one.what].add(one.subject)
        if one.kind == "transaction":
            self._regions[one.transaction].add(frozenset((one.source, one.target)))
        elif one.kind in QUERIES or one.kind == "join":
            self._used.update((one.file, table) for table in one.what.split(" + "))
        elif one.kind in ("call", "inheritance"):
            self._used.add((one.file, one.target_file))

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
            self._serves[access.file].add(self._sides.division.of_table(access.table))
            if access.op != "read" and access.via != "cascade":
                for acting in self._sides.acting(access, access.table):
                    self._writers[access.table][acting].add((access.file, access.line))
        self._with_data = {self._sides.file_of(root, module) for root, module, _ in self._touching} | self._declares

    def may_move(self, file: str, context: str) -> bool:
        """Whether a module is better placed in a context: it alone imports, calls or inherits from it, and the module neither declares tables
        nor touches those of where it is."""
        own = self._sides.of_file(file)
        is_free = file not in self._declares and own not in self._serves.get(file, ())
        return is_free and self._users.get(file) == {context}

    def is_used(self, one: Crossing) -> bool:
        """Whether what is imported or named at a crossing is also called, inherited from or queried in the same file: a crossing of its own."""
        tables = self._tables.get(one.what if one.kind == "model reference" else one.target_file, set())
        tables = tables | self._named.get((one.file, one.line), set())
        return (one.file, one.target_file) in self._used or any((one.file, table) in self._used for table in tables)

    def has_data(self, one: Crossing) -> bool:
        """Whether the module on the other side declares entities, or reads or writes a table; or a model is named at the place."""
        return one.target_file in self._with_data or (one.file, one.line) in self._named

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

    def is_referred(self, table: str) -> bool:
        """Whether a table of a context has a foreign key to another table."""
        return table in self._referred

    def readers(self, context: str, table: str) -> int:
        """Return the number of functions of a context that read a table of another."""
        return len(self._readers.get((context, table), ()))

    def is_distributed(self, one: Crossing) -> bool:
        """Whether the transaction around a crossing writes tables of both of its sides."""
        pairs = self._regions.get(one.transaction, set()) if one.transaction else set()
        return frozenset((one.source, one.target)) in pairs
