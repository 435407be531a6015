"""Draws the page, and draws it again when files change: each time in a process of its own, as fast as the command alone, and nothing of it stays."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import SimpleQueue
from typing import TypeAlias

from boundary_lint.errors import BoundaryLintError
from boundary_lint.pipeline.serve.live import Live
from boundary_lint.pipeline.serve.watched import Watched

Say: TypeAlias = Callable[[str], None]


class NotDrawn(Exception):
    """The page could not be drawn. code: how the command ended; the text is what it said."""

    def __init__(self, code: int, said: str) -> None:
        self.code = code
        super().__init__(said or f"the command ended with exit code {code}")


def draw(command: Sequence[str], aloud: bool = False) -> str:
    """Return the page that a command writes to standard output. aloud: what it says is heard in the terminal.

    Raises:
        NotDrawn: it ends with an error.
    """
    env = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=None if aloud else subprocess.PIPE, env=env, check=False
    )  # fmt: skip
    if done.returncode:
        lines = (done.stderr or b"").decode("utf-8", "replace").splitlines()
        raise NotDrawn(done.returncode, "\n".join(line.removeprefix("boundary-lint: ") for line in lines))
    return done.stdout.decode("utf-8")


def changes_of(watched: Watched, stop: threading.Event, say: Say) -> SimpleQueue[set[str]]:
    """Return where the files that change are told, from now on."""
    changes: SimpleQueue[set[str]] = SimpleQueue()

    def listen(folders: tuple[Path, ...]) -> None:
        try:
            for changed in watched.changes(folders, stop):
                changes.put(changed)
        except BoundaryLintError as error:
            say(str(error))

    for folders in filter(None, (watched.deep, watched.flat)):
        threading.Thread(target=listen, args=(folders,), daemon=True).start()
    return changes


def draw_again(changes: SimpleQueue[set[str]], drawn: Callable[[], str], live: Live, say: Say) -> None:
    """Draw again whenever files change, until an empty set of them comes; an error leaves the page that was good, and is told."""
    while changed := changes.get():
        while not changes.empty():
            changed |= changes.get()
        begin = time.perf_counter()
        try:
            other = live.show(drawn())
        except NotDrawn as error:
            live.fail(str(error))
            say(str(error))
        else:
            what = "drawn again" if other else "looked at again, nothing else to show"
            say(f"{_names(changed)} changed: {what}, {time.perf_counter() - begin:.1f} s")


def _names(changed: set[str]) -> str:
    first, *rest = sorted(changed)
    return Path(first).name + (f" and {len(rest)} more" if rest else "")
