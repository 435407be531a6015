"""Rows of the fact tables of services: one function per kind of fact, columns in the order of services.sql."""

from __future__ import annotations

from collections.abc import Callable

from boundary_lint.facts.program import ProgramFacts
from boundary_lint.graph.ids import Ids
from boundary_lint.graph.rows import Rows


def services(facts: ProgramFacts, ids: Ids) -> Rows:
    """Rows of service_."""
    for s in facts.services:
        ports = ", ".join(map(str, s.ports))
        found = (s.name, s.root, s.how, s.language, ", ".join(s.hosts), ports, s.listens, s.health, s.metrics)
        yield *found, ", ".join(s.processes), s.file, s.line


def declared_endpoints(facts: ProgramFacts, ids: Ids) -> Rows:
    """Rows of declared_endpoint_."""
    for d in facts.declared:
        yield d.service, d.protocol, d.method, d.pattern, d.file, d.line


def remote_calls(facts: ProgramFacts, ids: Ids) -> Rows:
    """Rows of remote_call_."""
    for i, c in enumerate(facts.calls):
        place = (i, ids.of_file[c.file], c.function, c.library, c.protocol, c.method)
        target = (c.target, c.host, c.port, c.path, c.service, c.endpoint)
        manner = (c.sync, c.in_loop, c.transaction, c.timeout, c.address, c.sink, c.sink_file, c.sink_line)
        yield *place, *target, *manner, c.guarded, c.used, c.keyed, c.confidence, c.line, c.column


def call_hops(facts: ProgramFacts, ids: Ids) -> Rows:
    """Rows of call_hop_."""
    for i, c in enumerate(facts.calls):
        for step, h in enumerate(c.hops):
            yield i, step, h.what, h.text, h.file, h.line


def channel_uses(facts: ProgramFacts, ids: Ids) -> Rows:
    """Rows of channel_use_."""
    for i, u in enumerate(facts.channel_uses):
        place = (i, ids.of_file[u.file], u.function, u.side, u.library, u.protocol, u.channel, u.queue, u.handler)
        yield *place, u.in_loop, u.transaction, u.after_commit, u.dead_letters, u.confidence, u.line


def database_uses(facts: ProgramFacts, ids: Ids) -> Rows:
    """Rows of database_use_."""
    for i, d in enumerate(facts.databases):
        module = ids.of_module.get((d.root, d.module))
        service = d.service or (ids.modules[module].service if module is not None else "")
        found = (d.database, d.engine, d.server, d.name, d.schema, d.alias, d.role, service, d.confidence)
        yield i, module, *found, d.file, d.line


def database_hops(facts: ProgramFacts, ids: Ids) -> Rows:
    """Rows of database_hop_."""
    for i, d in enumerate(facts.databases):
        for step, h in enumerate(d.hops):
            yield i, step, h.what, h.text, h.file, h.line


def config_reads(facts: ProgramFacts, ids: Ids) -> Rows:
    """Rows of config_read_."""
    for r in facts.config_reads:
        yield ids.of_file[r.file], r.function, r.name, r.default, r.line


def variables(facts: ProgramFacts, ids: Ids) -> Rows:
    """Rows of variable_."""
    for v in facts.variables:
        yield v.service, v.name, v.value, v.file, v.line


def retries(facts: ProgramFacts, ids: Ids) -> Rows:
    """Rows of retry_."""
    for i, r in enumerate(facts.retries):
        manner = (r.how, r.bounded, r.wait, r.jitter, r.first_line, r.last_line, r.note)
        yield i, ids.of_file[r.file], r.function, *manner, r.line


def signs(facts: ProgramFacts, ids: Ids) -> Rows:
    """Rows of sign_."""
    for s in facts.signs:
        yield ids.of_file[s.file], s.function, s.kind, s.text, s.line


def records(facts: ProgramFacts, ids: Ids) -> Rows:
    """Rows of record_."""
    for i, r in enumerate(facts.records):
        yield i, ids.of_file[r.file], r.name, r.kind, len(r.fields), r.line


def record_copies(facts: ProgramFacts, ids: Ids) -> Rows:
    """Rows of record_copy_."""
    by_name: dict[str, list[int]] = {}
    for i, r in enumerate(facts.records if facts.services else ()):
        by_name.setdefault(r.name, []).append(i)
    for same in by_name.values():
        for i in same:
            for j in same:
                own, other = set(facts.records[i].fields), set(facts.records[j].fields)
                if i != j and own | other:
                    yield i, j, len(own & other), len(own & other) / len(own | other)


SERVICE_TABLES: dict[str, Callable[[ProgramFacts, Ids], Rows]] = {
    "service_": services,
    "declared_endpoint_": declared_endpoints,
    "remote_call_": remote_calls,
    "call_hop_": call_hops,
    "channel_use_": channel_uses,
    "database_use_": database_uses,
    "database_hop_": database_hops,
    "config_read_": config_reads,
    "variable_": variables,
    "retry_": retries,
    "sign_": signs,
    "record_": records,
    "record_copy_": record_copies,
}
"""Private table -> what fills it."""
