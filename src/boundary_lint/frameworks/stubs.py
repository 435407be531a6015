"""Stubs: what the base classes of a library do, in plain Python, read by the same extractor; shipped and the user's.

A stub is named by the module it describes: ``django.db.models.py``. Its effects are charged to the calling function. It may
call intrinsics, which only stubs can: ``__read__(x)`` and others, each explained where a library defines it. A method
``__declared__`` says what the library does with every class that inherits it: that is charged to the class.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from boundary_lint.errors import CatalogError
from boundary_lint.facts.content import MAX_TEXT, read_file
from boundary_lint.facts.syntax import decode
from boundary_lint.link.program import STUBS, Module

Extract = Callable[[bytes], bytes]


def load_stubs(extract: Extract, folders: Iterable[Path] = ()) -> dict[str, Module]:
    """Return all stub modules by name; a user's stub replaces a shipped one of the same name.

    Raises:
        CatalogError: a user's folder cannot be read or a stub has broken syntax.
    """
    stubs: dict[str, Module] = {}
    shipped: Iterable[Traversable] = (files("boundary_lint.frameworks") / "stubs").iterdir()
    for own in sorted((s for s in shipped if s.name.endswith(".py")), key=lambda s: s.name):
        _add(stubs, own.name, own.read_bytes(), f"stubs/{own.name}", extract)
    for folder in folders:
        if not folder.is_dir():
            raise CatalogError(str(folder), "is no folder of stubs", "check the key 'stubs'")
        for path in sorted(folder.glob("*.py")):
            try:
                source = read_file(path, MAX_TEXT)
            except OSError as error:
                raise CatalogError(str(path), f"cannot be read: {error.strerror}", "check the key 'stubs'") from error
            _add(stubs, path.name, source, str(path), extract)
    return stubs


def _add(stubs: dict[str, Module], file_name: str, source: bytes, place: str, extract: Extract) -> None:
    syntax = decode(extract(source))
    for gap in syntax.gaps:
        if gap.kind in ("syntax", "encoding"):
            raise CatalogError(f"{place}:{gap.line}", gap.reason)
    name = file_name.removesuffix(".py")
    stubs[name] = Module(root=STUBS, name=name, file=place, is_package=False, role="stub", syntax=syntax)
