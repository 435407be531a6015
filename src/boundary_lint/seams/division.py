"""A division of a program: which context each module and each table belongs to. What is found, what is declared and what is assumed are all one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from boundary_lint.facts.program import Context, ProgramFacts

SHARED = ""
"""In place of a context: utilities and what else belongs to nobody."""


@dataclass(frozen=True)
class Division:
    """modules: file -> name of its context; tables: table -> name of its context. What is absent, or `SHARED`, belongs to nobody.

    contexts: those about which the division says more than what belongs to them, as a draft does.
    """

    modules: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)
    contexts: tuple[Context, ...] = ()

    @property
    def names(self) -> list[str]:
        """The contexts, sorted."""
        return sorted({*self.modules.values(), *self.tables.values()} - {SHARED})

    def of_file(self, file: str) -> str:
        """Return the context of a module by its file."""
        return self.modules.get(file, SHARED)

    def of_table(self, table: str) -> str:
        """Return the context of a table."""
        return self.tables.get(table, SHARED)


def declared(facts: ProgramFacts) -> Division:
    """Return the division that the configuration, the apps or the packages give today. Libraries are shared."""
    libraries = {context.name for context in facts.contexts if context.kind == "library"}

    def owner(name: str) -> str:
        return SHARED if name in libraries else name

    return Division(
        {module.file: owner(module.context) for module in facts.modules},
        {table.table: owner(table.owner) for table in facts.tables},
    )


def tables_follow(facts: ProgramFacts, modules: Mapping[str, str]) -> Division:
    """Return the division of modules with every table in the context that the configuration says, else of the module that declares it - a table
    between two of the one that declares the relation - else of its only writer."""
    names = set(modules.values())
    tables = {t.table: t.owner for t in facts.tables if t.evidence == "configuration" and t.owner in names}
    for model in sorted(facts.models, key=lambda m: (m.proxy, m.file, m.line)):
        if model.table and model.file in modules:
            tables.setdefault(model.table, modules[model.file])
    for key in facts.foreign_keys:
        if key.file in modules:
            tables.setdefault(key.from_table, modules[key.file])
    writers: dict[str, set[str]] = {}
    for access in facts.accesses:
        if access.op != "read" and access.file in modules:
            writers.setdefault(access.table, set()).add(modules[access.file])
    for table, contexts in sorted(writers.items()):
        if len(contexts) == 1:
            tables.setdefault(table, next(iter(contexts)))
    return Division(dict(modules), tables)
