"""Text of the analysed code in Markdown: it shows as it is, and can be nothing else."""

from __future__ import annotations

from boundary_lint.report.text import clean

_SPECIAL = frozenset("\\`*_{}[]<>()#+!|~&")


def cell(text: str) -> str:
    """Return text that Markdown shows as it is, on one line."""
    return "".join(f"\\{char}" if char in _SPECIAL else char for char in clean(text))
