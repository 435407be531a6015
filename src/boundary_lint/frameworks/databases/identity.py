"""What tells databases apart: engine, server and name, read from an address or from its parts. Never a user or password."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

from boundary_lint.frameworks.catalog import Rows

UNKNOWN = "{}"

_URL = re.compile(r"(?P<scheme>[A-Za-z][\w.+-]*|\{\}):(?://)?(?P<rest>.*)", re.DOTALL)

_PAIR = re.compile(r"(?P<key>\w+)\s*=\s*(?P<value>'[^']*'|[^\s;]+)")

_SCHEMA = re.compile(r"(?:search_path(?:=|%3D)|currentSchema=)(?P<schema>[\w.]+)", re.IGNORECASE)

_NAMES = ("dbname", "database", "db", "name", "initial catalog")

_HOSTS = ("host", "hostaddr", "server", "hostname", "data source")

FILES = frozenset({"sqlite", "duckdb"})
"""Engines whose databases are files."""


IN_MEMORY = ":memory:"
"""The name of a database that is nobody else's."""


class Identity(NamedTuple):
    """What is known of a database: engine ("" where not known), host, port ("" for none), name, schema. name of a file: its path."""

    engine: str = ""
    host: str = ""
    port: str = ""
    name: str = ""
    schema: str = ""

    @property
    def server(self) -> str:
        """Host and port as one text."""
        return f"{self.host}:{self.port}" if self.host and self.port else self.host

    @property
    def database(self) -> str:
        """What tells it apart; "" where server or name is not known."""
        if self.engine in FILES:
            return f"{self.engine}:{self.name}" if self.name else ""
        if not self.host or not (self.name or self.engine not in NAMED):
            return ""
        return f"{self.engine or 'database'}://{self.server}/{self.name}"

    def under(self, other: Identity) -> Identity:
        """Return what is known of both, the other where this one says nothing."""
        return Identity(*(own or more for own, more in zip(self, other, strict=True)))


NAMED = frozenset({"postgresql", "mysql", "mongodb", "mssql", "oracle", ""})
"""Engines whose servers hold many databases: without a name it is not known which one is meant."""


CARRIERS = frozenset({"http", "https", "tcp"})
"""Schemes by which servers of any engine are reached."""


def engine_of(word: str, schemes: Rows) -> str:
    """Return the family of the engine that a scheme, driver or backend names: "postgresql+asyncpg" is "postgresql"."""
    word = word.lower()
    for one in (word, word.split("+", 1)[0], word.rpartition(".")[2]):
        if one in schemes:
            return schemes[one][0]
    return "" if UNKNOWN in word or word in CARRIERS else word.split("+", 1)[0]


def of_url(text: str, schemes: Rows) -> Identity:
    """Return what an address says: a URL, a libpq or ODBC string of settings, a path of a file, a host alone."""
    match = _URL.fullmatch(text.strip())
    if match is None or (match["scheme"] not in schemes and "://" not in text):
        return _of_pairs(text)
    engine = engine_of(match["scheme"], schemes)
    place, _, options = match["rest"].partition("?")
    if engine in FILES:
        path = place[1:] if place.startswith("/") else place
        return Identity(engine, name=_known(path) or ("" if path else IN_MEMORY))
    authority, _, path = _after_password(place).partition("/")
    host, port = split_host(authority.split(",", 1)[0])
    schema = _SCHEMA.search(options)
    return Identity(engine, host, port, _known(unquote(path.strip("/"))), schema["schema"] if schema else "")


def _after_password(place: str) -> str:
    """Return what follows user and password, which may hold any character."""
    return place.rpartition("@")[2]


def _of_pairs(text: str) -> Identity:
    pairs = {m["key"].lower(): m["value"].strip("'") for m in _PAIR.finditer(text)}
    if not pairs:
        host, port = split_host(_after_password(text)) if text and "/" not in text else ("", "")
        return Identity("", host, port)
    first = next((pairs[key] for key in _HOSTS if key in pairs), "")
    name = next((pairs[key] for key in _NAMES if key in pairs), "")
    host, port = split_host(first)
    return Identity("", host, pairs.get("port", port), _known(name))


def split_host(text: str) -> tuple[str, str]:
    """Return host and port; "" for what is not known."""
    host, colon, port = text.rpartition(":")
    if not colon or not (port.isdigit() or port == UNKNOWN) or host.endswith(":"):
        host, port = text, ""
    return _known(host.strip("[]").lower()), _known(port)


def _known(text: str) -> str:
    return "" if UNKNOWN in text else text
