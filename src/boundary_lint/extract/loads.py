"""Calls that import a module, or an object out of one, that a string names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from boundary_lint.extract.records import Wire
    from boundary_lint.extract.state import File

LOADERS = {
    "import_module": "module",
    "__import__": "module",
    "run_module": "module",
    "include": "whole",
    "import_string": "object",
    "import_object": "object",
    "import_class": "object",
    "import_from_string": "object",
    "import_by_path": "object",
    "load_object": "object",
    "load_class": "object",
    "symbol_by_name": "object",
    "resolve_name": "object",
    "locate": "object",
}
"""Last name of the function -> what its first argument names: a module, a module and nothing else, or an object in one.

Source: importlib, runpy, pkgutil, pydoc; Django, Werkzeug, Celery, Starlette, Scrapy, IPython.
"""

_CONSTANT = re.compile(
    rb"""^[^#\n'"]*\b(?:import_module|__import__)\(\s*['"](\.*)([A-Za-z_][\w.]*)['"]\s*(?:,\s*(?:package\s*=\s*)?__(?:package|name)__\s*)?\)""",
    re.MULTILINE,
)


def load(f: File, node: ast.Call, path: int, loader: str) -> None:
    """Note an import by name: one of a constant as a statement, any other as a call to be resolved when names are known."""
    target = node.args[0]
    if loader != "module" or not isinstance(target, ast.Constant):
        f.loads.append((path, loader, node.lineno, f.function))
        return
    level = _level(node)
    if isinstance(target.value, str) and target.value.strip(".") and level is not None:
        module = target.value.lstrip(".")
        f.imports.append((level or len(target.value) - len(module), module, "", node.lineno, "dynamic", f.function))
    elif level is None:
        f.loads.append((path, loader, node.lineno, f.function))


def _level(node: ast.Call) -> int | None:
    """Return the level given apart from the name (``__import__("x", globals(), locals(), [], 1)``), 0 where none is.

    None where the package is another than that of the module itself.
    """
    keywords = {keyword.arg: keyword.value for keyword in node.keywords}
    level = node.args[4] if len(node.args) > 4 else keywords.get("level")
    if isinstance(level, ast.Constant) and isinstance(level.value, int):
        return max(level.value, 0)
    package = node.args[1] if len(node.args) == 2 else keywords.get("package")
    own = package is None or (isinstance(package, ast.Name) and package.id in ("__package__", "__name__"))
    return 0 if own else None


def constant_loads(source: bytes) -> Iterator[Wire]:
    """Yield the imports by a constant name of a file that is not parsed."""
    if b"import_module" in source or b"__import__" in source:
        for match in _CONSTANT.finditer(source):
            line = source.count(b"\n", 0, match.start(2)) + 1
            yield (len(match[1]), match[2].decode(), "", line, "dynamic", 0)


_MARKS = (
    *(name.encode() + (b"(" if name in ("include", "locate") else b"") for name in LOADERS),
    b"INSTALLED_APPS",
    b"ROOT_URLCONF",
)


def may_load(source: bytes) -> bool:
    """Whether a file may import what strings name: it calls one of the functions that do, or holds settings."""
    return any(mark in source for mark in _MARKS)
