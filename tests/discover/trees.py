"""Small trees on disk for the tests of discovery."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from boundary_lint.config.model import Config
from boundary_lint.discover.walk import discover
from boundary_lint.facts.files import SourceFile, Tree


def write(base: Path, files: Mapping[str, str] | Iterable[str]) -> Path:
    """Lay out files, empty where no content is given."""
    contents = files if isinstance(files, Mapping) else dict.fromkeys(files, "")
    for path, content in contents.items():
        (base / path).parent.mkdir(parents=True, exist_ok=True)
        (base / path).write_text(content, "utf-8")
    return base


def found(base: Path, files: Mapping[str, str] | Iterable[str], config: Config | None = None) -> Tree:
    """Return what discovery makes of a tree."""
    return discover(write(base, files), config or Config())


def modules(tree: Tree) -> dict[str, tuple[str, str]]:
    """Return path -> (root, module)."""
    return {file.path: (file.root, file.module) for file in tree.files}


def by_path(tree: Tree) -> dict[str, SourceFile]:
    """Return path -> file."""
    return {file.path: file for file in tree.files}
