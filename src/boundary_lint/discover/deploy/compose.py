"""Compose files: what they include, extend and override, merged as compose merges them."""

from __future__ import annotations

import posixpath
import re

import msgspec

from boundary_lint.discover.deploy.nodes import NOTHING, Item, documents
from boundary_lint.discover.deploy.sources import Sources, joined
from boundary_lint.discover.deploy.yamls import NAMED, without_actions

MAX_SERVICES = 500
"""Services of one file."""

MAX_EXTENDS = 20
"""Services that extend each other in a row, or files that include each other."""

_REPLACED = frozenset({"command", "entrypoint", "test"})
"""Lists that an override replaces; others grow."""

_LISTED = frozenset({"environment", "depends_on", "networks", "labels"})
"""Keys that may be a list of names, or ``NAME=value``, or a mapping."""

_PLAIN = re.compile(r"(docker-)?compose\.ya?ml", re.IGNORECASE)
_OVERRIDE = re.compile(r"(docker-)?compose\.override\.ya?ml", re.IGNORECASE)


class ComposeFiles:
    """Reads compose files, each once."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._read: dict[str, dict[str, Item]] = {}
        self._taken: set[str] = set()
        self._documents: dict[str, Item] = {}

    def take(self, file: str) -> None:
        """Read a compose file and all that it includes; a file with another name must show by its content that it is one."""
        if NAMED.fullmatch(posixpath.basename(file)) or self._is_compose(file):
            self._include(file, ())

    def _is_compose(self, file: str) -> bool:
        document = self._document(file)
        services = [item.fields() for item in document.at("services").fields().values()]
        return bool(services) and all(services) and any(s.keys() & {"image", "build", "extends"} for s in services)

    def _include(self, file: str, above: tuple[str, ...]) -> None:
        if file in above:
            self._sources.gap(above[-1], f"includes {file}, which includes it again")
        elif len(above) >= MAX_EXTENDS:
            self._sources.gap(above[-1], f"includes {file}: more than {MAX_EXTENDS} files include each other in a row")
        elif file not in self._taken:
            self._taken.add(file)
            document = self._load(file)
            for item in document.at("include").elements() or [document.at("include")]:
                for path in item.texts() or item.at("path").texts():
                    found = joined(posixpath.dirname(file), path)
                    if found is None or not self._sources.is_file(found):
                        self._sources.gap(file, f"includes {path}, which does not exist", item.line)
                    else:
                        self._include(found, (*above, file))

    def _load(self, file: str) -> Item:
        document = self._document(file)
        self._read[file] = self._services(document)
        return document

    def _document(self, file: str) -> Item:
        if file not in self._documents:
            text = without_actions(self._sources, file)
            self._documents[file] = next(iter(documents(self._sources, file, text)), NOTHING)
        return self._documents[file]

    def _services(self, document: Item) -> dict[str, Item]:
        services = document.at("services").fields()
        if not services and document.fields() and "version" not in document.fields():
            services = {
                key: item
                for key, item in document.fields().items()
                if "image" in item.fields() or "build" in item.fields()
            }
        if len(services) > MAX_SERVICES:
            self._sources.gap(document.file, f"has more than {MAX_SERVICES:,} services; the others are not looked at")
        return {name: normal(item) for name, item in list(services.items())[:MAX_SERVICES] if item.fields()}

    def projects(self) -> list[dict[str, Item]]:
        """Return the services of each folder, name -> what all files of the folder say of it, the plain file first, then its override.

        Other files of a folder (``docker-compose.prod.yml``) add what is not said yet; a service of theirs that is built from elsewhere stays apart.
        """
        folders: dict[str, list[str]] = {}
        for file in sorted(self._taken - self._bases(), key=_rank):
            folders.setdefault(posixpath.dirname(file), []).append(file)
        return [project for _, files in sorted(folders.items()) for project in self._merged(files)]

    def _bases(self) -> set[str]:
        """Return the files that are there to be extended: others do so, and their names do not say that they stand alone."""
        found: set[str] = set()
        for file in self._taken:
            for service in self._read[file].values():
                path = joined(posixpath.dirname(file), service.at("extends", "file").text or ".")
                if path and path != file and not NAMED.fullmatch(posixpath.basename(path)):
                    found.add(path)
        return found

    def _merged(self, files: list[str]) -> list[dict[str, Item]]:
        merged: dict[str, Item] = {}
        apart: list[dict[str, Item]] = []
        for file in files:
            override = bool(_OVERRIDE.fullmatch(posixpath.basename(file)))
            others: dict[str, Item] = {}
            for name in self._read[file]:
                service = self.extended(file, name)
                known = merged.get(name)
                if known is None:
                    merged[name] = service
                elif override:
                    merged[name] = msgspec.structs.replace(merge(known, service), file=known.file, line=known.line)
                elif _built_alike(known, service):
                    merged[name] = msgspec.structs.replace(merge(service, known), file=known.file, line=known.line)
                else:
                    others[name] = service
            if others:
                apart.append(others)
        return [merged, *apart]

    def extended(self, file: str, name: str, above: tuple[tuple[str, str], ...] = ()) -> Item:
        """Return a service with what it extends merged in."""
        service = self._read[file].get(name, NOTHING)
        extends = service.at("extends")
        if not extends:
            return service
        base = extends.text or extends.at("service").text
        other = extends.at("file").text
        path = joined(posixpath.dirname(file), other) if other else file
        if (file, name) in above or len(above) >= MAX_EXTENDS:
            self._sources.gap(file, f"the service {name} extends itself", extends.line, name)
            return service
        if path is not None and path not in self._read and self._sources.is_file(path):
            self._load(path)
        if path is None or base not in self._read.get(path, {}):
            where = f" of {other}" if other else ""
            self._sources.gap(
                file, f"the service {name} extends {base}{where}, which does not exist", extends.line, name
            )
            return service
        below = self.extended(path, base, (*above, (file, name)))
        return msgspec.structs.replace(merge(below, service), file=service.file, line=service.line)


def normal(service: Item) -> Item:
    """Return a service with every key in its long form, so that two can be merged."""
    fields = dict(service.fields())
    for key in _LISTED & fields.keys():
        fields[key] = _as_mapping(fields[key])
    if fields.get("build", NOTHING).text:
        build = fields["build"]
        fields["build"] = msgspec.structs.replace(build, value={"context": build})
    if "build" in fields and "args" in fields["build"].fields():
        build = fields["build"]
        fields["build"] = msgspec.structs.replace(
            build, value={**build.fields(), "args": _as_mapping(build.at("args"))}
        )
    return msgspec.structs.replace(service, value=fields)


def merge(low: Item, high: Item) -> Item:
    """Return two values as one: mappings key by key, lists one after the other, else the second."""
    if high.tag in ("!reset", "!override") or not high:
        return high if high.tag else low
    first, second = low.value, high.value
    if isinstance(first, dict) and isinstance(second, dict):
        fields = dict(first)
        for key, item in second.items():
            fields[key] = item if key in _REPLACED or key not in first else merge(first[key], item)
        return msgspec.structs.replace(high, value=fields)
    if isinstance(first, list) and isinstance(second, list):
        return msgspec.structs.replace(high, value=[*first, *second])
    return high


def _as_mapping(item: Item) -> Item:
    if not isinstance(item.value, list):
        return item
    fields: dict[str, Item] = {}
    for element in item.elements():
        name, sign, value = element.text.partition("=")
        if name:
            fields[name.strip()] = msgspec.structs.replace(element, value=value if sign else None)
    return msgspec.structs.replace(item, value=fields)


def _built_alike(one: Item, other: Item) -> bool:
    """Whether two services of one name may be the same: they are not built from different folders."""
    first, second = one.at("build", "context").text.rstrip("/"), other.at("build", "context").text.rstrip("/")
    return not first or not second or first == second


def _rank(file: str) -> tuple[int, str]:
    name = posixpath.basename(file)
    return (0 if _PLAIN.fullmatch(name) else 1 if _OVERRIDE.fullmatch(name) else 2, file)
