"""A run on which nothing changed, answered from the last one: imports almost nothing, stats everything.

What a run printed is kept beside the cache, with the stat of every file and folder it depended on. The same command in the same folder
prints it again if all of them are as they were: stat first, content never.
"""

from __future__ import annotations

import os
import sys
import time
from _blake2 import blake2b
from contextlib import suppress

from boundary_lint import __version__
from boundary_lint.facts.content import read_with_status, write_whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime

FOLDER = ".boundary_lint_cache"

RACY = 2_000_000_000
"""Nanoseconds: what changed this shortly before the run may have changed again since, within the clock's grain (as in git)."""

MAX_RUNS = 50
"""Runs that are kept: one for each command that is given, in each folder it is given in."""

MAX_KEPT = 500_000_000
"""Bytes of one run that is kept."""

_COMMANDS = ("check",)

Stamp = tuple[int, int, int]
"""mtime in nanoseconds, size in bytes (0 for a folder), inode; all 0 where there is nothing."""

ABSENT: Stamp = (0, 0, 0)


def lookup(arguments: list[str]) -> int | None:
    """Return the exit code of the same run before, its output printed again; None where anything changed."""
    if not arguments or arguments[0] not in _COMMANDS or "--no-cache" in arguments or "--stats" in arguments:
        return None
    name = _name(arguments)
    for folder in _folders(arguments):
        try:
            content, status = read_with_status(os.path.join(folder, name), MAX_KEPT)
            import json

            kept = json.loads(content)
            ours = tuple(kept["file"]) == identity(status)
            valid = kept["until"] is None or time.strftime("%Y-%m-%d") <= kept["until"]
            if ours and valid and all(stamp(path) == tuple(known) for path, known in kept["stamps"].items()):
                return _print(kept)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue
    return None


def _print(kept: dict[str, object]) -> int:
    for file, text in kept["outputs"]:  # type: ignore[attr-defined]
        if file is None:
            sys.stdout.write(text)
        else:
            write_whole(file, text)
    sys.stderr.write(str(kept["said"]))
    sys.stdout.flush()
    return int(str(kept["code"]))


def remember(
    arguments: list[str],
    folder: str,
    *,
    paths: list[str],
    outputs: list[tuple[str | None, str]],
    said: str,
    code: int,
    begun: int,
    until: datetime.date | None = None,
) -> None:
    """Keep what a run printed. paths: every file and folder it depended on, those that were looked for and absent included.

    begun: nanoseconds, when the first of them was looked at; until: the last day on which it would print the same.
    """
    import json

    stamps = {path: stamp(path) for path in paths}
    if any(begun - mtime < RACY for mtime, _, _ in stamps.values()):
        return
    last = until.isoformat() if until else None
    kept = {"stamps": stamps, "outputs": outputs, "said": said, "code": code, "until": last}
    target = os.path.join(folder, _name(arguments))
    draft = f"{target}.{os.getpid()}"
    try:
        with open(draft, "w", encoding="utf-8") as file:
            json.dump({"file": identity(os.fstat(file.fileno())), **kept}, file)
        os.replace(draft, target)
        _forget_oldest(folder)
    except (OSError, ValueError):
        with suppress(OSError):
            os.unlink(draft)


def identity(status: os.stat_result) -> tuple[int, int]:
    """Return what only a file written on this machine can say of itself: one that came with a checkout is not believed."""
    return (status.st_dev, status.st_ino)


def _forget_oldest(folder: str) -> None:
    runs = [entry for entry in os.scandir(folder) if entry.name.startswith("run-")]
    runs.sort(key=lambda entry: entry.stat().st_mtime_ns, reverse=True)
    for entry in runs[MAX_RUNS:]:
        os.unlink(entry.path)


def stamp(path: str) -> Stamp:
    """Return the stamp of a file or folder."""
    try:
        status = os.stat(path)
    except OSError:
        return ABSENT
    is_folder = status.st_mode & 0o170000 == 0o040000
    return (status.st_mtime_ns, 0 if is_folder else status.st_size, status.st_ino)


def _name(arguments: list[str]) -> str:
    """Return the file name for a command: what was asked, where, by which version, and how the output is shown."""
    shown = [str(sys.stdout.isatty()), *(os.environ.get(name, "") for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"))]
    text = "\0".join([__version__, os.getcwd(), *shown, *arguments])
    return f"run-{blake2b(text.encode('utf-8', 'surrogateescape'), digest_size=12).hexdigest()}.json"


def _folders(arguments: list[str]) -> list[str]:
    """Return the folders in which the last run may lie: --cache-dir, or the default one at a path or above it."""
    for position, argument in enumerate(arguments):
        if argument == "--cache-dir" and position + 1 < len(arguments):
            return [arguments[position + 1]]
        if argument.startswith("--cache-dir="):
            return [argument.partition("=")[2]]
    found = []
    for start in [a for a in arguments[1:] if not a.startswith("-") and os.path.isdir(a)] or ["."]:
        here = os.path.abspath(start)
        while True:
            found.append(os.path.join(here, FOLDER))
            above = os.path.dirname(here)
            if above == here or os.path.exists(os.path.join(here, ".git")):
                break
            here = above
    return found
