"""The objects of Kubernetes manifests, and how they name each other."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol, TypeVar

from boundary_lint.discover.deploy.nodes import Item

WORKLOADS = frozenset([
    "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "CronJob", "Pod", "DeploymentConfig", "Rollout",
])  # fmt: skip
"""Kinds that run containers."""

_TEMPLATES = (("spec", "jobTemplate", "spec", "template"), ("spec", "template"))


class _Placed(Protocol):
    @property
    def file(self) -> str: ...


_P = TypeVar("_P", bound=_Placed)


class Object(NamedTuple):
    """One object of a manifest."""

    kind: str
    name: str
    item: Item
    file: str
    line: int
    namespace: str = ""

    @property
    def pod(self) -> Item:
        """The pod that a workload starts."""
        if self.kind == "Pod":
            return self.item
        return next((pod for path in _TEMPLATES if (pod := self.item.at(*path))), Item())

    @property
    def is_workload(self) -> bool:
        """Whether it runs containers: a workload, or a service of Knative."""
        return self.kind in WORKLOADS or (
            self.kind == "Service" and bool(self.item.at("spec", "template", "spec", "containers"))
        )


def objects_of(documents: Iterable[Item]) -> Iterator[Object]:
    """Return the objects of some documents, those of lists included."""
    for document in documents:
        if document.at("kind").text.endswith("List") and document.at("items").elements():
            yield from objects_of(document.at("items").elements())
        elif is_object(document):
            metadata = document.at("metadata")
            name = metadata.at("name").text or metadata.at("generateName").text.rstrip("-")
            yield Object(
                document.at("kind").text, name, document, document.file, document.line, metadata.at("namespace").text
            )


def is_object(document: Item) -> bool:
    """Whether a document is an object of Kubernetes."""
    return bool(document.at("apiVersion").text and document.at("kind").text)


def nearest(candidates: Iterable[_P], file: str) -> list[_P]:
    """Return those of some places that lie nearest to a file: copies of one name are told apart by their folders."""
    ranked = [(_shared(candidate.file, file), candidate) for candidate in candidates]
    best = max((rank for rank, _ in ranked), default=0)
    return [candidate for rank, candidate in ranked if rank == best]


def selects(selector: Item, labels: Item) -> bool:
    """Whether a selector is met by some labels; an empty one is by none."""
    wanted = {key: item.text for key, item in selector.fields().items()}
    have = {key: item.text for key, item in labels.fields().items()}
    return bool(wanted) and all(have.get(key) == value for key, value in wanted.items())


def _shared(one: str, other: str) -> tuple[int, int]:
    """Return how many folders two files share, and whether they are one file."""
    if one == other:
        return (1_000_000, 1)
    first, second = posixpath.dirname(one).split("/"), posixpath.dirname(other).split("/")
    count = 0
    for a, b in zip(first, second, strict=False):
        if a != b:
            break
        count += 1
    return (count, int(first == second))
