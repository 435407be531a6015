"""The file of the baseline: read whole, written whole or not at all."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from boundary_lint.errors import BaselineError
from boundary_lint.facts.content import read_text, write_whole
from boundary_lint.findings.baseline import Accepted, parse, render


def read(path: Path) -> list[Accepted]:
    """Return the entries of a baseline.

    Raises:
        BaselineError: the file cannot be read, or is no baseline that this version knows.
    """
    return parse(_text(path), str(path))


def write(path: Path, entries: Iterable[Accepted]) -> None:
    """Write a baseline.

    Raises:
        BaselineError: the file cannot be written; what it held before is still there.
    """
    _replace(path, render(entries))


def remove(path: Path, entries: Collection[Accepted]) -> None:
    """Take the lines of entries out of a baseline, and lines that stand there twice, as git's union leaves them; every other line stays as it is.

    Raises:
        BaselineError: as of `read` and `write`.
    """
    seen: set[object] = {one.entry for one in entries}
    text, numbers = _text(path), set()
    for one in parse(text, str(path), every=True):
        if one.entry in seen or one[:3] in seen:
            numbers.add(one.number)
        seen.add(one[:3])
    if numbers:
        lines = enumerate(text.split("\n"), 1)
        _replace(path, "\n".join(line for number, line in lines if number not in numbers))


def _text(path: Path) -> str:
    try:
        return read_text(path)
    except OSError as error:
        raise BaselineError(str(path), f"cannot be read: {error.strerror}", "check the key 'baseline'") from error
    except UnicodeDecodeError as error:
        raise BaselineError(str(path), f"is no baseline: it is not UTF-8 ({error})", "restore it from git") from error


def _replace(path: Path, text: str) -> None:
    try:
        write_whole(str(path), text)
    except OSError as error:
        raise BaselineError(
            str(path), f"cannot be written: {error.strerror}", "make room, or the folder writable"
        ) from error
