"""Results to be reported: those of the bundled programs, and ones in which every text is as bad as can be."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from boundary_lint.config.load import load_config
from boundary_lint.facts.program import Hop
from boundary_lint.findings.finding import SEVERITIES, Evidence, Finding
from boundary_lint.findings.result import Result, Summary
from boundary_lint.findings.rule import RuleText
from boundary_lint.pipeline.judge import check
from boundary_lint.pipeline.run import Options
from boundary_lint.report.shown import Shown

FIXTURES = Path(__file__).parents[2] / "fixtures"

PROGRAMS = ("shop_bad", "shop_good", "shop_services_bad")

SHOWN = Shown(version="1", prefix="back end")

SUMMARY = Summary(
    project="shop", contexts=2, libraries=1, how="packages", modules=1, lines=1, tables=1, accesses=1, resolved=1, recognised=1,
)  # fmt: skip


@cache
def of_program(name: str) -> Result:
    """Return what is found in a bundled program."""
    path = FIXTURES / name
    return check(path, load_config(path), Options(jobs=1))[0]


def result(*findings: Finding, **more: object) -> Result:
    """Return a result that holds these findings."""
    return Result(findings=findings, summary=SUMMARY, **more)  # type: ignore[arg-type]


def finding(number: int = 0, severity: int = 0, *evidence: Evidence, **more: object) -> Finding:
    """Return a finding that differs from others in its number."""
    values = {"rule": "some-rule", "message": "m", "key": (("n", str(number)),), **more}
    return Finding(severity=SEVERITIES[severity], evidence=evidence or (Evidence("a.py", 1),), **values)  # type: ignore[arg-type]


TEXTS = st.one_of(
    st.text(),
    st.text(st.characters(exclude_categories=())),  # lone surrogates too
    st.sampled_from(
        ["]]>", "<!-- x -->", "%0A::error::x", "::set-output name=x::y", "`a`|b", "[x](http://evil)", "{0} {{", "\x00\x1b[31m", "@team",
         "\ud800", "\ufffe", "&amp;", "a\r\nb", "../..", "c:d,e=f", "# x", "https://evil", "<script>", "\\", "\\[", "]](x", "]("]
    ),
)  # fmt: skip

PATHS = TEXTS.map(lambda text: text.replace("\x00", "").strip("/"))

EVIDENCE = st.builds(
    Evidence,
    file=PATHS,
    line=st.integers(0, 99),
    note=TEXTS,
    function=TEXTS,
    op=st.sampled_from(["", "read", "write"]),
    way=st.lists(st.builds(Hop, what=TEXTS, text=TEXTS, file=PATHS, line=st.integers(0, 9)), max_size=2).map(tuple),
)

FINDINGS = st.builds(
    Finding,
    rule=st.sampled_from(["some-rule", "other-rule"]),
    severity=st.sampled_from(SEVERITIES),
    message=TEXTS,
    fix=TEXTS,
    key=st.tuples(st.tuples(st.just("k"), TEXTS)),
    evidence=st.lists(EVIDENCE, min_size=1, max_size=3).map(tuple),
    source=TEXTS,
    target=TEXTS,
)

RULES = st.builds(
    RuleText, id=st.just("some-rule"), title=TEXTS, severity=st.sampled_from(SEVERITIES), why=TEXTS, fix=TEXTS
)

RESULTS = st.builds(
    Result,
    findings=st.lists(FINDINGS, max_size=4).map(tuple),
    summary=st.just(SUMMARY),
    errors=st.lists(TEXTS, max_size=2).map(tuple),
    blind=st.dictionaries(st.just("blind-rule"), TEXTS),
    rules=st.lists(RULES, max_size=1).map(tuple),
)
