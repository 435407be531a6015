"""A call: where it stands and what it is given, and what calls give that nobody has to know better."""

from __future__ import annotations

from typing import NamedTuple

from boundary_lint.facts import syntax
from boundary_lint.frameworks.django.routes.arguments import Arguments
from boundary_lint.frameworks.django.routes.things import (
    Bound,
    Closure,
    Listing,
    Scope,
    Table,
    Things,
    options,
)
from boundary_lint.frameworks.routes.view import View


class Site(NamedTuple):
    """A call: where it stands, and its arguments."""

    node: syntax.NodeId
    scope: Scope
    arguments: Arguments

    def argument(self, position: int, keyword: str) -> Things:
        """Return what an argument is, by position or keyword."""
        return self.arguments.get(position, keyword)


def of_table(table: Table, name: str, site: Site) -> Things:
    """Return what a method of a dictionary gives."""
    match name:
        case "items":
            return (Listing.of(Listing(((key or "{}",), values)) for key, values in table.items),)
        case "keys":
            return (Listing.of(key or "{}" for key, _ in table.items),)
        case "values":
            return (Listing.of(thing for _, values in table.items for thing in values),)
        case "get":
            return tuple(thing for key in options(site.argument(0, "")) for thing in table.get(key))
    return ()


def passed_through(arguments: Arguments) -> Things:
    """Return the first argument that is a view or a list of patterns: decorators and copies give back what they are given."""
    for things in arguments.positional:
        found = tuple(thing for thing in things if isinstance(thing, Listing | View | Closure | Bound))
        if found:
            return found
    return ()
