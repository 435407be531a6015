"""The walk itself: folders are listed, names judged, nothing is opened. Imports little: a warm run walks too."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from boundary_lint.discover.globs import Globs
from boundary_lint.discover.leftout import COUNTED_AS_ONE, GENERATED, NEVER_ENTERED, left_out
from boundary_lint.discover.manifests import BEGINNINGS, DOCUMENTS, ENDINGS, PYTHON_MANIFESTS, is_manifest
from boundary_lint.facts.content import kind_of

MAX_DEPTH = 60
"""Folders below the analysed path that are entered; nothing real is nested deeper."""

MAX_COUNTED = 100_000
"""Entries of folders left out that are looked at to count the Python files in them."""


class Found(NamedTuple):
    """A Python file as the walk sees it: path relative to the analysed folder, size in bytes."""

    path: str
    size: int
    mtime_ns: int
    inode: int


class Scan:
    """All below one folder, in a stable order.

    python, sql, manifests: what was found; documents: what may be a manifest by its content; generated: what could be imported but is not read; folders: all that were
    listed; skipped counts the Python files left out by reason, an environment as one; unreadable holds (path, reason).
    """

    def __init__(self, base: str, exclude: Globs, include: Globs, only: Sequence[str] = ()) -> None:
        """only: folders and files to which the walk keeps; all where none is named."""
        self._base, self._exclude, self._include, self._only = base, exclude, include, only
        self._inside = os.path.join(os.path.realpath(base), "")
        self._budget = MAX_COUNTED
        self.python: list[Found] = []
        self.sql: list[str] = []
        self.manifests: list[str] = []
        self.documents: list[str] = []
        self.generated: list[str] = []
        self.folders: list[str] = []
        self.skipped: Counter[str] = Counter()
        self.unreadable: list[tuple[str, str]] = []

    def run(self) -> Scan:
        """Walk the folder; what cannot be read is noted, and the rest goes on."""
        self._folder("", 0, "")
        return self

    def _folder(self, folder: str, depth: int, why_not: str) -> None:
        """Walk one folder. why_not: the reason for which everything in it is left out unless it is included by name."""
        entries = self._entries(folder)
        if folder and not why_not:
            why_not = left_out(folder.rpartition("/")[2], {entry.name for entry in entries})
            if why_not and self._include.match(folder):
                why_not = ""
            elif why_not and not self._include.leads_to(folder):
                self._leave_out(folder, why_not)
                return
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if self._only and not self._is_wanted(path, entry):
                continue
            try:
                self._entry(entry, path, depth, why_not)
            except OSError as error:
                self._cannot_read(path, error)

    def _is_wanted(self, path: str, entry: os.DirEntry[str]) -> bool:
        """Whether a path lies in what was named, or is a folder that leads there."""
        if any(path == one or path.startswith(one + "/") for one in self._only):
            return True
        return entry.is_dir(follow_symlinks=False) and any(one.startswith(path + "/") for one in self._only)

    def _entries(self, folder: str) -> list[os.DirEntry[str]]:
        """List a folder, sorted: its folders, its links and the files whose names may matter."""
        self.folders.append(folder)
        try:
            with os.scandir(os.path.join(self._base, folder)) as entries:
                kept = [
                    entry
                    for entry in entries
                    if (name := entry.name).endswith(ENDINGS)
                    or entry.is_dir(follow_symlinks=False)
                    or name.startswith(BEGINNINGS)
                    or entry.is_symlink()
                ]
            return sorted(kept, key=_name)
        except OSError as error:
            self._cannot_read(folder or ".", error)
            return []

    def _entry(self, entry: os.DirEntry[str], path: str, depth: int, why_not: str) -> None:
        name = entry.name
        if not name.isascii() and not is_text(name):
            self.unreadable.append((os.fsencode(path).decode("utf-8", "backslashreplace"), "its name is not UTF-8"))
        elif name in NEVER_ENTERED:
            return
        elif entry.is_file(follow_symlinks=False):
            self._file(entry, path, why_not)
        elif entry.is_symlink():
            self._link(entry, path, why_not)
        elif entry.is_dir():
            self._subfolder(path, depth, why_not)
        elif name.endswith(".py") and not why_not:
            self._no_file(path, entry.stat(follow_symlinks=False).st_mode)

    def _subfolder(self, path: str, depth: int, why_not: str) -> None:
        if self._exclude and self._exclude.match(path):
            self._leave_out(path, "excluded")
        elif depth >= MAX_DEPTH:
            self.unreadable.append((path, f"more than {MAX_DEPTH} folders deep"))
        else:
            self._folder(path, depth + 1, why_not)

    def _link(self, entry: os.DirEntry[str], path: str, why_not: str) -> None:
        """Follow links to files inside the tree. A folder is read once, where it lies; or is not ours."""
        try:
            mode = entry.stat().st_mode
        except OSError as error:
            if path.endswith(".py"):
                self.unreadable.append((path, f"it is a link that leads nowhere: {error.strerror}"))
            return
        inside = os.path.realpath(entry.path).startswith(self._inside)
        if stat.S_ISREG(mode) and inside:
            self._file(entry, path, why_not)
        elif stat.S_ISDIR(mode) or path.endswith(".py"):
            self.skipped["linked"] += 1
            if stat.S_ISREG(mode):
                self.unreadable.append(
                    (path, "it is a link that leads out of the analysed folder and was not followed")
                )
            elif not stat.S_ISDIR(mode):
                self._no_file(path, mode)

    def _no_file(self, path: str, mode: int) -> None:
        self.unreadable.append((path, f"it is {kind_of(mode)}, not a file"))

    def _file(self, entry: os.DirEntry[str], path: str, why_not: str) -> None:
        if self._exclude and self._exclude.match(path):
            why_not = "excluded"
        elif why_not and self._include.match(path):
            why_not = ""
        name = entry.name
        if name.endswith(".py"):
            self._python(entry, path, why_not)
        elif name.endswith(".pyi"):
            self.skipped[why_not or ("generated" if GENERATED.search(name) else "stub")] += 1
        elif not why_not and name.endswith(".sql"):
            self.sql.append(path)
        elif not why_not and is_manifest(path):
            self.manifests.append(path)
        elif not why_not and name.endswith(DOCUMENTS):
            self.documents.append(path)

    def _python(self, entry: os.DirEntry[str], path: str, why_not: str) -> None:
        name = entry.name
        if not why_not and not (self._include and self._include.match(path)):
            if GENERATED.search(name):
                why_not = "generated"
                self.generated.append(path)
            elif name.startswith("."):
                why_not = "hidden"
        if why_not:
            self.skipped[why_not] += 1
            return
        status = entry.stat()
        self.python.append(Found(path, status.st_size, status.st_mtime_ns, status.st_ino))
        if name in PYTHON_MANIFESTS:
            self.manifests.append(path)

    def _leave_out(self, folder: str, reason: str) -> None:
        self.skipped[reason] += 1 if reason in COUNTED_AS_ONE else self._count(folder, 0)

    def _count(self, folder: str, depth: int) -> int:
        """Count the Python files below a folder, by name alone."""
        files = 0
        try:
            with os.scandir(os.path.join(self._base, folder)) as entries:
                for entry in entries:
                    self._budget -= 1
                    if entry.name.endswith(".py"):
                        files += 1
                    elif self._budget > 0 and depth < MAX_DEPTH and entry.is_dir(follow_symlinks=False):
                        files += self._count(f"{folder}/{entry.name}", depth + 1)
        except OSError:
            return files
        return files

    def _cannot_read(self, path: str, error: OSError) -> None:
        self.unreadable.append((path, str(error.strerror)))


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def is_text(name: str) -> bool:
    """Whether the name of a file can be written as UTF-8."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
