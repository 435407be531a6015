"""The commands and their options."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from boundary_lint import __version__
from boundary_lint.cli.output import Target, emit, parse_targets, warn
from boundary_lint.report.formats import FORMATS

if TYPE_CHECKING:
    from boundary_lint.config.model import Config
    from boundary_lint.pipeline.run import Options


class _Group(click.Group):
    """A group that suggests the command that was meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        import difflib

        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = difflib.get_close_matches(args[0], self.list_commands(ctx), 1) if args else []
            if not near:
                raise
            raise click.UsageError(f"{error.message} Did you mean '{near[0]}'?", ctx) from error


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="boundary-lint")
def cli() -> None:
    """Find where a Python monolith, or a set of Python services, breaks its own boundaries."""


_path = click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
_settings = click.option("--settings", metavar="MODULE", help="Django settings module in force.")
_tests = click.option("--include-tests", is_flag=True, help="Read tests whole, not only their imports.")
_jobs = click.option("--jobs", "-j", type=click.IntRange(0), default=0, help="Processes to use; 0: one per core.")
_config = click.option(
    "--config", type=click.Path(path_type=Path), help="Configuration file; default: found by walking up."
)
_cache = click.option("--cache-dir", type=click.Path(path_type=Path), help="Folder of the cache.")
_no_cache = click.option("--no-cache", is_flag=True, help="Neither read nor write the cache.")


@cli.command()
@_path
@click.option(
    "--select",
    multiple=True,
    metavar="RULE",
    help="Run only this rule; may be given several times, or name several with commas.",
)
@click.option("--ignore", multiple=True, metavar="RULE", help="Do not run this rule; as --select.")
@click.option(
    "--format",
    "-f",
    "formats",
    multiple=True,
    metavar="FORMAT[:FILE]",
    help=f"One of {', '.join(FORMATS)}; several at once, each to a file: -f sarif:out.sarif -f github.",
)
@click.option("--output", "-o", type=click.Path(path_type=Path), help="File for the report; default: standard output.")
@click.option("--fail-on", type=click.Choice(["error", "warning", "info", "never"]), default="error", show_default=True)
@click.option(
    "--fail-on-unresolved",
    type=click.IntRange(0, 100),
    metavar="PERCENT",
    help="Fail if more accesses than this have no known table.",
)
@click.option(
    "--top", type=click.IntRange(0), default=6, show_default=True, help="Pairs of contexts to show; 0: everything."
)
@click.option("--since", metavar="REV", help="Tell only what is new since this revision of the git repository.")
@click.option("--owner", metavar="NAME", help="Tell only what this owner of contexts answers for.")
@click.option("--no-baseline", is_flag=True, help="Show and count what the baseline accepts, too.")
@click.option("--strict-baseline", is_flag=True, help="Fail also if the baseline has entries that nothing matches.")
@click.option("--stats", is_flag=True, help="Say on standard error what took how long.")
@_settings
@_tests
@_jobs
@_config
@_cache
@_no_cache
def check(
    paths: tuple[Path, ...], select: tuple[str, ...], ignore: tuple[str, ...], formats: tuple[str, ...], output: Path | None, fail_on: str,
    fail_on_unresolved: int | None, top: int, no_baseline: bool, strict_baseline: bool, stats: bool, settings: str | None, include_tests: bool,
    jobs: int, config: Path | None, cache_dir: Path | None, no_cache: bool, since: str | None, owner: str | None,
) -> int:  # fmt: skip
    """Check the code below PATH against all rules and print the findings.

    Several PATHs are checked together, as services of one set.
    """
    from boundary_lint.cli.check import Gate, run
    from boundary_lint.pipeline.since import Since

    if no_baseline and strict_baseline:
        raise click.UsageError("--no-baseline leaves out what --strict-baseline asks for: drop one.")
    if since is not None and strict_baseline:
        raise click.UsageError("--since looks at what is new, and --strict-baseline at what is gone: drop one.")
    targets = parse_targets(formats, output, FORMATS)
    return run(
        *_options(paths, config, settings, include_tests, jobs, cache_dir, no_cache, select, ignore),
        targets=targets,
        gate=Gate(fail_on, fail_on_unresolved),
        baseline=None if no_baseline else "strict" if strict_baseline else "lenient",
        top=top or None,
        stats=stats,
        arguments=list(click.get_current_context().obj or ()),
        since=None if since is None else Since(since, config),
        owner=owner,
    )


