"""Which settings modules the project itself names: in manage.py, wsgi.py and asgi.py, without running them."""

from __future__ import annotations

import re
from pathlib import Path

from boundary_lint.facts.content import read_file
from boundary_lint.facts.files import Tree

_NAMED = re.compile(rb"""DJANGO_SETTINGS_MODULE['"]\s*(?:,|\]\s*=)\s*['"]([\w.]+)['"]""")

_FILES = ("manage.py", "wsgi.py", "asgi.py")

MAX_BYTES = 100_000
"""Bytes of such a file that are looked at."""


def settings_hints(tree: Tree) -> list[str]:
    """Return the settings modules named, manage.py's first, without duplicates."""
    found: dict[str, None] = {}
    modules, inside = {file.module for file in tree.files}, tree.also_called()
    for name in _FILES:
        for file in tree.files:
            if file.path == name or file.path.endswith("/" + name):
                for match in _NAMED.finditer(_head(Path(tree.base, file.path))):
                    named = match[1].decode("ascii", "replace")
                    found[named if named in modules else inside.get(named, named)] = None
    return list(found)


def _head(path: Path) -> bytes:
    try:
        return read_file(path, MAX_BYTES)
    except OSError:
        return b""
