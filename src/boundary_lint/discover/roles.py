"""What a Python file is for, by its name and place: source, test, migration, settings."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import Literal

from boundary_lint.facts.content import read_file
from boundary_lint.facts.files import Role

_TEST_FILE = re.compile(r"(test_.*|.*_test|tests|conftest)\.py", re.DOTALL)
_MIGRATION_FOLDERS = frozenset({"migrations", "south_migrations"})
_REVISION_FOLDERS = frozenset({"revisions", "versions", "alembic", "migration"})
_NUMBERED = re.compile(r"\d{3,}[._].*\.py")
_SETTINGS_FILE = re.compile(r"([a-z0-9]+_)*settings(_[a-z0-9]+)*\.py")
_SETTINGS_FOLDERS = frozenset({"settings", "conf"})
_APPLICATION = frozenset({"models.py", "views.py", "apps.py"})
"""What shows a folder called ``settings`` to be an application that manages settings."""

_LOOKED_AT = 4096
"""Bytes at the beginning of a file within which a migration shows itself."""

_TESTS = re.compile(rb"\bdef test|\b(?:pytest|unittest|TestCase|doctest|hypothesis)\b")
_TEST_BYTES = 65_536
"""Bytes of a file within which a test shows itself."""

_REVISION = re.compile(rb"^(down_)?revision\b[^=\n]*=", re.MULTILINE)
_MIGRATION_CLASS = re.compile(rb"^class Migration\b", re.MULTILINE)


class Roles:
    """Tells roles. A folder is judged once, by the names in it; where they do not decide, by how one file begins."""

    def __init__(self, paths: Iterable[str], base: str) -> None:
        self._base = base
        self._names: dict[str, set[str]] = {}
        self._test_folders: set[str] = set()
        self._roles: dict[str, Role] = {}
        self._migrations: dict[str, bool] = {"": False}
        for path in paths:
            folder, _, name = path.rpartition("/")
            self._names.setdefault(folder, set()).add(name)
            if "test" in folder and "test" in name and name != "tests.py" and _TEST_FILE.fullmatch(name):
                self._test_folders.update(_above_called("test", folder))

    def of(self, path: str) -> Role:
        """Return what a file is for."""
        folder, _, name = path.rpartition("/")
        role = self._roles.get(folder)
        if role is None:
            role = self._roles[folder] = self._of_folder(folder)
        if "test" in name and _TEST_FILE.fullmatch(name) and not self._only_called_so(path, name, role):
            return "test"
        if role == "source" and name == "env.py" and f"{folder}/versions".lstrip("/") in self._names:
            return "migration"
        if role == "source" and "settings" in name and _SETTINGS_FILE.fullmatch(name):
            return "settings"
        return role

    def _only_called_so(self, path: str, name: str, role: Role) -> bool:
        """Whether a file ``*_test.py`` among the source (``connection_test.py``: what tests a connection) tests nothing itself."""
        if role != "source" or not name.endswith("_test.py") or name.startswith("test_"):
            return False
        try:
            return _TESTS.search(read_file(os.path.join(self._base, path), _TEST_BYTES)) is None
        except OSError:
            return False

    def _of_folder(self, folder: str) -> Role:
        if self._in_tests(folder):
            return "test"
        if self._in_migrations(folder):
            return "migration"
        holds_settings = folder.rpartition("/")[2] in _SETTINGS_FOLDERS and not self._names[folder] & _APPLICATION
        return "settings" if holds_settings else "source"

    def _in_tests(self, folder: str) -> bool:
        """A folder ``tests``; one called ``test`` only if files in it are called as tests are: it may hold helpers."""
        if "test" not in folder:
            return False
        return "tests" in folder.split("/") or any(f in self._test_folders for f in _above_called("test", folder))

    def _in_migrations(self, folder: str) -> bool:
        known = self._migrations.get(folder)
        if known is None:
            above = folder.rpartition("/")[0]
            known = self._migrations[folder] = self._in_migrations(above) or self._holds_migrations(folder)
        return known

    def _holds_migrations(self, folder: str) -> bool:
        """Django: ``migrations`` with numbered files or a class Migration. Alembic: ``versions`` beside ``env.py``."""
        above, _, name = folder.rpartition("/")
        names = self._names.get(folder, set())
        if name == "versions":
            return "env.py" in self._names.get(above, ()) or self._begins(folder, names, _REVISION)
        if name in _MIGRATION_FOLDERS:
            numbered = any(map(_NUMBERED.fullmatch, names))
            return numbered or "env.py" in names or self._begins(folder, names, _MIGRATION_CLASS)
        return False

    def _begins(self, folder: str, names: Iterable[str], mark: re.Pattern[bytes]) -> bool:
        """Whether the first file of a folder that is no ``__init__`` bears a mark."""
        first = min((n for n in names if n != "__init__.py"), default=None)
        if first is None:
            return False
        try:
            return mark.search(read_file(os.path.join(self._base, folder, first), _LOOKED_AT)) is not None
        except OSError:
            return False


def depth_of(role: Role, include_tests: bool) -> Literal["full", "imports"]:
    """Return how far a file is read: of tests only the imports, unless they are asked for."""
    return "imports" if role == "test" and not include_tests else "full"


def _above_called(name: str, folder: str) -> Iterable[str]:
    """Yield the folder and those above it that bear a name."""
    while folder:
        above, _, last = folder.rpartition("/")
        if last == name:
            yield folder
        folder = above


def role_of(path: str, base: str = "") -> Role:
    """Return what a file that is no Python (an SQL file) is for, by its folders alone; base is not looked at."""
    folders = set(path.split("/")[:-1])
    if folders & {"tests", "test"}:
        return "test"
    moves = folders & (_MIGRATION_FOLDERS | _REVISION_FOLDERS) or "migration" in path.rpartition("/")[2]
    return "migration" if moves else "source"
