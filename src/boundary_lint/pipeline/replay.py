"""A run on which nothing changed, answered from the last one: imports almost nothing, stats everything."""

from __future__ import annotations


def lookup(arguments: list[str]) -> int | None:
    """Return the exit code of the same run before, its output printed again; None where anything changed."""
    return None
