"""``print`` in code that serves: its output has no time, level or place. What talks to a person at a terminal may print.

[sign.print] of the catalogue has ``modules``, names of folders and files that hold no service code; ``words`` and ``beginnings`` of the
names of files that are run by hand; ``imports``, libraries by which a module
reads a command line; and ``decorators`` of commands, by their last names.
"""

from __future__ import annotations

from collections.abc import Iterator

from boundary_lint.facts.program import Sign
from boundary_lint.frameworks.catalog import Catalog
from boundary_lint.frameworks.site import public_name
from boundary_lint.link.program import Module

KIND = "print"

MAIN = "print below an if of the module"
"""The text of one that runs where the module is the program, as below ``if __name__ == "__main__"``; "print" for all others."""


class Prints:
    """Finds what prints."""

    def __init__(self, catalog: Catalog) -> None:
        rows = catalog.rows("sign.print")
        self._words, self._beginnings = frozenset(rows.get("words", ())), rows.get("beginnings", ())
        self._modules = frozenset(rows.get("modules", ()))
        self._imports = frozenset(rows.get("imports", ()))
        self._decorators = frozenset(rows.get("decorators", ()))

    def find(self, module: Module) -> Iterator[Sign]:
        """Yield one sign per call, in modules that are no commands."""
        printing = {node for node, _ in module.calls(KIND)}
        if not printing or KIND in module.syntax.names or self._is_command(module):
            return
        maybe = frozenset(module.syntax.maybe)
        for function in module.functions:
            if not self._decorators.isdisjoint(function.kinds):
                continue
            for use in function.record.uses:
                if use.node in printing:
                    yield Sign(
                        root=module.root,
                        module=module.name,
                        function=public_name(function),
                        kind=KIND,
                        text=MAIN if not function.index and use.node in maybe else KIND,
                        file=module.file,
                        line=use.line,
                    )

    def _is_command(self, module: Module) -> bool:
        parts = set(module.file.removesuffix(".py").split("/"))
        name = module.name.rpartition(".")[2]
        if not self._words.isdisjoint(name.split("_")) or name.startswith(self._beginnings):
            return True
        return not parts.isdisjoint(self._modules) or any(
            not statement.level and statement.module.partition(".")[0] in self._imports
            for statement in module.syntax.imports
        )
