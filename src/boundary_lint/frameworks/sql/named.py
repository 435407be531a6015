"""Queries that SQL files name and programs call by that name: aiosql (``-- name: get_order^``), pugsql (``-- :name get_order :one``)."""

from __future__ import annotations

import msgspec

from boundary_lint.frameworks.effects import Ran
from boundary_lint.frameworks.sql.files import SqlFile, named_queries, read_sql_files
from boundary_lint.frameworks.world import World
from boundary_lint.link.frame import CallSite, Frame
from boundary_lint.link.values import NOTHING, Value, Values


class Queries(Value, msgspec.Struct, frozen=True):
    """What loads the queries of a program's SQL files: each is a method, those of a file may be in an attribute of its name."""

    texts: tuple[tuple[str, str], ...]

    def attribute(self, name: str, frame: Frame) -> Values:
        for known, text in self.texts:
            if known == name:
                return frozenset((Query(text),))
        return frozenset((self,))

    def sort_key(self) -> tuple[str, ...]:
        return ("sql-queries",)


class Query(Value, msgspec.Struct, frozen=True):
    """One of them; calling it runs it."""

    text: str

    def call(self, site: CallSite) -> Values:
        if site.frame.sink is not None:
            site.frame.sink.add(Ran(self.text))
        return NOTHING

    def sort_key(self) -> tuple[str, ...]:
        return ("sql-query", self.text)


def all_queries(world: World) -> Queries:
    """Return the queries of all SQL files; a name that several files have with different texts means none of them."""
    found: dict[str, str] = {}
    for file in read_sql_files(world):
        for name, text in named_queries(file.text).items() if isinstance(file, SqlFile) else ():
            found[name] = text if found.get(name, text) == text else ""
    return Queries(tuple((name, text) for name, text in sorted(found.items()) if text))
