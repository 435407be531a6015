"""The bytes of a file, without waiting for anybody: a pipe, a device or a socket may bear the name of a file; and files written whole."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MAX_TEXT = 5_000_000
"""Bytes of a configuration, a rule page or a catalogue page; nothing real comes near."""

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def read_file(path: str | Path, limit: int) -> bytes:
    """Return the first ``limit`` bytes of a file.

    Raises:
        OSError: it cannot be read, or is no regular file.
    """
    return read_with_status(path, limit)[0]


def read_with_status(path: str | Path, limit: int) -> tuple[bytes, os.stat_result]:
    """Return the first ``limit`` bytes of a file, and what was known of it when it was opened.

    Raises:
        OSError: it cannot be read, or is no regular file.
    """
    try:
        number = os.open(path, _FLAGS)
    except OSError as error:
        if error.errno == errno.ENXIO:
            raise OSError(errno.EINVAL, "is a socket, not a file") from error
        raise
    try:
        status = os.fstat(number)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, f"is {kind_of(status.st_mode)}, not a file")
        with os.fdopen(number, "rb", closefd=False) as source:
            return source.read(limit), status
    finally:
        os.close(number)


def read_text(path: str | Path) -> str:
    """Return the text of a file that a person wrote.

    Raises:
        OSError: it cannot be read, is no regular file, or is larger than `MAX_TEXT`.
        UnicodeDecodeError: it is not UTF-8.
    """
    content = read_file(path, MAX_TEXT + 1)
    if len(content) > MAX_TEXT:
        raise OSError(errno.EINVAL, f"is larger than {MAX_TEXT:,} bytes")
    return content.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")


def write_whole(path: str, text: str) -> None:
    """Write the text of a file; see `write_bytes`."""
    write_bytes(path, text.encode("utf-8", "backslashreplace"))


def write_bytes(path: str, content: bytes) -> None:
    """Write a file beside its place and put it there when it is complete: nobody ever sees half of it.

    A device or pipe takes the content as it comes; of a link, the file that it leads to is written. A file that was there keeps its mode.

    Raises:
        OSError: it cannot be written; what was there before is still there.
    """
    path = os.path.realpath(path)
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        mode = 0
    if mode and not stat.S_ISREG(mode):
        with open(path, "wb") as target:
            target.write(content)
        return
    if mode and not os.access(path, os.W_OK):
        raise OSError(errno.EACCES, os.strerror(errno.EACCES))
    draft = f"{path}.{os.getpid()}.part"
    with suppress(FileNotFoundError):  # of a run that was killed
        os.unlink(draft)
    try:
        with open(draft, "xb") as target:
            target.write(content)
        if mode:
            os.chmod(draft, stat.S_IMODE(mode))
        os.replace(draft, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(draft)
        raise


def kind_of(mode: int) -> str:
    """Return what a path leads to, in words."""
    kinds = ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"))
    return next((words for test, words in kinds if test(mode)), "a device")
