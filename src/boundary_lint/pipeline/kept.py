"""Program facts kept between runs: a program on which nothing changed is not linked again.

As in `boundary_lint.pipeline.replay` the stat of every file and folder that the facts rest on decides, content never; a file that came
with a checkout is not believed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import msgspec

from boundary_lint import __version__
from boundary_lint.config.model import Config
from boundary_lint.facts.content import read_with_status
from boundary_lint.facts.files import Extent
from boundary_lint.facts.program import Gap, ProgramFacts
from boundary_lint.pipeline.replay import MAX_KEPT, RACY, Stamp, identity, stamp

MAX_PROGRAMS = 4
"""Programs that are kept in one cache: more are asked for by other settings, another extent, another path."""


class _Kept(msgspec.Struct, array_like=True, frozen=True):
    """identity: of the file itself; stamps: path -> what was known of it; gaps: of the tree; facts: encoded."""

    identity: tuple[int, ...]
    stamps: dict[str, Stamp]
    gaps: tuple[Gap, ...]
    facts: bytes


class Program(msgspec.Struct, frozen=True):
    """What is kept of a program. gaps: of its tree, files that could not be read included."""

    facts: ProgramFacts
    gaps: tuple[Gap, ...]


def name_of(base: str, config: Config, settings: str | None, extent: Extent) -> str:
    """Return the name of the file that keeps a program read in this way."""
    asked = msgspec.json.encode([__version__, base, config, settings or "", extent])
    return f"program-{blake2b(asked, digest_size=12).hexdigest()}.msgpack"


def lookup(folder: Path, name: str) -> Program | None:
    """Return the program that was kept, None where anything it rests on changed."""
    try:
        content, status = read_with_status(folder / name, MAX_KEPT)
        kept = msgspec.msgpack.decode(content, type=_Kept)
        if kept.identity != identity(status) or any(stamp(path) != known for path, known in kept.stamps.items()):
            return None
        return Program(msgspec.msgpack.decode(kept.facts, type=ProgramFacts), kept.gaps)
    except (OSError, ValueError, msgspec.MsgspecError):
        return None


def keep(
    folder: Path, name: str, program: Program, paths: Iterable[str], begun: int, warn: Callable[[str], None]
) -> None:
    """Keep a program. paths: every file and folder it rests on, those that were looked for and are absent included.

    begun: nanoseconds, when the first of them was looked at.
    """
    stamps = {path: stamp(path) for path in paths}
    if not folder.is_dir() or any(begun - mtime < RACY for mtime, _, _ in stamps.values()):
        return
    facts = msgspec.msgpack.encode(program.facts)
    draft = folder / f"{name}.{os.getpid()}"
    try:
        with open(draft, "wb") as file:
            file.write(msgspec.msgpack.encode(_Kept(identity(os.fstat(file.fileno())), stamps, program.gaps, facts)))
        os.replace(draft, folder / name)
        _forget_oldest(folder)
    except OSError as error:
        warn(f"{folder / name}: cannot be written ({error.strerror}); going on without it")
    finally:
        with suppress(OSError):
            os.unlink(draft)


def _forget_oldest(folder: Path) -> None:
    kept = [entry for entry in os.scandir(folder) if entry.name.startswith("program-")]
    kept.sort(key=lambda entry: entry.stat().st_mtime_ns, reverse=True)
    for entry in kept[MAX_PROGRAMS:]:
        os.unlink(entry.path)
