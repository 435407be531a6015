"""Calls, channels and databases of services in the facts export."""

from __future__ import annotations

from collections import defaultdict

from boundary_lint.facts.program import ChannelUse, Hop, ProgramFacts, RemoteCall
from boundary_lint.graph.channels import channel_links
from boundary_lint.graph.reach import CallGraph
from boundary_lint.graph.surroundings import looped_calls


def calls(facts: ProgramFacts) -> list[dict[str, object]]:
    """Return every call - of services where there are any -, then one row for every service that consumes what another publishes."""
    service_of = {m.file: m.service for m in facts.modules}
    return [*_calls(facts, service_of, of_services=True), *_messages(facts, service_of)]


def other_calls(facts: ProgramFacts) -> list[dict[str, object]]:
    """Return the calls of what is in no service - scripts, tests' clients -, and of helpers that nobody calls."""
    return _calls(facts, {m.file: m.service for m in facts.modules}, of_services=False)


def _calls(facts: ProgramFacts, service_of: dict[str, str], *, of_services: bool) -> list[dict[str, object]]:
    retried = [(r.file, r.first_line, r.last_line, r.bounded) for r in facts.retries]
    looped = _looped(facts)
    return [
        {**_call(call, service_of.get(call.file, ""), _retry(call, retried)), "in_loop": number in looped}
        for number, call in enumerate(facts.calls)
        if of_services == (call.reached and (not facts.services or bool(service_of.get(call.file))))
    ]


def _looped(facts: ProgramFacts) -> set[int]:
    """Return the positions of the calls that are made once for each element of data, in their function or in one that leads to them."""
    graph = CallGraph(facts.invocations) if facts.calls else CallGraph(())
    return {index for index, _ in looped_calls(facts, graph)}


def _call(call: RemoteCall, caller: str, retry: str) -> dict[str, object]:
    return {
        "from": caller,
        "to": call.service if caller and call.service and call.service != caller else None,
        "protocol": call.protocol,
        "method": call.method,
        "path_or_topic": call.path or call.method,
        "endpoint": call.endpoint,
        "host": call.host,
        "port": call.port,
        "sync": call.sync,
        "in_loop": call.in_loop,
        "has_timeout": call.timeout != "none",
        "timeout": call.timeout,
        "retry": retry,
        "url_source": call.address,
        "sink": call.sink,
        "file": call.file,
        "line": call.line,
        "function": call.function,
        "library": call.library,
        "confidence": call.confidence,
        "hops": [_hop(hop) for hop in call.hops],
    }


def _hop(hop: Hop) -> dict[str, object]:
    return {"what": hop.what, "text": hop.text, "file": hop.file, "line": hop.line}


def _retry(call: RemoteCall, retried: list[tuple[str, int, int, str]]) -> str:
    around = {bounded for file, first, last, bounded in retried if file == call.file and first <= call.line <= last}
    return "unbounded" if "no" in around else "bounded" if around else "none"


def _messages(facts: ProgramFacts, service_of: dict[str, str]) -> list[dict[str, object]]:
    uses = facts.channel_uses
    consumers: dict[int, dict[str, ChannelUse]] = defaultdict(dict)
    for sent, taken in channel_links(facts):
        consumers[sent].setdefault(service_of.get(uses[taken].file, ""), uses[taken])
    rows = []
    for number, use in enumerate(uses):
        if use.side == "publish":
            caller = service_of.get(use.file, "")
            reached = sorted(consumers[number].keys() - {"", caller}) if caller else []
            rows += [_message(use, caller, to, consumers[number][to]) for to in reached] or [
                _message(use, caller, None, None)
            ]
    return rows


def _message(use: ChannelUse, caller: str, target: str | None, taken: ChannelUse | None) -> dict[str, object]:
    """Return the row of a message; its hops lead from what names the channel to who consumes it, and what names it there."""
    kinds = {hop.what for hop in use.hops}
    hops = [_hop(hop) for hop in use.hops]
    if taken is not None:
        hops.append({"what": "consumer", "text": taken.channel, "file": taken.file, "line": taken.line})
        hops += [_hop(hop) for hop in taken.hops]
    return {
        "from": caller,
        "to": target,
        "protocol": use.protocol,
        "method": "publish",
        "path_or_topic": use.channel,
        "sync": False,
        "in_loop": use.in_loop,
        "has_timeout": True,
        "retry": "none",
        "url_source": "env" if "env" in kinds else "config" if "setting" in kinds else "literal",
        "sink": False,
        "file": use.file,
        "line": use.line,
        "function": use.function,
        "library": use.library,
        "confidence": "low" if taken is not None and taken.confidence == "low" else use.confidence,
        "hops": hops,
    }


def channels(facts: ProgramFacts) -> list[dict[str, object]]:
    """Return every channel with the services at both ends."""
    service_of = {m.file: m.service for m in facts.modules}
    ends: dict[str, dict[str, set[str]]] = defaultdict(lambda: {"publish": set(), "consume": set()})
    for use in facts.channel_uses:
        if use.channel:
            ends[use.channel][use.side].add(service_of.get(use.file, "") or use.module)
    return [
        {"name": name, "publishers": sorted(sides["publish"]), "consumers": sorted(sides["consume"])}
        for name, sides in sorted(ends.items())
    ]


def _used_by(facts: ProgramFacts) -> dict[str, set[str]]:
    found = defaultdict(set)
    for use in facts.databases:
        if use.database and use.service and not use.role:
            found[use.database].add(use.service)
    return found


def databases(facts: ProgramFacts) -> list[dict[str, object]]:
    """Return every database with the services that are connected to it."""
    users = _used_by(facts)
    first = {use.database: use for use in reversed(facts.databases)}
    return [
        {
            "name": name,
            "engine": first[name].engine,
            "server": first[name].server,
            "role": first[name].role,
            "used_by": sorted(users.get(name, ())),
            "evidence": sorted({f"{u.file}:{u.line}" for u in facts.databases if u.database == name}),
        }
        for name in sorted(first)
        if name
    ]


def shared_databases(facts: ProgramFacts) -> list[list[str]]:
    """Return the sets of services that share a database."""
    shared = {tuple(sorted(users)) for users in _used_by(facts).values() if len(users) > 1}
    return [list(users) for users in sorted(shared)]
