"""The cache of the facts of single files: by content and extractor version, in one SQLite file, safe for two runs, worthless to lose."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from boundary_lint.facts.content import write_whole

FOLDER = ".boundary_lint_cache"

_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# This folder is a cache of boundary-lint; it can be deleted.\n"

_SCHEMA = (
    "create table if not exists blob_ (key blob primary key, facts blob not null, run integer not null) without rowid;"
    "create table if not exists stat_ (path text primary key, mtime integer, size integer, inode integer, key blob) without rowid;"
    "create table if not exists run_ (number integer primary key);"
)

KEEP_RUNS = 20
"""Facts that this many runs did not need are dropped."""

_NOT_ITS_FAULT = frozenset(
    {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}
)
"""Errors that say nothing of what a file holds; after any other it is no cache, and is made anew."""

RACY = 2_000_000_000
"""Nanoseconds: a file changed this shortly before it was read may have changed again within the clock's grain (as in git)."""

Warn = Callable[[str], None]

Stat = tuple[int, int, int]
"""mtime in nanoseconds, size in bytes, inode."""


class Cache:
    """Facts by key, and keys by the stat of a path. Every failure is said once and then means: no cache."""

    def __init__(self, folder: Path, warn: Warn, name: str = "facts") -> None:
        """name: of the file in the folder, one for each kind of facts."""
        self._warn = warn
        self._connection: sqlite3.Connection | None = None
        self._run = 0
        try:
            _prepare(folder)
            self._connection = self._open(folder / f"{name}.sqlite")
        except OSError as error:
            warn(f"{folder}: the cache cannot be written ({error.strerror}); going on without it")
        except sqlite3.Error as error:
            warn(f"{folder}: the cache cannot be used ({error}); going on without it")

    def _open(self, path: Path) -> sqlite3.Connection:
        try:
            return self._connect(path)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF in _NOT_ITS_FAULT:
                raise
            self._warn(f"{path}: is no cache of boundary-lint ({error}); it is made anew")
            path.unlink(missing_ok=True)
            return self._connect(path)

    def _connect(self, path: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(path, timeout=5, isolation_level=None)
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = off")
        connection.executescript(_SCHEMA)
        connection.execute("select key, facts, run from blob_ limit 1").fetchone()
        connection.execute("select path, mtime, size, inode, key from stat_ limit 1").fetchone()
        self._run = (connection.execute("select max(number) from run_").fetchone()[0] or 0) + 1
        return connection

    def keys(self) -> dict[str, tuple[Stat, bytes]]:
        """Return path -> (stat, key) of the files read before."""
        return {
            str(path): ((mtime, size, inode), key)
            for path, mtime, size, inode, key in self._rows("select path, mtime, size, inode, key from stat_")
        }

    def known(self) -> set[bytes]:
        """Return the keys of all facts that are known."""
        return {key for (key,) in self._rows("select key from blob_")}

    def facts(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """Return the facts that are known, by key."""
        return {
            key: facts for key in set(keys) for (facts,) in self._rows("select facts from blob_ where key = ?", key)
        }

    def _rows(self, sql: str, *values: bytes) -> list[Any]:
        if self._connection is None:
            return []
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            self._fail(error)
            return []

    def add(self, new: Mapping[bytes, bytes]) -> None:
        """Keep new facts alone: the files they were read from are gone after this run, and it counts for none."""
        if self._connection is None:
            return
        try:
            self._connection.executemany(
                "insert or ignore into blob_ values (?, ?, ?)", ((k, b, self._run) for k, b in new.items())
            )
        except sqlite3.Error as error:
            self._fail(error)

    def save(
        self, stats: Mapping[str, tuple[Stat, bytes]], used: Iterable[bytes], new: Mapping[bytes, bytes], now: int
    ) -> None:
        """Keep new facts and the stats of all files; what many runs did not use is dropped. now: nanoseconds."""
        if self._connection is None:
            return
        try:
            self._connection.execute("begin immediate")
            self._connection.execute("insert or replace into run_ values (?)", (self._run,))
            self._connection.execute("delete from run_ where number < ?", (self._run - KEEP_RUNS,))
            self._connection.executemany(
                "insert or replace into blob_ values (?, ?, ?)", ((k, b, self._run) for k, b in new.items())
            )
            if self._run % KEEP_RUNS == 0:
                self._connection.executemany("update blob_ set run = ? where key = ?", ((self._run, k) for k in used))
                self._connection.execute("delete from blob_ where run < ?", (self._run - KEEP_RUNS,))
            settled = {p: (s, k) for p, (s, k) in stats.items() if now - s[0] > RACY}
            self._connection.execute("delete from stat_")
            self._connection.executemany(
                "insert into stat_ values (?, ?, ?, ?, ?)", ((p, *s, k) for p, (s, k) in settled.items())
            )
            self._connection.execute("commit")
        except sqlite3.Error as error:
            self._fail(error)

    def _fail(self, error: sqlite3.Error) -> None:
        self._warn(f"the cache cannot be used ({error}); going on without it")
        self.close()

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _prepare(folder: Path) -> None:
    """Make the folder, invisible to git and to backups."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in ((".gitignore", "*\n"), ("CACHEDIR.TAG", _TAG)):
        path = folder / name
        if not path.exists():
            write_whole(str(path), text)
    if not os.access(folder, os.W_OK):
        raise PermissionError(13, "Permission denied")
