"""Where a database is connected to: functions that the catalogue or stubs name.

[database.connect]  path of a function or class = engine and what it is given: ``postgresql(url, *, host, port, name)``;
                    ``redis cache(...)``: what it is used for beside data
[database.setting]  name of a setting = what its database is used for: "" for data, "cache", "broker", "results"
[database.scheme]   scheme of an address, driver or backend = family of the engine
[database.port]     family of the engine = the port where none is said
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from boundary_lint.frameworks.databases.connect import PARTS, Databases
from boundary_lint.frameworks.databases.effects import Connected
from boundary_lint.frameworks.databases.variables import read
from boundary_lint.frameworks.library import Library
from boundary_lint.frameworks.signatures import Signature, signature
from boundary_lint.frameworks.world import World
from boundary_lint.link.arguments import number
from boundary_lint.link.frame import CallSite
from boundary_lint.link.values import NOTHING, Items, TextValue, Values


class DatabaseConnections(Library):
    """Notes connections. Intrinsic of stubs: ``__database__(engine, url=, host=, port=, name=, role=)``, which gives the name."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._databases = Databases(world.catalog)
        self.intrinsics = {"__database__": self._stated}

    def external_callable(self, path: str) -> Callable[[CallSite], Values | None] | None:
        """``redis.Redis(host, port)``."""
        row = self.world.catalog.rows("database.variable").get(path)
        if row is not None:
            return partial(read, self.world, signature(row[0], path))
        row = self.world.catalog.rows("database.connect").get(path)
        return partial(self._connect, signature(row[0], path)) if row is not None else None

    def _connect(self, how: Signature, site: CallSite) -> None:
        engine, _, role = how.does.partition(" ")
        parts = {part: argument(how, part, site) for part in PARTS}
        self._note(engine, parts, role, site)

    def _stated(self, site: CallSite) -> Values:
        parts = {part: site.argument(-1, part) for part in PARTS}
        found = self._note(site.text(0) or "", parts, site.text(-1, "role") or "", site)
        return frozenset(TextValue(one.name) for one in found if one.name)

    def _note(self, engine: str, parts: dict[str, Values], role: str, site: CallSite) -> list[Connected]:
        found = list(self._databases.connected(engine, parts, role=role))
        if site.frame.sink is not None:
            for one in found:
                site.frame.sink.add(one)
        return found


def argument(how: Signature, part: str, site: CallSite) -> Values:
    """Return what an argument is; numbers are texts."""
    node = how.node(part, site)
    if node is None:
        return NOTHING
    return number(site.frame.nodes[node]) or _first(site.frame.evaluate(node))


def _first(values: Values) -> Values:
    """Return values; of a list of servers, which are one database, the first."""
    return NOTHING.union(*((v.items[0] if isinstance(v, Items) and v.items else (v,)) for v in values))
