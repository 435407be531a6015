"""``boundary-lint seams --history``: where seams moved between two revisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from boundary_lint import __version__
from boundary_lint.cli.output import Target, emit
from boundary_lint.cli.progress import Bar
from boundary_lint.cli.seams import show_timings
from boundary_lint.config.model import Config
from boundary_lint.pipeline.history import history
from boundary_lint.pipeline.run import Options
from boundary_lint.pipeline.seams import Asked
from boundary_lint.report import history as moved


def run(
    path: Path, config: Config, options: Options, asked: Asked, names: str, *, explicit: Path | None, targets: Sequence[Target],
    top: int | None, stats: bool,
) -> int:  # fmt: skip
    """Print where seams moved between two revisions. names: "A..B"; explicit: the configuration that was named, for both."""
    with Bar() as bar:
        found, timings = history(path, config, names, replace(options, progress=bar.update), asked, explicit)
    project = path.resolve().name
    for target in targets:
        if target.form == "json":
            text = moved.render_json(found, __version__)
        elif target.form == "markdown":
            text = moved.render_markdown(found, project)
        else:
            text = moved.render_text(found, project, everything=top is None)
        emit(target, text)
    if stats:
        show_timings(timings)
    return 0
