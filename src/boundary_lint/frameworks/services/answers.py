"""Who answers what is asked by name: a procedure, or a task whose result is awaited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from boundary_lint.facts.program import PROCEDURE, ChannelUse, Hop, RemoteCall, Route
from boundary_lint.frameworks.remote.calls import REQUEST
from boundary_lint.frameworks.services.addresses import LOCAL
from boundary_lint.frameworks.services.processes import plain
from boundary_lint.graph.channels import TASKS


class Answers:
    """Finds them among the routes and consumers of all services."""

    def __init__(
        self, routes: Iterable[tuple[str, Route]], uses: Iterable[ChannelUse], users: Mapping[str, Sequence[str]]
    ) -> None:
        """routes: service and route; users: file -> services."""
        self._procedures: dict[str, dict[str, Route]] = defaultdict(dict)
        self._tasks: dict[tuple[str, str], set[str]] = defaultdict(set)
        for service, route in routes:
            if PROCEDURE in route.methods:
                for name in names_of(route.pattern):
                    self._procedures[name].setdefault(service, route)
        for use in uses:
            if use.side == "consume":
                self._tasks[use.protocol, use.channel].update(users.get(use.file, ()))
        self._users = users

    def resolved(self, call: RemoteCall) -> RemoteCall:
        """Return a call with the service, and the procedure, that it reaches."""
        if is_procedure(call):
            return self._procedure(call)
        name = f"{call.host}.{call.method}"
        found = self._procedures.get(name, {})
        if len(found) == 1:
            return msgspec.structs.replace(call, service=next(iter(found)), endpoint=name)
        tasks = self._tasks.get((call.protocol, call.path), set())
        if call.service or len(tasks) != 1 or not (call.protocol in TASKS or call.method == REQUEST):
            return call
        return msgspec.structs.replace(call, service=next(iter(tasks)))

    def _procedure(self, call: RemoteCall) -> RemoteCall:
        """Return a call by a procedure's path: where its host says nothing, it goes to the only other service that has it."""
        found = next((known for name in names_of(call.path) if (known := self._procedures.get(name))), {})
        if call.service:
            route = found.get(call.service)
            return call if route is None else msgspec.structs.replace(call, endpoint=route.pattern)
        others = sorted(found.keys() - set(self._users.get(call.file, ())))
        if len(others) != 1 or not _says_nothing(call):
            return call
        route = found[others[0]]
        hop = Hop(what="procedure", text=route.pattern, file=route.file, line=route.line)
        return msgspec.structs.replace(call, service=others[0], endpoint=route.pattern, hops=(*call.hops, hop))


def is_procedure(call: RemoteCall) -> bool:
    """Whether a call names a procedure by its path: ``/shop.Orders/Get``."""
    return call.protocol == "grpc" and call.path.count("/") == 2


def names_of(pattern: str) -> list[str]:
    """Return the names by which a procedure is found: that of a path without regard to how words are joined, and without its package."""
    if not pattern.startswith("/"):
        return [pattern]
    service, _, method = pattern[1:].rpartition("/")
    method = method.replace("_", "").lower()
    return [f"/{service}/{method}", f"/{service.rpartition('.')[2]}/{method}"]


def _says_nothing(call: RemoteCall) -> bool:
    service = call.path.split("/")[1].rpartition(".")[2]
    return call.host in ("", service) or plain(call.host) in LOCAL
