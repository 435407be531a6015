"""Sessions of which only the name is known: believed where the argument is mapped, or the name says so and all fits.

``requests.Session().get(url)`` has neither a mapped argument nor a statement: it is never taken for one.
"""

from __future__ import annotations

from collections.abc import Callable

from boundary_lint.facts import syntax
from boundary_lint.frameworks.catalog import Catalog
from boundary_lint.frameworks.sqlalchemy.calls import PREFIX, objects
from boundary_lint.frameworks.sqlalchemy.entity import mapped
from boundary_lint.frameworks.sqlalchemy.statements import Statement
from boundary_lint.frameworks.sqlalchemy.values import sources_of
from boundary_lint.link.frame import CallSite
from boundary_lint.link.values import ClassValue, Values

SESSION = "sqlalchemy.orm.Session."
"""Prefix of the resolver rows that say what a session's methods do."""

NAMES = frozenset({"db", "sess", "s", "uow", "database"})
"""Names, besides those with "session" in them, that sessions go by."""


class Evidence:
    """Decides what an unknown call means."""

    def __init__(self, catalog: Catalog) -> None:
        self._kinds = {
            path.removeprefix(SESSION): kind.removeprefix(PREFIX)
            for path, kind in catalog.resolver.items()
            if path.startswith(SESSION)
        }
        self.names = self._kinds.keys()

    def kind(self, site: CallSite) -> str | None:
        """Return the kind of a call on something that may be a session."""
        callee = site.frame.nodes[site.node.func]
        if not isinstance(callee, syntax.Attr):
            return None
        kind = self._kinds.get(callee.name)
        if kind is None:
            return None
        fits = _FITS.get(kind)
        if fits is not None and site.node.args and fits(site.frame.evaluate(site.node.args[0])):
            return kind
        if not _is_session(callee.base, site):
            return None
        if kind == "flush":
            return kind
        first = site.argument(0)
        if kind == "get":
            return kind if any(isinstance(v, ClassValue) and mapped(v.cls) for v in first) else None
        return kind if kind in ("add", "remove", "refresh") and any(objects(first, site)) else None


_FITS: dict[str, Callable[[Values], bool]] = {
    "query": lambda values: any(sources_of(values)),
    **dict.fromkeys(
        ("execute", "scalars", "scalar", "exec"), lambda values: any(isinstance(v, Statement) for v in values)
    ),
}
"""Kinds that the first argument alone decides."""


def _is_session(node: syntax.NodeId, site: CallSite) -> bool:
    record = site.frame.nodes[node]
    if isinstance(record, syntax.Call):
        record = site.frame.nodes[record.func]
    if isinstance(record, syntax.Entered | syntax.Outer):
        return False
    name = getattr(record, "name", "")
    return name in NAMES or "session" in name.lower()
