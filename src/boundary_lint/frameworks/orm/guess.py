"""Collections of a database of which only the name is known: ``request.app.db["orders"].insert_one(order)``.

Believed where the method is one that only the mapper has (the page's key ``guess``) and what holds the collection is called like
a database; of low confidence all the same.
"""

from __future__ import annotations

from collections.abc import Iterable

from boundary_lint.facts import syntax
from boundary_lint.frameworks.orm.page import Method, Orm
from boundary_lint.frameworks.orm.query import Query, QueryMethod
from boundary_lint.link.frame import CallSite
from boundary_lint.link.values import Values

DATABASES = ("db", "mongo", "database")
"""Parts of names that databases go by."""


class Guesses:
    """Decides what a call of an unknown collection is."""

    def __init__(self, orms: Iterable[Orm]) -> None:
        self._methods: dict[str, tuple[Orm, Method]] = {
            name: (orm, orm.query_methods[name]) for orm in orms for name in orm.guess if name in orm.query_methods
        }
        self.names = self._methods.keys()

    def call(self, site: CallSite) -> Values | None:
        """Return what the call gives, None where it is none of these."""
        nodes = site.frame.nodes
        callee = nodes[site.node.func]
        known = self._methods.get(callee.name) if isinstance(callee, syntax.Attr) else None
        if known is None or not isinstance(callee, syntax.Attr):
            return None
        holder = nodes[callee.base]
        name = (
            holder.name if isinstance(holder, syntax.Attr) else holder.key if isinstance(holder, syntax.Item) else None
        )
        if not isinstance(name, str) or not isinstance(holder, syntax.Attr | syntax.Item):
            return None
        database = getattr(nodes[holder.base], "name", "")
        if not any(part in str(database).lower() for part in DATABASES):
            return None
        orm, method = known
        return QueryMethod(Query(orm, None, name, guessed=True), method).call(site)
