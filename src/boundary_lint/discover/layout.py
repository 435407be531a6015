"""Source roots: from which folder a file is imported, and so what its module is called.

A package is imported from the folder above its topmost ``__init__.py``; a folder without one below a package is part of
the package's dotted name (PEP 420). Where more is possible - folders without ``__init__.py``, several services in one
repository - the imports that name a package decide, else the manifests, else the layout of the folders.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from boundary_lint.discover.evidence import Evidence, folder_of, join
from boundary_lint.discover.imported import Imported
from boundary_lint.discover.manifests import PROJECT_FILES

_CONTAINERS = frozenset({"src", "lib", "python"})
"""Folders that only hold packages, unless imports name them.  Source: the "src layout" of the packaging guide."""


class Place(NamedTuple):
    """Where a file is imported from, and as what. root is "" for the analysed folder itself."""

    root: str
    module: str
    is_package: bool


class Layout:
    """Names the modules of a list of files."""

    def __init__(
        self,
        files: Sequence[str],
        manifests: Iterable[str],
        imported: Imported,
        sources: Iterable[str] = (),
        above: str = "",
    ) -> None:
        """files: all that can be imported. sources: declared roots. above: the package that the analysed folder is."""
        self._evidence, self._above = Evidence(files, imported), above
        self._sources = sorted(sources, key=len, reverse=True)
        marks: dict[str, set[str]] = {"": set()}
        for path in manifests:
            folder, _, name = path.rpartition("/")
            if name in PROJECT_FILES:
                marks.setdefault(folder, set()).add(name)
        self._projects = marks.keys()
        self._packages = {folder_of(path) for path in files if path.endswith("/__init__.py")}
        self._packages -= {folder for folder in self._packages if self._is_no_package(marks.get(folder, set()), folder)}
        self._parents = {folder_of(self._topmost(package)) for package in self._packages}
        self._folders: dict[str, tuple[str, str]] = {}

    def place(self, path: str) -> Place:
        """Return the root and the dotted name of a file."""
        folder, _, name = path.rpartition("/")
        known = self._folders.get(folder)
        if known is None:
            root = self._root(folder)
            inside = (folder[len(root) + 1 :] if root else folder).replace("/", ".")
            inside = f"{self._above}.{inside}".strip(".") if self._above else inside
            known = self._folders[folder] = (root, inside)
        root, package = known
        if name == "__init__.py":
            return Place(root, package or "__init__", bool(package))
        return Place(root, f"{package}.{name[:-3]}" if package else name[:-3], False)

    def projects(self, imported: Imported) -> list[tuple[str, str]]:
        """Return root and name of every package that is a source root too: its manage.py names something in its folder."""
        found = []
        for folder in sorted(self._packages & self._projects):
            starts = {name.split(".", 1)[0] for name in imported.of(join(folder, "manage.py"))}
            if folder and any(self._evidence.holds(join(folder, name)) for name in starts - {"", ".", "manage"}):
                place = self.place(join(folder, "__init__.py"))
                found.append((place.root, place.module))
        return found

    def _root(self, folder: str) -> str:
        for source in self._sources:
            if not source or folder == source or folder.startswith(source + "/"):
                return source
        if not folder or self._above:
            return ""
        package = self._package_above(folder)
        return self._root_of_folder(folder) if package is None else self._root_of_package(self._topmost(package))

    def _root_of_package(self, package: str) -> str:
        parent = folder_of(package)
        if not parent:
            return ""
        naming = self._evidence.votes(package, parent, self._packages).naming
        naming = naming or self._evidence.votes(parent, parent, self._packages).naming
        return _most(naming or self._evidence.inside(parent), parent)

    def _root_of_folder(self, folder: str) -> str:
        votes = self._evidence.votes(folder, folder, self._packages)
        if naming := votes.naming or self._evidence.inside(folder):
            return _most(naming, folder)
        if folder in self._projects or folder in self._parents or folder.rpartition("/")[2] in _CONTAINERS:
            is_package = folder not in self._projects and self._evidence.climbs_out(folder)
            return self._root(folder_of(folder)) if is_package else folder
        found = votes.finding or self._evidence.inside(folder_of(folder))
        return _most(found, "") if found else self._root(folder_of(folder))

    def _package_above(self, folder: str) -> str | None:
        """Return the nearest package a folder lies in, itself included; a project in between ends the search."""
        while folder and folder not in self._packages:
            if folder in self._projects:
                return None
            folder = folder_of(folder)
        return folder or None

    def _topmost(self, package: str) -> str:
        """Return the topmost package of a package's chain, through folders without ``__init__.py``."""
        above = self._package_above(folder_of(package))
        while above is not None:
            package, above = above, self._package_above(folder_of(above))
        return package

    def _is_no_package(self, marks: set[str], folder: str) -> bool:
        """Whether a folder is a package by mistake: no import can name it, or a project's whose files import from inside.

        One with a manage.py alone may be meant to be both.
        """
        if not folder.rpartition("/")[2].isidentifier() and not self._evidence.is_package_inside(folder):
            return True
        return bool(marks - {"manage.py"}) and self._evidence.is_no_package(folder)


def _most(votes: Counter[str], default: str) -> str:
    """Return the folder with most votes; of equals the innermost."""
    return max(votes, key=lambda folder: (votes[folder], len(folder))) if votes else default
