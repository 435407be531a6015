"""What the configuration says about an import between contexts: is it allowed, and is what it takes public?"""

from __future__ import annotations

from functools import cache

from boundary_lint.config.patterns import covers
from boundary_lint.facts.program import Import, ModelReference, ProgramFacts
from boundary_lint.graph.ids import Ids


class Boundaries:
    """Judges imports by ``public`` and ``depends-on`` of the contexts, and by names that begin with an underscore."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self.is_public = cache(self._is_public)
        self.allowed = cache(self._allowed)

    def private(self, fact: Import, source: str, target: str) -> str:
        """Return why a context should not see what it imports from another: "not public", "underscore" or ""."""
        if not source or not target or source == target:
            return ""
        if self._ids.contexts[target].public is not None and not self.is_public(target, fact.imported, fact.name):
            return "not public"
        return "underscore" if _is_underscored(fact.imported, fact.name) else ""

    def _is_public(self, context: str, module: str, name: str) -> bool:
        found = self._ids.contexts.get(context)
        return found is not None and any(_admits(pattern, module, name) for pattern in found.public or ())

    def _allowed(self, source: str, target: str) -> bool:
        found = self._ids.contexts.get(source)
        if found is None or found.depends_on is None or not target or source == target:
            return True
        return target in found.depends_on or self._ids.kind(target) == "library"


def public_references(facts: ProgramFacts, ids: Ids) -> set[ModelReference]:
    """Return the references to models that stand in an import from a module which is public in the model's context."""
    if all(context.public is None for context in facts.contexts):
        return set()
    boundaries = Boundaries(ids)
    owner = {m.model: ids.context_of(m.root, m.module) for m in facts.models}
    imports: dict[tuple[str, int], list[Import]] = {}
    for one in facts.imports:
        imports.setdefault((one.file, one.line), []).append(one)

    def is_public(reference: ModelReference) -> bool:
        stated = imports.get((reference.file, reference.line), ())
        return any(boundaries.is_public(owner.get(reference.model, ""), i.imported, i.name) for i in stated)

    return {r for r in facts.model_references if r.how == "import" and is_public(r)}


def _admits(pattern: str, module: str, name: str) -> bool:
    """Tell whether a public pattern admits an import: of what it covers, or of a bare package above it."""
    if covers(pattern, f"{module}.{name}" if name else module):
        return True
    return not name and pattern.startswith(module + ".")


def _is_underscored(module: str, name: str) -> bool:
    """A leading underscore says "private" (PEP 8); names like ``__version__`` are public."""
    return any(part.startswith("_") and not part.endswith("__") for part in (*module.split("."), name))
