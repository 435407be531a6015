"""Which context a file, a function and a table belong to in a division, and for whom a function acts."""

from __future__ import annotations

from boundary_lint.facts.program import Access, ForeignKey, Join, Module, ProgramFacts
from boundary_lint.graph.reach import Function
from boundary_lint.seams.division import SHARED, Division


class Sides:
    """Answers for one program and one division. What neither knows is shared."""

    def __init__(self, facts: ProgramFacts, division: Division) -> None:
        self.division = division
        self.modules: dict[str, Module] = {module.file: module for module in facts.modules}
        self._file_of = {(module.root, module.module): module.file for module in facts.modules}

    def is_checked(self, file: str) -> bool:
        """Whether a cut is about a file: migrations are written anew, and tests go with what they test."""
        module = self.modules.get(file)
        return module is None or module.checked

    def file_of(self, root: str, module: str) -> str:
        """Return the file of a module, "" where it is none of the program."""
        return self._file_of.get((root, module), "")

    def of_file(self, file: str, root: str = "", module: str = "") -> str:
        """Return the context of a file; of one that is no module (an .sql file) that of the module that its facts name."""
        return self.division.of_file(file if file in self.modules else self.file_of(root, module))

    def of_function(self, function: Function) -> str:
        """Return the context of a function."""
        root, module, _ = function
        return self.division.of_file(self.file_of(root, module))

    def of_key(self, key: ForeignKey) -> str:
        """Return the context of the table that has a foreign key; a table between two belongs to the code that declares it."""
        return self.division.of_table(key.from_table) or self.of_file(key.file, key.root, key.module)

    def acting(self, fact: Access | Join, table: str) -> list[str]:
        """Return for whom a function acts: its own context, else those alone whose classes inherit it and do this."""
        own = self.of_file(fact.file, fact.root, fact.module)
        heirs = {self.of_file(heir) for heir in fact.runs_for if heir in self.modules}
        if own in heirs or not heirs:
            return [own]
        owner = self.division.of_table(table)
        return [owner] if owner in heirs and owner != SHARED else sorted(heirs)
