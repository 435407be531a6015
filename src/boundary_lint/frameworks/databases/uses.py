"""What was noted of connections, as facts: each database once in a file, where it is named first."""

from __future__ import annotations

from typing import TypeAlias

from boundary_lint.facts import program as facts
from boundary_lint.frameworks.databases.effects import Connected
from boundary_lint.frameworks.site import Site

_Key: TypeAlias = tuple[str, str, str, str, str, str]


class DatabaseUses:
    """Gathers connections."""

    def __init__(self) -> None:
        self._found: dict[_Key, facts.DatabaseUse] = {}

    def all(self) -> list[facts.DatabaseUse]:
        """Return all connections."""
        return list(self._found.values())

    def add(self, effect: Connected, site: Site) -> None:
        """Take note of one connection."""
        module = site.module
        use = facts.DatabaseUse(
            root=module.root,
            module=module.name,
            file=module.file,
            line=effect.line or site.line,
            database=effect.database,
            engine=effect.engine,
            server=effect.server,
            name=effect.name,
            schema=effect.schema,
            alias=effect.alias,
            role=effect.role,
            hops=effect.hops,
        )
        self.keep(use)

    def keep(self, use: facts.DatabaseUse) -> None:
        """Take a use where its file has none of this database further up."""
        told = use.database or f"{use.engine} {use.server} {use.name}"
        key = (use.root, use.file, told, use.schema, use.alias, use.role)
        known = self._found.get(key)
        if known is None or use < known:
            self._found[key] = use


def once(uses: list[facts.DatabaseUse]) -> list[facts.DatabaseUse]:
    """Return the uses of several parts, each database once in a file."""
    found = DatabaseUses()
    for use in uses:
        found.keep(use)
    return sorted(found.all())
