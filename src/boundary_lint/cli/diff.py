"""``boundary-lint diff``: what a change does to the architecture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from boundary_lint import __version__
from boundary_lint.cli.output import Target, emit
from boundary_lint.cli.progress import Bar
from boundary_lint.config.model import Config
from boundary_lint.pipeline.diff import diff
from boundary_lint.pipeline.run import Options
from boundary_lint.report import diff as report

FORMATS = ("text", "json", "markdown")


def run(
    path: Path, config: Config, options: Options, base: str, head: str | None, *, explicit: Path | None, targets: Sequence[Target],
    top: int | None,
) -> int:  # fmt: skip
    """Print what differs between two revisions, or one and the working tree; explicit: the configuration that was named, for both."""
    with Bar() as bar:
        change = diff(path, config, replace(options, progress=bar.update), base, head, explicit)
    for target in targets:
        if target.form == "json":
            text = report.render_json(change, __version__)
        elif target.form == "markdown":
            text = report.render_markdown(change)
        else:
            text = report.render_text(change, everything=top is None)
        emit(target, text)
    return 0
