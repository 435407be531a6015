"""From a path to the facts of a program: the only module that knows every stage."""

from __future__ import annotations

import datetime
import gc
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from boundary_lint.config.check import check_config, check_paths, check_settings
from boundary_lint.config.load import locate
from boundary_lint.config.model import Config
from boundary_lint.discover.settings import settings_hints
from boundary_lint.discover.walk import below_configuration, discover
from boundary_lint.facts.files import Extent, Tree
from boundary_lint.facts.program import ProgramFacts
from boundary_lint.facts.syntax import decode
from boundary_lint.findings.owners import Owners
from boundary_lint.graph.rows import Rows
from boundary_lint.graph.store import build
from boundary_lint.pipeline import kept
from boundary_lint.pipeline.cache import FOLDER, Cache
from boundary_lint.pipeline.extent import imports_alone
from boundary_lint.pipeline.reached import with_reached
from boundary_lint.pipeline.reading import Read, read_tree


@dataclass(frozen=True)
class Options:
    """How to run. cache: folder of the cache, None for none; warn: where warnings go.

    passing: what is analysed is laid out for this run alone (`boundary_lint.pipeline.revisions`): it shares facts by content, and the cache of the
    real tree stays warm. today: the day for which dates of waivers are judged.
    """

    settings: str | None = None
    include_tests: bool = False
    jobs: int = 0
    cache: Path | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    warn: Callable[[str], None] = lambda message: None
    progress: Callable[[str, int, int], None] = lambda stage, done, total: None
    passing: bool = False
    today: datetime.date = field(default_factory=datetime.date.today)


@dataclass
class Analysis:
    """Everything one run knows. timings: stage -> seconds, in the order they ran.

    settings: the settings modules that the project itself names, where neither configuration nor option says one. manifests: all files that were
    read, or looked for, to learn how the program is deployed. linked: the name under which its facts are kept (see `boundary_lint.pipeline.kept`),
    "" where they are not. begun: nanoseconds since 1970. said: what a reader must know beside the report;
    problems: what was to be checked and could not be, for a fault of who asked. owners: who answers for what, known where rules are to judge.
    """

    config: Config
    tree: Tree
    facts: ProgramFacts
    extent: Extent = "all"
    timings: dict[str, float] = field(default_factory=dict)
    settings: tuple[str, ...] = ()
    manifests: tuple[str, ...] = ()
    linked: str = ""
    begun: int = field(default_factory=time.time_ns)
    said: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    owners: Owners = field(default_factory=Owners)

    def graph(self, more: Mapping[str, Rows] | None = None) -> sqlite3.Connection:
        """Return the graph of the program. more: see `boundary_lint.graph.store.build`."""
        with self.stage("graph"):
            return build(self.facts, more)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage."""
        begin = time.perf_counter()
        yield
        self.timings[name] = self.timings.get(name, 0.0) + time.perf_counter() - begin


def cache_folder(config: Config) -> Path:
    """Return the default folder of the cache: beside the configuration, or the analysed path."""
    return Path(config.base) / FOLDER


def analyse(path: Path, config: Config, options: Options, extent: Extent = "all") -> Analysis:
    """Return the facts of a program, as many as are asked for.

    Raises:
        ConfigError: the path holds nothing to analyse, or the configuration does not fit it.
        CatalogError: a catalogue page or stub cannot be used.
    """
    if config.file:
        check_paths(config, locate(config))
    analysis = Analysis(config, Tree(base="", files=(), roots=()), ProgramFacts(), extent)
    config = msgspec.structs.replace(config, include_tests=config.include_tests or options.include_tests)
    with _no_collection():
        with analysis.stage("discover"):
            tree = discover(path, config)
            hints = settings_hints(tree)
            chosen = options.settings or config.settings
            analysis.settings = () if chosen else tuple(hints)
            tree = with_reached(tree, [chosen] if chosen else hints)
            if extent == "imports":
                tree = imports_alone(tree)
        analysis.config, analysis.tree = config, tree
        analysis.manifests = tree.deployment.files
        analysis.facts = _facts(analysis, options, chosen)
    check_settings(options.settings, analysis.facts, lambda settings: "--settings")
    if config.file and not below_configuration(str(tree.base), config):
        check_config(config, analysis.facts, locate(config), tables=extent == "all")
    return analysis


def _facts(analysis: Analysis, options: Options, settings: str | None) -> ProgramFacts:
    """Return the facts of a program: as they were kept where its files say the same, else linked."""
    if options.cache is None:
        return _linked(analysis, _read(analysis, options, None), options, settings)
    with closing(Cache(options.cache, options.warn)) as store:
        return _kept_or_linked(analysis, _read(analysis, options, store), options.cache, options, settings)


def _read(analysis: Analysis, options: Options, store: Cache | None) -> Read:
    """Read the files of a program; which could not be read is told with its tree."""
    with analysis.stage("extract"):
        read = read_tree(
            analysis.tree,
            store,
            options.jobs or os.cpu_count() or 1,
            progress=lambda done, total: options.progress("read", done, total),
            passing=options.passing,
        )
    analysis.tree = msgspec.structs.replace(analysis.tree, gaps=tuple(sorted([*analysis.tree.gaps, *read.gaps])))
    return read


def _kept_or_linked(
    analysis: Analysis, read: Read, folder: Path, options: Options, settings: str | None
) -> ProgramFacts:
    tree, config = analysis.tree, analysis.config
    with analysis.stage("kept"):
        beside = kept.beside(tree, config)
        around = kept.around(tree, beside, config, settings, analysis.extent)
        known = kept.lookup(folder, around, read.keys, read.of)
    if known is not None:
        analysis.linked = known.name
        return known.facts
    facts = _linked(analysis, read, options, settings)
    if kept.beside(tree, config) == beside:  # else something changed meanwhile
        with analysis.stage("keep"):
            kept.keep(folder, around, read.keys, facts, options.warn)
        analysis.linked = kept.name_of(around, read.keys)
    return facts


def _linked(analysis: Analysis, read: Read, options: Options, settings: str | None) -> ProgramFacts:
    """Return the facts of a program, made of those of its files."""
    from boundary_lint.pipeline.programs import analyse_programs

    tree, jobs = analysis.tree, options.jobs or os.cpu_count() or 1
    with analysis.stage("decode"):
        facts = read.facts()
        if facts.keys() != read.keys.keys():  # another run has dropped them from the cache since
            facts = read_tree(tree, None, jobs).facts()
        syntaxes = {file: decode(facts.pop(file)) for file in list(facts)}
    options.progress("link", 0, 1)
    with analysis.stage("link"):
        program = analyse_programs(tree, syntaxes, tree.deployment, analysis.config, settings, jobs, analysis.extent)
    waivers = {file: syntax.waivers for file, syntax in sorted(syntaxes.items()) if syntax.waivers}
    return msgspec.structs.replace(program, waivers=waivers)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Hold the garbage collector: facts live to the end of the run and form no cycles worth breaking."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
