"""Where output goes: reports to files or standard output, everything else to standard error."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from boundary_lint.errors import BoundaryLintError
from boundary_lint.facts.content import write_bytes, write_whole

WIDE = 160
"""Columns of a report in a pipe or file."""


class Target(NamedTuple):
    """One report: its format, and its file (None: standard output)."""

    form: str
    file: Path | None


def parse_targets(formats: Sequence[str], output: Path | None, known: Iterable[str]) -> list[Target]:
    """Return the reports asked for: ``-f json:out.json`` goes to its file, the others to --output.

    Raises:
        BoundaryLintError: a format is not known, two reports would go to one place, or to one that cannot be written.
    """
    targets, names = [], list(known)
    for text in formats or ("text",):
        form, _, file = text.partition(":")
        if form not in names:
            raise BoundaryLintError("--format", f"'{form}' is no format", f"one of {', '.join(names)}")
        targets.append(Target(form, Path(file) if file else output))
    places = [target.file for target in targets]
    if len(set(places)) < len(places):
        raise BoundaryLintError(
            "--format", "two reports would go to the same place", "give each a file: -f json:report.json"
        )
    for place in places:
        if place is not None:
            check_place(place)
    return targets


def check_place(file: Path) -> None:
    """Check that a report can be written to a file, before the work for it is done.

    Raises:
        BoundaryLintError: it is a folder, or its folder is missing or may not be written.
    """
    folder = Path(os.path.realpath(file)).parent
    if not folder.is_dir():
        raise BoundaryLintError(str(file), "cannot be written: there is no such folder", f"make it: mkdir -p {folder}")
    if file.is_dir():
        raise BoundaryLintError(str(file), "cannot be written: it is a folder", f"name a file: {file / 'report.txt'}")
    if not os.access(file if file.exists() else folder, os.W_OK):
        hint = f"make {'it' if file.exists() else f'the folder {folder}'} writable, or write to another place"
        raise BoundaryLintError(str(file), "cannot be written: permission denied", hint)


def form_of(output: Path | None, suffixes: Mapping[str, str], default: str) -> str:
    """Return the form that the suffix of a file means.

    Raises:
        UsageError: it means none.
    """
    if output is None:
        return default
    form = suffixes.get(output.suffix.lower())
    if form is None:
        raise click.UsageError(f"'{output}' has no suffix of a form ({', '.join(suffixes)}): name one with --format.")
    return form


def emit(target: Target, content: str | bytes) -> None:
    """Write a report; its file is written whole or not at all.

    Raises:
        BoundaryLintError: the file cannot be written.
    """
    if target.file is None:
        if isinstance(content, str):
            sys.stdout.write(content)
        else:
            sys.stdout.buffer.write(content)
        return
    try:
        if isinstance(content, str):
            write_whole(str(target.file), content)
        else:
            write_bytes(str(target.file), content)
    except OSError as error:
        raise BoundaryLintError(
            str(target.file), f"cannot be written: {error.strerror}", "make room there, or write to another place"
        ) from error


def warn(message: str) -> None:
    """Say something on standard error."""
    from boundary_lint.facts.harmless import clean

    print(f"boundary-lint: {clean(message)}", file=sys.stderr)


def use_color(target: Target) -> bool:
    """Whether a report is coloured: on a terminal, or where FORCE_COLOR asks for it; never with NO_COLOR or in a file."""
    if target.file is not None or os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()


def width() -> int:
    """Return the columns to use: the terminal's, else enough for a line of code."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDE
