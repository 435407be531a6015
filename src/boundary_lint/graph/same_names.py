"""Tables of one name in the databases of several services: one table where they share a database, else each its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from boundary_lint.facts.program import Model, ProgramFacts, Table


class SameNames:
    """Tells which table a service means by a name that another one owns a table of, too.

    service_of: (root, module) -> service; owner_service: table -> service of its owner.
    """

    def __init__(
        self, facts: ProgramFacts, service_of: Callable[[str, str], str], owner_service: Callable[[str], str]
    ) -> None:
        self._owner_service = owner_service
        self._declared: dict[tuple[str, str], Model] = {}
        self._databases: dict[str, set[str]] = {}
        for model in facts.models:
            if model.table and not model.proxy and not model.third_party:
                self._declared.setdefault((service_of(model.root, model.module), model.table), model)
        for use in facts.databases:
            if use.database and not use.role:
                service = use.service or service_of(use.root, use.module)
                self._databases.setdefault(service, set()).add(use.database)
        self.is_own = cache(self._is_own)

    def copies(self, context_of: Callable[[str, str], str]) -> Iterator[tuple[str, Table]]:
        """Yield (service, table) for every table that a service declares though another one owns the name."""
        for (service, name), model in sorted(self._declared.items(), key=lambda item: item[0]):
            if self.is_own(service, name, ""):
                yield (
                    service,
                    Table(
                        table=name,
                        owner=context_of(model.root, model.module),
                        evidence=f"declared {model.file}:{model.line}",
                        database=model.database,
                        file=model.file,
                        line=model.line,
                    ),
                )

    def _is_own(self, service: str, table: str, via: str) -> bool:
        """Tell whether a service means a table of its own. via: the reason of an access, "" for a declaration.

        SQL says nothing but the name; a class that the service does not declare is the other one's.
        """
        owner = self._owner_service(table)
        if owner in ("", service) or not service:
            return False
        own, others = self._databases.get(service, set()), self._databases.get(owner, set())
        if (service, table) in self._declared:
            return not (own & others and (via == "sql" or len(own) == 1))
        return via == "sql" and bool(own and others) and not own & others
