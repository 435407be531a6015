"""The variables of a container: its own, and those of ConfigMaps and Secrets. Of a Secret nothing stays but what tells a place."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from boundary_lint.discover.deploy.cluster import Object, nearest
from boundary_lint.discover.deploy.dotenv import MAX_VARIABLES, variable
from boundary_lint.discover.deploy.nodes import Item
from boundary_lint.discover.deploy.secrets import HIDDEN, is_secret
from boundary_lint.facts.deployment import EnvironmentValue

_NAME = re.compile(r"[A-Za-z_]\w*")
_ALL_OF = (("configmap", "configMapRef"), ("secret", "secretRef"))
_REFERENCE = re.compile(r"\$\(([A-Za-z_][\w.-]*)\)")


class Entry(NamedTuple):
    """A value as a ConfigMap or Secret holds it."""

    value: str
    file: str
    line: int


class Source(NamedTuple):
    """A ConfigMap or Secret. file: where it stands."""

    kind: str
    name: str
    file: str
    entries: dict[str, Entry]


class Variables:
    """All ConfigMaps and Secrets, and the variables that containers make of them."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._sources: dict[tuple[str, str], list[Source]] = {}
        for source in sources:
            self._sources.setdefault((source.kind, source.name), []).append(source)

    def of(self, container: Item, workload: Object) -> tuple[EnvironmentValue, ...]:
        """Return the variables of a container: of several of one name the last, and ``env`` before ``envFrom``."""
        found: dict[str, EnvironmentValue] = {}
        for item in container.at("envFrom").elements():
            found.update((value.name, value) for value in self._all_of(item, workload))
        for item in container.at("env").elements()[:MAX_VARIABLES]:
            name = item.at("name").text
            if name:
                found[name] = self._one(name, item, workload, found)
        return tuple(found[name] for name in sorted(found)[:MAX_VARIABLES])

    def count(self, container: Item, workload: Object) -> int:
        """Return how many variables a container has at most."""
        named = [
            (kind, item.at(key, "name").text)
            for item in container.at("envFrom").elements()
            for kind, key in _ALL_OF
            if item.at(key)
        ]
        taken = [source for kind, name in named if (source := self._find(kind, name, workload.file))]
        return len(container.at("env").elements()) + sum(len(source.entries) for source in taken)

    def _all_of(self, item: Item, workload: Object) -> Iterator[EnvironmentValue]:
        prefix = item.at("prefix").text
        for kind, key in _ALL_OF:
            name = item.at(key, "name").text
            source = self._find(kind, name, workload.file) if name else None
            for entry_name, entry in list(source.entries.items() if source else ())[:MAX_VARIABLES]:
                if _NAME.fullmatch(entry_name):
                    yield _variable(prefix + entry_name, entry, kind, f"{kind}/{name}/{entry_name}")

    def _one(self, name: str, item: Item, workload: Object, known: dict[str, EnvironmentValue]) -> EnvironmentValue:
        place = item.at("name")
        for kind, reference in (("configmap", "configMapKeyRef"), ("secret", "secretKeyRef")):
            wanted = item.at("valueFrom", reference)
            if wanted:
                owner, key = wanted.at("name").text, wanted.at("key").text
                source = self._find(kind, owner, workload.file)
                entry = source.entries.get(key) if source else None
                return _variable(name, entry or Entry("{}", place.file, place.line), kind, f"{kind}/{owner}/{key}")
        return variable(name, _filled(item.at("value").text, known), place.file, place.line)

    def _find(self, kind: str, name: str, file: str) -> Source | None:
        return next(iter(nearest(self._sources.get((kind, name), ()), file)), None)


def sources_of(objects: Iterable[Object]) -> Iterator[Source]:
    """Return what ConfigMaps and Secrets hold."""
    for found in objects:
        if found.kind == "ConfigMap":
            yield Source("configmap", found.name, found.file, _entries(found.item.at("data")))
        elif found.kind == "Secret":
            plain = {
                key: Entry(_decoded(entry.value), *entry[1:]) for key, entry in _entries(found.item.at("data")).items()
            }
            yield Source("secret", found.name, found.file, plain | _entries(found.item.at("stringData")))


def _entries(data: Item) -> dict[str, Entry]:
    return {key: Entry(item.text, item.file, item.line) for key, item in data.fields().items()}


def _variable(name: str, entry: Entry, kind: str, source: str) -> EnvironmentValue:
    """Return a variable of a ConfigMap or Secret; a reference that leads nowhere has no value, and one to a secret stays one."""
    if kind == "secret" and entry.value == "{}":
        return EnvironmentValue(name, "", entry.file, entry.line, True, source)
    key = source.rpartition("/")[2]
    named = key if is_secret(key) else name
    found = variable(named, entry.value, entry.file, entry.line, source, only_places=kind == "secret")
    return msgspec.structs.replace(found, name=name)


def _decoded(text: str) -> str:
    """Return a value of a Secret; one that is not base64 is not known."""
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return "{}"


def _filled(text: str, known: dict[str, EnvironmentValue]) -> str:
    """Return a value with its references ``$(NAME)`` to earlier variables replaced."""

    def value(match: re.Match[str]) -> str:
        found = known.get(match[1])
        if is_secret(match[1]) or (found is not None and found.secret):
            return HIDDEN
        return found.value or "{}" if found else "{}"

    return _REFERENCE.sub(value, text) if "$(" in text else text
