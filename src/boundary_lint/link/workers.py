"""The passes over several processes: forked, so that every object of the program is the same in all of them.

Between the passes all tell what they have learned, and all learn the whole. A worker that dies leaves its parts to the parent.
"""

from __future__ import annotations

import io
import os
import pickle
import struct
import threading
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import TypeVar

from boundary_lint.link.deal import Deal
from boundary_lint.link.learned import Knowledge, Learned, merge
from boundary_lint.link.names import Names
from boundary_lint.link.run import PASSES, Part
from boundary_lint.link.values import External


class Shared:
    """Objects made before the fork: they travel by their id alone. What is outside the program travels by its path, so that
    it is one object in every process, too."""

    def __init__(self, things: Iterable[object], names: Names) -> None:
        self._things = {id(thing): thing for thing in things}
        self._names = names

    def ticket(self, thing: object) -> int | tuple[str, str] | None:
        """Return what stands for an object on its way, None where it travels itself."""
        if isinstance(thing, External):
            return thing.path, thing.root
        return id(thing) if id(thing) in self._things else None

    def redeem(self, ticket: int | tuple[str, str]) -> object:
        """Return what a ticket stands for."""
        if isinstance(ticket, int):
            return self._things[ticket]
        (external,) = self._names.external(*ticket)
        return external


class WorkerDied(Exception):
    """A process ended before it had told everything."""


def can_fork() -> bool:
    """Whether processes can be forked safely: the system can, and no thread runs."""
    return hasattr(os, "fork") and threading.active_count() == 1


def read_parts(
    parts: Sequence[Part], jobs: int, finish: Callable[[Part], bytes], shared: Iterable[object], names: Names
) -> list[bytes]:
    """Return, for every part in order, what ``finish`` makes of its last reading.

    shared: every object of the program that a value may refer to.
    """
    workers = min(jobs, len(parts))
    if workers < 2 or not can_fork():
        return _serially(parts, finish)
    travelling = Shared(shared, names)
    try:
        return _forked(parts, workers, finish, travelling)
    except (WorkerDied, OSError, EOFError, pickle.UnpicklingError):
        return _serially(parts, finish)


def _serially(parts: Sequence[Part], finish: Callable[[Part], bytes]) -> list[bytes]:
    known, learned = Knowledge(), merge([part.first_pass() for part in parts])
    for _ in range(1, PASSES):
        known = known.after(learned)
        learned = merge([learned, *[part.next_pass(known) for part in parts]])
    return [finish(part) for part in parts]


def _forked(parts: Sequence[Part], workers: int, finish: Callable[[Part], bytes], shared: Shared) -> list[bytes]:
    deal = Deal(len(parts))
    children = [_Child(parts, deal, finish, shared) for _ in range(1, workers)]
    try:
        own: dict[int, Part] = {}
        whole = _gathered(_first_passes(parts, chain(deal, deal.rest), own), children, shared)
        known = Knowledge()
        for _ in range(1, PASSES):
            message = _dumps(whole, shared)
            for child in children:
                child.send(message)
            known = known.after(whole)
            whole = _gathered([whole, *[part.next_pass(known) for part in own.values()]], children, shared)
        results = {number: finish(part) for number, part in own.items()}
        for child in children:
            results.update(pickle.loads(child.receive()))
        return [results[number] for number in range(len(parts))]
    finally:
        deal.close()
        for child in children:
            child.close()


def _first_passes(parts: Sequence[Part], numbers: Iterable[int], own: dict[int, Part]) -> list[Learned]:
    """Read parts by number; they are this process's own from then on."""
    learned = []
    for number in numbers:
        own[number] = parts[number]
        learned.append(parts[number].first_pass())
    return learned


def _gathered(own: list[Learned], children: Sequence[_Child], shared: Shared) -> Learned:
    """Return what this process and all children have found out in one pass."""
    for child in children:
        own += _loads(child.receive(), shared)
    return merge(own)


class _Child:
    """A forked process with a pipe in each direction."""

    def __init__(self, parts: Sequence[Part], deal: Deal, finish: Callable[[Part], bytes], shared: Shared) -> None:
        to_child, to_parent = os.pipe(), os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            os.close(to_child[1])
            os.close(to_parent[0])
            os._exit(_work(parts, deal, finish, shared, os.fdopen(to_child[0], "rb"), os.fdopen(to_parent[1], "wb")))
        os.close(to_child[0])
        os.close(to_parent[1])
        self._out, self._in = os.fdopen(to_child[1], "wb"), os.fdopen(to_parent[0], "rb")

    def send(self, message: bytes) -> None:
        _write(self._out, message)

    def receive(self) -> bytes:
        return _read(self._in)

    def close(self) -> None:
        for pipe in (self._out, self._in):
            try:
                pipe.close()
            except OSError:
                continue
        os.waitpid(self._pid, 0)


def _work(
    parts: Sequence[Part],
    deal: Deal,
    finish: Callable[[Part], bytes],
    shared: Shared,
    incoming: io.BufferedReader,
    out: io.BufferedWriter,
) -> int:
    """Run in the child; whatever goes wrong, the parent sees a closed pipe and does the work itself."""
    try:
        own: dict[int, Part] = {}
        _write(out, _dumps(_first_passes(parts, deal, own), shared))
        known = Knowledge()
        for _ in range(1, PASSES):
            known = known.after(_loads(_read(incoming), shared))
            _write(out, _dumps([part.next_pass(known) for part in own.values()], shared))
        _write(out, pickle.dumps({number: finish(part) for number, part in own.items()}))
        return 0
    except BaseException:
        return 1


def _write(pipe: io.BufferedWriter, message: bytes) -> None:
    pipe.write(struct.pack("<Q", len(message)))
    pipe.write(message)
    pipe.flush()


def _read(pipe: io.BufferedReader) -> bytes:
    header = pipe.read(8)
    if len(header) < 8:
        raise WorkerDied
    (size,) = struct.unpack("<Q", header)
    message = pipe.read(size)
    if len(message) < size:
        raise WorkerDied
    return message


class _Pickler(pickle.Pickler):
    def __init__(self, buffer: io.BytesIO, shared: Shared) -> None:
        super().__init__(buffer, protocol=5)
        self._shared = shared

    def persistent_id(self, thing: object) -> int | tuple[str, str] | None:
        return self._shared.ticket(thing)


class _Unpickler(pickle.Unpickler):
    def __init__(self, buffer: io.BytesIO, shared: Shared) -> None:
        super().__init__(buffer)
        self._shared = shared

    def persistent_load(self, ticket: int | tuple[str, str]) -> object:
        return self._shared.redeem(ticket)


def _dumps(thing: object, shared: Shared) -> bytes:
    buffer = io.BytesIO()
    _Pickler(buffer, shared).dump(thing)
    return buffer.getvalue()


T = TypeVar("T")


def _loads(message: bytes, shared: Shared) -> T:  # type: ignore[type-var]
    return _Unpickler(io.BytesIO(message), shared).load()  # type: ignore[no-any-return]
