"""Which server a database lies on: a process of the manifests has many names, and a file belongs to the service that opens it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence

import msgspec

from boundary_lint.facts.deployment import Process
from boundary_lint.facts.program import DatabaseUse, Hop
from boundary_lint.frameworks.databases.identity import FILES, split_host
from boundary_lint.frameworks.services.addresses import LOCAL
from boundary_lint.frameworks.services.processes import plain

_CLUSTERS = ("compose", "kubernetes")
"""Kinds of processes that have networks of their own."""


class Servers:
    """Finds the process that a database runs in."""

    def __init__(self, processes: Iterable[Process]) -> None:
        self._processes = list(processes)
        self._sizes: dict[str, int] = {}
        for process in self._processes:
            self._sizes[_network(process)] = self._sizes.get(_network(process), 0) + 1

    def located(self, use: DatabaseUse, folder: str, processes: Sequence[Process]) -> DatabaseUse:
        """Return a use with what tells its database apart among all services. folder, processes: those of its service."""
        if use.engine in FILES:
            return _replace(use, database=f"{use.engine}:{_path(folder, use.name)}") if use.name else use
        host, port = split_host(use.server)
        if not host or not use.database:
            return use
        process = self._find(host, port, processes)
        if process is not None:
            hop = Hop(what="host", text=host, file=process.file, line=process.line)
            return _replace(use, database=_told(use, self._name(process)), hops=(*use.hops, hop))
        if host in LOCAL:
            is_inside = any(p.kind in _CLUSTERS for p in processes)
            by_default = any(hop.what == "default" for hop in use.hops)
            within = f"{folder}@" if is_inside and by_default and folder else ""
            return _replace(use, database=_told(use, f"{within}localhost:{port}" if port else f"{within}localhost"))
        return use

    def _find(self, host: str, port: str, processes: Sequence[Process]) -> Process | None:
        """Return the process that a host is, the one that is started along with the service where there are several."""
        if host in LOCAL:
            known = [p for p in self._processes if p.infrastructure and port.isdigit() and int(port) in p.published]
        else:
            first = plain(host.split(".", 1)[0] if ".svc" in host else host)
            known = [p for p in self._processes if first in map(plain, (p.name, *p.hosts))]
        networks = {_network(process) for process in processes if process.kind in _CLUSTERS}
        near = [p for p in known if _network(p) in networks]
        if not near and len({_network(p) for p in known}) > 1:
            return None
        return min(near or known, key=lambda p: (-self._sizes[_network(p)], p), default=None)

    def _name(self, process: Process) -> str:
        """Return what a server is called: by its name, with its folder where others are called so."""
        alike = {_network(p) for p in self._processes if p.name == process.name}
        return process.name if len(alike) == 1 else f"{process.name}@{_network(process)}"


def _network(process: Process) -> str:
    """Return what processes have in common that know each other by name: a folder of compose files, a cluster."""
    return process.file.rpartition("/")[0] or "." if process.kind == "compose" else process.kind


def _told(use: DatabaseUse, server: str) -> str:
    return f"{use.engine or 'database'}://{server}/{use.name}"


def _path(folder: str, path: str) -> str:
    if path.startswith("/"):
        return f"{folder}:{path}" if folder else path
    return posixpath.normpath(posixpath.join(folder, path))


def _replace(use: DatabaseUse, **changes: object) -> DatabaseUse:
    return msgspec.structs.replace(use, **changes)
