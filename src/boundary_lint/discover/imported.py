"""What the beginnings of a few files import: evidence for the folder they are imported from. Nothing is parsed."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable

from boundary_lint.facts.content import read_file

_IMPORT = re.compile(
    rb"""^[ \t]*(?:from|import)[ \t]+(\.+|[A-Za-z_]\w*(?:\.\w+)*)"""
    rb"""|DJANGO_SETTINGS_MODULE['"][ \t]*,[ \t]*['"]([\w.]+)['"]""",
    re.MULTILINE,
)

MAX_BYTES = 16_384
"""Bytes of a file that are looked at: imports stand at the top."""

MAX_FILES = 3_000
"""Files that are looked at in one run; with more, the layout of folders alone decides."""


class Imported:
    """Absolute names that files import or name as their settings; "." stands for any relative import.

    The standard library's names are left out. Every file is read once.
    """

    def __init__(self, base: str) -> None:
        self._base = base
        self._known: dict[str, tuple[str, ...]] = {}
        self._levels: dict[str, int] = {}

    def level(self, path: str) -> int:
        """Return the most dots that a relative import of a file begins with, 0 where it has none."""
        self.of(path)
        return self._levels.get(path, 0)

    def of(self, path: str) -> tuple[str, ...]:
        """Return the dotted names, in a stable order; nothing for a file that cannot be read."""
        known = self._known.get(path)
        if known is None:
            known = self._known[path] = self._read(path) if len(self._known) < MAX_FILES else ()
        return known

    def _read(self, path: str) -> tuple[str, ...]:
        try:
            head = read_file(os.path.join(self._base, path), MAX_BYTES)
        except OSError:
            return ()
        names = {(match[1] or match[2]).decode("ascii") for match in _IMPORT.finditer(head)}
        dots = {name for name in names if not name.strip(".")}
        self._levels[path] = max(map(len, dots), default=0)
        return tuple(sorted(_foreign(names - dots | ({"."} if dots else set()))))


def _foreign(names: Iterable[str]) -> Iterable[str]:
    return (name for name in names if name.split(".", 1)[0] not in sys.stdlib_module_names)
