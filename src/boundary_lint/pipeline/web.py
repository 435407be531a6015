"""The page of a program: what the rules find, what contexts the code has, and the lines of code that it names."""

from __future__ import annotations

from pathlib import Path

from boundary_lint import __version__
from boundary_lint.config.model import Config
from boundary_lint.discover.lines import Lines
from boundary_lint.draw.page.html import render
from boundary_lint.draw.page.make import Known, page_of
from boundary_lint.pipeline.debt import with_debt
from boundary_lint.pipeline.judge import check
from boundary_lint.pipeline.run import Options
from boundary_lint.pipeline.seams import Asked, seams_of
from boundary_lint.seams.judged import judge


def report_page(path: Path, config: Config, options: Options, seams: bool = True) -> str:
    """Return the page as HTML. seams: whether it proposes contexts, which takes longest.

    Raises:
        ConfigError, CatalogError, RuleError, BaselineError: see `boundary_lint.pipeline.judge.check` and `with_debt`.
    """
    result, analysis, pages = check(path, config, options)
    result = with_debt(result, analysis, pages, options.today)
    found = seams_of(analysis, options, Asked()) if seams else None
    with analysis.stage("cuts"):
        judged = judge(found, analysis.facts) if found is not None else None
    said = [*([f"assumed: {result.summary.assumed}"] if result.summary.assumed else []), *analysis.said]
    for message in (*result.errors, *said):
        options.warn(message)
    lines = Lines(analysis.tree.base)
    with analysis.stage("page"):
        known = Known(__version__, analysis.facts, result, found, judged, said)
        return render(page_of(known, lines))
