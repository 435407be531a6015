"""What a context, a service or a channel is, and what it is tied to."""

from __future__ import annotations

from boundary_lint.facts.program import ProgramFacts
from boundary_lint.findings.explained import Explained, Group, Told
from boundary_lint.graph.ids import Ids
from boundary_lint.seams.architecture import Edge, Place, edges_of
from boundary_lint.seams.cuts.find import find_crossings
from boundary_lint.seams.division import declared


def explain_context(facts: ProgramFacts, name: str) -> Explained | None:
    """Return what a context is: its tables, whom it depends on and who on it."""
    context = next((one for one in facts.contexts if one.name == name), None)
    if context is None:
        return None
    edges = edges_of(find_crossings(facts, declared(facts)))
    modules = [one for one in facts.modules if one.context == name]
    tables = [Told(one.file, one.line, one.table) for one in facts.tables if one.owner == name]
    about = [
        ("kind", context.kind), ("owner", context.owner or ""), ("service", context.service), ("why", context.evidence),
        ("patterns", ", ".join(context.modules)), ("modules", f"{len(modules):,}"), ("tables", f"{len(tables):,}"),
    ]  # fmt: skip
    out = [_edge(edge.target, edge, place) for edge, place in edges.items() if edge.source == name]
    into = [_edge(edge.source, edge, place) for edge, place in edges.items() if edge.target == name]
    return explained("context", name, about, [("owns", tables), ("depends on", out), ("depended on by", into)])


def _edge(other: str, edge: Edge, place: Place) -> Told:
    return Told(
        place.file, place.line, f"{other}: {edge.kind}, {place.places:,} {'place' if place.places == 1 else 'places'}"
    )


def explain_service(facts: ProgramFacts, name: str) -> Explained | None:
    """Return what a service is: how it was found, whom it calls and who calls it, which databases it uses."""
    service = next((one for one in facts.services if one.name == name), None)
    if service is None:
        return None
    ids = Ids(facts)
    about = [
        ("root", service.root), ("found by", f"{service.how} {service.file}:{service.line}"), ("language", service.language),
        ("hosts", ", ".join(service.hosts)), ("ports", ", ".join(map(str, service.ports))), ("processes", ", ".join(service.processes)),
        ("health", service.health), ("metrics", service.metrics),
    ]  # fmt: skip
    calls = [call for call in facts.calls if not call.sink and call.reached]
    out = [Told(c.file, c.line, f"{c.service or c.host or c.target or 'unknown'}: {c.protocol} {c.method} {c.path}".rstrip()) for c in calls if ids.service_at(c.file) == name]  # fmt: skip
    into = [Told(c.file, c.line, f"{ids.service_at(c.file)}: {c.protocol} {c.method} {c.path}".rstrip()) for c in calls if c.service == name]  # fmt: skip
    stores = [Told(d.file, d.line, f"{d.database} {d.role}".rstrip()) for d in facts.databases if d.service == name]
    channels = [Told(u.file, u.line, f"{u.side}es {u.channel or 'an unknown channel'}".replace("consumees", "consumes")) for u in facts.channel_uses if ids.service_at(u.file) == name]  # fmt: skip
    groups = [("calls", out), ("called by", into), ("databases", stores), ("channels", channels)]
    return explained("service", name, about, groups)


def explain_channel(facts: ProgramFacts, name: str) -> Explained | None:
    """Return who publishes to a channel and who consumes from it."""
    uses = [one for one in facts.channel_uses if name and one.channel == name]
    if not uses:
        return None
    sides = {
        side: [Told(u.file, u.line, f"{u.function}() ({u.library})") for u in uses if u.side == side]
        for side in ("publish", "consume")
    }
    groups = [("published by", sides["publish"]), ("consumed by", sides["consume"])]
    return explained("channel", name, [("protocol", uses[0].protocol)], groups)


def explained(kind: str, name: str, about: list[tuple[str, str]], groups: list[tuple[str, list[Told]]]) -> Explained:
    """Return what is told of a thing, without what is empty."""
    found = tuple(Group(heading, tuple(sorted({*places}))) for heading, places in groups if places)
    return Explained(kind, name, tuple((label, value) for label, value in about if value), found)