@cli.command()
@_path
@click.option("--output", "-o", type=click.Path(path_type=Path), help="File for the facts; default: standard output.")
@_settings
@_tests
@_jobs
@_config
@_cache
@_no_cache
def facts(
    paths: tuple[Path, ...], output: Path | None, settings: str | None, include_tests: bool, jobs: int, config: Path | None,
    cache_dir: Path | None, no_cache: bool,
) -> int:  # fmt: skip
    """Write everything that was found as JSON."""
    from boundary_lint.pipeline import run as pipeline
    from boundary_lint.report import facts as report

    result, analysis, _ = pipeline.check(*_options(paths, config, settings, include_tests, jobs, cache_dir, no_cache))
    emit(Target("json", output), report.render(analysis.facts, result.findings, __version__))
    return 0


@cli.command()
@_path
@click.option(
    "--resolution", type=click.FloatRange(0.01, 100), default=None, help="Higher gives smaller contexts; default: 2.5."
)
@click.option(
    "--seeds", type=click.IntRange(1, 100), default=8, show_default=True, help="Runs; what they have in common is kept."
)
@click.option("--together", multiple=True, metavar="A,B", help="Keep the modules of these patterns in one context.")
@click.option("--apart", multiple=True, metavar="A,B", help="Keep the modules of these patterns in different contexts.")
@click.option("--belongs", multiple=True, metavar="A=CONTEXT", help="Put the modules of a pattern into this context.")
@click.option(
    "--respect-packages", is_flag=True, help="Let the packages of today count as evidence, too: as much as links do."
)
@click.option(
    "--assume",
    multiple=True,
    metavar="CHANGE",
    help="Show what a change would do: 'move A -> CONTEXT', 'merge A B [as C]', 'split A', 'contexts FILE'; several, one after the other.",
)
@click.option("--extract", metavar="NAME", help="Show the cut list of this context: all that ties it to the rest.")
@click.option(
    "--history",
    metavar="REV..REV",
    help="Show where seams moved between two revisions of the git repository; without the last one, to HEAD.",
)
@click.option("--write", is_flag=True, help="Save the contexts, with what is assumed, as configuration.")
@click.option(
    "--format",
    "-f",
    "formats",
    multiple=True,
    metavar="FORMAT[:FILE]",
    help="text, markdown or json; several at once, each to a file.",
)
@click.option("--output", "-o", type=click.Path(path_type=Path), help="File for the report; default: standard output.")
@click.option("--top", type=click.IntRange(0), default=12, show_default=True, help="Contexts to show; 0: everything.")
@click.option("--stats", is_flag=True, help="Say on standard error what took how long.")
@_settings
@_jobs
@_config
@_cache
@_no_cache
def seams(
    paths: tuple[Path, ...], resolution: float | None, seeds: int, together: tuple[str, ...], apart: tuple[str, ...], belongs: tuple[str, ...],
    respect_packages: bool, assume: tuple[str, ...],
    extract: str | None, history: str | None, write: bool,
    formats: tuple[str, ...], output: Path | None, top: int, stats: bool,
    settings: str | None, jobs: int, config: Path | None, cache_dir: Path | None, no_cache: bool,
) -> int:  # fmt: skip
    """Show which bounded contexts the code below PATH has, by its own links and words."""
    from boundary_lint.cli.seams import FORMATS as SEAMS
    from boundary_lint.cli.seams import asked, run

    wanted = asked(resolution, seeds, together, apart, belongs, assume, respect_packages)
    targets = parse_targets(formats, output, SEAMS)
    if history is not None:
        for option, value in (("--extract", extract), ("--assume", assume), ("--write", write)):
            if value:
                raise click.UsageError(
                    f"--history compares two revisions, and {option} is about one program: drop one."
                )
        given = _options(paths, config, settings, False, jobs, cache_dir, no_cache)
        from boundary_lint.cli import history as moved

        return moved.run(*given, wanted, history, explicit=config, targets=targets, top=top or None, stats=stats)
    return run(
        *_options(paths, config, settings, False, jobs, cache_dir, no_cache),
        wanted,
        targets=targets,
        top=top or None,
        stats=stats,
        write=write,
        extract=extract,
    )


