"""Files to facts of one file each: from the cache where stat or content is known, else extracted, in several processes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import Literal, NamedTuple, TypeAlias

from boundary_lint.extract import EXTRACTOR_VERSION, MAX_SIZE, extract
from boundary_lint.facts.content import read_file
from boundary_lint.facts.files import SourceFile, Tree
from boundary_lint.facts.program import Gap
from boundary_lint.pipeline.cache import Cache, Stat
from boundary_lint.pipeline.pool import Progress, map_files


@dataclass
class Read:
    """What was read of a tree. keys: path -> what tells its facts from all others; gaps: the files that could not be read; extracted: facts by
    key, of what was not known before; known: where all others are.
    """

    keys: dict[str, bytes]
    gaps: list[Gap]
    extracted: dict[bytes, bytes]
    known: Cache | None = None

    def of(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """Return encoded facts by key, as far as they can be had."""
        wanted = set(keys)
        known = self.known.facts(wanted - self.extracted.keys()) if self.known is not None else {}
        return {**known, **{key: self.extracted[key] for key in wanted & self.extracted.keys()}}

    def facts(self) -> dict[str, bytes]:
        """Return encoded facts by path."""
        facts = self.of(self.keys.values())
        return {path: facts[key] for path, key in self.keys.items() if key in facts}


Depth: TypeAlias = Literal["full", "loads", "imports"]


class Extractor(NamedTuple):
    """What is read of a file, by a function that can be pickled, and the version of that."""

    extract: Callable[[bytes, Depth], bytes]
    version: str


def _syntax(content: bytes, depth: Depth) -> bytes:
    return extract(content, depth)


SYNTAX = Extractor(_syntax, EXTRACTOR_VERSION)
"""Syntax facts."""


class _Job(NamedTuple):
    base: str
    path: str
    depth: Depth
    extractor: Extractor


def read_tree(
    tree: Tree,
    store: Cache | None,
    jobs: int,
    executor: Executor | None = None,
    progress: Progress = lambda done, total: None,
    extractor: Extractor = SYNTAX,
    passing: bool = False,
) -> Read:
    """Read every file of a tree, syntax facts by default: those known by stat, then those known by content, then the rest.

    A file that vanished or changed while it was read is a gap, or is read as it was found; the others go on. passing: the tree is laid out for
    this run alone, so its content is looked at, and what is known of another one's stats stays.
    """
    known = store.known() if store is not None else set()
    keys = _keys_by_stat(tree, store, extractor) if store is not None and known and not passing else {}
    unsettled = [file for file in tree.files if file.path not in keys]
    if known and unsettled:
        keys.update(_keys_by_content(tree.base, unsettled, extractor.version))
    keys = {path: key for path, key in keys.items() if key in known}
    missing = [file for file in tree.files if file.path not in keys]
    work = [_Job(tree.base, f.path, f.depth, extractor) for f in missing]
    fresh = map_files(_work, work, [f.size for f in missing], jobs, executor, progress)
    gaps: list[Gap] = []
    new: dict[bytes, bytes] = {}
    for file, (key, blob, reason) in zip(missing, fresh, strict=True):
        if reason:
            gaps.append(Gap(kind="unreadable", reason=reason, file=file.path))
            continue
        keys[file.path], new[key] = key, blob
    if store is not None and passing:
        store.add(new)
    elif store is not None and unsettled:
        stats = {file.path: (_stat(file), keys[file.path]) for file in tree.files if file.path in keys}
        store.save(stats, keys.values(), new, time.time_ns())
    return Read(keys, gaps, new, store)


def _keys_by_stat(tree: Tree, store: Cache, extractor: Extractor) -> dict[str, bytes]:
    """Return the keys of files that are, by their stat, as they were when their facts were kept."""
    known = store.keys()
    keys = {}
    for file in tree.files:
        before = known.get(file.path)
        if (
            before is not None
            and before[0] == _stat(file)
            and before[1].startswith(_kind(file.depth, extractor.version))
        ):
            keys[file.path] = before[1]
    return keys


def _stat(file: SourceFile) -> Stat:
    return (file.mtime_ns, file.size, file.inode)


def _keys_by_content(base: str, files: Iterable[SourceFile], version: str) -> Iterator[tuple[str, bytes]]:
    """Yield path and key of files whose stat says nothing: in a fresh checkout that is all of them."""
    for file in files:
        try:
            content = read_file(os.path.join(base, file.path), MAX_SIZE + 1)
            yield file.path, content_key(content, file.depth, version)
        except OSError:
            continue


def _work(job: _Job) -> tuple[bytes, bytes, str]:
    """Return (key, facts, reason why not) of one file."""
    try:
        content = read_file(os.path.join(job.base, job.path), MAX_SIZE + 1)
    except OSError as error:
        return b"", b"", str(error.strerror)
    blob = job.extractor.extract(content, job.depth)
    return content_key(content, job.depth, job.extractor.version), blob, ""


def content_key(content: bytes, depth: str, version: str = EXTRACTOR_VERSION) -> bytes:
    """Return the cache key of a file's content: how far it is read, by which extractor, and what it says."""
    return _kind(depth, version) + blake2b(content, digest_size=16).digest()


@cache
def _kind(depth: str, version: str) -> bytes:
    return depth[:1].encode() + blake2b(version.encode(), digest_size=7).digest()
