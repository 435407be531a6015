"""Which table a name in SQL text means: that of an entity, where one has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


class TableNames:
    """Finds the tables of entities by how SQL text spells them: in any case, with or without a schema."""

    def __init__(self, tables: Iterable[str]) -> None:
        self._tables = frozenset(tables)
        self._by_last: dict[str, list[str]] = defaultdict(list)
        for table in sorted(self._tables):
            self._by_last[_last(table)].append(table)

    def __contains__(self, table: str) -> bool:
        return table in self._tables

    def find(self, written: str) -> str:
        """Return the table of the entity that is meant; the name itself in lower case where none is.

        A schema on one side alone is no difference, unless several tables differ in nothing else.
        """
        if written in self._tables:
            return written
        schema = written.lower().rpartition(".")[0]
        alike = self._by_last.get(_last(written), [])
        same = [table for table in alike if table.lower().rpartition(".")[0] == schema]
        candidates = same or [table for table in alike if not schema or "." not in table]
        return candidates[0] if len(candidates) == 1 else written.lower()


def _last(table: str) -> str:
    return table.lower().rpartition(".")[2]
