"""Objects of a git repository, written below a folder that nobody else writes to. Whatever their paths and links say, they stay in it."""

from __future__ import annotations

import errno
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, NamedTuple

from boundary_lint.errors import RevisionError
from boundary_lint.pipeline import git

MAX_FILES = 500_000
"""Files, and folders, of one revision that are laid out."""

MAX_DEPTH = 200
"""Folders that a file lies in; discover enters fewer."""

MAX_BYTES = 4_000_000_000
"""Bytes of these; the largest real monolith has a tenth."""

MAX_FILE = 20_000_000
"""Bytes of one file; a larger one is laid out empty, with its size: nothing reads so far."""

LINK, MODULE = "120000", "160000"
"""Modes of symbolic links and of submodules."""

MAX_TARGET = 4_096
"""Bytes of the target of a link: what systems take."""

SMALLER = "give a smaller folder"
"""What helps where a revision is too large."""

_CANNOT_HOLD = frozenset(
    {errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.EILSEQ, errno.EINVAL, errno.ENOENT, errno.ELOOP, errno.EPERM}
)  # fmt: skip

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class Entry(NamedTuple):
    """One path of a revision, from the top, with its object and git's mode of it."""

    mode: str
    object: str
    path: str


def lay_out(top: str, repository: str, entries: Sequence[Entry]) -> list[str]:
    """Write entries below a folder, files before links, and return the paths that could not be. What lies there already stays.

    Raises:
        RevisionError: there are too many, they are too large, or there is no room.
    """
    files, links, left = _sorted(repository, entries)
    sizes = _sizes(repository, [*files, *links])
    read = [one for one in files if sizes[one] <= MAX_FILE]
    total = sum(sizes[one] * len(files[one]) for one in read)
    if total > MAX_BYTES:
        raise RevisionError(repository, f"the revision has {total:,} bytes to read, more than {MAX_BYTES:,}", SMALLER)
    try:
        with _contents(repository, read) as contents:
            for one, content in contents:
                left += [path for path in files[one] if not _written(top, path, content, sizes[one])]
        for one in sorted(files.keys() - read):
            left += [path for path in files[one] if not _written(top, path, b"", sizes[one])]
        with _contents(repository, [one for one in links if sizes[one] <= MAX_TARGET]) as contents:
            made = [(path, _linked(top, path, target)) for one, target in contents for path in links[one]]
    except OSError as error:
        raise no_room(error) from error
    left += [path for path, is_made in made if not is_made]
    return left + _freed(top, [path for path, is_made in made if is_made])


def no_room(error: OSError) -> RevisionError:
    """Return the error for a folder that cannot be written."""
    hint = "make room there, or set TMPDIR to another folder"
    return RevisionError("temporary folder", f"the revision cannot be laid out: {error.strerror}", hint)


def _sorted(repository: str, entries: Sequence[Entry]) -> tuple[dict[str, list[str]], dict[str, list[str]], list[str]]:
    """Return files and links, each object -> paths, and what is neither or has no name to be written under."""
    files: dict[str, list[str]] = defaultdict(list)
    links: dict[str, list[str]] = defaultdict(list)
    left: list[str] = []
    folders = {""}
    for entry in entries:
        if entry.mode == MODULE or not _is_safe(entry.path):
            left.append(entry.path)
            continue
        (links if entry.mode == LINK else files)[entry.object].append(entry.path)
        folder = os.path.dirname(entry.path)
        while folder not in folders:
            folders.add(folder)
            folder = os.path.dirname(folder)
        if len(folders) > MAX_FILES:
            raise RevisionError(repository, f"the revision has more than {MAX_FILES:,} folders", SMALLER)
    return files, links, left


def _is_safe(path: str) -> bool:
    """Whether a path leads down, and nowhere else: an object of a tree may be called in any way."""
    parts = path.split("/")
    return (
        len(parts) <= MAX_DEPTH
        and all(_is_name(part) for part in parts)
        and (os.sep == "/" or not set(path) & {":", "\\"})
    )


def _is_name(part: str) -> bool:
    return part not in ("", ".", "..") and part.lower() != ".git" and len(os.fsencode(part)) < 256


def _sizes(repository: str, objects: Sequence[str]) -> dict[str, int]:
    said = git.told(repository, "cat-file", "--batch-check", asked=_question(objects))
    found = {}
    for line in said.decode("ascii", "replace").splitlines():
        name, kind, *size = line.split(" ")
        if kind != "blob":
            raise git.lacking(repository) if kind == "missing" else git.failed(repository, f"fatal: {name} is no file")
        found[name] = int(size[0])
    return found


@contextmanager
def _contents(repository: str, objects: Sequence[str]) -> Iterator[Iterator[tuple[str, bytes]]]:
    """Yield (object, content) of every object, one after the other."""
    with git.answer(repository, "cat-file", "--batch", asked=_question(objects)) as output:
        yield (_content(repository, output) for _ in objects)


def _content(repository: str, output: IO[bytes]) -> tuple[str, bytes]:
    head = output.readline().decode("ascii", "replace").split()
    content = output.read(int(head[2]) + 1) if len(head) == 3 and head[1] == "blob" else b""
    if not content.endswith(b"\n"):
        raise RevisionError(repository, "git ended before all was read", "check the repository: git fsck")
    return head[0], content[:-1]


def _question(objects: Sequence[str]) -> bytes:
    return "".join(f"{one}\n" for one in objects).encode("ascii")


def _written(top: str, path: str, content: bytes, size: int) -> bool:
    full = os.path.join(top, path)
    try:
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with os.fdopen(os.open(full, _NEW, 0o600), "wb") as file:
            file.write(content)
            file.truncate(size)
    except FileExistsError:
        return os.path.isfile(full)
    except OSError as error:
        if error.errno not in _CANNOT_HOLD:
            raise
        return False
    return True


def _linked(top: str, path: str, target: bytes) -> bool:
    full = os.path.join(top, path)
    try:
        os.makedirs(os.path.dirname(full), exist_ok=True)
        os.symlink(os.fsdecode(target), full)
    except FileExistsError:
        return os.path.lexists(full)
    except (OSError, ValueError, NotImplementedError) as error:
        if isinstance(error, OSError) and error.errno not in _CANNOT_HOLD:
            raise
        return False
    return True


def _freed(top: str, links: list[str]) -> list[str]:
    """Remove the links that lead outside, and return their paths: again, until none does, since one may lead through another."""
    gone: list[str] = []
    inside = os.path.join(top, "")
    while outside := [
        p for p in links if not os.path.join(os.path.realpath(os.path.join(top, p)), "").startswith(inside)
    ]:
        for path in outside:
            os.unlink(os.path.join(top, path))
        links = [path for path in links if path not in outside]
        gone += outside
    return gone
