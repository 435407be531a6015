"""``boundary-lint explain``: a rule's page, or all that a finding, an edge or a name rests on."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from boundary_lint import __version__
from boundary_lint.cli.progress import Bar
from boundary_lint.cli.rules import page_of, rule_ids
from boundary_lint.config.model import Config
from boundary_lint.discover.lines import Lines
from boundary_lint.findings.explained import Explained
from boundary_lint.pipeline.explain import explain_gaps, explain_word
from boundary_lint.pipeline.run import Options
from boundary_lint.report import explain as report


def run(word: str, path: Path, config: Config, options: Options, *, form: str, top: int | None) -> int:
    """Print what a word means; "" asks for what was not understood.

    Raises:
        UnknownWordError: it means nothing.
    """
    page = page_of(word) if word else None
    if page is not None:
        told, line_of = Explained("rule", word, (("text", page.text),)), Lines("")
        sys.stdout.write(page.text if form == "text" else report.render_json(told, line_of, __version__))
        return 0
    with Bar() as bar:
        asked = replace(options, progress=bar.update)
        told, analysis = (
            explain_word(word, path, config, asked, rule_ids()) if word else explain_gaps(path, config, asked)
        )
    line_of = Lines(analysis.tree.base)
    if form == "json":
        sys.stdout.write(report.render_json(told, line_of, __version__))
    else:
        sys.stdout.write(report.render_text(told, line_of, everything=top is None))
    return 0
