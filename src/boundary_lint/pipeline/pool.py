"""A function over many files, in several processes: forked where that is safe, else by any executor."""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from itertools import chain
from typing import TypeVar

from boundary_lint.link.deal import Deal

MIN_FILES = 30
"""Below this many files (or `MIN_BYTES`) one process is faster.  Source: knowledge of performance, section 3."""

MIN_BYTES = 200_000
"""Below this many bytes in all, one process is faster."""

CHUNK = 16
"""Files of one chunk that a worker takes at a time."""

T = TypeVar("T")
R = TypeVar("R")


Progress = Callable[[int, int], None]
"""Called with steps done and steps in all."""


def map_files(
    work: Callable[[T], R],
    items: Sequence[T],
    sizes: Sequence[int],
    jobs: int,
    executor: Executor | None = None,
    progress: Progress = lambda done, total: None,
) -> list[R]:
    """Return ``work(item)`` for every item, in order. ``work`` and its results can be pickled; sizes are in bytes.

    An executor (Dask, Ray, ...) is used where one is given; else forked processes, where the system can and no thread runs.
    """
    if executor is not None:
        return list(executor.map(work, items, chunksize=CHUNK))
    if jobs < 2 or len(items) < MIN_FILES or sum(sizes) < MIN_BYTES:
        return [work(item) for item in items]
    if hasattr(os, "fork") and threading.active_count() == 1:
        return _forked(work, items, sizes, jobs, progress)
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(work, items, chunksize=CHUNK))


def _forked(work: Callable[[T], R], items: Sequence[T], sizes: Sequence[int], jobs: int, progress: Progress) -> list[R]:
    """Deal chunks, the largest files first, from a pipe that all processes read; this process works too."""
    chunks = _chunks(sizes)
    deal = Deal(len(chunks))
    children = [_start(work, items, chunks, deal) for _ in range(jobs - 1)]
    done: dict[int, R] = {}
    for number in chain(deal, deal.rest):
        done.update((i, work(items[i])) for i in chunks[number])
        progress(number + 1, len(chunks))
    for pid, pipe in children:
        with os.fdopen(pipe, "rb") as source:
            message = source.read()
        _, status = os.waitpid(pid, 0)
        if os.waitstatus_to_exitcode(status) == 0:
            done.update(pickle.loads(message))
    deal.close()
    return [done[i] if i in done else work(items[i]) for i in range(len(items))]


def _chunks(sizes: Sequence[int]) -> list[list[int]]:
    order = sorted(range(len(sizes)), key=lambda i: (-sizes[i], i))
    return [order[start : start + CHUNK] for start in range(0, len(order), CHUNK)]


def _start(work: Callable[[T], R], items: Sequence[T], chunks: list[list[int]], deal: Deal) -> tuple[int, int]:
    incoming, outgoing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(outgoing)
        return pid, incoming
    code = 1
    try:
        os.close(incoming)
        done = {i: work(items[i]) for number in deal for i in chunks[number]}
        with os.fdopen(outgoing, "wb") as target:
            pickle.dump(done, target, protocol=5)
        code = 0
    finally:
        os._exit(code)
