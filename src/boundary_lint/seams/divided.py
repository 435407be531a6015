"""The facts of a program as they would be if a division held: what the graph asks of contexts and owners it then answers for the division."""

from __future__ import annotations

import msgspec

from boundary_lint.facts.program import Context, Module, ProgramFacts, Table
from boundary_lint.seams.division import SHARED, Division

SHARED_CODE = "shared"
"""Name of the library that holds what belongs to no context and lies in no library today."""


def with_division(facts: ProgramFacts, division: Division) -> ProgramFacts:
    """Return the facts with the contexts of a division.

    What is declared about a context of the same name is kept, unless the division itself says something. What is shared stays in the library in
    which it lies today, and so do its tables; a table that nobody owns today is nobody's.
    """
    libraries = {context.name: context for context in facts.contexts if context.kind == "library"}
    beside = _free_name({*division.names, *libraries})

    def home(module: Module) -> str:
        return division.of_file(module.file) or (module.context if module.context in {"", *libraries} else beside)

    modules = [msgspec.structs.replace(module, context=home(module)) for module in facts.modules]
    home_of = {module.file: module.context for module in modules}

    def owner(table: Table) -> str:
        found = division.of_table(table.table)
        if found != SHARED or not table.owner or table.owner in libraries:
            return found or table.owner
        declared = home_of.get(table.file, "")
        return declared if declared not in division.names else ""

    tables = [msgspec.structs.replace(table, owner=owner(table)) for table in facts.tables]
    shared = [Context(name=beside, kind="library", root="")] if beside in home_of.values() else []
    contexts = sorted([*_contexts(facts, division, modules), *libraries.values(), *shared])
    return msgspec.structs.replace(facts, contexts=contexts, modules=modules, tables=tables)


def _contexts(facts: ProgramFacts, division: Division, modules: list[Module]) -> list[Context]:
    """Return the contexts of a division: as it declares them, as they are known, or new ones in the service that all their modules have."""
    known = {context.name: context for context in facts.contexts if context.kind != "library"}
    known |= {context.name: context for context in division.contexts}
    services: dict[str, set[str]] = {}
    for module in modules:
        services.setdefault(module.context, set()).add(module.service)

    def new(name: str) -> Context:
        within = services.get(name, set())
        return Context(name=name, kind="context", root="", service=within.pop() if len(within) == 1 else "")

    return [known.get(name) or new(name) for name in division.names]


def _free_name(taken: set[str]) -> str:
    name = SHARED_CODE
    while name in taken:
        name += "_"
    return name
