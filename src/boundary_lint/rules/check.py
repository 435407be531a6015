"""What holds for every page: its examples find exactly the marked lines, both sides are shown, every condition matters."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from boundary_lint.config.model import RuleConfig
from boundary_lint.errors import RuleError
from boundary_lint.rules.page import Example, Page
from boundary_lint.rules.run import run_page

Graph = Callable[[Mapping[str, str], Page], sqlite3.Connection]
"""Makes the graph of a small file tree, with all that a page reads."""


def faults_of(page: Page, graph: Graph) -> Iterator[str]:
    """Yield what is wrong with a page, each with its place."""
    kinds = {example.fails for example in page.examples}
    if kinds != {True, False}:
        yield f"{page.place}: needs at least one example that fails and one that passes"
    graphs = [(example, graph(example.files, page)) for example in page.examples]
    wrong = False
    for example, connection in graphs:
        for fault in _example_faults(page, example, connection):
            wrong = True
            yield fault
    if not wrong:
        yield from _idle_conditions(page, graphs)


def _example_faults(page: Page, example: Example, connection: sqlite3.Connection) -> Iterator[str]:
    place = f"{page.place}:{example.line}"
    if example.fails != bool(example.expected):
        yield f"{place}: '{example.name}' {'marks no line' if example.fails else 'passes, yet marks a line'}"
    try:
        found = found_lines(page, connection)
    except RuleError as error:
        yield str(error)
        return
    for file, line in sorted(found - example.expected):
        yield f"{place}: '{example.name}' finds {file}:{line}, which is not marked"
    for file, line in sorted(example.expected - found):
        yield f"{place}: '{example.name}' does not find {file}:{line}, which is marked"


def _idle_conditions(page: Page, graphs: list[tuple[Example, sqlite3.Connection]]) -> Iterator[str]:
    for number, condition, sql in without_each_condition(page.sql):
        looser = replace(page, sql=sql)
        if not any(_differs(looser, example, connection) for example, connection in graphs):
            yield f"{page.place}:{page.sql_line + number}: no example needs '{condition}'"


def _differs(page: Page, example: Example, connection: sqlite3.Connection) -> bool:
    try:
        return found_lines(page, connection) != example.expected
    except RuleError:
        return True


def found_lines(page: Page, connection: sqlite3.Connection) -> frozenset[tuple[str, int]]:
    """Return (file, line) of everything a page finds in a graph."""
    findings, _ = run_page(page, connection, RuleConfig())
    return frozenset((evidence.file, evidence.line) for finding in findings for evidence in finding.evidence)


def without_each_condition(sql: str) -> Iterator[tuple[int, str, str]]:
    """Yield (line, condition, query without it) for every line that is one ``where``, ``and`` or ``having``."""
    lines = sql.splitlines()
    for number, line in enumerate(lines):
        word, _, rest = line.strip().partition(" ")
        if word in ("where", "and", "having") and rest:
            end = ")" * max(0, rest.count(")") - rest.count("("))
            yield number, line.strip(), "\n".join([*lines[:number], f"{word} 1 {end}", *lines[number + 1 :]])
