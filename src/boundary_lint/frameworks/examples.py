"""Examples of catalogue pages: small programs, and the facts that must come out of them, each on the line it is about.

    [[example]]
    name = "what queries do"
    [example.files]
    "shop/models.py" = '''
    class Customer(Model):  # table: customer
        pass

    def settle(order):
        order.save()  # access: write order
    '''

A comment holds one or several kinds, ``# table: order; relation: customer``, each with one or several facts after commas:

- ``table``     a class (or a table object) is stored in this table
- ``relation``  a field leads to the entity of this table
- ``access``    ``read t``, ``write t``, ``delete t``, ``lock t``; " in transaction" where it is inside of one
- ``join``      ``a b``: one query starts at a and reaches b
- ``creates``   evidence that the table is made here (a migration, a schema)
- ``route``     a method and the whole path that this line registers: ``GET /users/{id}`` ("*" where any method)
- ``call``      ``GET http://users/{}``: a verb or procedure, and the address or service as far as known
- ``publish``, ``consume``  a channel by its name; " after commit" where it waits for the end of a transaction
- ``database``  what identifies a database that is connected to here
- ``config``    a variable of the environment is read; ``serves`` the port on which a module begins to serve (0: not known)
- ``retry``     what is tried again: bounded ("yes", "no", "unknown") and wait ("none", "fixed", "growing", "unknown"), " jitter" where it is spread
- ``sign``      a sign of how code is run, by its kind ("cache", "breaker", "metrics", ...); examples may print
- ``missed``    an access whose table is not known: query, sql or session

What comes out is *exactly* what is marked: no more, no less. ``settings`` names the settings module of a Django example.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from boundary_lint.errors import CatalogError
from boundary_lint.facts.program import ProgramFacts
from boundary_lint.frameworks.catalog import Page
from boundary_lint.frameworks.effects import MISSED_KINDS

KINDS = (
    "table", "relation", "access", "join", "creates", "route", "call", "publish", "consume", "database", "config",
    "serves", "retry", "sign", "missed",
)  # fmt: skip

Mark = tuple[str, int, str, str]
"""File, line, kind, fact."""

_MARK = re.compile(rf"(?:#|--)\s*((?:{'|'.join(KINDS)}):.+)$")


@dataclass(frozen=True, slots=True)
class Example:
    """One example: path -> text, and the settings module that is in force ("": found as usual)."""

    name: str
    files: Mapping[str, str]
    settings: str = ""

    def expected(self) -> set[Mark]:
        """Return all marks."""
        return {mark for path, text in self.files.items() for mark in _marks(path, text)}


Analyse = Callable[[Example], ProgramFacts]
"""Makes the facts of an example."""


def examples_of(page: Page) -> list[Example]:
    """Return the examples of a page.

    Raises:
        CatalogError: an example has no files, or something that is no text.
    """
    found = page.content.get("example", [])
    if not isinstance(found, list):
        raise CatalogError(page.place, "'example' is no list", "write [[example]]")
    return [_example(page.place, number, one) for number, one in enumerate(found, 1)]


def _example(place: str, number: int, content: object) -> Example:
    files = content.get("files") if isinstance(content, dict) else None
    if not isinstance(content, dict) or not isinstance(files, dict) or not files:
        raise CatalogError(f"{place} example {number}", "has no files", "write files.\"shop/models.py\" = '''...'''")
    for key in content:
        if key not in ("name", "files", "settings"):
            raise CatalogError(f"{place} example {number}", f"unknown key '{key}'", "known are name, files, settings")
    for path, text in files.items():
        if not isinstance(text, str) or path.startswith("/") or ".." in path.split("/"):
            raise CatalogError(f"{place} example {number}", f"'{path}' is no file of the example")
    return Example(str(content.get("name", f"example {number}")), files, str(content.get("settings", "")))


def faults_of(page: Page, analyse: Analyse) -> Iterator[str]:
    """Yield what is wrong with the examples of a page, each with its place."""
    for example in examples_of(page):
        expected, found = example.expected(), found_in(analyse(example), example.files)
        if not expected:
            yield f"{page.place}: '{example.name}' marks no line"
        for file, line, kind, fact in sorted(found - expected):
            yield f"{page.place}: '{example.name}' finds {kind} '{fact}' at {file}:{line}, which is not marked"
        for file, line, kind, fact in sorted(expected - found):
            yield f"{page.place}: '{example.name}' does not find {kind} '{fact}' at {file}:{line}, which is marked"


def _marks(path: str, text: str) -> Iterator[Mark]:
    for number, line in enumerate(text.splitlines(), 1):
        match = _MARK.search(line)
        for part in match[1].split(";") if match is not None else ():
            kind, _, facts = part.strip().partition(":")
            yield from ((path, number, kind, fact.strip()) for fact in facts.split(","))


def found_in(facts: ProgramFacts, files: Mapping[str, str]) -> set[Mark]:
    """Return everything that marks can say of some files."""
    table_of = {model.model: model.table for model in facts.models}
    found = {
        *((m.file, m.line, "table", m.table) for m in facts.models),
        *((t.file, t.line, "table", t.table) for t in facts.tables if t.file),
        *((r.file, r.line, "relation", table_of.get(r.to_model, r.to_model)) for r in facts.relations),
        *(
            (a.file, a.line, "access", f"{a.op} {a.table}{' in transaction' * bool(a.transaction)}")
            for a in facts.accesses
        ),
        *((j.file, j.line, "join", f"{j.from_table} {j.to_table}") for j in facts.joins),
        *((m.file, m.line, "creates", m.table) for m in facts.migrations),
        *((r.file, r.line, "route", f"{verb} {r.pattern}") for r in facts.routes for verb in r.methods or ("*",)),
        *(
            (c.file, c.line, "call", f"{c.method} {c.target if c.target != '{}' else c.host or '{}'}".strip())
            for c in facts.calls
        ),
        *((u.file, u.line, u.side, f"{u.channel}{' after commit' * u.after_commit}") for u in facts.channel_uses),
        *((d.file, d.line, "database", d.database) for d in facts.databases if d.database),
        *((r.file, r.line, "config", r.name) for r in facts.config_reads),
        *((e.file, e.line, "serves", str(e.port)) for e in facts.entries),
        *((r.file, r.line, "retry", f"{r.bounded} {r.wait}{' jitter' * r.jitter}") for r in facts.retries),
        *((s.file, s.line, "sign", s.kind) for s in facts.signs if s.kind != "print"),
        *((g.file, g.line, "missed", g.kind) for g in facts.gaps if g.kind in MISSED_KINDS),
    }
    return {mark for mark in found if mark[0] in files}
