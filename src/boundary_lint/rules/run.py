"""Run rule pages on a graph: rows that share a key are one finding."""

from __future__ import annotations

import sqlite3
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from boundary_lint.config.model import RuleConfig
from boundary_lint.errors import RuleError
from boundary_lint.facts.program import Hop
from boundary_lint.findings.finding import SEVERITIES, Evidence, Finding, Severity
from boundary_lint.graph import gate
from boundary_lint.rules.page import Option, Page
from boundary_lint.rules.ways import Ways

Row = Mapping[str, gate.Scalar]

COUNTS = ("sites", "files", "reads", "writes", "places", "uses")
"""What a message may name beside columns: the number of places, of their files, of those with op read and with any other
op; and in words, places ("3 places") and uses ("writes in 1 place, reads in 2").
"""

UNSEEN = {
    "data_table": "no table was found",
    "access": "no access to a table was found",
    "import": "no import within the program was found",
    "layer_index": "the packages are too few or too small to be compared",
    "model_reference": "no place that names a model was found",
    "model_return": "no function that returns a model was found",
    "service": "no service was found",
    "remote_call": "no call that leaves the process was found",
    "service_call": "no call of another service was found",
    "channel_use": "nothing that publishes or consumes was found",
    "database_use": "no place that connects to a database was found",
    "config_read": "no place that reads the environment was found",
    "variable": "no manifest sets a variable",
    "retry": "nothing that is tried again was found",
    "route": "no route was found",
}
"""What it means that a view has no rows, for the views that say nothing in many a program."""


@dataclass
class Outcome:
    """Findings, worst first; errors of pages that could not be run; ids of rules that are blind, with the reason."""

    findings: list[Finding] = field(default_factory=list)
    errors: list[RuleError] = field(default_factory=list)
    blind: dict[str, str] = field(default_factory=dict)
    views: dict[str, frozenset[str]] = field(default_factory=dict)

    def in_order(self) -> Outcome:
        """Return the same, its findings from the worst to the mildest."""
        self.findings.sort(key=_order)
        return self


def run_pages(
    pages: Iterable[Page],
    connection: sqlite3.Connection,
    config: Mapping[str, RuleConfig],
    deadline: float = gate.DEADLINE,
) -> Outcome:
    """Return what all pages find. A page that fails is an error; the others run all the same."""
    outcome = Outcome()
    for page in pages:
        settings = config.get(page.id, RuleConfig())
        if settings.severity == "off":
            continue
        try:
            findings, views = run_page(page, connection, settings, deadline)
        except RuleError as error:
            outcome.errors.append(error)
            continue
        outcome.findings += findings
        outcome.views[page.id] = views
        if not findings and (empty := _unseen(page, connection)):
            outcome.blind[page.id] = ", ".join(UNSEEN.get(view, f"nothing is known of {view}") for view in empty)
    return outcome.in_order()


def _unseen(page: Page, connection: sqlite3.Connection) -> list[str]:
    """Return the views whose absence makes a rule see nothing: it is blind then, not clean.

    A rule for services has nothing to see in a program that is none.
    """
    if page.scope == "services" and not gate.run(connection, "select 1 from service limit 1").rows:
        return []
    return [view for view in page.needs if not gate.run(connection, f'select 1 from "{view}" limit 1').rows]


def run_page(
    page: Page, connection: sqlite3.Connection, settings: RuleConfig, deadline: float = gate.DEADLINE
) -> tuple[list[Finding], frozenset[str]]:
    """Return the findings of one page, and the views it reads.

    Raises:
        RuleError: the query cannot be run, or lacks a column that the page names; at the line of the page.
    """
    parameters = _parameters(page, settings)
    try:
        result = gate.run(connection, page.sql, parameters, deadline)
    except gate.QueryFailed as error:
        raise RuleError(f"{page.place}:{_line_of(page, error.word)}", error.reason, error.hint) from error
    _check_columns(page, result.columns)
    groups: dict[tuple[gate.Scalar, ...], list[Row]] = {}
    rows = [dict(zip(result.columns, values, strict=True)) for values in result.rows]
    for row in rows:
        groups.setdefault(tuple(row[column] for column in page.key), []).append(row)
    ways = Ways(connection, rows)
    return [_finding(page, key, rows, settings, ways) for key, rows in groups.items()], result.views


