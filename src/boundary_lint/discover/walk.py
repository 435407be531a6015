"""Walk the tree: every Python file with its root, module name and role; SQL files, manifests; what was left out, counted."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path

from boundary_lint.config.model import Config
from boundary_lint.discover.layout import Layout
from boundary_lint.discover.roles import GENERATED, depth_of, is_manifest, role_of, skipped_folder
from boundary_lint.errors import ConfigError
from boundary_lint.facts.files import SourceFile, Tree
from boundary_lint.facts.program import Gap

MAX_DEPTH = 60
"""Folders below the analysed path; nothing real is nested deeper."""


class _Found:
    """A file as the walk sees it."""

    __slots__ = ("inode", "mtime_ns", "path", "size")

    def __init__(self, path: str, status: os.stat_result) -> None:
        self.path, self.size, self.mtime_ns, self.inode = path, status.st_size, status.st_mtime_ns, status.st_ino


class _Walk:
    def __init__(self, base: str, config: Config) -> None:
        self._base, self._config = base, config
        self._real_base = os.path.realpath(base)
        self.python: list[_Found] = []
        self.sql: list[str] = []
        self.manifests: list[str] = []
        self.folders: list[str] = []
        self.skipped: Counter[str] = Counter()
        self.gaps: list[Gap] = []

    def folder(self, relative: str, depth: int) -> None:
        """Walk one folder; what cannot be read is a gap."""
        self.folders.append(relative)
        try:
            with os.scandir(os.path.join(self._base, relative)) as entries:
                ordered = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            self._gap(relative or ".", f"folder cannot be read: {error.strerror}")
            return
        names = {entry.name for entry in ordered}
        for entry in ordered:
            path = f"{relative}/{entry.name}" if relative else entry.name
            try:
                self._entry(entry, path, names, depth)
            except OSError as error:
                self._gap(path, f"cannot be read: {error.strerror}")

    def _entry(self, entry: os.DirEntry[str], path: str, siblings: set[str], depth: int) -> None:
        if not _is_text(entry.name):
            self._gap(path.encode("utf-8", "replace").decode("utf-8"), "the name is not UTF-8")
            return
        if self._excluded(path):
            self.skipped["excluded"] += 1
            return
        included = any(_matches(path, pattern) or _above(path, pattern) for pattern in self._config.include)
        if entry.is_dir(follow_symlinks=False):
            self._subfolder(entry, path, included, depth)
        elif entry.is_symlink():
            self._link(entry, path, included)
        elif entry.is_file(follow_symlinks=False):
            self._file(path, entry.stat(follow_symlinks=False), included)

    def _subfolder(self, entry: os.DirEntry[str], path: str, included: bool, depth: int) -> None:
        reason = None if included else skipped_folder(entry.path, entry.name)
        if reason is not None:
            self.skipped[reason] += 1
        elif depth >= MAX_DEPTH:
            self._gap(path, f"more than {MAX_DEPTH} folders deep")
        else:
            self.folder(path, depth + 1)

    def _link(self, entry: os.DirEntry[str], path: str, included: bool) -> None:
        """Follow links to files inside the tree; links to folders would be read twice, or for ever."""
        target = os.path.realpath(entry.path)
        if not target.startswith(self._real_base + os.sep):
            self.skipped["linked"] += path.endswith(".py") or os.path.isdir(target)
            return
        status = os.stat(entry.path)
        if stat.S_ISREG(status.st_mode):
            self._file(path, status, included)
        else:
            self.skipped["linked"] += 1

    def _file(self, path: str, status: os.stat_result, included: bool) -> None:
        name = path.rsplit("/", 1)[-1]
        if name.endswith(".py"):
            if GENERATED.search(name) and not included:
                self.skipped["generated"] += 1
            else:
                self.python.append(_Found(path, status))
        elif name.endswith(".sql"):
            self.sql.append(path)
        if is_manifest(name):
            self.manifests.append(path)

    def _excluded(self, path: str) -> bool:
        return any(_matches(path, pattern) for pattern in self._config.exclude)

    def _gap(self, path: str, reason: str) -> None:
        self.gaps.append(Gap(kind="unreadable", reason=reason, file=path))


def discover(base: Path, config: Config) -> Tree:
    """Return everything under a folder (or one file) that is to be read, in a stable order.

    Raises:
        ConfigError: the path does not exist, or holds no Python file.
    """
    root = os.path.abspath(base)
    if os.path.isfile(root):
        return _single(root)
    if not os.path.isdir(root):
        raise ConfigError(str(base), "no such file or folder", "give the path of the code to check")
    walk = _Walk(root, config)
    walk.folder("", 0)
    if not walk.python:
        raise ConfigError(str(base), "holds no Python file", _why_empty(walk.skipped))
    layout = Layout([found.path for found in walk.python], walk.manifests, config.sources)
    files = tuple(_source(found, layout, root, config) for found in walk.python)
    roots = tuple(sorted({file.root for file in files}))
    return Tree(
        base=root,
        files=tuple(sorted(files)),
        roots=roots,
        sql_files=tuple(walk.sql),
        manifests=tuple(walk.manifests),
        folders=tuple(walk.folders),
        skipped=dict(sorted(walk.skipped.items())),
        gaps=tuple(sorted([*walk.gaps, *_clashes(files)])),
    )


def promote(tree: Tree, prefixes: Iterable[str]) -> Tree:
    """Return the tree with every test file below the given modules made source: settings in force reach them."""
    wanted = tuple(prefixes)

    def promoted(file: SourceFile) -> SourceFile:
        if file.role != "test" or not any(file.module == p or file.module.startswith(p + ".") for p in wanted):
            return file
        return SourceFile(
            path=file.path, root=file.root, module=file.module, is_package=file.is_package, role="source", depth="full",
            size=file.size, mtime_ns=file.mtime_ns, inode=file.inode,
        )  # fmt: skip

    return Tree(
        base=tree.base, files=tuple(promoted(f) for f in tree.files), roots=tree.roots, sql_files=tree.sql_files,
        manifests=tree.manifests, folders=tree.folders, skipped=tree.skipped, gaps=tree.gaps,
    )  # fmt: skip


def _source(found: _Found, layout: Layout, base: str, config: Config) -> SourceFile:
    root, module, is_package = layout.name(found.path)
    role = role_of(found.path, base)
    return SourceFile(
        path=found.path,
        root=root,
        module=module,
        is_package=is_package,
        role=role,
        depth=depth_of(role, config.include_tests),
        size=found.size,
        mtime_ns=found.mtime_ns,
        inode=found.inode,
    )


def _single(path: str) -> Tree:
    if not path.endswith(".py"):
        raise ConfigError(path, "is no Python file", "give a folder, or a file that ends in .py")
    name = os.path.basename(path)
    status = os.stat(path)
    file = SourceFile(
        path=name, root="", module=name.removesuffix(".py"), is_package=False, role="source", depth="full",
        size=status.st_size, mtime_ns=status.st_mtime_ns, inode=status.st_ino,
    )  # fmt: skip
    return Tree(base=os.path.dirname(path), files=(file,), roots=("",))


def _clashes(files: Iterable[SourceFile]) -> list[Gap]:
    """Name files that hide each other: Python imports the package, not the module beside it."""
    by_name: dict[tuple[str, str], list[SourceFile]] = {}
    for file in files:
        by_name.setdefault((file.root, file.module), []).append(file)
    return [
        Gap(kind="import", reason=f"is hidden by {packages[0].path}: both are module {name}", file=file.path)
        for (_, name), same in by_name.items()
        if len(same) > 1 and (packages := sorted(same, key=lambda f: (not f.is_package, f.path)))
        for file in packages[1:]
    ]


def _matches(path: str, pattern: str) -> bool:
    """Whether a glob means a path: itself, anything below it, or, without a slash, any name on the way."""
    pattern = pattern.strip("/")
    if fnmatchcase(path, pattern) or fnmatchcase(path, pattern + "/*"):
        return True
    return "/" not in pattern and any(fnmatchcase(part, pattern) for part in path.split("/"))


def _above(path: str, pattern: str) -> bool:
    """Whether a folder must be entered because a pattern means something below it."""
    return pattern.strip("/").startswith(path + "/")


def _is_text(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _why_empty(skipped: Counter[str]) -> str:
    if not skipped:
        return "give the folder that holds the code"
    left_out = ", ".join(f"{count} {reason}" for reason, count in sorted(skipped.items()))
    return f"left out: {left_out}; see the keys 'exclude' and 'include'"
