"""Patterns of dotted names: a name with all below it, or one with wildcards ("shop.*.api")."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from fnmatch import fnmatchcase


def is_glob(pattern: str) -> bool:
    """Whether a pattern has wildcards."""
    return any(char in pattern for char in "*?[")


def covers(pattern: str, name: str) -> bool:
    """Whether a pattern means a name: the name itself, and all below it."""
    if is_glob(pattern):
        return fnmatchcase(name, pattern) or fnmatchcase(name, pattern + ".*")
    return name == pattern or name.startswith(pattern + ".")


class Names:
    """Dotted names, asked by patterns."""

    def __init__(self, names: Iterable[str]) -> None:
        self.all: Collection[str] = sorted(set(names))
        self._above = {above for name in self.all for above in prefixes(name)}

    def match(self, pattern: str) -> bool:
        """Whether a pattern means any of them."""
        return any(covers(pattern, name) for name in self.all) if is_glob(pattern) else pattern in self._above


def prefixes(name: str) -> list[str]:
    """Return a dotted name and all names above it, the longest first."""
    found = [name]
    while "." in found[-1]:
        found.append(found[-1].rpartition(".")[0])
    return found
