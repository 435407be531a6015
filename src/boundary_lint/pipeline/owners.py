"""Who answers for what in a program: the configuration says it of contexts, CODEOWNERS of files."""

from __future__ import annotations

from boundary_lint.discover.codeowners import FileOwners, places_of, read_owners
from boundary_lint.facts.program import ProgramFacts
from boundary_lint.findings.owners import Owners


def owners_of(base: str, facts: ProgramFacts) -> tuple[Owners, FileOwners]:
    """Return who answers for the contexts and files of a program, and what CODEOWNERS says. base: the analysed folder."""
    contexts = {context.name: context.owner for context in facts.contexts if context.owner}
    files = read_owners(base)
    return Owners(contexts, files.of, files.names.union(contexts.values())), files


def depends_on(base: str) -> list[str]:
    """Return the files that say who owns what, those included that are absent."""
    return places_of(base)
