"""The mapped classes of a program by class, by name and by table, as texts in declarations refer to them."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_lint.frameworks.sqlalchemy.entity import MappedClass
from boundary_lint.link.names import Names
from boundary_lint.link.program import Class


class Registry:
    """Finds mapped classes."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._by_class: dict[Class, MappedClass] = {}
        self._by_name: dict[str, list[MappedClass]] = {}
        self._by_table: dict[str, MappedClass] = {}
        self._tables: set[str] = set()

    def add(self, entity: MappedClass) -> None:
        """Enter a mapped class."""
        self._by_class[entity.cls] = entity
        self._by_name.setdefault(entity.cls.name, []).append(entity)
        if entity.has_own_table:
            self._by_table.setdefault(entity.table, entity)
            self.add_table(entity.table)

    def add_table(self, table: str) -> None:
        """Enter a table."""
        self._tables.add(table)

    def __iter__(self) -> Iterator[MappedClass]:
        return iter(self._by_class.values())

    def of(self, cls: Class) -> MappedClass | None:
        """Return the mapped class of a class."""
        return self._by_class.get(cls)

    def by_table(self, table: str) -> MappedClass | None:
        """Return the mapped class that is stored in a table."""
        return self._by_table.get(table)

    def table_named(self, text: str) -> str:
        """Return the table that a text names; the text itself where none is known."""
        if text in self._tables:
            return text
        ending = [table for table in sorted(self._tables) if table.endswith("." + text)]
        return ending[0] if len(ending) == 1 else text

    def named(self, text: str, near: Class | None) -> MappedClass | None:
        """Return the mapped class that a text names ("Order", "shop.models.Order"), the nearest of several."""
        path, _, name = text.strip().rpartition(".")
        found = self._by_name.get(name, [])
        if path:
            found = [e for e in found if f".{e.cls.module.name}".endswith(f".{path}")] or found
        if len(found) < 2 or near is None:
            return found[0] if found else None
        return max(found, key=lambda entity: self._nearness(entity.cls, near))

    def _nearness(self, cls: Class, near: Class) -> tuple[bool, int, bool]:
        """Below one declarative base first, then the longest common package, then the program before a library."""
        bases = set(self._names.lineage(near))
        common = any(path in bases for path in list(self._names.lineage(cls))[1:])
        pairs = zip(cls.module.name.split("."), near.module.name.split("."), strict=False)
        shared = 0
        for a, b in pairs:
            if a != b:
                break
            shared += 1
        return common, shared, not cls.module.is_stub
