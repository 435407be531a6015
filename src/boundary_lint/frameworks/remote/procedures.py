"""Procedures that interface definitions declare, found by the generated code that stands for them: ``shop.v1.orders_pb2_grpc``, ``Orders``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from boundary_lint.facts.deployment import RemoteProcedure

GENERATED = ("_pb2_grpc", "_pb2", "_grpc")
"""What generators add to the name of the definition's file."""


class Procedures:
    """The declared services, each with its procedures."""

    def __init__(self, declared: Iterable[RemoteProcedure]) -> None:
        self._named: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._methods: dict[str, dict[str, None]] = defaultdict(dict)
        for one in declared:
            full = f"{one.package}.{one.service}".lstrip(".")
            self._named[one.service][full].add(_plain(one.file.rpartition(".")[0]))
            self._methods[full][one.method] = None

    def full_name(self, module: str, service: str) -> str:
        """Return the name of a service with its package, as far as that is known. module: the generated code that names it."""
        found = self._named.get(service, {})
        wanted = _plain(module.replace(".", "/"))
        ranked = [(max(_alike(wanted, file) for file in files), full) for full, files in found.items()]
        best = max((rank for rank, _ in ranked), default=0)
        names = [full for rank, full in ranked if rank == best]
        return names[0] if len(names) == 1 else service

    def of(self, full: str) -> tuple[str, ...]:
        """Return the procedures of a service; none where no definition of it is there."""
        return tuple(self._methods.get(full, ()))


def folded(name: str) -> str:
    """Return a name without regard to how its words are joined: some generators make ``get_rates`` of ``GetRates``."""
    return name.replace("_", "").lower()


def _plain(path: str) -> str:
    for ending in GENERATED:
        path = path.removesuffix(ending)
    return path.replace("-", "_").lower()


def _alike(one: str, other: str) -> int:
    """Return how many last parts two paths share."""
    count = 0
    for a, b in zip(reversed(one.split("/")), reversed(other.split("/")), strict=False):
        if a != b:
            break
        count += 1
    return count
