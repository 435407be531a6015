"""Options that several commands share, and what those about the program ask for."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click
from msgspec.structs import replace

from boundary_lint.cli.output import warn
from boundary_lint.config.load import load_config
from boundary_lint.config.model import Config
from boundary_lint.pipeline.run import Options, cache_folder

Command = TypeVar("Command", bound=Callable[..., int])

paths = click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")

path_option = click.option(
    "--path", "paths", multiple=True, type=click.Path(path_type=Path), help="The code; default: this folder."
)
"""The same, of commands whose arguments say something else."""

output = click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="File for the report; default: standard output."
)

stats = click.option("--stats", is_flag=True, help="Say on standard error what took how long.")

_tests = click.option("--include-tests", is_flag=True, help="Read tests whole, not only their imports.")

_program = (
    click.option("--settings", metavar="MODULE", help="Django settings module in force."),
    click.option("--jobs", "-j", type=click.IntRange(0), default=0, help="Processes to use; 0: one per core."),
    click.option("--config", type=click.Path(path_type=Path), help="Configuration file; default: found by walking up."),
    click.option("--cache-dir", type=click.Path(path_type=Path), help="Folder of the cache."),
    click.option("--no-cache", is_flag=True, help="Neither read nor write the cache."),
)


class Given(NamedTuple):
    """What is analysed, and how. explicit: the configuration that was named."""

    path: Path
    config: Config
    options: Options
    explicit: Path | None

    @property
    def program(self) -> tuple[Path, Config, Options]:
        """What the stages ask for."""
        return self.path, self.config, self.options


def formats(text: str) -> Callable[[Command], Command]:
    """Add the option for reports of several formats at once. text: which there are."""
    return click.option("--format", "-f", "formats", multiple=True, metavar="FORMAT[:FILE]", help=text)


reports = formats("text, markdown or json; several at once, each to a file.")


def program(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options about the program, and hand what they ask for to the command as its first argument; it needs `paths`, too."""
    return _with(command, (_program[0], _tests, *_program[1:]))


def program_without_tests(command: Callable[..., int]) -> Callable[..., int]:
    """Add the same but --include-tests."""
    return _with(command, _program)


def _with(command: Callable[..., int], added: tuple[Callable[..., Any], ...]) -> Callable[..., int]:
    @wraps(command)
    def given(
        *, paths: tuple[Path, ...], config: Path | None, settings: str | None, jobs: int, cache_dir: Path | None, no_cache: bool,
        include_tests: bool = False, **own: object,
    ) -> int:  # fmt: skip
        path, only = _together(paths)
        loaded = replace(load_config(path, config), only=only)
        default = Path.cwd() / cache_folder(loaded).name if only else cache_folder(loaded)
        cache = None if no_cache else cache_dir or default
        return command(Given(path, loaded, Options(settings, include_tests, jobs, cache, warn=warn), config), **own)

    for option in reversed(added):
        given = option(given)
    return given


def _together(paths: tuple[Path, ...]) -> tuple[Path, tuple[str, ...]]:
    """Return the folder above all paths, and where they lie below it; of a single path itself."""
    if len(paths) < 2:
        return (paths[0] if paths else Path()), ()
    full = [os.path.realpath(path) for path in paths]
    above = os.path.commonpath(full)
    only = tuple(dict.fromkeys(os.path.relpath(path, above).replace(os.sep, "/") for path in full))
    return Path(above), () if "." in only else only
