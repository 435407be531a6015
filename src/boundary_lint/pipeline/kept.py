"""Program facts kept between runs: a program on which nothing changed is not linked again.

As in `boundary_lint.pipeline.replay` the stat of every file and folder that the facts rest on decides first. Where it says nothing - a fresh
checkout, a revision that was the working tree before, a file that was saved again - the content does: what was read of every file, and
whatever else is linked. A file that came with a checkout is not believed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import msgspec

from boundary_lint import __version__
from boundary_lint.config.model import Config
from boundary_lint.facts.content import read_with_status
from boundary_lint.facts.files import Extent, Tree
from boundary_lint.facts.program import Gap, ProgramFacts
from boundary_lint.facts.syntax import without_lines
from boundary_lint.pipeline.replay import MAX_KEPT, RACY, Stamp, identity, stamp

MAX_PROGRAMS = 6
"""Programs that are kept in one cache: more are asked for by other settings, another extent, another path, another revision."""

_OWN = Path(__file__).resolve().parent.parent


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
    """Return the name of a program read in this way."""
    return _digest([__version__, base, config, settings or "", extent])


def content_of(
    tree: Tree, read: Mapping[str, bytes], beside: list[bytes], config: Config, settings: str | None, extent: Extent
) -> str:
    """Return what tells a program from any other, wherever it lies: what was read of its files, and all else that is linked.

    How many lines a file has is not among it, see `with_lines`. beside: see `beside`.
    """
    base = tree.base
    files = [msgspec.structs.replace(file, size=0, mtime_ns=0, inode=0) for file in tree.files]
    rest = msgspec.structs.replace(tree, base=os.path.basename(base), files=(), folders=())
    relative = msgspec.structs.replace(config, file="", base=os.path.relpath(config.base or base, base), rules={})
    facts = [without_lines(read[file.path])[1] if file.path in read else b"" for file in tree.files]
    blobs = [blake2b(one, digest_size=16).digest() for one in facts]
    own = max(stamp(str(path)) for path in _OWN.rglob("*.*") if path.suffix != ".pyc")
    return _digest([__version__, own, files, rest, relative, settings or "", extent, blobs, beside])


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


def lookup(folder: Path, name: str) -> Program | None:
    """Return the program that was kept under a name, None where anything it rests on changed."""
    for path in folder.glob(f"program-{name}-*.msgpack"):
        kept = _read(path)
        if kept is not None and kept.stamps and all(stamp(one) == known for one, known in kept.stamps.items()):
            return _decoded(kept)
    return None


def lookup_content(folder: Path, content: str) -> Program | None:
    """Return the program of some content that was kept under any name."""
    for path in folder.glob(f"program-*-{content}.msgpack"):
        kept = _read(path)
        if kept is not None:
            return _decoded(kept)
    return None


def with_lines(known: Program, read: Mapping[str, bytes]) -> Program | None:
    """Return a program of the same content with the number of lines that its files have now; None where more than that may rest on it."""
    facts = known.facts
    modules = [
        module
        if module.file not in read
        else msgspec.structs.replace(module, lines=without_lines(read[module.file])[0])
        for module in facts.modules
    ]
    if modules == facts.modules:
        return known
    lines = sum(module.lines for module in facts.modules)
    ends = {(m.file, m.lines) for m, now in zip(facts.modules, modules, strict=True) if m != now}
    if lines != facts.coverage.lines or any((route.file, route.line) in ends for route in facts.routes):
        return None
    coverage = msgspec.structs.replace(facts.coverage, lines=sum(module.lines for module in modules))
    return Program(msgspec.structs.replace(facts, modules=modules, coverage=coverage), known.gaps)


def _read(path: Path) -> _Kept | None:
    try:
        content, status = read_with_status(path, MAX_KEPT)
        kept = msgspec.msgpack.decode(content, type=_Kept)
    except (OSError, ValueError, msgspec.MsgspecError):
        return None
    return kept if kept.identity == identity(status) else None


def _decoded(kept: _Kept) -> Program | None:
    try:
        return Program(msgspec.msgpack.decode(kept.facts, type=ProgramFacts), kept.gaps)
    except (ValueError, msgspec.MsgspecError):
        return None


def keep(
    folder: Path,
    name: str,
    content: str,
    program: Program,
    paths: Iterable[str],
    begun: int,
    warn: Callable[[str], None],
) -> None:
    """Keep a program. paths: every file and folder it rests on, those that were looked for and are absent included.

    content: see `content_of`. begun: nanoseconds, when the first of them was looked at. What changed just before is known by content alone.
    """
    if not folder.is_dir():
        return
    stamps = {path: stamp(path) for path in paths}
    if any(begun - mtime < RACY for mtime, _, _ in stamps.values()):
        stamps = {}
    name = f"program-{name}-{content}.msgpack"
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
