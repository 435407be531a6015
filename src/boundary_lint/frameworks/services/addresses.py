"""From an address to the service it reaches: names of hosts that manifests give, ports on this machine, names of procedures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from boundary_lint.facts.program import Hop, RemoteCall, Service
from boundary_lint.frameworks.services.identify import Deployed
from boundary_lint.frameworks.services.processes import plain

LOCAL = frozenset(
    {"localhost", "127.0.0.1", "0.0.0.0", "::1", "::", "host.docker.internal", "docker.for.mac.localhost"}
)
"""Names of this machine; host.docker.internal is what containers call it."""

_CLUSTER = re.compile(r"^(?P<name>[\w-]+)\.(?:[\w-]+\.)?(?:svc(?:\.[\w.]+)?|service\.consul)$")
"""Names within a Kubernetes cluster, and those that Consul gives."""

_WORDS = re.compile(r"[A-Z0-9]+")

_GENERIC = frozenset(
    {
        "URL",
        "URI",
        "ADDR",
        "ADDRESS",
        "HOST",
        "HOSTNAME",
        "PORT",
        "ENDPOINT",
        "BASE",
        "SERVICE",
        "SVC",
        "API",
        "MS",
        "SERVER",
        "HTTP",
        "GRPC",
        "MICROSERVICE",
        "APP",
    }
)
"""Words of variables that name no service."""


class Addresses:
    """Finds the service that a call reaches."""

    def __init__(self, deployed: Sequence[Deployed]) -> None:
        self._services = [one.service for one in deployed]
        self._hosts: dict[str, set[str]] = {}
        self._ports: dict[int, set[str]] = {}
        self._evidence: dict[tuple[str, str], Hop] = {}
        for service, _, processes in deployed:
            for host in (service.name, service.root.rpartition("/")[2].removesuffix(".py"), *service.hosts):
                self._hosts.setdefault(plain(host), set()).add(service.name)
            for port in service.ports:
                self._ports.setdefault(port, set()).add(service.name)
            for process in processes:
                for host in (*process.hosts, process.name):
                    hop = Hop(what="host", text=host, file=process.file, line=process.line)
                    self._evidence.setdefault((service.name, plain(host)), hop)

    def resolved(self, call: RemoteCall, caller: Iterable[str]) -> RemoteCall:
        """Return a call with the service it reaches, and the step that says so."""
        name, hop = self._find(call, set(caller))
        if not name:
            return call
        hops = call.hops if hop is None else (*call.hops, hop)
        confidence = "low" if hop is not None and hop.what == "name" else call.confidence
        return msgspec.structs.replace(call, service=name, hops=hops, confidence=confidence)

    def is_nobody(self, call: RemoteCall) -> bool:
        """Whether a call goes to this machine, at a port of which nothing is known."""
        return not call.service and plain(call.host) in LOCAL and call.port not in self._ports

    def _find(self, call: RemoteCall, caller: set[str]) -> tuple[str, Hop | None]:
        host = plain(call.host)
        if host in LOCAL:
            return self._by_port(call.port, caller)
        if host:
            cluster = _CLUSTER.match(host)
            named = self._hosts.get(cluster["name"] if cluster else host, set())
            if len(named) == 1:
                (name,) = named
                return name, self._evidence.get((name, cluster["name"] if cluster else host), self._said(name))
            return "", None
        return self._by_variable(call, caller)

    def _said(self, name: str) -> Hop | None:
        service = next(one for one in self._services if one.name == name)
        return Hop(what="host", text=name, file=service.file, line=service.line)

    def _by_port(self, port: int, caller: set[str]) -> tuple[str, Hop | None]:
        named = self._ports.get(port, set()) - caller
        if len(named) != 1:
            return "", None
        (name,) = named
        service = next(one for one in self._services if one.name == name)
        return name, Hop(what="port", text=str(port), file=service.file, line=service.line)

    def _by_variable(self, call: RemoteCall, caller: set[str]) -> tuple[str, Hop | None]:
        """Return the only service that the variable of an unknown address is named after: a guess."""
        for hop in call.hops:
            if hop.what not in ("env", "setting"):
                continue
            named = named_in(hop.text, self._services) - caller
            if len(named) == 1:
                return named.pop(), Hop(what="name", text=hop.text, file=hop.file, line=hop.line)
        return "", None


def named_in(text: str, services: Iterable[Service]) -> set[str]:
    """Return the services that a variable or a topic is named after: those that share a word with it that says something."""
    words = set(_WORDS.findall(text.upper())) - _GENERIC
    return {service.name for service in services if words & _words_of(service)}


def _words_of(service: Service) -> set[str]:
    words = set(_WORDS.findall(service.name.upper())) - _GENERIC
    return words | {word.removesuffix("S") for word in words} | {word + "S" for word in words}
