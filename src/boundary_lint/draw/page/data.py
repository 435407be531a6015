"""What the page knows, as it is embedded in it: numbers instead of names wherever a name would stand often. `web/src/data.ts` reads it."""

from __future__ import annotations

import msgspec

from boundary_lint.draw.picture import Kind
from boundary_lint.facts.program import Coverage
from boundary_lint.findings.finding import Severity
from boundary_lint.findings.result import Debt, Summary
from boundary_lint.findings.rule import RuleText

SHARED = -1
"""In place of the number of a context, and of a module."""


class Modules(msgspec.Struct, frozen=True, kw_only=True):
    """By number of module, of those that rules look at: its dotted name, file, and whether it is a package."""

    names: list[str]
    files: list[int]
    packages: list[int]


class Tables(msgspec.Struct, frozen=True, kw_only=True):
    """By number of table: its name, the module that declares it (`SHARED`: none), the place. Their nodes are numbered after those of the modules."""

    names: list[str]
    homes: list[int]
    files: list[int]
    lines: list[int]


class Division(msgspec.Struct, frozen=True, kw_only=True):
    """Contexts, and which of them every module and table belongs to. order: the contexts as the matrix shows them, users first."""

    id: str
    title: str
    contexts: list[str]
    modules: list[int]
    tables: list[int]
    order: list[int]


class Links(msgspec.Struct, frozen=True, kw_only=True):
    """By number of link, see `boundary_lint.draw.page.links.Link`: nodes, numbers of kind, file, text and remedies; a remedy is -1 where there is none.

    functions: who reads, of reads alone. remedies: one list for each division.
    """

    sources: list[int]
    targets: list[int]
    kinds: list[int]
    files: list[int]
    lines: list[int]
    whats: list[int]
    functions: list[int]
    loops: list[int]
    alone: list[int]
    remedies: list[list[int]]


class Transaction(msgspec.Struct, frozen=True, kw_only=True):
    """A transaction that writes several tables: its place, the module that opens it, and the tables."""

    file: int
    line: int
    module: int
    tables: list[int]


class Uses(msgspec.Struct, frozen=True, kw_only=True):
    """By number of access: table, module (`SHARED`: none), operation (0 read, 1 write, 2 delete, 3 lock), file and line."""

    tables: list[int]
    modules: list[int]
    ops: list[int]
    files: list[int]
    lines: list[int]


class Evidence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A place of a finding."""

    file: int
    line: int
    note: str = ""
    function: str = ""


class Finding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A finding. places: how many it has; evidence: the first of them. accepted: the baseline accepts it."""

    id: str
    rule: str
    severity: Severity
    message: str
    fix: str = ""
    source: str = ""
    target: str = ""
    owner: str = ""
    places: int
    accepted: bool = False
    evidence: list[Evidence]


class Remedy(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be done about a crossing, and the points of its first place."""

    name: str
    weight: int
    effort: str


class Prices(msgspec.Struct, frozen=True, kw_only=True):
    """What the page needs to price a cut: see `boundary_lint.seams.cuts.price`."""

    remedies: list[Remedy]
    waits: list[str]
    library: str
    move: str
    call: str
    batch: str
    copy: str
    split: str
    saga: str
    many_readers: int
    place: float
    two_writers: float
    looped: float


class Seam(msgspec.Struct, frozen=True, kw_only=True):
    """A proposed context. context: its number in the division; points: of the whole cut, beyond: those of chains and complexity, which the page does not compute."""

    context: int
    words: list[str]
    reasons: list[str]
    sure: float
    points: float
    beyond: float
    crossings: int
    step: int


class Misplaced(msgspec.Struct, frozen=True, kw_only=True):
    """What fits another of today's contexts better."""

    kind: str
    name: str
    now: str
    better: str
    reasons: list[str]


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A measure of the proposed division."""

    name: str
    value: float | None
    better: str
    between: str
    source: str


class Seams(msgspec.Struct, frozen=True, kw_only=True):
    """The proposed contexts, what is misplaced today, and figures."""

    contexts: list[Seam]
    misplaced: list[Misplaced]
    figures: list[Figure]


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """A service, or what services use."""

    kind: Kind
    name: str
    label: str
    detail: str
    file: int
    line: int


class Services(msgspec.Struct, frozen=True, kw_only=True):
    """Services with their channels, databases and outside hosts, and every place that ties two of them: nodes, kind, file, line."""

    nodes: list[Running]
    places: list[tuple[int, int, str, int, int]]


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was not understood."""

    kind: str
    reason: str
    file: int
    line: int
    subject: str


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """All of it. kinds: of links, edges: the kind of edge that each is drawn as. texts: by number. sources: file -> line -> text."""

    project: str
    version: str
    summary: Summary
    assumed: list[str]
    coverage: Coverage
    debt: Debt | None
    waived: int
    errors: list[str]
    blind: dict[str, str]
    files: list[str]
    kinds: list[str]
    edges: list[str]
    texts: list[str]
    modules: Modules
    tables: Tables
    divisions: list[Division]
    links: Links
    transactions: list[Transaction]
    uses: Uses
    prices: Prices
    findings: list[Finding]
    rules: list[RuleText]
    seams: Seams | None
    services: Services
    gaps: list[Gap]
    all_gaps: int
    sources: dict[str, dict[str, str]]
