"""What stands in the page by number: files and texts as they come, modules and tables in the order of the facts."""

from __future__ import annotations

from boundary_lint.draw.page.data import SHARED
from boundary_lint.draw.page.links import Node, finest
from boundary_lint.facts.program import ProgramFacts


class Numbers:
    """Gives every text a number, in the order in which they come."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def __call__(self, text: str) -> int:
        """Return the number of a text."""
        return self._known.setdefault(text, len(self._known))

    @property
    def texts(self) -> list[str]:
        """All texts by number."""
        return list(self._known)


class Numbered:
    """The numbers of one page. modules: those that rules look at; finest: the division in which each of them is a context."""

    def __init__(self, facts: ProgramFacts) -> None:
        self.facts = facts
        self.file, self.text = Numbers(), Numbers()
        self.finest = finest(facts)
        self.modules = [module for module in facts.modules if module.checked]
        self._module = {module.file: number for number, module in enumerate(self.modules)}
        self._table = {table.table: number for number, table in enumerate(facts.tables)}

    def module(self, file: str) -> int:
        """Return the number of a module by its file, `SHARED` of what is none."""
        return self._module.get(file, SHARED)

    def table(self, name: str) -> int:
        """Return the number of a table, `SHARED` of what is none."""
        return self._table.get(name, SHARED)

    def node(self, node: Node) -> int:
        """Return the number of a module or table among both, `SHARED` of what is neither."""
        kind, name = node
        if kind == "file":
            return self.module(name)
        table = self.table(name)
        return table if table == SHARED else len(self.modules) + table