def _parameters(page: Page, settings: RuleConfig) -> dict[str, gate.Scalar]:
    parameters: dict[str, Option] = dict(page.options)
    for name, value in settings.options.items():
        if name not in parameters:
            raise RuleError(
                page.place,
                f"the configuration sets an unknown option '{name}'",
                f"known are {', '.join(parameters) or 'none'}",
            )
        parameters[name] = ",".join(value) if isinstance(value, tuple) else value
    return dict(parameters)


def _line_of(page: Page, word: str) -> int:
    for number, line in enumerate(page.sql.splitlines()):
        if word and word in line:
            return page.sql_line + number
    return page.sql_line


def placeholders(template: str) -> set[str]:
    """Return the columns that a message or fix names."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def _check_columns(page: Page, columns: tuple[str, ...]) -> None:
    named = {"file", "line", *page.key, *placeholders(page.message), *placeholders(page.fix), page.source, page.target}
    for column in sorted(named - {""}):
        if column not in columns and column not in COUNTS:
            raise RuleError(
                f"{page.place}:{page.sql_line}", f"the query must return the column '{column}'", "the page names it"
            )


def _finding(page: Page, key: tuple[gate.Scalar, ...], rows: list[Row], settings: RuleConfig, ways: Ways) -> Finding:
    first = rows[0]
    own = settings.severity in (None, "off")
    evidence = _evidence_of(page, rows, ways, own)
    values = {**_counts(rows), **{name: "" if value is None else value for name, value in first.items()}}
    return Finding(
        rule=page.id,
        severity=_severity(page, rows, settings),
        message=page.message.format_map(values),
        fix=page.fix.format_map(values),
        key=tuple((column, str(value)) for column, value in zip(page.key, key, strict=True)),
        evidence=evidence,
        source=str(first.get(page.source) or "") if page.source else "",
        target=str(first.get(page.target) or "") if page.target else "",
        between="services" if page.scope == "services" or first.get("between_services") else "contexts",
        subject=page.subject,
    )


def _counts(rows: list[Row]) -> dict[str, gate.Scalar]:
    places = len({(r["file"], r["line"]) for r in rows})
    reads = len({(r["file"], r["line"]) for r in rows if r.get("op") == "read"})
    writes = len({(r["file"], r["line"]) for r in rows if r.get("op") not in (None, "read")})
    uses = [f"writes in {_places(writes)}"] if writes else []
    uses += [f"reads in {reads if writes else _places(reads)}"] if reads else []
    return {
        "sites": places, "files": len({r["file"] for r in rows}), "reads": reads, "writes": writes,
        "places": _places(places), "uses": ", ".join(uses),
    }  # fmt: skip


def _places(count: int) -> str:
    return f"{count} {'place' if count == 1 else 'places'}"


def _evidence_of(page: Page, rows: list[Row], ways: Ways, own: bool) -> tuple[Evidence, ...]:
    """Return the evidence of a finding, the worst rows first, then by place; what is done twice on a line is told once.

    own: severities are those of the rows, no other is configured.
    """
    graded = own and all(row.get("severity") in SEVERITIES for row in rows)
    ranked: dict[Evidence, int] = {}
    way: dict[Evidence, tuple[Hop, ...]] = {}
    for row in rows:
        rank = SEVERITIES.index(row["severity"]) if row.get("severity") in SEVERITIES else 0
        evidence = _evidence(page, row)
        ranked[evidence] = min(rank, ranked.get(evidence, rank))
        way[evidence] = way.get(evidence) or ways.of(row)
    ordered = sorted(ranked, key=lambda evidence: (ranked[evidence], evidence))
    return tuple(
        msgspec.structs.replace(e, way=way[e], severity=SEVERITIES[ranked[e]] if graded else None) for e in ordered
    )


def _severity(page: Page, rows: list[Row], settings: RuleConfig) -> Severity:
    if settings.severity is not None and settings.severity != "off":
        return settings.severity
    told: list[Severity] = [s for s in SEVERITIES for row in rows if row.get("severity") == s]
    return told[0] if told else page.severity


def _evidence(page: Page, row: Row) -> Evidence:
    file, line = row["file"], row["line"] or 0
    if not isinstance(file, str) or not isinstance(line, int):
        where = f"{page.place}:{page.sql_line}"
        raise RuleError(where, f"a row stands at {file!r}, {line!r}", "return a path as file, a number as line")
    note, function, op = (str(row.get(column) or "") for column in ("note", "function", "op"))
    return Evidence(file, line, note, function, op)


def _order(finding: Finding) -> tuple[object, ...]:
    return (SEVERITIES.index(finding.severity), finding.source, finding.target, finding.rule, finding.key)
