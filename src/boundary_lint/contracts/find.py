"""Where an import-linter configuration lies. It is found without import-linter, which need not be installed."""

from __future__ import annotations

import configparser
import re
import tomllib
from pathlib import Path

from boundary_lint.facts.content import read_text

NAMES = ("setup.cfg", ".importlinter", "pyproject.toml")
"""In the order in which import-linter looks for them."""

_SECTION = re.compile(r"^\[importlinter\]", re.M)


def find(start: Path) -> Path | None:
    """Return the nearest file that holds contracts, walking up from a folder to the top of its repository."""
    return next((file for file in candidates(start) if _declares(file)), None)


def candidates(start: Path) -> list[Path]:
    """Return every file that may hold contracts of a folder, the nearest first."""
    found = []
    for here in (start, *start.parents):
        found += [here / name for name in NAMES]
        if (here / ".git").exists():
            break
    return found


def root_packages(file: Path) -> frozenset[str]:
    """Return the packages that a configuration is about; none where it cannot be read."""
    try:
        text = read_text(file)
        if file.suffix == ".toml":
            table = tomllib.loads(text).get("tool", {}).get("importlinter", {})
            several = table.get("root_packages", [])
            return frozenset(str(name) for name in [table.get("root_package"), *several] if name)
        parser = configparser.ConfigParser(interpolation=None)
        parser.read_string(text)
        section = parser["importlinter"]
        return frozenset(f"{section.get('root_package', '')}\n{section.get('root_packages', '')}".split())
    except (OSError, ValueError, RecursionError, AttributeError, TypeError, KeyError, configparser.Error):
        return frozenset()


def _declares(file: Path) -> bool:
    """Tell whether a file says anything to import-linter; one that cannot be read does not."""
    if not file.is_file():
        return False
    try:
        text = read_text(file)
        if file.suffix != ".toml":
            return _SECTION.search(text) is not None
        return "importlinter" in text and bool(tomllib.loads(text).get("tool", {}).get("importlinter"))
    except (OSError, ValueError, RecursionError, AttributeError):
        return False
