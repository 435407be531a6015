"""What was seen and not understood, grouped by kind and reason, with what to do about it."""

from __future__ import annotations

from collections.abc import Iterable

from boundary_lint.facts.program import Gap
from boundary_lint.findings.explained import Explained, Group, Told

HINTS = {
    "syntax": "correct the file, or leave it out with 'exclude'",
    "encoding": "save the file as UTF-8, or leave it out with 'exclude'",
    "size": "split the file, or leave it out with 'exclude' if it is generated",
    "depth": "split the expression, or leave the file out with 'exclude' if it is generated",
    "unreadable": "check the permissions of the file, or leave it out with 'exclude'",
    "import": "import by a name that is written out; what is loaded by a computed name is not followed",
    "name": "check the spelling, and that the module lies below a source root (key 'sources')",
    "call": "split the function: it has more paths than are followed",
    "sql": "write the table's name as text or a constant; name an in-house wrapper on a catalogue page (key 'catalog')",
    "query": "annotate the parameter or variable that holds the query; name an in-house wrapper on a catalogue page (key 'catalog')",
    "session": "annotate what is added or deleted, so that its class is known",
    "settings": "name the settings module: --settings MODULE, or the key 'settings'",
    "route": "write the pattern as text; what is computed is not followed",
    "target": "write the class or its table's name as text, so that the relation is known",
    "manifest": "correct the manifest, or leave it out with 'exclude'",
    "config": "correct the configuration",
    "contract": "correct the contract in the configuration of import-linter",
}
"""Kind of gap -> what to do about it."""

_ELSE = "write it so that it is known without running the code, or declare it in the configuration"


def explain_unresolved(gaps: Iterable[Gap]) -> Explained:
    """Return what was not understood: the kinds with most places first."""
    found: dict[tuple[str, str], set[Told]] = {}
    for gap in gaps:
        found.setdefault((gap.kind, gap.reason), set()).add(Told(gap.file, gap.line, gap.subject))
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    groups = tuple(
        Group(f"{kind}: {reason}", tuple(sorted(places)), HINTS.get(kind, _ELSE)) for (kind, reason), places in ordered
    )
    count = sum(len(group.places) for group in groups)
    return Explained("unresolved", "not understood", (("places", f"{count:,}"),), groups)
