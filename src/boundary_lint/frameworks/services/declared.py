"""What documents say that services serve: OpenAPI documents and interface definitions, for services of which no code is read, too."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from boundary_lint.facts.deployment import Deployment, RemoteProcedure
from boundary_lint.facts.program import PROCEDURE, DeclaredEndpoint, RemoteCall, Route, Service
from boundary_lint.frameworks.services.answers import is_procedure
from boundary_lint.frameworks.services.processes import plain

_WORDS = re.compile(r"[a-z0-9]+")

_GENERIC = frozenset(
    {"api", "apis", "app", "doc", "docs", "http", "json", "microservice", "ms", "openapi", "public", "rest", "schema", "server", "service",
     "services", "spec", "specs", "specification", "svc", "swagger", "the", "v1", "v2", "v3", "yaml", "yml"}
)  # fmt: skip
"""Words of titles and file names that name no service."""


def declared_operations(deployment: Deployment, services: Sequence[Service]) -> Iterator[DeclaredEndpoint]:
    """Yield the operations of OpenAPI documents whose service is known."""
    found: dict[tuple[str, str, str], str] = {}
    for one in deployment.operations:
        key = (one.file, one.service, one.host)
        if key not in found:
            found[key] = _service_of(one, services)
        if found[key]:
            yield DeclaredEndpoint(
                service=found[key], protocol="http", method=one.method, pattern=one.path, file=one.file, line=one.line
            )


def declared_procedures(
    deployment: Deployment, calls: Iterable[RemoteCall], routes: Iterable[tuple[str, Route]]
) -> Iterator[DeclaredEndpoint]:
    """Yield the procedures of the interfaces by which services are called, where the code that serves them is not seen."""
    seen = {(name, _interface(r.pattern)) for name, r in routes if PROCEDURE in r.methods and r.pattern.startswith("/")}
    called = {(c.service, _interface(c.path)) for c in calls if c.service and is_procedure(c)} - seen
    declared: dict[str, list[RemoteProcedure]] = defaultdict(list)
    for one in deployment.procedures:
        declared[f"{one.package}.{one.service}".lstrip(".")].append(one)
    for service, interface in sorted(called):
        told: set[str] = set()
        for one in declared.get(interface, ()):
            if one.method not in told:
                told.add(one.method)
                pattern = f"/{interface}/{one.method}"
                yield DeclaredEndpoint(
                    service=service, protocol="grpc", method=PROCEDURE, pattern=pattern, file=one.file, line=one.line
                )


def _interface(path: str) -> str:
    return path[1:].rpartition("/")[0]


def _service_of(one: RemoteProcedure, services: Sequence[Service]) -> str:
    """Return the service that a document is of: that of its server, the one it is called after, the one in whose folder it lies."""
    hosts = {plain(host): s.name for s in services for host in (s.name, *s.hosts)}
    if one.host and plain(one.host) in hosts:
        return hosts[plain(one.host)]
    for text in (one.service, one.file.rpartition("/")[2]):
        named = _named(text, services)
        if len(named) == 1:
            return named[0]
    inside = [s for s in services if s.root and one.file.startswith(s.root + "/")]
    return max(inside, key=lambda s: len(s.root)).name if inside else ""


def _named(text: str, services: Sequence[Service]) -> list[str]:
    words = _said(text)
    return [service.name for service in services if words and words == _said(service.name)]


def _said(text: str) -> Collection[str]:
    """Return the words of a name that say something, without regard to number."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text)
    words = set(_WORDS.findall(parted.lower())) - _GENERIC
    return frozenset(word.removesuffix("s") for word in words)
