"""What frameworks note while paths are evaluated, and how far each reason is to be trusted."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from boundary_lint.facts.program import Confidence, Op


class Touched(msgspec.Struct, frozen=True):
    """A table is read, written, deleted from or locked. via is a key of `REASONS`; text what to show where the path says less.

    database: what the code calls the database in which the table lies, "" for the one that it always uses.
    """

    table: str
    op: Op
    via: str
    text: str = ""
    database: str = ""


class Joined(msgspec.Struct, frozen=True):
    """One query that starts at a table reaches another one; path is what was written."""

    from_table: str
    to_table: str
    path: str
    via: str


class Changed(msgspec.Struct, frozen=True):
    """An object that a unit of work watches is changed: its table is written when the work is flushed, at the latest."""

    table: str


class Flushed(msgspec.Struct, frozen=True):
    """A unit of work is written to the database: committed or flushed."""


class Named(msgspec.Struct, frozen=True):
    """A model is named by a string or through a resolver. model is its dotted name."""

    model: str
    how: Literal["string", "resolver"]


class Fetched(msgspec.Struct, frozen=True):
    """A class or function of the program that is no model is fetched by its name, through a resolver. name is its qualified name."""

    root: str
    module: str
    name: str


class Missed(msgspec.Struct, frozen=True):
    """An access is recognised, but not its table. kind is "query", "sql", "session" ..."""

    kind: str
    subject: str
    reason: str = "table not known"


class Ran(msgspec.Struct, frozen=True):
    """A SQL text is run; `boundary_lint.frameworks.sql` says what it does once the whole reading is known."""

    text: str
    via: str = "sql"
    database: str = ""


class Created(msgspec.Struct, frozen=True):
    """A table or view is created, or renamed to: evidence of who owns it."""

    table: str


class ReadsVariable(msgspec.Struct, frozen=True):
    """A variable of the environment is read; has_default: the program goes on without it."""

    name: str
    has_default: bool


MISSED_KINDS = ("query", "sql", "session")
"""Kinds of gaps that are accesses whose table is not known."""

DataEffect: TypeAlias = Touched | Joined | Changed | Flushed | Named | Fetched | Missed | Ran | Created


LOADED_ONCE = frozenset({"foreign-key", "reverse", "relationship"})
"""Reasons for which an instance loads what a relation leads to: it keeps it."""

REASONS: dict[str, tuple[int, Confidence]] = {
    "instance": (0, "certain"),
    "load": (1, "certain"),
    "sql": (1, "certain"),
    "query": (1, "high"),
    "session": (1, "high"),
    "iteration": (2, "high"),
    "many-to-many": (2, "high"),
    "relationship": (3, "medium"),
    "foreign-key": (3, "medium"),
    "reverse": (3, "medium"),
    "library": (3, "medium"),
    "form": (3, "medium"),
    "validation": (3, "medium"),
    "flush": (4, "medium"),
    "assigned": (5, "medium"),
    "join": (6, "high"),
    "lazy": (7, "medium"),
    "override": (8, "high"),
    "cascade": (9, "medium"),
    "sql-guess": (9, "low"),
    "collection-guess": (9, "low"),
}
"""Reason -> (rank, confidence): the lowest rank is the strongest reason and is the one kept.

Source: precision by reason against run-time truth (instance save 100 %, get/first 99, query set writes 94, iteration 86,
lazy 78, join 77, foreign key attribute 62, form save 36). A foreign key that is cached issues no SQL; it is a read all the same.
"""


def rank(via: str) -> int:
    """Return the rank of a reason; the strongest has the lowest."""
    return REASONS[via][0]


def confidence(via: str) -> Confidence:
    """Return how far a reason is to be trusted."""
    return REASONS[via][1]
