"""A progress bar on a terminal when the work is long; nothing in a pipe."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 1.0
"""Seconds before a bar is shown: what is over sooner needs none."""


class Bar:
    """Shows how far a stage is. Drawn from the calling thread alone: a thread of its own would forbid to fork."""

    def __init__(self) -> None:
        self._begin = time.monotonic()
        self._shown: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown is not None:
            self._shown.stop()

    def update(self, stage: str, done: int, total: int) -> None:
        """Say that ``done`` of ``total`` steps of a stage are done."""
        if not sys.stderr.isatty() or time.monotonic() - self._begin < PATIENCE:
            return
        if self._shown is None:
            from rich.console import Console
            from rich.progress import Progress

            self._shown = Progress(console=Console(stderr=True), auto_refresh=False, transient=True)
            self._shown.start()
        if stage not in self._tasks:
            self._tasks[stage] = self._shown.add_task(stage, total=total)
        self._shown.update(self._tasks[stage], completed=done)
        self._shown.refresh()
