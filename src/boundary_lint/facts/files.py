"""Files as `boundary_lint.discover` finds them: the only description of the tree that later stages see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

import msgspec

from boundary_lint.facts.deployment import Deployment
from boundary_lint.facts.program import Gap

Role: TypeAlias = Literal["source", "test", "migration", "settings"]


Extent: TypeAlias = Literal["all", "names", "imports"]
"""How much of a program is asked for: everything; all but what functions do; imports between configured contexts alone."""


class SourceFile(msgspec.Struct, frozen=True, order=True, gc=False):
    """One Python file to read.

    root is the source root it is imported from, relative to the analysed path ("" for the path itself, "src", ...);
    module its dotted name within that root; depth how far to read it: whole ("full"), for its imports ("imports"), or
    whole only if it imports what strings name ("loads").
    """

    path: str
    root: str
    module: str
    is_package: bool
    role: Role
    depth: Literal["full", "loads", "imports"]
    size: int
    mtime_ns: int
    inode: int


class Tree(msgspec.Struct, frozen=True):
    """Everything found under the analysed path: sorted, "/"-separated paths relative to ``base`` (absolute).

    sql_files and manifests are paths of files that are read later, documents of those that may be manifests by their content (YAML anywhere), generated of code that a
    generator wrote; folders those that were entered; skipped counts files left out, by reason
    ("generated", "vendored", "excluded", ...).
    """

    base: str
    files: tuple[SourceFile, ...]
    roots: tuple[str, ...]
    sql_files: tuple[str, ...] = ()
    manifests: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    generated: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    skipped: dict[str, int] = {}
    gaps: tuple[Gap, ...] = ()
    deployment: Deployment = Deployment()
    """What the manifests say."""
    projects: tuple[tuple[str, str], ...] = ()
    """(root, package) of every package whose folder is a source root too: its manage.py starts there, and names what lies in it."""

    def also_called(self) -> dict[str, str]:
        """Return what modules and packages inside of projects are called from there -> their name within the source root."""
        inside = [(f.module, package) for f in self.files for root, package in self.projects if f.root == root]
        names = {(name, package) for module, package in inside for name in _within(module, package)}
        return {name[len(package) + 1 :]: name for name, package in sorted(names, reverse=True)}


def _within(module: str, package: str) -> Iterator[str]:
    while module.startswith(package + "."):
        yield module
        module = module.rpartition(".")[0]
