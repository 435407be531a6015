"""One run from a path to a result: the only module that knows every stage."""

from __future__ import annotations

import datetime
import gc
import os
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import msgspec

from boundary_lint.config.check import check_config, check_paths, check_rules, check_settings
from boundary_lint.config.load import locate
from boundary_lint.config.model import Config
from boundary_lint.discover.settings import settings_hints
from boundary_lint.discover.walk import below_configuration, discover
from boundary_lint.errors import RuleError
from boundary_lint.facts.files import Extent, Tree
from boundary_lint.facts.program import Gap, ProgramFacts
from boundary_lint.facts.syntax import decode
from boundary_lint.findings.owners import Owners, with_owners
from boundary_lint.findings.result import Result, Summary
from boundary_lint.findings.rule import RuleText
from boundary_lint.findings.waive import NOT_WAIVED
from boundary_lint.graph.rows import Rows
from boundary_lint.graph.store import build
from boundary_lint.pipeline import kept
from boundary_lint.pipeline.cache import FOLDER, Cache
from boundary_lint.pipeline.extent import COSTLY_VIEWS, extent_for, imports_alone, views_read
from boundary_lint.pipeline.owners import owners_of
from boundary_lint.pipeline.reached import with_reached
from boundary_lint.pipeline.reading import Read, read_tree
from boundary_lint.pipeline.waived import run_and_waive
from boundary_lint.rules.catalogue import load_pages
from boundary_lint.rules.page import Page

UNREAD = frozenset({"syntax", "encoding", "depth", "unreadable", "size"})
"""Kinds of gaps that say of a file that it, or a part of it, could not be read."""


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


def check(path: Path, config: Config, options: Options) -> tuple[Result, Analysis, list[Page]]:
    """Return what the rules find in a program, what it rests on, and the pages that ran.

    Raises:
        ConfigError, CatalogError, RuleError: see `to_judge`.
    """
    analysis, rules = to_judge(path, config, options)
    return judge(analysis, rules, options), analysis, rules.chosen


class Rules(NamedTuple):
    """The pages that are to run, the views that they read, and the names of all there are."""

    chosen: list[Page]
    views: frozenset[str]
    known: list[str]


def to_judge(path: Path, config: Config, options: Options) -> tuple[Analysis, Rules]:
    """Return a program, and the rules that are to judge it.

    Raises:
        ConfigError, CatalogError: see `analyse`.
        RuleError: a rule page cannot be read, or an unknown rule is selected.
    """
    if config.file:
        check_paths(config, locate(config))
    pages = load_pages([Path(config.base) / folder for folder in config.rule_folders])
    chosen = selected(pages, options, config)
    if config.file:
        check_rules(config, {page.id: page.options for page in pages}, locate(config))
    rules = Rules(chosen, views_read(chosen), [page.id for page in pages])
    analysis = analyse(path, config, options, extent_for(rules.views, config))
    analysis.owners, files = owners_of(analysis.tree.base, analysis.facts)
    analysis.said += files.said
    return analysis, rules


def judge(analysis: Analysis, rules: Rules, options: Options) -> Result:
    """Return what rules find in a program."""
    connection = graph_for(rules.views, analysis, options)
    with analysis.stage("rules"):
        outcome, waived = run_and_waive(
            rules.chosen, rules.known, connection, analysis.facts, analysis.config, analysis.tree, options.today
        )
    return Result(
        findings=with_owners(outcome.findings, analysis.owners),
        summary=summary_of(analysis),
        errors=(*analysis.problems, *(str(error) for error in outcome.errors)),
        blind=outcome.blind,
        rules=rule_texts(rules.chosen, analysis.config),
        waived=waived,
    )


def graph_for(views: Collection[str], analysis: Analysis, options: Options) -> sqlite3.Connection:
    """Return the graph of a program for rules and queries that read these views: what costs much is there only if it is read."""
    if COSTLY_VIEWS.isdisjoint(views):
        return analysis.graph()
    from boundary_lint.pipeline.costly import costly_rows

    return analysis.graph(costly_rows(views, analysis, options))


def selected(pages: list[Page], options: Options, config: Config) -> list[Page]:
    """Return the pages that are to run: those that are selected; else all but the optional ones to which the configuration gives no severity.

    Raises:
        RuleError: a rule that is selected or ignored does not exist.
    """
    import difflib

    known = [page.id for page in pages]
    for rule in (*options.select, *options.ignore):
        if rule not in known:
            near = difflib.get_close_matches(rule, known, 1)
            raise RuleError(
                rule, "there is no such rule", f"did you mean '{near[0]}'?" if near else "see boundary-lint rules list"
            )
    severities = {rule: settings.severity for rule, settings in config.rules.items()}
    wanted = options.select or [page.id for page in pages if not page.optional or severities.get(page.id)]
    return [page for page in pages if page.id in wanted and page.id not in options.ignore]


def example_graph(files: Mapping[str, str], page: Page | None = None) -> sqlite3.Connection:
    """Return the graph of a small file tree given as texts, through the same stages, as a page reads it; it is laid out in a temporary folder."""
    from boundary_lint.config.load import load_config

    options = Options(jobs=1)
    with _laid_out(files) as folder:
        analysis = analyse(folder, load_config(folder), options)
        graph = graph_for(views_read([page] if page is not None else []), analysis, options)
        if page is not None and page.id in NOT_WAIVED:
            others = load_pages()
            known = [other.id for other in others]
            run_and_waive(others, known, graph, analysis.facts, analysis.config, analysis.tree, options.today)
        return graph


