"""From which folder imports show a package to be imported, for those that could be imported from several."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from typing import NamedTuple

from boundary_lint.discover.imported import Imported

SAMPLE = 40
"""Files of one package whose imports are looked at: where it is imported from shows in nearly every file of it."""


class Votes(NamedTuple):
    """How many files speak for each folder: by naming what is asked about, or by finding other modules from there."""

    naming: Counter[str]
    finding: Counter[str]


class Evidence:
    """Asks the files of a package, and those beside it, what they import."""

    def __init__(self, files: Iterable[str], imported: Imported) -> None:
        """files: paths of all that can be imported."""
        self._files, self._imported = sorted(files), imported
        self._directly_in: dict[str, list[str]] = {}
        self._importable = {path.removesuffix(".py") for path in self._files}
        for path in self._files:
            self._directly_in.setdefault(folder_of(path), []).append(path)
        for folder in list(self._directly_in):
            self._importable.update(and_above(folder))
        self._known: dict[str, Votes] = {}
        self._inside: dict[str, Counter[str]] = {}

    def votes(self, subject: str, nearest: str, packages: Set[str]) -> Votes:
        """Return what speaks for each folder from which a package or folder could be imported. nearest: the innermost.

        An import names the subject if it leads to it, into it, or to a folder without ``__init__.py`` that it lies in.
        """
        votes = self._known.get(subject)
        if votes is None:
            votes = self._known[subject] = Votes(Counter(), Counter())
            candidates = and_above(nearest)
            for reader in self._readers(subject, candidates, subject in packages):
                found = {name: self._finder(reader, name, candidates) for name in self._imported.of(reader)}
                paths = [(root, join(root, name.replace(".", "/"))) for name, root in found.items() if root is not None]
                votes.naming.update({root for root, path in paths if _names(path, subject, packages)})
                if reader.startswith(subject + "/"):
                    votes.finding.update({root for root, _ in paths})
        return votes

    def inside(self, folder: str) -> Counter[str]:
        """Return what speaks for each folder from which something inside of a folder is imported, by files inside of it: siblings are
        imported from one place, and who says nothing himself is named by others. Nothing for the top itself, where there is no choice.
        """
        votes = self._inside.get(folder)
        if votes is None:
            votes = self._inside[folder] = Counter()
            candidates = and_above(folder) if folder else []
            for reader in _sample(self._below(folder)) if folder else ():
                names = ((name, self._finder(reader, name, candidates)) for name in self._imported.of(reader))
                paths = ((root, join(root, name.replace(".", "/"))) for name, root in names if root is not None)
                votes.update({root for root, path in paths if path.startswith(folder + "/") and self.holds(path)})
        return votes

    def holds(self, path: str) -> bool:
        """Whether a path without ending is a module or a folder that can be imported."""
        return path in self._importable

    def climbs_out(self, folder: str) -> bool:
        """Whether files below a folder import what lies above it: ``from ...models``, so that it is a package itself."""
        for path in _sample(self._below(folder)):
            depth = path.count("/") - folder.count("/") - 1
            if self._imported.level(path) > depth:
                return True
        return False

    def is_no_package(self, folder: str) -> bool:
        """Whether a folder bears an ``__init__.py`` for nothing: its files import each other as top-level modules.

        One name may be that of a library, too; a dotted one that leads to a module of the folder is none of a library.
        """
        named = {name for path in _sample(self._below(folder)) for name in self._imported.of(path)}
        tops = {name.split(".", 1)[0] for name in named}
        found = {name for name in tops if name and join(folder, name) in self._importable}
        deep = any("." in name and join(folder, name.replace(".", "/")) in self._importable for name in named)
        return (deep or len(found) >= 2) and not self._are_relative(folder) and folder.rpartition("/")[2] not in tops

    def is_package_inside(self, folder: str) -> bool:
        """Whether the files of a folder need it to be a package: they import each other, or what is in it, relatively."""
        return self._are_relative(folder) or self.climbs_out(folder)

    def _are_relative(self, folder: str) -> bool:
        return any("." in self._imported.of(path) for path in self._directly_in[folder])

    def _finder(self, reader: str, name: str, candidates: Sequence[str]) -> str | None:
        """Return the nearest folder above a reader that holds what a dotted name begins with, other than the reader."""
        first = name.split(".", 1)[0]
        for folder in candidates if first else ():
            found = join(folder, first)
            if (
                found in self._importable
                and found + ".py" != reader
                and (not folder or reader.startswith(folder + "/"))
            ):
                return folder
        return None

    def _readers(self, subject: str, candidates: Sequence[str], is_package: bool) -> list[str]:
        own = self._below(subject) if is_package else self._directly_in.get(subject, [])
        beside = [path for folder in candidates for path in _sample(self._directly_in.get(folder, []))]
        return sorted({*_sample(own), *beside})

    def _below(self, folder: str) -> list[str]:
        return self._files[bisect_left(self._files, folder + "/") : bisect_left(self._files, folder + "0")]


def _names(imported: str, subject: str, packages: Set[str]) -> bool:
    if imported == subject or imported.startswith(subject + "/"):
        return True
    return subject.startswith(imported + "/") and imported not in packages


def _sample(paths: Sequence[str]) -> Sequence[str]:
    return paths[:: max(1, len(paths) // SAMPLE)][:SAMPLE]


def folder_of(path: str) -> str:
    """Return the folder that a path lies in, "" at the top."""
    return path.rpartition("/")[0]


def join(folder: str, name: str) -> str:
    """Return a path below a folder."""
    return f"{folder}/{name}" if folder else name


def and_above(folder: str) -> list[str]:
    """Return a folder and all above it, "" last."""
    found = [folder]
    while folder:
        folder = folder_of(folder)
        found.append(folder)
    return found
