"""``pytest --boundary-lint [PATH]``: findings as tests, one for each rule and context, and one that passes for each rule without any.

pytest loads this file in every run, so whatever costs time is imported only where it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from boundary_lint.findings.finding import Finding
    from boundary_lint.findings.result import Result

MAX_EVIDENCE = 5
"""Places shown of one finding; the rest is counted."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("boundary-lint")
    group.addoption(
        "--boundary-lint", nargs="?", const=".", metavar="PATH", help="run the rules of boundary-lint on PATH"
    )
    group.addoption(
        "--boundary-lint-fail-on",
        choices=["error", "warning", "info"],
        default="error",
        help="least severity that fails; what is milder is an expected failure (default: error)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the mark by which the tests are selected."""
    config.addinivalue_line("markers", "boundary_lint: a rule of boundary-lint")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Add the tests, where they are asked for."""
    path = config.getoption("--boundary-lint")
    if path is not None:
        page: Any = _Program.from_parent(session, name="boundary-lint", nodeid="boundary-lint")
        page.folder = config.invocation_params.dir / path
        items.extend(page.collect())


class _Program(pytest.Collector):
    """All rules on one program."""

    folder: Path

    def collect(self) -> Iterator[pytest.Item]:
        from boundary_lint.errors import BoundaryLintError

        try:
            result, rules = _checked(self.folder)
        except BoundaryLintError as error:
            raise pytest.UsageError(f"boundary-lint: {error}") from error
        for number, error_text in enumerate(result.errors, 1):
            yield self._item(f"not run {number}", (), error=error_text)
        by_rule: dict[str, dict[str, list[Finding]]] = {rule: {} for rule in rules}
        for finding in result.findings:
            by_rule.setdefault(finding.rule, {}).setdefault(finding.source or finding.target, []).append(finding)
        for rule, contexts in by_rule.items():
            for context, found in sorted(contexts.items()):
                yield self._item(f"{rule}[{context or 'program'}]", tuple(found))
            if not contexts:
                yield self._item(rule, (), blind=result.blind.get(rule, ""))

    def _item(self, name: str, found: tuple[Finding, ...], blind: str = "", error: str = "") -> pytest.Item:
        item: Any = _Rule.from_parent(self, name=name)
        item.found, item.blind, item.error = found, blind, error
        item.add_marker("boundary_lint")
        made: pytest.Item = item
        return made


class _Rule(pytest.Item):
    """One rule in one context."""

    found: tuple[Finding, ...]
    blind: str
    error: str

    def runtest(self) -> None:
        from boundary_lint.findings.finding import SEVERITIES

        if self.error:
            raise _Broken(self.error)
        if self.blind:
            pytest.skip(f"blind: {self.blind}")
        failing = SEVERITIES[: SEVERITIES.index(self.config.getoption("--boundary-lint-fail-on")) + 1]
        if any(finding.severity in failing for finding in self.found):
            raise _Broken("\n\n".join(_shown(finding) for finding in self.found))
        if self.found:
            pytest.xfail("; ".join(f"{finding.severity}: {finding.message}" for finding in self.found))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        return str(excinfo.value) if isinstance(excinfo.value, _Broken) else super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, self.name


class _Broken(Exception):
    """Findings, or a rule that could not be run."""


def _checked(folder: Path) -> tuple[Result, list[str]]:
    """Return what the rules find that the baseline does not accept, and the ids of those that ran."""
    import datetime

    from boundary_lint.config.load import load_config
    from boundary_lint.pipeline.debt import with_debt
    from boundary_lint.pipeline.judge import check
    from boundary_lint.pipeline.run import Options, cache_folder

    config = load_config(folder.resolve())
    result, analysis, pages = check(folder.resolve(), config, Options(cache=cache_folder(config)))
    off = {rule for rule, settings in config.rules.items() if settings.severity == "off"}
    return with_debt(result, analysis, pages, datetime.date.today()), [page.id for page in pages if page.id not in off]


def _shown(finding: Finding) -> str:
    lines = [f"{finding.severity}: {finding.message}"]
    for one in finding.evidence[:MAX_EVIDENCE]:
        lines.append(f"  {one.file}:{one.line}  " + "  ".join(filter(None, [one.function, one.op, one.note])))
    if len(finding.evidence) > MAX_EVIDENCE:
        lines.append(f"  ... and {len(finding.evidence) - MAX_EVIDENCE} more")
    return "\n".join([*(line.rstrip() for line in lines), *([f"  fix: {finding.fix}"] if finding.fix else [])])