def example_facts(
    files: Mapping[str, str], catalog: Sequence[str] = (), stubs: Sequence[str] = (), settings: str = ""
) -> ProgramFacts:
    """Return the facts of a small file tree, read with more pages of the catalogue and folders of stubs (absolute paths).

    Raises:
        CatalogError: a page or a stub cannot be used.
    """
    with _laid_out(files) as folder:
        config = Config(base=str(folder), catalog=tuple(catalog), stubs=tuple(stubs))
        return analyse(folder, config, Options(settings=settings or None, jobs=1)).facts


@contextmanager
def _laid_out(files: Mapping[str, str]) -> Iterator[Path]:
    """Lay a file tree out in a temporary folder."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            file = Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8", "surrogatepass")
        (Path(folder) / ".git").mkdir(exist_ok=True)
        yield Path(folder)


def depends_on(analysis: Analysis, pages: list[str], cache: Path) -> list[str]:
    """Return every file and folder that the result of a run rests on, those included that were looked for and are absent.

    cache: the folder of the cache, which every run changes.
    """
    from boundary_lint.pipeline import contracts

    base = Path(analysis.tree.base)
    tree = analysis.tree
    folders = [folder for folder in tree.folders if not (base / folder).is_relative_to(cache.absolute())]
    named = [*tree.sql_files, *tree.manifests, *tree.documents, *analysis.manifests, *folders]
    inside = dict.fromkeys([*(file.path for file in tree.files), *named])
    config = analysis.config
    extra = [*config.catalog, *config.rule_folders, *config.stubs]
    candidates = [
        str(folder / name) for folder in (base, *base.parents) for name in ("boundary-lint.toml", "pyproject.toml")
    ]
    candidates += contracts.depends_on(base)
    own = Path(__file__).resolve().parent.parent
    code = [str(p) for p in own.rglob("*") if p.suffix in (".py", ".toml", ".sql", ".md")]
    configured = [str(Path(config.base) / name) for name in extra]
    return [
        *(str(base / path) for path in inside),
        *candidates,
        *code,
        *configured,
        *pages,
        *([config.file] if config.file else []),
    ]


def rule_texts(pages: Sequence[Page], config: Config) -> tuple[RuleText, ...]:
    """Return what reports tell of rules, of those that are not off."""
    return tuple(_rule_texts(pages, config))


def _rule_texts(pages: Sequence[Page], config: Config) -> Iterator[RuleText]:
    for page in pages:
        settings = config.rules.get(page.id)
        severity = settings.severity if settings else None
        if severity != "off":
            yield RuleText(
                id=page.id,
                title=page.title,
                severity=severity or page.severity,
                why=page.section("Why"),
                fix=page.section("Fix"),
            )


def summary_of(analysis: Analysis) -> Summary:
    """Return the counts of a run."""
    facts = analysis.facts
    coverage = facts.coverage
    services = {s.name for s in facts.services}
    contexts = [c for c in facts.contexts if c.kind != "library" and c.name not in services]
    calls = [call for call in facts.calls if call.reached and not call.sink]
    unread = {g.file for g in facts.gaps if g.kind in UNREAD}
    return Summary(
        project=Path(analysis.tree.base).name,
        contexts=len(contexts),
        services=len(services),
        calls=len(calls),
        calls_known=sum(bool(call.service or call.host or call.protocol == "https") for call in calls),
        libraries=sum(c.kind == "library" for c in facts.contexts),
        how=_how((contexts and contexts[0].evidence) or ""),
        modules=len(facts.modules),
        lines=coverage.lines,
        tables=len(facts.tables),
        accesses=len(facts.accesses),
        resolved=coverage.accesses_known,
        recognised=coverage.accesses_known + coverage.accesses_unknown,
        gaps=_counted(facts.gaps),
        files=coverage.files,
        assumed=_assumed(analysis, len(contexts)),
        unread=len(unread),
        extent=analysis.extent,
    )


def _counted(gaps: Iterable[Gap]) -> dict[str, int]:
    """Return kind -> how many; of what could not be read, files."""
    places = Counter(g.kind for g in gaps if g.kind not in UNREAD)
    files = Counter(kind for kind, _ in {(g.kind, g.file) for g in gaps if g.kind in UNREAD})
    return dict(sorted((places + files).items()))


def _how(evidence: str) -> str:
    if evidence.startswith("configuration"):
        return "configured"
    return "Django apps" if evidence == "Django app" else "packages"


def _assumed(analysis: Analysis, contexts: int) -> str:
    how = _how(next((c.evidence for c in analysis.facts.contexts if c.kind == "context"), ""))
    roots = ", ".join(root or "." for root in analysis.tree.roots[:4]) + (
        " ..." if len(analysis.tree.roots) > 4 else ""
    )
    found = [f"{contexts} {'context' if contexts == 1 else 'contexts'} from {how}"]
    services = analysis.facts.services
    if services:
        kinds = ", ".join(sorted({service.how for service in services}))
        found = [f"{len(services)} services from {kinds}", *(found if contexts else [])]
    parts = [] if analysis.config.contexts else found
    parts.append(f"source roots {roots}")
    only = below_configuration(str(analysis.tree.base), analysis.config) if analysis.config.file else ""
    parts += [f"settings {', '.join(analysis.settings)}"] if analysis.settings else []
    return "; ".join([*parts, *([f"only {only} is read"] if only else [])])


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
