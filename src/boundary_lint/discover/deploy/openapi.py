"""OpenAPI documents: their operations."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from boundary_lint.discover.deploy.nodes import Item, documents
from boundary_lint.discover.deploy.sources import Sources
from boundary_lint.facts.deployment import RemoteProcedure

MAX_OPERATIONS = 5_000
"""Operations of one document."""

_URL = re.compile(r"[a-z]+://([^/:?#{}]+)")

_VERBS = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "trace"})


def operations_of(sources: Sources, file: str) -> Iterator[RemoteProcedure]:
    """Return the operations of a document, with the prefix that all its servers share. JSON is YAML, too."""
    for document in documents(sources, file):
        if not (document.at("openapi") or document.at("swagger")):
            continue
        prefix, count = _prefix(document), 0
        title, host = document.at("info", "title").text, _host(document)
        for path, item in document.at("paths").fields().items():
            for verb, operation in item.fields().items():
                if verb.lower() in _VERBS and count < MAX_OPERATIONS:
                    count += 1
                    yield RemoteProcedure("", title, verb.upper(), file, operation.line, prefix + path, host)


def _prefix(document: Item) -> str:
    """Return the path that comes before all paths of a document."""
    if base := document.at("basePath").text:
        return base.rstrip("/")
    urls = [server.at("url").text for server in document.at("servers").elements()]
    paths = {re.sub(r"^[a-z]+://[^/]*", "", url).rstrip("/") for url in urls}
    only = paths.pop() if len(paths) == 1 else ""
    return "" if "{" in only or not only else posixpath.join("/", only)


def _host(document: Item) -> str:
    """Return the host of all servers of a document."""
    urls = [server.at("url").text for server in document.at("servers").elements()]
    hosts = {match[1] for url in urls if (match := _URL.match(url))} | {document.at("host").text.partition(":")[0]}
    hosts.discard("")
    return hosts.pop() if len(hosts) == 1 else ""
