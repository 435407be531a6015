"""Which files decide what is drawn, and when they change."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Event

from boundary_lint.config.model import Config
from boundary_lint.discover.leftout import NEVER_ENTERED, left_out
from boundary_lint.discover.manifests import DOCUMENTS, is_manifest
from boundary_lint.errors import BoundaryLintError
from boundary_lint.pipeline.debt import baseline_file

_ENDINGS = (".py", ".sql", *DOCUMENTS)

_NAMES = frozenset({"boundary-lint.toml", "pyproject.toml", "setup.cfg", ".importlinter", "CODEOWNERS"})

QUIET = 200
"""Milliseconds without a change after which changes are told: a checkout changes many files."""


class Watched:
    """The folders of a program: its code and rules with all below, and what lies beside its configuration."""

    def __init__(self, paths: Iterable[Path], config: Config, cache: Path | None) -> None:
        """cache: the folder of the cache, which every run changes."""
        base = _real(config.base)
        rules = [base / folder for folder in config.rule_folders]
        self._rules = tuple(_real(folder) for folder in rules if folder.is_dir())
        self._named = {_real(file) for file in (*_beside(config), baseline_file(config))}
        self._cache = None if cache is None else _real(cache)
        self._included = bool(config.include)
        self.deep = tuple(sorted({*self._rules, *(_real(path if path.is_dir() else path.parent) for path in paths)}))
        self.flat = () if any(base.is_relative_to(folder) for folder in self.deep) else (base,)

    def matters(self, path: Path) -> bool:
        """Whether a file may decide what is drawn, told by its name and those of the folders around it."""
        if self._cache is not None and path.is_relative_to(self._cache):
            return False
        if path.name in _NAMES or path in self._named or any(path.is_relative_to(folder) for folder in self._rules):
            return not NEVER_ENTERED & set(path.parts)
        above = next((folder for folder in self.deep if path.is_relative_to(folder)), None)
        if above is None:
            return False
        inside = path.relative_to(above)
        return (path.name.endswith(_ENDINGS) or is_manifest(inside.as_posix())) and not self._is_left_out(above, inside)

    def _is_left_out(self, above: Path, inside: Path) -> bool:
        """Whether a folder around a file is none of the project's own code."""
        if NEVER_ENTERED & set(inside.parts):
            return True
        folders = [above / folder for folder in inside.parents if folder.name]
        return not self._included and any(left_out(folder.name, _entries(folder)) for folder in folders)

    def changes(self, folders: tuple[Path, ...], stop: Event) -> Iterator[set[str]]:
        """Tell which files that matter were changed, made or removed, until it is to stop. folders: the deep ones or the flat ones.

        Raises:
            BoundaryLintError: the system cannot tell.
        """
        from watchfiles import watch

        try:
            for batch in watch(
                *folders, watch_filter=lambda _, path: self.matters(Path(path)), recursive=folders is self.deep, step=QUIET,
                stop_event=stop, raise_interrupt=False, ignore_permission_denied=True,
            ):  # fmt: skip
                yield {path for _, path in batch}
        except OSError as error:
            hint = "raise the limit of the system (Linux: sysctl fs.inotify.max_user_watches), then start again"
            raise BoundaryLintError(str(folders[0]), f"its files cannot be followed: {error}", hint) from error


def _real(path: Path | str) -> Path:
    return Path(os.path.realpath(path))


def _beside(config: Config) -> list[Path]:
    """Return the files that a configuration names, and its own."""
    return [Path(config.base) / name for name in (config.file, *config.catalog, *config.stubs) if name]


def _entries(folder: Path) -> set[str]:
    try:
        return set(os.listdir(folder))
    except OSError:
        return set()
