"""What is not the project's own code, told by names: environments, build output, copies of other packages, ..."""

from __future__ import annotations

import re
from collections.abc import Set

GENERATED = re.compile(r"_pb2(_[a-z]+)?\.pyi?$")
"""Files that a generator wrote (protobuf, gRPC)."""

NEVER_ENTERED = frozenset(
    {".git", ".hg", ".svn", "__pycache__", "node_modules", "bower_components", ".boundary_lint_cache"}
)
"""Folders that hold no Python code of the project, and often very many files: neither entered nor counted."""

COUNTED_AS_ONE = frozenset({"environment"})
"""Reasons under which a folder counts as one, since counting its files would take longer than the check."""

_ENVIRONMENTS = frozenset({"site-packages", "dist-packages", ".venv", ".tox", ".nox"})
_MAYBE_ENVIRONMENTS = frozenset({"venv", "env", "virtualenv", "ENV"})
_VENDORED = frozenset({"_vendor", "vendor", "_vendored", "vendored", "dist", "third_party", "thirdparty"})
"""Names under which projects keep copies of other packages; ``dist`` because some ship their dependencies there."""

_APPLICATION = frozenset(
    {"models.py", "models", "apps.py", "views.py", "urls.py", "admin.py", "migrations", "service.py", "services.py"}
)
"""What shows ``vendor`` or ``build`` to be a part of the application: a shop has vendors, a CI server has builds."""


def left_out(name: str, entries: Set[str]) -> str:
    """Return why a folder is left out, "" where it is the project's own. entries are the names in it."""
    if name in _ENVIRONMENTS or "pyvenv.cfg" in entries or "conda-meta" in entries:
        return "environment"
    if name in _MAYBE_ENVIRONMENTS and (entries >= {"bin", "lib"} or entries >= {"Scripts", "Lib"}):
        return "environment"
    if name.startswith("."):
        return "hidden"
    if name.endswith((".egg-info", ".dist-info")) or (
        name == "build" and "__init__.py" not in entries and not entries & _APPLICATION
    ):
        return "build"
    return "vendored" if name in _VENDORED and not entries & _APPLICATION else ""


def is_left_out_by_default(pattern: str) -> bool:
    """Whether the last name of a pattern is one that is left out anyway, so that excluding it is never wrong."""
    name = pattern.rstrip("/*").rpartition("/")[2]
    return (
        name in NEVER_ENTERED | _MAYBE_ENVIRONMENTS or bool(left_out(name, frozenset())) or bool(GENERATED.search(name))
    )
