"""Patterns of paths, as ``exclude`` and ``include`` hold them.

As in .gitignore: ``*`` and ``?`` stay within one name, ``**`` spans folders; a pattern without a slash means that name
at any depth, one with a slash starts at the folder of the configuration; what it means, it means with all below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache


class Globs:
    """Several patterns at once; remembers which of them ever matched."""

    def __init__(self, patterns: Sequence[str], prefix: str = "") -> None:
        """prefix: where the paths asked for start, relative to where the patterns start ("" for the same folder)."""
        self._prefix = prefix + "/" if prefix else ""
        self._all = {pattern: _compile(pattern) for pattern in patterns}
        self._leads = [_segments(pattern) for pattern in patterns]
        self.used: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._all)

    def match(self, path: str) -> bool:
        """Whether a pattern means this path, or a folder above it."""
        path = self._prefix + path
        found = [pattern for pattern, regex in self._all.items() if regex.match(path)]
        self.used.update(found)
        return bool(found)

    def leads_to(self, folder: str) -> bool:
        """Whether a pattern with a slash may mean something below this folder."""
        parts = (self._prefix + folder).split("/")
        return any(_may_lead(wanted, parts) for wanted in self._leads if len(wanted) > 1)

    def unused(self) -> list[str]:
        """Return the patterns that never matched, though they speak of something below the analysed folder."""
        return [p for p in self._all if p not in self.used and self._speaks_of_us(p)]

    def _speaks_of_us(self, pattern: str) -> bool:
        return not self._prefix or _may_lead(_segments(pattern), [*self._prefix.strip("/").split("/"), "*"])


def _segments(pattern: str) -> list[str]:
    return [part for part in pattern.split("/") if part not in ("", ".")]


def _compile(pattern: str) -> re.Pattern[str]:
    parts = _segments(pattern)
    anchored = "/" in pattern.removeprefix("./").rstrip("/")
    inner = "".join("(?:[^/]+/)*" if part == "**" else _name(part) + "/" for part in parts)
    inner = inner[:-1] if not inner.endswith("*") else inner + ".*"
    return re.compile(("" if anchored else "(?:.*/)?") + inner + r"(?:/.*)?\Z", re.DOTALL)


_TOKEN = re.compile(r"\*+|\?|\[!?\]?[^\]/]*\]|.", re.DOTALL)


@cache
def _name(pattern: str) -> str:
    """Return the regular expression of one name's pattern; a class of characters that is none is taken as written."""
    regex = "".join(_token(token[0]) for token in _TOKEN.finditer(pattern))
    try:
        re.compile(regex)
    except re.error:
        return re.escape(pattern)
    return regex


def _token(token: str) -> str:
    if token[0] == "*":
        return "[^/]*"
    if token == "?":
        return "[^/]"
    if len(token) > 1:
        inner = re.sub(r"([\\\[&|~])", r"\\\1", token[1:-1])
        return f"[^{inner[1:]}]" if inner.startswith("!") else f"[{inner}]"
    return re.escape(token)


def _may_lead(wanted: Sequence[str], parts: Sequence[str]) -> bool:
    for pattern, part in zip(wanted, parts, strict=False):
        if pattern == "**":
            return True
        if part != "*" and not re.fullmatch(_name(pattern), part):
            return False
    return True
