"""Under which names and ports the gateways are reached whose configurations were read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from boundary_lint.discover.deploy.cluster import nearest
from boundary_lint.facts.deployment import Forward, Process

ITSELF = frozenset({"localhost", "127.0.0.1", "0.0.0.0", "::1"})
"""How what runs in a container calls itself: what is handed on to there goes to nobody else."""


def of_nginx(forwards: Iterable[Forward], processes: Sequence[Process]) -> list[Forward]:
    """Return what configurations hand on, each for the process in whose folder it lies, else for the nearest ones that are proxies."""
    running: dict[str, list[Process]] = {}
    found = []
    for one in forwards:
        if one.file not in running:
            running[one.file] = _running(one.file, processes)
        if running[one.file] and one.to_host in ITSELF:
            continue
        hosts, ports = _reached(running[one.file])
        found.append(msgspec.structs.replace(one, hosts=_sorted({*one.hosts, *hosts}), ports=tuple(sorted(ports))))
    return found


def of_traefik(forwards: Iterable[Forward], processes: Sequence[Process]) -> list[Forward]:
    """Return what labels let through, for every Traefik of the manifests."""
    hosts, ports = _reached([p for p in processes if "traefik" in p.image.rpartition("/")[2]])
    return [
        msgspec.structs.replace(one, hosts=_sorted({*one.hosts, *hosts}), ports=tuple(sorted(ports)))
        for one in forwards
    ]


def _running(file: str, processes: Sequence[Process]) -> list[Process]:
    inside = [p for p in processes if p.folder and file.startswith(p.folder + "/") and p.kind != "dockerfile"]
    if inside:
        deepest = max(len(p.folder or "") for p in inside)
        return [p for p in inside if len(p.folder or "") == deepest]
    proxies = [p for p in processes if p.infrastructure == "proxy" and "nginx" in (p.image or p.name)]
    return nearest(proxies, file)


def _reached(processes: Iterable[Process]) -> tuple[set[str], set[int]]:
    processes = list(processes)
    hosts = {host for p in processes for host in (p.name, *p.hosts)}
    return hosts, {port for p in processes for port in p.published}


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names))
