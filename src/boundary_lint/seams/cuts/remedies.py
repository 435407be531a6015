"""What to do about a crossing: the remedies with their weights, and the rules that choose one, in one table each."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from boundary_lint.seams.cuts.crossing import QUERIES, Crossing, Kind
from boundary_lint.seams.cuts.usage import Usage
from boundary_lint.seams.division import SHARED

MANY_READERS = 3
"""Functions that read one table of another context from which on a copy of its own is worth it: one or two are served by two calls."""


class Remedy(NamedTuple):
    """name; weight: points for the first place (1: an edit whose result is known; 20: a design that two teams agree on); effort: what the work is."""

    name: str
    weight: int
    effort: str


REMEDIES: tuple[Remedy, ...] = (
    Remedy("goes with its uses", 0, "nothing: the line falls away once the places that use the name are settled"),
    Remedy("keep the message", 1, "give the message a schema and both sides a broker"),
    Remedy("share as a library", 1, "publish the code as a package of its own version"),
    Remedy("declare the type", 1, "write down the few fields that are needed as a type of one's own"),
    Remedy("move", 2, "move the code or table to the side that uses it"),
    Remedy("replace the key by an id", 3, "drop the constraint, keep the id, check it where it comes in"),
    Remedy("call the owner's interface", 3, "an endpoint of the owner and a client with timeout and errors"),
    Remedy("ask once for all", 5, "an endpoint that takes many ids, called before the loop"),
    Remedy("publish an event", 5, "an event with a schema, an outbox, and a consumer that may see it twice"),
    Remedy("compose in the API", 5, "two queries and a merge in memory; sorting and paging by the other side's columns go"),
    Remedy("keep a read model", 8, "a table of one's own that follows the owner's events, filled once, stale for moments"),
    Remedy("split the table", 13, "two tables with one owner each, columns divided, rows migrated"),
    Remedy("saga instead of a transaction", 20, "steps that commit alone, and for each what undoes it"),
)  # fmt: skip
"""Weights are steps of a scale as used in planning poker (1, 2, 3, 5, 8, 13, 20): they order work, they are no hours."""

WEIGHTS = {remedy.name: remedy.weight for remedy in REMEDIES}


class Rule(NamedTuple):
    """kinds it is about; what must hold besides, in words and as a test; what to do; and why, for people."""

    kinds: frozenset[Kind]
    condition: str
    holds: Callable[[Crossing, Usage], bool]
    remedy: str
    because: str


def _on(*kinds: Kind) -> frozenset[Kind]:
    return frozenset(kinds)


def _always(one: Crossing, usage: Usage) -> bool:
    return True


def _without_data(one: Crossing, usage: Usage) -> bool:
    is_pure = not usage.has_data(one)
    return is_pure and (one.kind != "call" or not usage.touches_data(one.target_file, one.what))


def _writes_most(one: Crossing, usage: Usage) -> bool:
    return one.target != SHARED and usage.writes(one.what, one.source) > usage.writes(one.what, one.target)


_NAMED = _on("import", "dynamic reference", "model reference")
_MOVED = _on("import", "dynamic reference", "inheritance", "call")
_CODE = _NAMED | _MOVED
_CHANGES = _on("write", "delete")
_WRITES = _CHANGES | _on("lock")

RULES: tuple[Rule, ...] = (
    Rule(_on("transaction"), "", _always, "saga instead of a transaction", "two databases do not commit as one"),
    Rule(_on("task", "message"), "", _always, "keep the message", "nobody waits for it today"),
    Rule(_on("signal"), "", _always, "publish an event", "a signal ends at the border of the process"),
    Rule(
        _on("foreign key"), "to the row of a parent class", lambda one, usage: one.how == "inherits",
        "split the table", "parent and child class share one row",
    ),
    Rule(_on("foreign key"), "", _always, "replace the key by an id", "no database checks a key into another one"),
    Rule(
        _on("cascade"), "`PROTECT` or `RESTRICT`", lambda one, usage: one.how in ("PROTECT", "RESTRICT"),
        "call the owner's interface", "before it deletes, the owner must ask who has rows that refer",
    ),
    Rule(_on("cascade"), "", _always, "publish an event", "no database deletes in another one: who has rows that refer must hear of it"),
    Rule(_on("join"), "", _always, "compose in the API", "no query reaches two databases"),
    Rule(
        _on("import"), "for type checkers alone", lambda one, usage: one.how == "type_checking",
        "declare the type", "nothing of it is there at run time",
    ),
    Rule(
        _NAMED, "of a context, and what it names is called, inherited from or queried in the same file", lambda one, usage: one.target != SHARED and usage.is_used(one),
        "goes with its uses", "its uses are rows of their own",
    ),
    Rule(_CODE, "of shared code", lambda one, usage: one.target == SHARED, "share as a library", "it belongs to no context"),
    Rule(_CODE, "by shared code", lambda one, usage: one.source == SHARED, "move", "shared code that knows a context belongs to that context"),
    Rule(
        _MOVED, "nobody else uses the module, and it touches no table of its own context", lambda one, usage: usage.may_move(one.target_file, one.source),
        "move", "it serves the other side alone",
    ),
    Rule(
        _on("inheritance"), "the base class has a table", lambda one, usage: usage.lineage.is_entity(one),
        "goes with its uses", "the key to the parent's row tells it",
    ),
    Rule(_on("inheritance"), "", _always, "share as a library", "a base class cannot be called from afar"),
    Rule(
        _on("call"), "of a method that is inherited, or that overrides the caller's", lambda one, usage: usage.lineage.is_inherited(one),
        "share as a library", "with the class its code comes along",
    ),
    Rule(_CODE, "of what has nothing to do with tables", _without_data, "share as a library", "it only computes"),
    Rule(_on("call"), "in a loop", lambda one, usage: one.loop != "", "ask once for all", "every turn would wait for the network"),
    Rule(_CODE, "", _always, "call the owner's interface", "it is the owner's to do"),
    Rule(
        QUERIES, "of a library's table to which no context has a key", lambda one, usage: one.target == SHARED and not usage.is_referred(one.what),
        "share as a library", "each service has such a table of its own",
    ),
    Rule(
        _CHANGES, "in a transaction that writes tables of both sides", lambda one, usage: usage.is_distributed(one),
        "publish an event", "it follows from what is written at home",
    ),
    Rule(
        _CHANGES, "the owner never writes the table", lambda one, usage: one.target != SHARED and not usage.writes(one.what, one.target),
        "move", "who writes it owns it",
    ),
    Rule(_CHANGES, "at more places than its owner", _writes_most, "split the table", "two concerns live in one table"),
    Rule(_WRITES, "in a loop", lambda one, usage: one.loop != "", "ask once for all", "every turn would wait for the network"),
    Rule(_WRITES, "", _always, "call the owner's interface", "a table has one writer"),
    Rule(_on("read"), "of a shared table", lambda one, usage: one.target == SHARED, "keep a read model", "no context owns it: who needs some of it keeps that"),
    Rule(
        _on("read"), f"of a table that {MANY_READERS} functions and more of the context read", lambda one, usage: usage.readers(one.source, one.what) >= MANY_READERS,
        "keep a read model", "a copy of its own is worth it",
    ),
    Rule(_on("read"), "in a loop", lambda one, usage: one.loop != "", "ask once for all", "every turn would wait for the network"),
    Rule(_on("read"), "", _always, "call the owner's interface", "few functions read it, and the owner knows what is true"),
)  # fmt: skip
"""The first that fits decides. For every kind the last one fits always."""


def choose(one: Crossing, usage: Usage) -> tuple[str, str]:
    """Return the remedy of a crossing, and why."""
    rule = next(rule for rule in RULES if one.kind in rule.kinds and rule.holds(one, usage))
    return rule.remedy, rule.because
