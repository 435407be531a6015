"""Source roots: from which folder a file is imported, and so what its module is called.

A folder is a root if a top-level package or a plain module lies in it: the parent of the topmost ``__init__.py`` of a chain; a ``src``
folder; a folder with a manifest of its own (a service in a repository of several). A folder without ``__init__.py`` below a package
is part of the package's dotted name (PEP 420).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_MARKERS = frozenset({"pyproject.toml", "setup.py", "setup.cfg", "manage.py", "Pipfile", "requirements.txt", "Dockerfile"})
"""Manifests that make the folder they lie in a project of its own."""

_CONTAINERS = frozenset({"src", "lib", "python"})
"""Folders that only hold packages, where they are none themselves."""


class Layout:
    """Names the modules of a list of files."""

    def __init__(self, files: Sequence[str], manifests: Iterable[str], sources: Sequence[str]) -> None:
        """sources: configured roots; where there are any, the first that holds a file is its root."""
        self._sources = sorted((s.strip("/") if s != "." else "" for s in sources), key=len, reverse=True)
        self._packages = {_folder(path) for path in files if path.endswith("__init__.py")}
        self._marked = {_folder(path) for path in manifests if path.rsplit("/", 1)[-1] in _MARKERS} | {""}
        self._roots = {_folder(self._topmost(package)) for package in self._packages if package}
        self._known: dict[str, str] = {}

    def name(self, path: str) -> tuple[str, str, bool]:
        """Return (root, dotted name, whether it is a package) of a file."""
        folder = _folder(path)
        root = self._known.get(folder)
        if root is None:
            root = self._known[folder] = self._root(folder)
        inside = path[len(root) + 1 :] if root else path
        parts = inside.removesuffix(".py").split("/")
        is_package = parts[-1] == "__init__"
        if is_package:
            parts.pop()
        return root, ".".join(parts) or "__init__", is_package and bool(parts)

    def _root(self, folder: str) -> str:
        for source in self._sources:
            if not source or folder == source or folder.startswith(source + "/"):
                return source
        package = self._package_above(folder)
        if package is not None:
            return _folder(self._topmost(package))
        here = folder
        while True:
            if here in self._roots or here in self._marked or here.rsplit("/", 1)[-1] in _CONTAINERS:
                return here
            here = _folder(here)

    def _package_above(self, folder: str) -> str | None:
        """Return the nearest package that a folder lies in, itself included; a marked folder in between ends the search."""
        here = folder
        while here:
            if here in self._packages:
                return here
            if here in self._marked:
                return None
            here = _folder(here)
        return None

    def _topmost(self, package: str) -> str:
        """Return the topmost package of the chain that a package belongs to, through folders without ``__init__.py``."""
        top = package
        while True:
            above = _folder(top)
            if not above:
                return top
            if above in self._packages:
                top = above
                continue
            package_above = self._package_above(above)
            if package_above is None:
                return top
            top = package_above


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
