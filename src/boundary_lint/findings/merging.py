"""How git merges a baseline: with the lines of both branches, so that neighbouring ones that changed are no conflict.

What is too much in the merged file does no harm: it is paid off, and `baseline prune` takes it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from boundary_lint.facts.content import read_text, write_whole

FILE = ".gitattributes"


def merge_by_union(baseline: Path) -> Path | None:
    """Have git merge a baseline by union, by a line in ``.gitattributes`` beside it; return that file if it was written.

    Nothing is done outside of a git repository, where an attribute file up to its top says how the baseline is merged, or where that
    beside it is no plain file of text. What it says already stays as it is.

    Raises:
        OSError: it cannot be written; what it held before is still there.
    """
    baseline = baseline.parent.resolve() / baseline.name
    target = baseline.parent / FILE
    folders = _repository(baseline.parent)
    if not folders or not re.fullmatch(r"[\w.-]+", baseline.name) or target.is_symlink():
        return None
    try:
        if any(_says(folder / FILE, baseline.name) for folder in folders):
            return None
        before = target.read_bytes().decode("utf-8") if target.exists() else ""
    except (OSError, UnicodeDecodeError):
        return None
    end = "\r\n" if "\r\n" in before else "\n"
    before += end if before and not before.endswith("\n") else ""
    write_whole(str(target), f"{before}{baseline.name} merge=union{end}")
    return target


def _repository(folder: Path) -> list[Path]:
    """Return a folder and those above it up to the top of its git repository, none outside of one."""
    found: list[Path] = []
    for here in (folder, *folder.parents):
        found.append(here)
        if (here / ".git").exists():
            return found
    return []


def _says(file: Path, name: str) -> bool:
    """Whether an attribute file says how a file of some name is merged, in any way."""
    return file.exists() and any(
        fnmatchcase(name, pattern.rpartition("/")[2]) and any(re.match(r"[-!]?merge(?:=|$)", one) for one in attributes)
        for pattern, *attributes in _lines(file)
    )


def _lines(file: Path) -> Iterator[list[str]]:
    yield from (words for line in read_text(file).splitlines() if (words := line.split()) and words[0][0] != "#")
