"""A crossing: one place at which one context is tied to another, so that a cut between them would sever it."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

import msgspec

from boundary_lint.facts.program import Confidence

Kind: TypeAlias = Literal[
    "import", "inheritance", "dynamic reference", "model reference", "call", "read", "write", "delete", "lock", "join",
    "foreign key", "cascade", "transaction", "signal", "message", "task",
]  # fmt: skip
"""What ties the two sides; docs/seams.md says what each holds."""

KINDS: tuple[Kind, ...] = get_args(Kind)

QUERIES: frozenset[Kind] = frozenset({"read", "write", "delete", "lock"})
"""Accesses of a table of the other side."""

ORDER: dict[Confidence, int] = {"certain": 0, "high": 1, "medium": 2, "low": 3}
"""Confidences, the strongest first."""

WAITS: frozenset[Kind] = frozenset({"call", "join", *QUERIES})
"""What becomes a remote call that waits for its answer, unless code or data move along."""


class Crossing(msgspec.Struct, frozen=True, order=True, gc=False, kw_only=True):
    """One place that ties two contexts.

    file, line: the place. source: the context that depends on the other; target: the other one; "" is shared code or a shared table.
    how: more of the kind (``lazy`` of an import, the reason of an access, ``CASCADE``, a protocol). subject: the function, module or table that
    depends; what: the module, function, table, signal or channel that it depends on; target_file: the file of that module or function, else "". names: what is imported, or read by name. reason: in words, for people.
    loop: "file:line" of the nearest loop around it, in its own function or above it; "" where there is none.
    transaction: "file:line" of the transaction around it. remedy and because: see `boundary_lint.seams.cuts.remedies`.
    """

    file: str
    line: int
    kind: Kind
    source: str
    target: str
    subject: str
    what: str
    target_file: str = ""
    how: str = ""
    names: tuple[str, ...] = ()
    reason: str = ""
    loop: str = ""
    transaction: str = ""
    confidence: Confidence = "certain"
    remedy: str = ""
    because: str = ""

    @property
    def waits(self) -> bool:
        """Whether it becomes a remote call that waits for its answer."""
        return self.kind in WAITS and self.remedy not in ("share as a library", "move")

    def other(self, context: str) -> str:
        """Return the context on the other side of one."""
        return self.target if self.source == context else self.source


def named(context: str) -> str:
    """Return how people read a context's name."""
    return context or "shared code"


def code(function: str) -> str:
    """Return how people read a function's name."""
    return "the module's own code" if function == "<module>" else f"{function}()"


def whose(owner: str) -> str:
    """Return whose a table is, in words."""
    return f"which belongs to {owner}" if owner else "which all contexts share"


def around(loop: str, file: str, line: int) -> str:
    """Return in words which loop stands around a place; "" where none does."""
    if not loop:
        return ""
    return ", in a loop" if loop == f"{file}:{line}" else f", below the loop at {loop}"
