"""Text of the analysed code in Markdown: it shows as it is, and can be nothing else."""

from __future__ import annotations

from boundary_lint.facts.harmless import clean

_SPECIAL = frozenset("\\`*_{}[]<>()#+!|~&$")

_APART = "<!-- -->"
"""Shows as nothing: it keeps code hosts from making mentions and links of plain text."""


def cell(text: str) -> str:
    """Return text that Markdown shows as it is, on one line: it notifies nobody and links to nothing."""
    escaped = "".join(f"\\{char}" if char in _SPECIAL else char for char in clean(text))
    return escaped.replace("@", f"@{_APART}").replace("://", f":{_APART}//")
