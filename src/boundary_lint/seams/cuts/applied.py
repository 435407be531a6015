"""The facts of a program as they would be if a division held: what the graph asks of contexts and owners it then answers for the division."""

from __future__ import annotations

import msgspec

from boundary_lint.facts.program import Context, ProgramFacts
from boundary_lint.seams.division import Division

SHARED_CODE = "shared"
"""Name of the library that holds what belongs to no context."""


def applied(facts: ProgramFacts, division: Division) -> ProgramFacts:
    """Return the facts with the contexts of a division. What is declared about a context of the same name is kept."""
    known = {context.name: context for context in facts.contexts if context.kind != "library"}
    library = _free_name({*division.names})
    contexts = [known.get(name) or Context(name=name, kind="context", root="") for name in division.names]
    return msgspec.structs.replace(
        facts,
        contexts=sorted([*contexts, Context(name=library, kind="library", root="")]),
        modules=[msgspec.structs.replace(m, context=division.of_file(m.file) or library) for m in facts.modules],
        tables=[msgspec.structs.replace(t, owner=division.of_table(t.table)) for t in facts.tables],
    )


def _free_name(taken: set[str]) -> str:
    name = SHARED_CODE
    while name in taken:
        name += "_"
    return name
