"""What the rules found in a revision, kept by its tree: the base of a comparison is analysed once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from hashlib import blake2b, sha1
from pathlib import Path
from typing import NamedTuple

import msgspec

from boundary_lint import __version__
from boundary_lint.config.model import Config
from boundary_lint.extract import EXTRACTOR_VERSION
from boundary_lint.facts.content import MAX_TEXT, read_file, read_with_status
from boundary_lint.findings.entry import Entry, places_of
from boundary_lint.findings.result import Result
from boundary_lint.pipeline.asked import asked_of
from boundary_lint.pipeline.judge import check
from boundary_lint.pipeline.replay import MAX_KEPT, identity, stamp
from boundary_lint.pipeline.revisions import Revision, laid_out, tracked, whole_tree
from boundary_lint.pipeline.run import Analysis, Options
from boundary_lint.rules.catalogue import load_pages

MAX_BASES = 12
"""Revisions whose entries are kept in one cache."""


class Base(msgspec.Struct, frozen=True):
    """What is kept of a revision: entries of its findings; modules: file -> dotted name; objects: file -> the hash that git has of its content.

    asked: see `boundary_lint.pipeline.asked`, "" where there was more to say than findings; blind and waived: as of a result.
    """

    entries: tuple[Entry, ...]
    modules: dict[str, str]
    objects: dict[str, str]
    asked: str = ""
    blind: dict[str, str] = {}
    waived: int = 0


class Judged(NamedTuple):
    """A program, what the rules found in it, and what they were asked (see `boundary_lint.pipeline.asked`)."""

    analysis: Analysis
    result: Result
    asked: str


class _Kept(msgspec.Struct, array_like=True, frozen=True):
    identity: tuple[int, ...]
    base: Base


def make_base(revision: Revision, now: Judged, config: Config, options: Options, explicit: Path | None) -> Base:
    """Return what the rules find in a revision: as the working tree shows where its files are equal, else by analysis.

    now: the working tree; config: in force for it; explicit: the configuration that was named, for both.

    Raises:
        RevisionError, ConfigError, RuleError, CatalogError: the revision cannot be had or analysed.
    """
    with now.analysis.stage("base"):
        objects = tracked(revision)
        if _is_equal(revision, now.analysis, objects):
            return _base(now, objects)
        return _analysed(revision, config, options, explicit, objects)


def _analysed(
    revision: Revision, config: Config, options: Options, explicit: Path | None, objects: Mapping[str, str]
) -> Base:
    with laid_out(revision, explicit) as laid:
        own = msgspec.structs.replace(laid.config, only=config.only)
        known = {page.id for page in load_pages([Path(own.base) / folder for folder in own.rule_folders])}
        chosen = tuple(rule for rule in options.select if rule in known)
        if options.select and not chosen:
            return Base((), {}, dict(objects))
        ignored = tuple(rule for rule in options.ignore if rule in known)
        asked = replace(options, passing=True, select=chosen, ignore=ignored)
        result, analysis, pages = check(laid.path, own, asked)
        for error in result.errors:
            options.warn(f"{revision.name}: {error}")
        return _base(Judged(analysis, result, asked_of(analysis, pages, asked)), objects)


def modules_of(analysis: Analysis) -> dict[str, str]:
    """Return file -> dotted name of the modules of a program."""
    return {module.file: module.module for module in analysis.facts.modules}


def _base(judged: Judged, objects: Mapping[str, str]) -> Base:
    analysis, result, asked = judged
    modules = modules_of(analysis)
    return Base(
        entries=tuple(sorted({place.entry for place in places_of(result.findings, modules)})),
        modules=modules,
        objects={file: objects[file] for file in modules if file in objects},
        asked="" if result.errors or analysis.said else asked,
        blind=result.blind,
        waived=result.waived,
    )


def object_of(path: str) -> str:
    """Return the hash by which git knows the content of a file, "" where it cannot be read. (SHA-1: another kind of repository has no equal files.)"""
    try:
        content = read_file(path, MAX_TEXT + 1)
    except OSError:
        return ""
    return sha1(b"blob %d\0%b" % (len(content), content), usedforsecurity=False).hexdigest()


def _is_equal(revision: Revision, analysis: Analysis, objects: Mapping[str, str]) -> bool:
    """Whether all that is read of the working tree is as in a revision, with nothing beside it."""
    tree, base = analysis.tree, analysis.tree.base
    config = analysis.config
    if config.file and not Path(config.file).is_relative_to(base):
        return False
    read = {*(file.path for file in tree.files), *tree.sql_files, *tree.manifests, *tree.documents}
    read.update(file for file in analysis.manifests if os.path.isfile(os.path.join(base, file)))
    if config.file:
        read.add(os.path.relpath(config.file, base))
    if not read <= objects.keys():
        return False
    return all(object_of(os.path.join(base, file)) == known for file, known in objects.items())


def name_of(revision: Revision, config: Config, options: Options, explicit: Path | None) -> str:
    """Return the name of the file that keeps a base: its tree, what was asked, by which version, and what stands outside of the repository."""
    own = Path(__file__).resolve().parent.parent
    code = max(stamp(str(path)) for path in own.rglob("*.*") if path.suffix != ".pyc")
    beside = (Path(config.base, name) for name in (*config.catalog, *config.stubs, *config.rule_folders))
    outside = [stamp(str(path)) for path in beside if not path.is_relative_to(revision.top)]
    named = read_file(explicit, MAX_TEXT + 1) if explicit is not None else b""
    asked = [
        __version__, EXTRACTOR_VERSION, code, whole_tree(revision), revision.inside, named, config.only, options.settings or "",
        options.include_tests, options.select, options.ignore, outside,
    ]  # fmt: skip
    return f"base-{blake2b(msgspec.json.encode(asked), digest_size=12).hexdigest()}.msgpack"


def kept_base(folder: Path | None, name: str) -> Base | None:
    """Return what was kept of a revision under a name."""
    if folder is None:
        return None
    try:
        content, status = read_with_status(folder / name, MAX_KEPT)
        kept = msgspec.msgpack.decode(content, type=_Kept)
        return kept.base if kept.identity == identity(status) else None
    except (OSError, ValueError, msgspec.MsgspecError):
        return None


def keep_base(base: Base, name: str, options: Options) -> None:
    """Keep what the rules find in a revision under a name, where there is a cache."""
    folder = options.cache
    if folder is None or not folder.is_dir():
        return
    draft = folder / f"{name}.{os.getpid()}"
    try:
        with open(draft, "wb") as file:
            file.write(msgspec.msgpack.encode(_Kept(identity(os.fstat(file.fileno())), base)))
        os.replace(draft, folder / name)
        kept = [entry for entry in os.scandir(folder) if entry.name.startswith("base-")]
        for entry in sorted(kept, key=lambda entry: entry.stat().st_mtime_ns, reverse=True)[MAX_BASES:]:
            os.unlink(entry.path)
    except OSError as error:
        options.warn(f"{folder / name}: cannot be written ({error.strerror}); going on without it")
    finally:
        with suppress(OSError):
            os.unlink(draft)
