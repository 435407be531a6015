"""Git, asked for its objects alone. The repository is as hostile as the code in it.

Its ``.git/config`` can name programs: filters, textconv, fsmonitor, gpg, pagers, remotes. ``git archive`` runs smudge filters, and gpg for
``%G?`` under ``export-subst``; with ``export-ignore`` it leaves files out, so what it gives is not even the revision. So nothing is asked
but plumbing that reads objects as they are stored: ``rev-parse``, ``cat-file``, ``ls-tree``, ``diff-tree --raw``, ``for-each-ref``. None
of these looks at the index or the working tree, and none runs a hook. Objects that a partial clone left out are not fetched: every
transport is forbidden. What the user's own configuration says stands, since git needs it to know whom to trust (``safe.directory``).
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from boundary_lint.errors import RevisionError

MAX_SECONDS = 600.0
"""For one question; a million files take less than a minute."""

_SAFE = (
    "--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "safe.bareRepository=explicit",
    "-c", "core.warnAmbiguousRefs=true",
)  # fmt: skip

_KEPT = ("GIT_CONFIG", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_EXEC_PATH")
"""Beginnings of the variables for git that stand: whom to trust, where to stop, where git lies."""

_OURS = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}

_CHUNK = 1 << 20


def environment() -> dict[str, str]:
    """Return the variables under which git runs: a hook that started us says which repository, index and objects are its own, not ours."""
    theirs = {k: v for k, v in os.environ.items() if not k.startswith("GIT_") or k.startswith(_KEPT)}
    return {**theirs, **_OURS}


@contextmanager
def answer(folder: str, *arguments: str, asked: bytes = b"") -> Iterator[IO[bytes]]:
    """Yield what git answers in a folder, as it comes. asked: what it reads from standard input.

    Raises:
        RevisionError: git is not installed, fails or takes too long; its reason is told.
    """
    with tempfile.TemporaryFile() as question, tempfile.TemporaryFile() as said:
        question.write(asked)
        question.seek(0)
        process = _start(folder, arguments, question, said)
        late = threading.Event()
        assert process.stdout is not None

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(MAX_SECONDS, stop)
        timer.daemon = True
        timer.start()
        try:
            with process.stdout as output:
                yield output
            code = process.wait()
        except RevisionError:
            if not late.is_set():  # what was cut short is no fault of the repository
                raise
        finally:
            timer.cancel()
            process.kill()
            process.wait()
        if late.is_set():
            raise RevisionError(folder, f"git took more than {MAX_SECONDS:g} seconds", "check the repository: git fsck")
        if code:
            said.seek(0)
            raise failed(folder, said.read(4096).decode("utf-8", "replace"))


def _start(folder: str, arguments: tuple[str, ...], question: IO[bytes], said: IO[bytes]) -> subprocess.Popen[bytes]:
    command = ["git", *_SAFE, "-C", folder, *arguments]
    try:
        return subprocess.Popen(command, stdin=question, stdout=subprocess.PIPE, stderr=said, env=environment())
    except FileNotFoundError as error:
        raise RevisionError("git", "is not installed, or not found", "install git to compare revisions") from error
    except (OSError, ValueError) as error:
        raise RevisionError("git", f"cannot be started: {error}", "check the installation of git") from error


def failed(folder: str, said: str) -> RevisionError:
    """Return the error for what git said when it failed."""
    if "not a git repository" in said:
        return RevisionError(folder, "is not in a git repository", "give a path in one: revisions are read from git")
    if "dubious ownership" in said:
        hint = f"if you trust it: git config --global --add safe.directory {folder}"
        return RevisionError(folder, "the git repository belongs to another user, and git does not trust it", hint)
    if "safe.bareRepository" in said or "must be run in a work tree" in said:
        return RevisionError(folder, "is a repository without a working tree", "give a path in a clone")
    if "not allowed" in said or "promisor" in said or "lazy fetching" in said:
        return lacking(folder)
    lines = [line for line in said.splitlines() if line.startswith(("fatal:", "error:"))] or said.splitlines()
    return RevisionError(folder, f"git failed: {lines[0] if lines else 'it said nothing'}", "check it: git fsck")


def lacking(folder: str) -> RevisionError:
    """Return the error for objects that are not there."""
    reason = "lacks objects of the revision: the clone is partial, or damaged"
    return RevisionError(
        folder, reason, "git fetch --refetch --no-filter gets all of it; git fsck tells what is damaged"
    )


def told(folder: str, *arguments: str, asked: bytes = b"", limit: int = 100_000_000) -> bytes:
    """Return what git answers, in whole.

    Raises:
        RevisionError: see `answer`; or it is longer than ``limit`` bytes.
    """
    with answer(folder, *arguments, asked=asked) as output:
        text = output.read(limit + 1)
        if len(text) > limit:
            raise RevisionError(folder, f"git has more than {limit:,} bytes to say", "give a smaller folder")
    return text


def records(output: IO[bytes]) -> Iterator[bytes]:
    """Yield the records of an answer, each ended by NUL.

    Raises:
        RevisionError: one is longer than any path.
    """
    rest = b""
    while chunk := output.read(_CHUNK):
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole
        if len(rest) > _CHUNK:
            raise RevisionError("git", "a path of the revision is longer than any", "check the repository: git fsck")
