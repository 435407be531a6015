"""Kustomizations: the variables that they generate, and the names that they change."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from boundary_lint.discover.deploy.cluster import Object
from boundary_lint.discover.deploy.configmaps import Entry, Source
from boundary_lint.discover.deploy.dotenv import settings_of
from boundary_lint.discover.deploy.nodes import Item, documents
from boundary_lint.discover.deploy.sources import Sources, joined

NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")

MAX_NESTING = 20
"""Kustomizations that lie in each other."""


@dataclass
class Kustomization:
    """What one of them says. files: manifests that it takes, folders: other kustomizations."""

    file: str
    prefix: str = ""
    suffix: str = ""
    namespace: str = ""
    files: set[str] = field(default_factory=set)
    folders: set[str] = field(default_factory=set)
    generated: list[Source] = field(default_factory=list)


class Kustomizations:
    """All of a tree."""

    def __init__(self, sources: Sources, files: Iterable[str]) -> None:
        self._sources = sources
        self._found = {posixpath.dirname(file): self._read(file) for file in files}

    def generated(self) -> Iterator[Source]:
        """Return the ConfigMaps and Secrets that are made of literals and files."""
        for kustomization in self._found.values():
            yield from kustomization.generated

    def aliases(self, objects: Iterable[Object]) -> dict[str, set[str]]:
        """Return name of a service -> what kustomizations make of it."""
        services: dict[str, list[Object]] = {}
        for found in objects:
            if found.kind == "Service":
                services.setdefault(found.file, []).append(found)
        names: dict[str, set[str]] = {}
        for folder, kustomization in self._found.items():
            if not (kustomization.prefix or kustomization.suffix or kustomization.namespace):
                continue
            for file in self._files(folder, ()):
                for service in services.get(file, ()):
                    name = f"{kustomization.prefix}{service.name}{kustomization.suffix}"
                    names.setdefault(service.name, set()).add(name)
                    if kustomization.namespace:
                        ends = ("", ".svc", ".svc.cluster.local")
                        names[service.name].update(f"{name}.{kustomization.namespace}{end}" for end in ends)
        return names

    def _files(self, folder: str, above: tuple[str, ...]) -> set[str]:
        """Return all manifests that a kustomization takes, those of others that it takes included."""
        kustomization = self._found.get(folder)
        if kustomization is None:
            return set()
        if folder in above or len(above) > MAX_NESTING:
            self._sources.gap(self._found[above[-1]].file, f"takes {folder or '.'}, which takes it again")
            return set()
        found = set(kustomization.files)
        for inner in sorted(kustomization.folders):
            found |= self._files(inner, (*above, folder))
        return found

    def _read(self, file: str) -> Kustomization:
        found = Kustomization(file)
        folder = posixpath.dirname(file)
        for document in documents(self._sources, file):
            found.prefix = document.at("namePrefix").text or found.prefix
            found.suffix = document.at("nameSuffix").text or found.suffix
            found.namespace = document.at("namespace").text or found.namespace
            for key in ("resources", "bases", "components"):
                for item in document.at(key).elements():
                    self._take(found, folder, item)
            for key, kind in (("configMapGenerator", "configmap"), ("secretGenerator", "secret")):
                found.generated += [self._generated(kind, item, folder) for item in document.at(key).elements()]
        return found

    def _take(self, found: Kustomization, folder: str, item: Item) -> None:
        path = joined(folder, item.text)
        if "://" in item.text or "?ref=" in item.text or path is None:
            return
        if self._sources.is_folder(path):
            found.folders.add(path)
        elif self._sources.is_file(path):
            found.files.add(path)
        else:
            self._sources.gap(found.file, f"takes {item.text}, which does not exist", item.line)

    def _generated(self, kind: str, item: Item, folder: str) -> Source:
        entries: dict[str, Entry] = {}
        for path in [*item.at("envs").texts(), *item.at("env").texts()]:
            whole = joined(folder, path)
            if whole:
                entries |= {key: Entry(*setting) for key, setting in settings_of(self._sources, whole).items()}
        for literal in item.at("literals").elements():
            name, sign, value = literal.text.partition("=")
            if sign:
                entries[name] = Entry(value.strip("\"'"), literal.file, literal.line)
        return Source(kind, item.at("name").text, item.file, entries)
