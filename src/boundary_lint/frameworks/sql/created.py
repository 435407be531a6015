"""What a SQL text in a migration makes: tables and views, and the names that tables are given."""

from __future__ import annotations

import re

from boundary_lint.frameworks.sql.read import tables_of

_MAKES = re.compile(r"\b(?:CREATE\b.{0,60}?\b(?:TABLE|VIEW)|RENAME\s+TO)\b", re.IGNORECASE | re.DOTALL)


def created_in(text: str) -> list[str]:
    """Return the tables and views that a text makes; a text that makes none is not parsed."""
    if _MAKES.search(text) is None:
        return []
    return [name for facts in tables_of(text) for name in facts.created if name not in facts.temporary]
