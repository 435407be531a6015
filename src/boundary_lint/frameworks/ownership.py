"""Who owns a table: the configuration says so, else who creates it, else who declares it, else who alone writes it.

What a layer declares that is of no domain (``models.py`` for all) belongs to its only writer, and to the layer where there are more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import NamedTuple

from boundary_lint.config.model import ContextConfig
from boundary_lint.discover.domains import OF_NO_DOMAIN
from boundary_lint.facts.program import Access, Context, ForeignKey, Migration, Model, Table
from boundary_lint.frameworks.entity import LooseTable

ContextOf = Callable[[str, str], str]
"""(root, module) -> name of the context that holds the module, "" where there is none."""


class Place(NamedTuple):
    """Where a table is declared: by a model, or without a class."""

    root: str
    module: str
    file: str
    line: int


DEFAULT_KERNEL = (
    "django_*",
    "auth_*",
    "account_emailaddress",
    "account_emailconfirmation",
    "authtoken_token",
    "socialaccount_*",
    "celery_*",
    "django_celery_*",
    "kombu_*",
    "alembic_version",
    "outbox",
    "*_outbox",
    "*logentry",
    "*log_entry",
    "*auditlog*",
    "*audit_log*",
    "spatial_ref_sys",
)
"""Tables that every context may use: those of django.contrib, task results, outboxes and audit logs (shared kernel by default)."""


def assign_owners(
    tables: Iterable[Table],
    *,
    accesses: Sequence[Access],
    foreign_keys: Sequence[ForeignKey],
    models: Sequence[Model],
    loose: Sequence[LooseTable],
    migrations: Sequence[Migration],
    contexts: Mapping[str, Context],
    declared: Sequence[ContextConfig],
    kernel: Sequence[str],
    context_of: ContextOf,
    joined: Mapping[str, set[tuple[str, str]]] = MappingProxyType({}),
) -> list[Table]:
    """Return the tables with owner, evidence and shared_kernel filled in, and one more for every table only used.

    joined: table between two -> (root, module) of the relations that go through it. kernel: patterns of tables, or names of models, that are shared; those of the configuration and of AUTH_USER_MODEL.
    """
    known = {t.table: t for t in tables}
    for used in (*(a.table for a in accesses), *(k.to_table for k in foreign_keys)):
        known.setdefault(used, Table(table=used))
    model_of = {m.table: m for m in reversed(models) if not m.proxy}
    places = {t.table: Place(t.module_root, t.module, t.file, t.line) for t in reversed(loose)}
    places |= {m.table: Place(m.root, m.module, m.file, m.line) for m in model_of.values()}
    created: dict[str, list[Migration]] = defaultdict(list)
    for migration in migrations:
        created[migration.table].append(migration)
    writers: dict[str, set[str]] = defaultdict(set)
    for access in accesses:
        if access.op in ("write", "delete"):
            writers[access.table].add(context_of(access.root, access.module))
    owners = _Owners(contexts, declared, context_of, places, joined, created, writers)
    patterns = (*DEFAULT_KERNEL, *kernel)
    return sorted(
        owners.fill(table, _is_kernel(table.table, model_of.get(table.table), patterns)) for table in known.values()
    )


def _is_kernel(table: str, model: Model | None, patterns: Sequence[str]) -> bool:
    names = [table, table.rsplit(".", 1)[-1], *([model.model] if model is not None else [])]
    return any(fnmatchcase(name, pattern) for name in names for pattern in patterns)


class _Owners:
    def __init__(
        self,
        contexts: Mapping[str, Context],
        declared: Sequence[ContextConfig],
        context_of: ContextOf,
        places: Mapping[str, Place],
        joined: Mapping[str, set[tuple[str, str]]],
        created: Mapping[str, Sequence[Migration]],
        writers: Mapping[str, set[str]],
    ) -> None:
        self._contexts, self._declared, self._context_of = contexts, declared, context_of
        self._places, self._joined, self._created, self._writers = places, joined, created, writers

    def fill(self, table: Table, kernel: bool) -> Table:
        """Return the table with its owner and the reason for it."""
        owner, evidence = self._find(table.table, kernel)
        return Table(
            table=table.table,
            owner=owner,
            evidence=evidence,
            database=table.database,
            shared_kernel=kernel,
            file=table.file,
            line=table.line,
        )

    def _find(self, table: str, kernel: bool) -> tuple[str, str]:
        for context in self._declared:
            if any(fnmatchcase(name, p) for name in (table, table.rsplit(".", 1)[-1]) for p in context.tables):
                return context.name, "configuration"
        place = self._places.get(table)
        declaring = self._owning(place.root, place.module) if place is not None else ""
        writers = {w for w in self._writers.get(table, ()) if w and self._contexts[w].kind != "library"}
        alone = next(iter(writers)) if len(writers) == 1 and not kernel else ""
        if alone and declaring and self._contexts[declaring].evidence == OF_NO_DOMAIN:
            return alone, "only writer"
        migrations = [(self._owning(m.root, m.module), m) for m in self._created.get(table, ())]
        for owner, migration in sorted(migrations, key=lambda one: one[0] != declaring):
            if owner:
                return owner, f"migration {migration.file}:{migration.line}"
        through = {owner for root, module in self._joined.get(table, ()) if (owner := self._owning(root, module))}
        if len(through) == 1 and place is not None:
            return through.pop(), f"declared {place.file}:{place.line}, used by its relations alone"
        if place is not None and declaring:
            return declaring, f"declared {place.file}:{place.line}"
        if alone and place is None:
            return alone, "only writer"
        return "", ""

    def _owning(self, root: str, module: str) -> str:
        """Return the context of a module, unless it is a library: a library owns no data."""
        name = self._context_of(root, module)
        return name if name and self._contexts[name].kind != "library" else ""
