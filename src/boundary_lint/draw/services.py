"""Services as they run: who calls whom, over which channels they talk, and which databases they use."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TypeAlias

from boundary_lint.draw.picture import EdgeKind, Node
from boundary_lint.draw.shows import Shown, gathered
from boundary_lint.facts.program import ProgramFacts
from boundary_lint.graph.ids import Ids

Place: TypeAlias = tuple[str, str, EdgeKind, str, int]


def services(facts: ProgramFacts, kinds: Collection[EdgeKind]) -> Shown:
    """Return the services, and the channels, databases and outside hosts that they use."""
    nodes, places = services_and_places(facts)
    edges = gathered(place for place in places if place[2] in kinds)
    used = {end for edge in edges for end in (edge.source, edge.target)}
    return Shown([node for node in nodes if node.kind == "service" or node.id in used], edges)


def services_and_places(facts: ProgramFacts) -> tuple[list[Node], list[Place]]:
    """Return the services and what they use, and every place that ties two of them: their ids, kind, file and line."""
    nodes = {
        f"service:{one.name}": Node(
            kind="service", name=one.name, label=one.name, detail=one.language, file=one.file, line=one.line
        )
        for one in facts.services
    }
    places = list(_places(facts, nodes))
    return list(nodes.values()), places


def _places(facts: ProgramFacts, nodes: dict[str, Node]) -> Iterator[Place]:
    """Yield every place, and put what is no service among the nodes."""
    ids = Ids(facts)

    def node(one: Node) -> str:
        return nodes.setdefault(one.id, one).id

    for call in facts.calls:
        source = f"service:{ids.service_at(call.file)}"
        if source not in nodes or call.sink or not call.reached:
            continue
        if call.service:
            yield source, f"service:{call.service}", "calls", call.file, call.line
        elif call.host:
            yield source, node(Node(kind="outside", name=call.host, label=call.host)), "calls", call.file, call.line
    for use in facts.channel_uses:
        service = f"service:{ids.service_at(use.file)}"
        if service in nodes and use.channel:
            channel = node(Node(kind="channel", name=use.channel, label=use.channel, detail=use.protocol))
            ends = (service, channel) if use.side == "publish" else (channel, service)
            yield *ends, "events", use.file, use.line
    for data in facts.databases:
        service = f"service:{data.service}"
        if service in nodes and data.database:
            database = node(
                Node(kind="database", name=data.database, label=data.name or data.database, detail=data.engine)
            )
            yield service, database, "data", data.file, data.line
