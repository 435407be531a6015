"""Manifests above and beside what is analysed, up to the top of the repository, that start something in it.

Who checks a folder of services, or several by name, has the compose file more often than not in the folder above. ``docker compose`` looks
there too.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from boundary_lint.discover.deploy.read import read_deployment
from boundary_lint.discover.globs import Globs
from boundary_lint.discover.manifests import DOCUMENTS, is_manifest
from boundary_lint.discover.scan import Scan, is_text
from boundary_lint.facts.deployment import Deployment, Process, RemoteProcedure
from boundary_lint.facts.files import Tree

MARKS = frozenset({".git", ".hg", ".svn", ".gitignore", ".gitattributes", ".github", ".gitlab-ci.yml"})
"""Names that show a folder to be the top of a repository. Where there is none above, nothing above is read."""

MAX_LEVELS = 8
"""Folders above the analysed one that are looked at."""

DEPLOYING = frozenset({
    "chart", "charts", "compose", "deploy", "deployment", "deployments", "docker", "environments", "helm", "infra", "infrastructure",
    "k8s", "kube", "kubernetes", "kustomize", "manifest", "manifests", "ops",
})  # fmt: skip
"""Words in the names of folders beside the code that say how it is deployed; others are not entered."""


class Around(NamedTuple):
    """What lies around the analysed folder: the top (absolute), the analysed folder below it, and what was found, below the top too."""

    top: str
    prefix: str
    manifests: tuple[str, ...]
    documents: tuple[str, ...]
    folders: tuple[str, ...]


def read_with_above(tree: Tree, only: Sequence[str], exclude: Globs) -> Deployment:
    """Return what the manifests of a tree say, and those around it that start something in it, with paths as seen from the tree.

    only: folders of the tree that were named; what else lies in it counts as around. exclude: what is left out of the tree. Never raises.
    """
    around = _look(tree.base, only, exclude)
    if not any(path.endswith((".yml", ".yaml")) for path in (*around.manifests, *around.documents)):
        return read_deployment(tree)
    whole = _relocated(read_deployment(_with(tree, around)), lambda path: _seen_from(around.prefix, path))
    outside = {_seen_from(around.prefix, path) for path in (*around.manifests, *around.documents)}
    told = {process.file for process in whole.processes if process.file in outside and _is_inside(process, only)}
    if not told:
        return read_deployment(tree)
    unasked = outside - told
    return msgspec.structs.replace(
        whole,
        processes=tuple(process for process in whole.processes if process.file not in unasked),
        gaps=tuple(gap for gap in whole.gaps if gap.file not in unasked),
    )


def _look(base: str, only: Sequence[str], exclude: Globs) -> Around:
    top = _top(base) or base
    prefix = "" if top == base else os.path.relpath(base, top).replace(os.sep, "/")
    manifests: set[str] = set()
    documents: set[str] = set()
    folders: set[str] = set()
    inside = [posixpath.join(prefix, one) for one in only] or ([prefix] if prefix else [])
    for folder in sorted({above for one in inside for above in _above(one)}):
        folders.add(folder)
        for entry in _entries(os.path.join(top, folder)):
            path = posixpath.join(folder, entry.name)
            if any(path == one or one.startswith(path + "/") for one in inside):
                continue
            if exclude and exclude.match(_seen_from(prefix, path)):
                continue
            if entry.is_dir(follow_symlinks=False):
                if not DEPLOYING.isdisjoint(re.split(r"[-_.]", entry.name.lower())):
                    scan = Scan(entry.path, Globs(()), Globs(())).run()
                    manifests.update(posixpath.join(path, one) for one in scan.manifests)
                    documents.update(posixpath.join(path, one) for one in scan.documents)
                    folders.update(posixpath.join(path, one) for one in scan.folders)
            elif entry.is_file(follow_symlinks=False):
                if is_manifest(path):
                    manifests.add(path)
                elif entry.name.endswith(DOCUMENTS):
                    documents.add(path)
    return Around(top, prefix, tuple(sorted(manifests)), tuple(sorted(documents)), tuple(sorted(folders)))


def _top(base: str) -> str | None:
    """Return the top of the repository that a folder lies in, None where none is seen; the home folder is none."""
    folder, home = base, os.path.expanduser("~")
    for _ in range(MAX_LEVELS + 1):
        above = os.path.dirname(folder)
        if above == folder or folder == home:
            return None
        if any(os.path.lexists(os.path.join(folder, mark)) for mark in MARKS):
            return folder
        folder = above
    return None


def _above(path: str) -> Iterator[str]:
    while path:
        path = posixpath.dirname(path)
        yield path


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return [entry for entry in entries if is_text(entry.name)]
    except OSError:
        return []


def _with(tree: Tree, around: Around) -> Tree:
    """Return the tree as seen from the top, with what lies around it."""

    def below(paths: Iterable[str]) -> set[str]:
        return {posixpath.join(around.prefix, path) for path in paths}

    return msgspec.structs.replace(
        tree,
        base=around.top,
        files=tuple(
            msgspec.structs.replace(file, path=posixpath.join(around.prefix, file.path)) for file in tree.files
        ),
        manifests=tuple(sorted(below(tree.manifests) | {*around.manifests})),
        documents=tuple(sorted(below(tree.documents) | {*around.documents})),
        generated=tuple(sorted(below(tree.generated))),
        folders=tuple(sorted(below(tree.folders) | {*around.folders})),
    )


def _is_inside(process: Process, only: Sequence[str]) -> bool:
    folder = process.folder
    if not folder or folder == ".." or folder.startswith("../"):
        return False
    return not only or any(folder == one or folder.startswith(one + "/") for one in only)


def _seen_from(prefix: str, path: str) -> str:
    if not prefix:
        return path
    seen = posixpath.relpath(path or ".", prefix)
    return "" if seen == "." else seen


def _relocated(deployment: Deployment, moved: Callable[[str], str]) -> Deployment:
    def file(path: str) -> str:
        return moved(path) if path else ""

    def process(one: Process) -> Process:
        return msgspec.structs.replace(
            one,
            file=file(one.file),
            folder=None if one.folder is None else moved(one.folder),
            dockerfile=file(one.dockerfile),
            health_file=file(one.health_file),
            metrics_file=file(one.metrics_file),
            environment=tuple(msgspec.structs.replace(value, file=file(value.file)) for value in one.environment),
        )

    def declared(one: RemoteProcedure) -> RemoteProcedure:
        return msgspec.structs.replace(one, file=file(one.file))

    return Deployment(
        processes=tuple(process(one) for one in deployment.processes),
        procedures=tuple(declared(one) for one in deployment.procedures),
        operations=tuple(declared(one) for one in deployment.operations),
        forwards=tuple(msgspec.structs.replace(one, file=file(one.file)) for one in deployment.forwards),
        gaps=tuple(msgspec.structs.replace(gap, file=file(gap.file)) for gap in deployment.gaps),
        files=tuple(file(path) for path in deployment.files),
    )
