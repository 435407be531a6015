"""How much of a program the chosen rules ask for: who asks for imports alone need not wait for data."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping

import msgspec

from boundary_lint.config.model import Config
from boundary_lint.facts.files import Extent, Tree
from boundary_lint.facts.program import ProgramFacts
from boundary_lint.graph import gate
from boundary_lint.graph.store import build
from boundary_lint.rules.page import Option, Page

IMPORT_VIEWS = frozenset({"context", "module", "import", "context_import", "context_cycle_step", "contract_break"})
"""The public views whose rows no use of a value changes."""

COSTLY_VIEWS = frozenset({"misplaced", "contract_break"})
"""The public views that are filled only where something reads them; `boundary_lint.pipeline.costly` says how."""


def extent_for(views: Collection[str], config: Config) -> Extent:
    """Return how much has to be read for rules that read some views.

    Imports are enough only where contexts are configured: else they are found by apps and entities. Names that a package
    offers to others are read with the definitions of its modules.
    """
    if not IMPORT_VIEWS.issuperset(views):
        return "all"
    public = any(context.public is not None for context in config.contexts)
    return "imports" if config.contexts and not public else "names"


def views_read(pages: Iterable[Page]) -> frozenset[str]:
    """Return the views that the queries of pages read; a query that cannot be run reads "" (it will be told of later)."""
    with build(ProgramFacts()) as empty:
        return frozenset(view for page in pages for view in _views(page.sql, page.options, empty))


def views_of(sql: str) -> frozenset[str]:
    """Return the views that a query reads."""
    with build(ProgramFacts()) as empty:
        return _views(sql, {}, empty)


def _views(sql: str, options: Mapping[str, Option], empty: sqlite3.Connection) -> frozenset[str]:
    try:
        return gate.run(empty, sql, dict(options)).views
    except gate.QueryFailed:
        return frozenset({""})


def imports_alone(tree: Tree) -> Tree:
    """Return the tree with every file to be read for its imports only, unless it imports what strings name."""
    whole = tuple(msgspec.structs.replace(f, depth="loads") if f.depth == "full" else f for f in tree.files)
    return msgspec.structs.replace(tree, files=whole)
