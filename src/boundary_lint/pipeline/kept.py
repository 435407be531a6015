"""Program facts kept between runs: a program whose files say what they said is not linked again.

What was read of every file decides, and whatever else is linked; where a program lies, and when its files were written, does not. A file that
came with a checkout is not believed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import msgspec

from boundary_lint import __version__
from boundary_lint.config.model import Config
from boundary_lint.facts.content import read_with_status
from boundary_lint.facts.files import Extent, Tree
from boundary_lint.facts.moved import Lines, Untraceable, moved_lines, with_moved
from boundary_lint.facts.program import ProgramFacts
from boundary_lint.facts.syntax import decode, without_lines
from boundary_lint.pipeline.replay import MAX_KEPT, identity, stamp

MAX_PROGRAMS = 6
"""Programs that are kept in one cache: more are asked for by other settings, another extent, another path, another revision."""

MAX_CHANGED = 50
"""Files of which it is looked at whether what changed in them matters: with more, it does."""

_OWN = Path(__file__).resolve().parent.parent

Keys = Mapping[str, bytes]
"""Path -> what tells the facts of a file from all others."""

Blobs = Callable[[Iterable[bytes]], Mapping[bytes, bytes]]
"""Gives encoded facts of files by key, as far as they can be had."""


class _Kept(msgspec.Struct, array_like=True, frozen=True):
    """identity: of the file itself; around: see `around`; facts: encoded."""

    identity: tuple[int, ...]
    around: str
    keys: dict[str, bytes]
    facts: msgspec.Raw


class Program(msgspec.Struct, frozen=True):
    """What is kept of a program. name: of what was linked; programs of one name differ in nothing but the lines at which things stand."""

    name: str
    facts: ProgramFacts


def around(tree: Tree, beside: list[bytes], config: Config, settings: str | None, extent: Extent) -> str:
    """Return what tells a program from any other, wherever it lies, but for what was read of its files. beside: see `beside`."""
    base = tree.base
    files = [msgspec.structs.replace(file, size=0, mtime_ns=0, inode=0) for file in tree.files]
    rest = msgspec.structs.replace(tree, base=os.path.basename(base), files=(), folders=())
    relative = msgspec.structs.replace(config, file="", base=os.path.relpath(config.base or base, base), rules={})
    own = max(stamp(str(path)) for path in _OWN.rglob("*.*") if path.suffix != ".pyc")
    return _digest([__version__, own, files, rest, relative, settings or "", extent, beside])


def beside(tree: Tree, config: Config) -> list[bytes]:
    """Return digests of what is linked beside the files of a program: files of SQL, catalogue pages and stubs that the configuration names."""
    return [
        _content(path) for path in (*(Path(tree.base, file) for file in tree.sql_files), *_named(config, tree.base))
    ]


def _named(config: Config, base: str) -> list[Path]:
    """Return the catalogue pages and stubs that a configuration names."""
    folder = Path(config.base or base)
    inside = [found for name in config.stubs for found in sorted((folder / name).rglob("*.py"))]
    return [*(folder / name for name in config.catalog), *inside]


def _content(path: Path) -> bytes:
    try:
        return blake2b(read_with_status(path, MAX_KEPT)[0], digest_size=16).digest()
    except OSError:
        return b""


def _digest(parts: list[object]) -> str:
    return blake2b(msgspec.msgpack.encode(parts), digest_size=12).hexdigest()


def name_of(around: str, keys: Keys) -> str:
    """Return the name of a program: what is around its files, and what they say."""
    return _digest([around, sorted(keys.items())])


def lookup(folder: Path, around: str, keys: Keys, blobs: Blobs) -> Program | None:
    """Return the facts of a program, where a kept one says the same."""
    for path in sorted(folder.glob("program-*.msgpack"), key=_age):
        kept = _read(path)
        if kept is not None and kept.around == around:
            lines = _now(kept.keys, keys, blobs)
            facts = _decoded(kept.facts) if lines is not None else None
            facts = _with_lines(facts, lines) if facts is not None and lines else facts
            if facts is not None:
                with suppress(OSError):
                    os.utime(path)
                return Program(path.stem.partition("-")[2], facts)
    return None


def _age(path: Path) -> int:
    return -stamp(str(path))[0]


class _Now(NamedTuple):
    """How many lines a file has now; which line became which, empty where what stands above the end of its code did not move."""

    total: int
    became: Lines


def _now(before: Keys, now: Keys, blobs: Blobs) -> dict[str, _Now] | None:
    """Return path -> its lines now, of the files of which nothing else changed; None where more did."""
    changed = [path for path, key in now.items() if before.get(path) != key]
    if len(changed) > MAX_CHANGED or before.keys() != now.keys():
        return None
    found = blobs([keys[path] for keys in (before, now) for path in changed]) if changed else {}
    lines = {}
    for path in changed:
        old, new = found.get(before[path]), found.get(now[path])
        if old is None or new is None:
            return None
        total, rest = without_lines(new)
        became = {} if rest == without_lines(old)[1] else moved_lines(decode(old), decode(new))
        if became is None:
            return None
        lines[path] = _Now(total, became)
    return lines


def _with_lines(facts: ProgramFacts, lines: Mapping[str, _Now]) -> ProgramFacts | None:
    """Return facts with the lines that files have now; None where more than that may rest on them."""
    modules = [
        msgspec.structs.replace(module, lines=lines[module.file].total) if module.file in lines else module
        for module in facts.modules
    ]
    if sum(module.lines for module in facts.modules) != facts.coverage.lines:
        return None
    ends = {(m.file, m.lines) for m, now in zip(facts.modules, modules, strict=True) if m != now}
    if any((route.file, route.line) in ends for route in facts.routes):
        return None
    coverage = msgspec.structs.replace(facts.coverage, lines=sum(module.lines for module in modules))
    facts = msgspec.structs.replace(facts, modules=modules, coverage=coverage)
    became = {path: now.became for path, now in lines.items() if now.became}
    try:
        return with_moved(facts, became) if became else facts
    except Untraceable:
        return None


def _read(path: Path) -> _Kept | None:
    try:
        content, status = read_with_status(path, MAX_KEPT)
        kept = msgspec.msgpack.decode(content, type=_Kept)
    except (OSError, ValueError, msgspec.MsgspecError):
        return None
    return kept if kept.identity == identity(status) else None


def _decoded(facts: msgspec.Raw) -> ProgramFacts | None:
    try:
        return msgspec.msgpack.decode(facts, type=ProgramFacts)
    except (ValueError, msgspec.MsgspecError):
        return None


def keep(folder: Path, around: str, keys: Keys, facts: ProgramFacts, warn: Callable[[str], None]) -> None:
    """Keep what was linked of a program."""
    if not folder.is_dir():
        return
    target = folder / f"program-{name_of(around, keys)}.msgpack"
    draft = target.with_suffix(f".{os.getpid()}")
    encoded = msgspec.Raw(msgspec.msgpack.encode(facts))
    try:
        with open(draft, "wb") as file:
            file.write(msgspec.msgpack.encode(_Kept(identity(os.fstat(file.fileno())), around, dict(keys), encoded)))
        os.replace(draft, target)
        _forget_oldest(folder)
    except OSError as error:
        warn(f"{target}: cannot be written ({error.strerror}); going on without it")
    finally:
        with suppress(OSError):
            os.unlink(draft)


def _forget_oldest(folder: Path) -> None:
    for path in sorted(folder.glob("program-*"), key=_age)[MAX_PROGRAMS:]:
        path.unlink()
