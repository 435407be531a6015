"""``boundary-lint explain``: a rule's page, or all that a finding, an edge or a name rests on."""

from __future__ import annotations

import sys
from dataclasses import replace

import click

from boundary_lint import __version__
from boundary_lint.cli import options
from boundary_lint.cli.options import Given
from boundary_lint.cli.progress import Bar
from boundary_lint.cli.rules import page_of, rule_ids
from boundary_lint.discover.lines import Lines
from boundary_lint.findings.explained import Explained
from boundary_lint.pipeline.explain import explain_gaps, explain_word
from boundary_lint.report import explain as report


@click.command()
@click.argument("word", required=False)
@click.option("--unresolved", is_flag=True, help="Show what was not understood, and what to do about it.")
@options.path_option
@click.option("--format", "-f", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--top", type=click.IntRange(0), default=20, help="0: every place, not the first of each kind.")
@options.program
def explain(given: Given, word: str | None, unresolved: bool, form: str, top: int) -> int:
    """Explain WORD: a rule, the fingerprint of a finding, an edge ("orders -> billing"), or a name of the code.

    A rule is shown as its page; of the others all that they rest on is told, place by place.
    """
    if bool(word) == unresolved:
        raise click.UsageError("give a word to explain, or --unresolved.")
    page = page_of(word) if word else None
    if word and page is not None:
        told, line_of = Explained("rule", word, (("text", page.text),)), Lines("")
        sys.stdout.write(page.text if form == "text" else report.render_json(told, line_of, __version__))
        return 0
    with Bar() as bar:
        asked = replace(given.options, progress=bar.update)
        told, analysis = (
            explain_word(word, given.path, given.config, asked, rule_ids())
            if word
            else explain_gaps(given.path, given.config, asked)
        )
    line_of = Lines(analysis.tree.base)
    if form == "json":
        sys.stdout.write(report.render_json(told, line_of, __version__))
    else:
        sys.stdout.write(report.render_text(told, line_of, everything=not top))
    return 0
