"""Running a SQL text: from the text that a function runs to the tables it touches."""

from __future__ import annotations

from collections import Counter

from boundary_lint.frameworks.effects import Created, DataEffect, Joined, Missed, Ran, Touched
from boundary_lint.frameworks.sql.names import TableNames
from boundary_lint.frameworks.sql.read import tables_of
from boundary_lint.frameworks.sql.uses import NOT_PARSED, TOO_LONG, SqlFacts
from boundary_lint.frameworks.world import World


class SqlRuns:
    """Turns texts into effects, and counts them for coverage.

    parsed and unparsed hold the distinct texts understood and not; temporary the tables that end with the session.
    """

    def __init__(self, world: World, drivers: tuple[str, ...]) -> None:
        entities = world.entities
        self._names = TableNames([*entities.by_table, *(loose.table for loose in entities.loose_tables)])
        self.drivers = drivers
        self.parsed: set[str] = set()
        self.unparsed: set[str] = set()
        self.temporary: set[str] = set()

    def effects(self, ran: Ran) -> list[DataEffect]:
        """Return what running a text does."""
        found: list[DataEffect] = []
        for facts in tables_of(ran.text, self.drivers):
            found += self.effects_of(facts, ran.via, ran.database)
        broken = any(isinstance(e, Missed) and e.reason in (NOT_PARSED, TOO_LONG) for e in found)
        (self.unparsed if broken else self.parsed).add(ran.text)
        return found

    def effects_of(self, facts: SqlFacts, via: str, database: str = "") -> list[DataEffect]:
        """Return what one statement does, tables by the names that entities give them."""
        self.temporary.update(name for name in map(str.lower, facts.temporary) if name not in self._names)
        tables = {use.table: self._names.find(use.table) for use in facts.uses}
        found: list[DataEffect] = [Touched(tables[use.table], use.op, via, facts.text, database) for use in facts.uses]
        root = next((tables[use.table] for use in facts.uses if use.is_root), None)
        if root is not None:
            others = dict.fromkeys(table for table in tables.values() if table != root)
            found += [Joined(root, other, facts.text, via) for other in others]
        found += [Created(self._names.find(name)) for name in facts.created]
        if facts.missed:
            found.append(Missed("sql", facts.text, facts.missed))
        return found


def find_drivers(world: World) -> tuple[str, ...]:
    """Return the dialects of the drivers that the program imports, the most imported first."""
    dialects = world.catalog.rows("sql.dialect")
    seen: Counter[str] = Counter()
    for module in world.program.modules:
        for imported in module.syntax.imports:
            known = dialects.get(imported.module) or dialects.get(imported.module.split(".", 1)[0])
            if known is not None and not imported.level:
                seen[known[0]] += 1
    return tuple(sorted(seen, key=lambda dialect: (-seen[dialect], dialect)))
