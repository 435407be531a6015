"""An entry: one finding at one symbol. By entries findings of two states of a program are told apart, never by line numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from boundary_lint.findings.finding import Evidence, Finding


class Entry(NamedTuple):
    """A rule, the key of a finding, and where it stands.

    between: the pair of contexts, () where the key does not begin with one; key: the rest of it. symbol: module and function
    ("shop.orders.models.Order.total"), the module alone where there is no function; the file where it is no module of the program; "" of a
    finding that is about a service as a whole.
    """

    rule: str
    between: tuple[str, ...]
    key: tuple[tuple[str, str], ...]
    symbol: str


class Place(NamedTuple):
    """One place of a finding, and its entry; several places may have the same."""

    entry: Entry
    finding: Finding
    evidence: Evidence


def symbol_of(evidence: Evidence, modules: Mapping[str, str]) -> str:
    """Return the symbol at which a place stands. modules: file -> dotted name."""
    module = modules.get(evidence.file) or evidence.file
    inside = evidence.function and not evidence.function.startswith("<")
    return f"{module}.{evidence.function}" if inside else module


def entry_of(finding: Finding, evidence: Evidence, modules: Mapping[str, str]) -> Entry:
    """Return the entry of one place of a finding."""
    symbol = "" if finding.subject == "service" else symbol_of(evidence, modules)
    pair = tuple(value for _, value in finding.key[:2])
    if pair == (finding.source, finding.target) and all(pair):
        return Entry(finding.rule, pair, finding.key[2:], symbol)
    return Entry(finding.rule, (), finding.key, symbol)


def places_of(findings: Iterable[Finding], modules: Mapping[str, str]) -> Iterator[Place]:
    """Yield every place of findings. modules: file -> dotted name."""
    for finding in findings:
        for evidence in finding.evidence:
            yield Place(entry_of(finding, evidence, modules), finding, evidence)
