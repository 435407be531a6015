"""Why one context depends on another: every place, by the kind of what ties them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from boundary_lint.facts.program import ProgramFacts
from boundary_lint.findings.explained import Explained, Group, Told
from boundary_lint.graph.ids import Ids
from boundary_lint.seams.cuts.crossing import KINDS
from boundary_lint.seams.cuts.find import find_crossings
from boundary_lint.seams.division import Division

_ARROW = re.compile(r"\s*(.+?)\s*->\s*(.+?)\s*")


def parse_edge(word: str) -> tuple[str, str] | None:
    """Return the two names of ``orders -> billing``, None of what is no edge."""
    match = _ARROW.fullmatch(word)
    return (match[1], match[2]) if match else None


def explain_edge(facts: ProgramFacts, source: str, target: str) -> Explained:
    """Return every reason why a context, or service, depends on another one; libraries are told as well."""
    division = Division(
        {module.file: module.context for module in facts.modules}, {table.table: table.owner for table in facts.tables}
    )
    crossings = [one for one in find_crossings(facts, division, "low") if (one.source, one.target) == (source, target)]
    groups = [_group(kind, (Told(c.file, c.line, c.reason) for c in crossings if c.kind == kind)) for kind in KINDS]
    groups.append(_group("remote call", _calls(facts, source, target)))
    found = tuple(group for group in groups if group.places)
    count = sum(len(group.places) for group in found)
    about = () if found else (("", "nothing was found that ties the first to the second"),)
    return Explained("edge", f"{source} -> {target}", about or (("places", f"{count:,}"),), found)


def _group(kind: str, places: Iterable[Told]) -> Group:
    return Group(kind, tuple(sorted({*places})))


def _calls(facts: ProgramFacts, source: str, target: str) -> Iterable[Told]:
    ids = Ids(facts)
    for call in facts.calls:
        if (
            not call.sink
            and call.service == target
            and source in (ids.service_at(call.file), ids.context_at(call.file))
        ):
            text = " ".join(
                filter(None, [f"{call.function}():", call.protocol, call.method, call.endpoint or call.path])
            )
            yield Told(call.file, call.line, text)
