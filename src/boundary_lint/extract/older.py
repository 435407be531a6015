"""Syntax of Python 2, rewritten line by line where the interpreter points, so that the rest of the file is not lost.

Lines keep their numbers. What does not fit on one line stays broken.
"""

from __future__ import annotations

import re

_REWRITES = (
    (re.compile(r"^(\s*(?:.*:\s+)?)print\s*>>\s*[^,#]+,\s*([^#\n]+?)\s*,?\s*(#.*)?$"), r"\1print(\2) \3"),
    (
        re.compile(r"^(\s*(?:.*:\s+)?)print\s+([^\s=(#][^\n]*?|\([^\n]*\)\s*%[^\n]*?)\s*,?\s*((?<!['\"])#[^'\"]*)?$"),
        r"\1print(\2) \3",
    ),
    (re.compile(r"^(\s*(?:.*:\s+)?)exec\s+([^\s=(#][^\n]*)$"), r"\1exec(\2)"),
    (re.compile(r"^(\s*(?:.*:\s+)?raise\s+[\w.]+)\s*,[^\n]*$"), r"\1"),
    (re.compile(r"\b0(\d+)\b(?!\.)"), r"0o\1"),
    (re.compile(r"\b(\d+)[lL]\b"), r"\1"),
    (re.compile(r"<>"), "!="),
    (re.compile(r"\b[uU][rR](?=['\"])"), "r"),
)


def patch(lines: list[str], at: int) -> bool:
    """Rewrite a line of Python 2, and all below it that are written alike. Return whether anything changed."""
    for mark, replacement in _REWRITES:
        if mark.search(lines[at]):
            before = lines[at]
            for number in range(at, len(lines)):
                if mark.search(lines[number]):
                    lines[number] = mark.sub(replacement, lines[number]).rstrip()
            if lines[at] != before:
                return True
    return False