@cli.command()
@click.argument("base")
@click.argument("head", required=False)
@click.option("--path", "paths", multiple=True, type=click.Path(path_type=Path), help="The code; default: this folder.")
@click.option(
    "--format",
    "-f",
    "formats",
    multiple=True,
    metavar="FORMAT[:FILE]",
    help="text, markdown or json; several at once, each to a file.",
)
@click.option("--output", "-o", type=click.Path(path_type=Path), help="File for the report; default: standard output.")
@click.option("--top", type=click.IntRange(0), default=20, help="0: everything, not the first of each kind.")
@_settings
@_tests
@_jobs
@_config
@_cache
@_no_cache
def diff(
    base: str, head: str | None, paths: tuple[Path, ...], formats: tuple[str, ...], output: Path | None, top: int, settings: str | None,
    include_tests: bool, jobs: int, config: Path | None, cache_dir: Path | None, no_cache: bool,
) -> int:  # fmt: skip
    """Show what a change does to the architecture: from the revision BASE to HEAD, or to the working tree."""
    from boundary_lint.cli.diff import FORMATS, run

    targets = parse_targets(formats, output, FORMATS)
    given = _options(paths, config, settings, include_tests, jobs, cache_dir, no_cache)
    return run(*given, base, head, explicit=config, targets=targets, top=top or None)


