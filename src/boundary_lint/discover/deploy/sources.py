"""The texts of manifests: bounded, inside the tree, each read once. What cannot be read becomes a gap that names the file."""

from __future__ import annotations

import os
import posixpath
import re
from functools import cached_property

from boundary_lint.facts.content import read_file
from boundary_lint.facts.files import Tree
from boundary_lint.facts.program import Gap

MAX_BYTES = 1_000_000
"""Bytes of one manifest; the largest of real projects (generated custom resources) are near, and say nothing of services."""

MAX_TOTAL = 50_000_000
"""Bytes of all manifests of a tree."""

_DOCKERFILE = re.compile(
    r"(Dockerfile|Containerfile)([._-][^/]*(?<!\.j2)(?<!\.tmpl)(?<!\.tpl)(?<!\.template)(?<!\.md)(?<!\.dockerignore))?|[^/]+\.(dockerfile|containerfile)",
    re.IGNORECASE,
)
_OF_TESTS = re.compile(r"(^|/)(tests?|testing|testdata|test_data|fixtures|__snapshots__)/")


MAX_VARIABLES = 50_000
"""Variables of all processes together."""


class Sources:
    """The files of a tree, by paths relative to it.

    gaps: what was not understood so far. read: every file that was asked for, present or not.
    """

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.gaps: list[Gap] = []
        self._folders = frozenset(tree.folders) | {""}
        self._inside = os.path.join(os.path.realpath(tree.base), "")
        self._texts: dict[str, str | None] = {}
        self._left = MAX_TOTAL
        self._variables = MAX_VARIABLES

    @property
    def read(self) -> tuple[str, ...]:
        return tuple(sorted(self._texts))

    def gap(self, file: str, reason: str, line: int = 0, subject: str = "") -> None:
        """Note what was seen and not understood."""
        gap = Gap(kind="manifest", reason=reason, file=file, line=line, subject=subject)
        if gap not in self.gaps:
            self.gaps.append(gap)

    def affords(self, file: str, variables: int) -> bool:
        """Whether as many variables may still be read: aliases and ConfigMaps can repeat a few without end."""
        self._variables -= variables
        if self._variables < 0:
            self.gap(file, f"its processes have more than {MAX_VARIABLES:,} variables; the others are not looked at")
        return self._variables >= 0

    def text(self, path: str, *, optional: bool = False) -> str | None:
        """Return the text of a file, None where it cannot be read: then a gap says why, unless it is absent and optional."""
        if path not in self._texts:
            try:
                self._texts[path] = self._load(path)
            except (OSError, ValueError) as error:
                self._texts[path] = None
                if not (optional and isinstance(error, FileNotFoundError)):
                    self.gap(path, _words(error))
        return self._texts[path]

    def _load(self, path: str) -> str:
        full = os.path.join(self.tree.base, path)
        if not os.path.realpath(full).startswith(self._inside):
            raise ValueError("it is a link that leads out of the analysed folder and was not followed")
        content = read_file(full, MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise ValueError(f"is larger than {MAX_BYTES:,} bytes and was not read")
        self._left -= len(content)
        if self._left < 0:
            raise ValueError(f"all manifests together are larger than {MAX_TOTAL:,} bytes; this one was not read")
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return content.decode("utf-16", "replace").replace("\r\n", "\n")
        if b"\0" in content:
            raise ValueError("holds NUL bytes: it is no text")
        return content.decode("utf-8-sig", "replace").replace("\r\n", "\n")

    def is_folder(self, path: str) -> bool:
        """Whether a folder of the tree was entered when it was walked."""
        return path in self._folders

    def is_left_out(self, path: str) -> bool:
        """Whether there is such a folder, which was not entered."""
        return not self.is_folder(path) and os.path.isdir(os.path.join(self.tree.base, path))

    def is_file(self, path: str) -> bool:
        """Whether there is such a file."""
        return self._texts.get(path) is not None or os.path.isfile(os.path.join(self.tree.base, path))

    @cached_property
    def dockerfiles(self) -> tuple[str, ...]:
        """All Dockerfiles that were found when the tree was walked."""
        return tuple(
            path
            for path in self.tree.manifests
            if _DOCKERFILE.fullmatch(posixpath.basename(path)) and not is_of_tests(path)
        )

    @cached_property
    def dotenvs(self) -> dict[str, list[str]]:
        """The names of the files of variables of each folder."""
        found: dict[str, list[str]] = {}
        for path in self.tree.manifests:
            folder, _, name = path.rpartition("/")
            if name.startswith(".env") or name.endswith(".env"):
                found.setdefault(folder, []).append(name)
        return found

    @cached_property
    def code(self) -> frozenset[str]:
        """All folders with Python files in or below them."""
        found: set[str] = set()
        for file in self.tree.files:
            folder = posixpath.dirname(file.path)
            while folder not in found:
                found.add(folder)
                folder = posixpath.dirname(folder)
        return frozenset(found)

    @cached_property
    def by_name(self) -> dict[str, list[str]]:
        """All folders with Python files in or below them, by the last part of their path, as hosts and images spell it."""
        found: dict[str, list[str]] = {}
        for folder in sorted(self.code):
            if folder:
                found.setdefault(spelt(folder.rpartition("/")[2]), []).append(folder)
        return found


def is_of_tests(path: str) -> bool:
    """Whether a manifest is there for tests: it tells how they are run, not how the program is deployed."""
    return bool(_OF_TESTS.search(path))


def spelt(name: str) -> str:
    """Return a name as names are compared: ``User_Service`` is ``user-service``."""
    return name.lower().replace("_", "-").replace(".", "-")


def joined(folder: str, path: str) -> str | None:
    """Return a path as seen from a folder, relative to the analysed one: None where it lies outside, "" for that folder itself."""
    if path.startswith("/") or re.match(r"[A-Za-z]:[\\/]", path) or "\0" in path:
        return None
    whole = posixpath.normpath(posixpath.join(folder, path.replace("\\", "/")))
    if whole == "..":
        return None
    return None if whole.startswith("../") else "" if whole == "." else whole


def _words(error: Exception) -> str:
    if isinstance(error, OSError):
        return str(error.strerror or error)
    return str(error)
