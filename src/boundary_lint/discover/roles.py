"""What a file is for, by its name and place: source, test, migration, settings; and which folders are not the project's own."""

from __future__ import annotations

import os
import re
from typing import Literal

from boundary_lint.facts.files import Role

GENERATED = re.compile(r"_pb2(_grpc)?\.py$")
"""Python files that a generator wrote (protobuf, gRPC)."""

_BUILD = frozenset({"__pycache__", "build", "node_modules", "bower_components", "htmlcov"})
_VENDORED = frozenset({"_vendor", "vendor", "_vendored", "vendored", "dist", "third_party", "thirdparty"})
"""Names under which projects keep copies of other packages (pip, kolibri, zulip ...)."""

_ENVIRONMENT = frozenset({"venv", "env", "virtualenv", "site-packages", "dist-packages"})

_TEST_FILE = re.compile(r"^(test_.*|.*_test|tests|conftest)\.py$")
_TEST_FOLDERS = frozenset({"tests"})
_MIGRATION_FOLDERS = frozenset({"migrations", "south_migrations"})
_SETTINGS = re.compile(r"(^|/)(settings|conf|config)/[^/]+\.py$|(^|/)([a-z0-9_]*_)?settings[a-z0-9_]*\.py$")

_MANIFEST = re.compile(
    r"^((docker-)?compose([.-].*)?\.ya?ml|Dockerfile.*|.*\.dockerfile|pyproject\.toml|setup\.(py|cfg)|requirements.*\.(txt|in)|Pipfile(\.lock)?"
    r"|poetry\.lock|uv\.lock|manage\.py|alembic\.ini|Procfile|skaffold\.ya?ml|kustomization\.ya?ml|.*\.proto)$",
    re.I,
)


def skipped_folder(path: str, name: str) -> str | None:
    """Return why a folder is left out, or None where it is the project's own. path is where it lies on disk."""
    if name in _BUILD or name.endswith(".egg-info") or name.endswith(".dist-info"):
        return "build"
    if name.startswith("."):
        return "hidden"
    if name in _VENDORED:
        return "vendored"
    if name in _ENVIRONMENT and (name.endswith("packages") or os.path.exists(os.path.join(path, "pyvenv.cfg"))):
        return "environment"
    if os.path.exists(os.path.join(path, "pyvenv.cfg")):
        return "environment"
    return None


def is_manifest(name: str) -> bool:
    """Whether a file says how the project is built or deployed."""
    return _MANIFEST.match(name) is not None


def role_of(path: str, base: str) -> Role:
    """Return what a Python file is for."""
    folders = path.split("/")
    name = folders.pop()
    if _TEST_FILE.match(name) or any(folder in _TEST_FOLDERS for folder in folders):
        return "test"
    if any(folder in _MIGRATION_FOLDERS for folder in folders) or _is_alembic(folders, base):
        return "migration"
    return "settings" if _SETTINGS.search(path) else "source"


def _is_alembic(folders: list[str], base: str) -> bool:
    """Whether a file lies in the ``versions`` folder of an Alembic environment: beside ``env.py`` and its template."""
    if "versions" not in folders:
        return False
    above = os.path.join(base, *folders[: folders.index("versions")])
    return os.path.exists(os.path.join(above, "env.py"))


def depth_of(role: Role, include_tests: bool) -> Literal["full", "imports"]:
    """Return how far a file is read: of tests only the imports, unless they are asked for."""
    return "imports" if role == "test" and not include_tests else "full"