@cli.command()
@click.argument("sql")
@_path
@click.option("--format", "-f", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@_settings
@_tests
@_jobs
@_config
@_cache
@_no_cache
def query(
    sql: str, paths: tuple[Path, ...], form: str, settings: str | None, include_tests: bool, jobs: int, config: Path | None, cache_dir: Path | None,
    no_cache: bool,
) -> int:  # fmt: skip
    """Run a SQL select on the public views of the graph (see docs/views.md)."""
    from boundary_lint.cli.query import run

    run(sql, *_options(paths, config, settings, include_tests, jobs, cache_dir, no_cache), form=form)
    return 0


@cli.command()
@click.argument("view", required=False)
@click.option("--format", "-f", "form", type=click.Choice(["text", "markdown"]), default="text", show_default=True)
def views(view: str | None, form: str) -> int:
    """List the public views of the graph, or explain VIEW column by column."""
    from boundary_lint.cli.query import show_views

    show_views(view, form)
    return 0


@cli.command()
@click.argument("word", required=False)
@click.option("--unresolved", is_flag=True, help="Show what was not understood, and what to do about it.")
@click.option("--path", "paths", multiple=True, type=click.Path(path_type=Path), help="The code; default: this folder.")
@click.option("--format", "-f", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--top", type=click.IntRange(0), default=20, help="0: every place, not the first of each kind.")
@_settings
@_tests
@_jobs
@_config
@_cache
@_no_cache
def explain(
    word: str | None, unresolved: bool, paths: tuple[Path, ...], form: str, top: int, settings: str | None, include_tests: bool, jobs: int,
    config: Path | None, cache_dir: Path | None, no_cache: bool,
) -> int:  # fmt: skip
    """Explain WORD: a rule, the fingerprint of a finding, an edge ("orders -> billing"), or a name of the code.

    A rule is shown as its page; of the others all that they rest on is told, place by place.
    """
    from boundary_lint.cli.explain import run

    if bool(word) == unresolved:
        raise click.UsageError("give a word to explain, or --unresolved.")
    given = _options(paths, config, settings, include_tests, jobs, cache_dir, no_cache)
    return run(word or "", *given, form=form, top=top or None)


@cli.group(cls=_Group)
def rules() -> None:
    """List, test and write rule pages."""


@rules.command("list")
@click.option("--format", "-f", "form", type=click.Choice(["text", "markdown"]), default="text")
def rules_list(form: str) -> int:
    """List all rules with severity and title."""
    from boundary_lint.cli.rules import listing

    listing(form)
    return 0


@rules.command("test")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
def rules_test(folder: Path | None) -> int:
    """Run the examples of every page in FOLDER; default: the shipped pages."""
    from boundary_lint.cli.rules import test

    return test(folder)


@rules.command("new")
@click.argument("name")
@click.option("--folder", type=click.Path(path_type=Path), default=Path("rules"), show_default=True)
def rules_new(name: str, folder: Path) -> int:
    """Write a page for a new rule: complete, and failing until it is filled in."""
    from boundary_lint.rules.scaffold import new_page

    click.echo(f"{new_page(name, folder)}: fill it in, then: boundary-lint rules test {folder}")
    return 0


@cli.group(cls=_Group)
def baseline() -> None:
    """Accept today's findings as debt, see what became of it, drop what is paid off."""


def _baseline(name: str, text: str) -> None:
    """Add a command about the baseline: all have the same options."""

    def command(
        paths: tuple[Path, ...], settings: str | None, include_tests: bool, jobs: int, config: Path | None, cache_dir: Path | None,
        no_cache: bool,
    ) -> int:  # fmt: skip
        from boundary_lint.cli import baseline as commands

        given = _options(paths, config, settings, include_tests, jobs, cache_dir, no_cache)
        code: int = getattr(commands, name)(*given)
        return code

    for option in (_no_cache, _cache, _config, _jobs, _tests, _settings, _path):
        command = option(command)
    baseline.command(name, help=text)(command)


_baseline("write", "Write all that is found today into the baseline; entries that stay keep reason and date.")
_baseline("check", "Say what is new, stale or expired; exit code 1 where something is new or expired.")
_baseline("prune", "Take the entries that nothing matches out of the baseline, and nothing else.")


@cli.group(cls=_Group)
def catalog() -> None:
    """Test catalogue pages."""


@catalog.command("test")
@click.argument("path", type=click.Path(path_type=Path, exists=True), required=False)
def catalog_test(path: Path | None) -> int:
    """Run the examples of the page PATH, or of every page in the folder PATH; default: the shipped pages."""
    from boundary_lint.cli.catalog import test

    return test(path)


def _options(
    paths: tuple[Path, ...], config: Path | None, settings: str | None, include_tests: bool, jobs: int, cache_dir: Path | None,
    no_cache: bool, select: tuple[str, ...] = (), ignore: tuple[str, ...] = (),
) -> tuple[Path, Config, Options]:  # fmt: skip
    from msgspec.structs import replace

    from boundary_lint.config.load import load_config
    from boundary_lint.pipeline.run import Options, cache_folder

    path, only = _together(paths)
    loaded = replace(load_config(path, config), only=only)
    default = Path.cwd() / cache_folder(loaded).name if only else cache_folder(loaded)
    cache = None if no_cache else cache_dir or default
    return path, loaded, Options(settings, include_tests, jobs, cache, _split(select), _split(ignore), warn)


def _together(paths: tuple[Path, ...]) -> tuple[Path, tuple[str, ...]]:
    """Return the folder above all paths, and where they lie below it; of a single path itself."""
    import os

    if len(paths) < 2:
        return (paths[0] if paths else Path()), ()
    full = [os.path.realpath(path) for path in paths]
    above = os.path.commonpath(full)
    only = tuple(dict.fromkeys(os.path.relpath(path, above).replace(os.sep, "/") for path in full))
    return Path(above), () if "." in only else only


def _split(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for value in values for name in value.split(",") if name)
