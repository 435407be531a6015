"""From what a connection is given - an address, or host, port and name - to the databases that it can be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import msgspec

from boundary_lint.discover.deploy.secrets import redact
from boundary_lint.facts.program import Hop
from boundary_lint.frameworks.catalog import Catalog
from boundary_lint.frameworks.databases.effects import Connected
from boundary_lint.frameworks.databases.identity import (
    FILES,
    IN_MEMORY,
    UNKNOWN,
    Identity,
    engine_of,
    of_url,
    split_host,
)
from boundary_lint.link.values import MAX_VALUES, DictOf, TextValue, Values, in_order

PARTS = ("url", "host", "port", "name")
"""The parts of which an identity is made."""

_KEYS = {
    "url": "url", "uri": "url", "dsn": "url", "conninfo": "url", "location": "url",
    "host": "host", "server": "host", "hostname": "host",
    "port": "port",
    "name": "name", "database": "name", "dbname": "name", "db": "name",
    "engine": "engine", "drivername": "engine", "client": "client",
}  # fmt: skip
"""Key of a mapping of settings, in lower case -> the part that it gives."""

_SOURCE = re.compile(r"(?:.* from )?((?:secret|configmap|environment)/\S+)")
"""What a hop says of a value that only the cluster knows: "DATABASE_URL from secret/databases/shop"."""

_NO_HOPS: tuple[Hop, ...] = ()


class Databases:
    """Reads what connections are given. The catalogue says which scheme or backend is which engine, and its usual port."""

    def __init__(self, catalog: Catalog) -> None:
        self._schemes = catalog.rows("database.scheme")
        self._ports = catalog.rows("database.port")

    def connected(
        self, engine: str, parts: Mapping[str, Values], *, alias: str = "", role: str = "", line: int = 0
    ) -> Iterator[Connected]:
        """Yield what a connection can be, once for each database."""
        engines = [v.text for v in _texts(parts.get("engine", frozenset()))] or [engine]
        for words in engines:
            family = engine_of(words, self._schemes) if words else ""
            for choice in _choices([_texts(parts.get(part, frozenset()), part) for part in PARTS]):
                found = self._one(family, choice, alias, role, line)
                if found.name != IN_MEMORY:
                    yield found

    def of_mapping(self, values: Values, alias: str = "", role: str = "", line: int = 0) -> Iterator[Connected]:
        """Yield what settings in a dictionary say: the keys of Django, MongoEngine and drivers; or an address alone."""
        for value in in_order(values):
            if isinstance(value, DictOf):
                parts = parts_of(value)
                client = parts.pop("client", frozenset())
                for inner in in_order(client):
                    if isinstance(inner, DictOf):
                        parts = {**parts, **parts_of(inner)}
                yield from self.connected("", parts, alias=alias, role=role, line=line)
            elif isinstance(value, TextValue):
                yield from self.connected("", {"url": frozenset((value,))}, alias=alias, role=role, line=line)

    def _one(self, engine: str, choice: Sequence[TextValue | None], alias: str, role: str, line: int) -> Connected:
        url, host, port, name = choice
        hops = tuple(dict.fromkeys(hop for value in choice if value is not None for hop in value.origin))
        found = Identity(engine, *split_host(host.text)) if host is not None else Identity(engine)
        if host is not None and "://" in host.text:
            found = of_url(host.text, self._schemes).under(Identity(engine))
        if port is not None and UNKNOWN not in port.text:
            found = found._replace(port=port.text)
        if name is not None and UNKNOWN not in name.text:
            found = found._replace(name=name.text)
        if url is not None:
            read = of_url(url.text, self._schemes)
            found = Identity(read.engine or engine, *found[1:]).under(read)
            if engine in FILES and not found.name and UNKNOWN not in url.text:
                found = Identity(engine, name=url.text)
        is_silent = host is None and (url is None or UNKNOWN not in url.text)
        if is_silent and not found.host and found.engine and found.engine not in FILES and found.name:
            found = found._replace(host="localhost")
        if not found.port and found.host:
            found = found._replace(port=self._ports.get(found.engine, ("",))[0])
        return Connected(
            database=found.database or _by_source(found, choice),
            engine=found.engine,
            server=found.server,
            name=found.name,
            schema=found.schema,
            alias=alias or (found.name if found.engine == "mongodb" else ""),
            role=role,
            line=line,
            hops=tuple(_shown(hop) for hop in hops),
        )


def parts_of(mapping: DictOf) -> dict[str, Values]:
    """Return the parts that a mapping of settings gives."""
    found: dict[str, Values] = {}
    for key, values in mapping.items:
        part = _KEYS.get(str(key).lower()) if key is not None else None
        if part is not None and values:
            found[part] = values
    return found


_NO_PART = {
    "host": re.compile(r"(?!\w[\w+.-]*://).*[/@\s]"),
    "name": re.compile(r".*(?://|@)"),
    "port": re.compile(r"(?!\d+$|.*\{\})"),
}
"""What no part of an address looks like: pieces of an address that code cut where we do not know."""


def _texts(values: Values, part: str = "") -> list[TextValue]:
    """Return the texts of a part: what manifests set before what the code falls back to, what is known before what is not."""
    texts = [v for v in in_order(values) if isinstance(v, TextValue) and v.text]
    wrong = _NO_PART.get(part)
    if wrong is not None:
        texts = [TextValue(UNKNOWN) if wrong.match(v.text) else v for v in texts]
    given = [v for v in texts if any(hop.what == "manifest" for hop in v.origin)]
    known = [v for v in texts if v.text != UNKNOWN]
    return (given or known or texts)[:MAX_VALUES]


def _choices(parts: Sequence[list[TextValue]]) -> list[tuple[TextValue | None, ...]]:
    """Return one value for each part, in every way, those first and alone that stand in the fewest manifests."""
    options: list[Sequence[TextValue | None]] = [values or [None] for values in parts]
    every = list(product(*options))[: MAX_VALUES * MAX_VALUES]
    spread = [len(_manifests(choice)) for choice in every]
    fewest = min(spread)
    return [choice for choice, files in zip(every, spread, strict=True) if files == fewest][:MAX_VALUES]


def _manifests(choice: Sequence[TextValue | None]) -> set[str]:
    return {hop.file for value in choice if value is not None for hop in value.origin if hop.what == "manifest"}


def _by_source(found: Identity, choice: Sequence[TextValue | None]) -> str:
    """Return what identifies a database of which it is only known where the value comes from: the key of a Secret."""
    url, host, _, name = choice
    sources = []
    for part, value in (("url", url), ("host", host), ("name", name)):
        known = {"url": "", "host": found.server, "name": found.name}[part]
        source = known or next(
            (
                named[1]
                for h in (value.origin if value else _NO_HOPS)
                if h.what == "manifest" and (named := _SOURCE.fullmatch(h.text)) is not None
            ),
            "",
        )
        if value is not None and not source:
            return ""
        if source:
            sources.append(source)
    has_all = url is not None or (host is not None and name is not None)
    return f"{found.engine or 'database'}:{' '.join(sources)}" if sources and has_all else ""


def _shown(hop: Hop) -> Hop:
    return msgspec.structs.replace(hop, text=redact(hop.text))
