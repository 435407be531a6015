"""Calls that go to a gateway, as calls of what it hands them on to: with the path that arrives there, and the gateway's line as evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import msgspec

from boundary_lint.facts.deployment import Forward
from boundary_lint.facts.program import Hop, RemoteCall
from boundary_lint.frameworks.services.addresses import LOCAL
from boundary_lint.frameworks.services.processes import plain

MAX_GATEWAYS = 3
"""Gateways behind each other."""

_SLASHES = re.compile(r"/{2,}")


class Gateways:
    """The gateways of a deployment, by the names and ports under which they are reached."""

    def __init__(self, forwards: Iterable[Forward]) -> None:
        self._hosts: dict[str, list[Forward]] = {}
        self._ports: dict[int, list[Forward]] = {}
        for one in forwards:
            for host in one.hosts:
                self._hosts.setdefault(plain(host), []).append(one)
            for port in one.ports:
                self._ports.setdefault(port, []).append(one)

    def resolved(self, call: RemoteCall, resolve: Callable[[RemoteCall], RemoteCall]) -> RemoteCall:
        """Return a call with the service it reaches, behind a gateway or not. resolve: finds whom a host and port belong to."""
        passed = call
        for _ in range(MAX_GATEWAYS):
            found = self._forward(passed)
            if found is None:
                break
            hop = Hop(what="gateway", text=f"{found.path} -> {found.to_host}", file=found.file, line=found.line)
            passed = msgspec.structs.replace(
                passed, host=found.to_host, port=found.to_port, path=_path(passed.path, found), hops=(*passed.hops, hop)
            )
        if passed is not call:
            behind = resolve(passed)
            if behind.service:
                return msgspec.structs.replace(behind, host=call.host, port=call.port)
        return resolve(call)

    def _forward(self, call: RemoteCall) -> Forward | None:
        """Return what a gateway does with a call: the longest path that its own begins with, where that leads to one place."""
        host = plain(call.host)
        if call.protocol != "http" or not host:
            return None
        known = self._ports.get(call.port or 80, ()) if host in LOCAL else self._hosts.get(host, ())
        asked = call.path or "/"
        met = [one for one in known if asked == one.path or (not one.exact and asked.startswith(one.path))]
        best = max(((one.exact, len(one.path)) for one in met), default=None)
        ends = {
            (one.to_host, one.to_port, one.cut, one.to_path): one
            for one in met
            if (one.exact, len(one.path)) == best and plain(one.to_host) != host
        }
        return min(ends.values()) if len(ends) == 1 else None


def _path(path: str, found: Forward) -> str:
    path = path.partition("?")[0]
    if found.cut is None:
        return found.to_path or "/"
    whole = found.to_path + path[len(found.cut) :] if path.startswith(found.cut) else path
    return _SLASHES.sub("/", "/" + whole)
