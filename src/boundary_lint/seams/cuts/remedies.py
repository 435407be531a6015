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
    """kinds it is about; what must hold besides; what to do; and why, for people."""

    kinds: frozenset[Kind]
    when: Callable[[Crossing, Usage], bool]
    remedy: str
    because: str


def _on(*kinds: Kind) -> frozenset[Kind]:
    return frozenset(kinds)


def _always(one: Crossing, usage: Usage) -> bool:
    return True


def _from_shared(one: Crossing, usage: Usage) -> bool:
    return one.source == SHARED


def _to_shared(one: Crossing, usage: Usage) -> bool:
    return one.target == SHARED


def _only_ours(one: Crossing, usage: Usage) -> bool:
    return usage.may_move(one.target_file, one.source)


def _only_writer(one: Crossing, usage: Usage) -> bool:
    return one.target != SHARED and not usage.writes(one.what, one.target)


def _writes_most(one: Crossing, usage: Usage) -> bool:
    return one.target != SHARED and usage.writes(one.what, one.source) > usage.writes(one.what, one.target)


def _of_a_library(one: Crossing, usage: Usage) -> bool:
    return one.target == SHARED and not usage.is_referred(one.what)


def _in_loop(one: Crossing, usage: Usage) -> bool:
    return one.loop != ""


def _read_by_many(one: Crossing, usage: Usage) -> bool:
    return usage.readers(one.source, one.what) >= MANY_READERS


def _without_data(one: Crossing, usage: Usage) -> bool:
    """Whether the module has nothing to do with tables, nor, of a call, what the function leads to."""
    is_pure = not usage.has_data(one)
    return is_pure and (one.kind != "call" or not usage.touches_data(one.target_file, one.what))


_IMPORTED = _on("import", "dynamic reference", "inheritance")
_NAMED = _on("import", "dynamic reference", "model reference")
_CODE = _on("import", "dynamic reference", "model reference", "inheritance", "call")
_CHANGES = _on("write", "delete")

RULES: tuple[Rule, ...] = (
    Rule(_on("transaction"), _always, "saga instead of a transaction", "two databases do not commit as one"),
    Rule(_on("task", "message"), _always, "keep the message", "nobody waits for it today"),
    Rule(_on("signal"), _always, "publish an event", "a signal ends at the border of the process"),
    Rule(_on("foreign key"), lambda one, _: one.how == "inherits", "split the table", "parent and child class share one row"),
    Rule(_on("foreign key"), _always, "replace the key by an id", "no database checks a key into another one"),
    Rule(_on("cascade"), lambda one, _: one.how in ("PROTECT", "RESTRICT"), "call the owner's interface",
         "before it deletes, the owner must ask who has rows that refer"),
    Rule(_on("cascade"), _always, "publish an event", "no database deletes in another one: who has rows that refer must hear of it"),
    Rule(_on("join"), _always, "compose in the API", "no query reaches two databases"),
    Rule(_CODE, lambda one, _: one.how == "type_checking", "declare the type", "only type checkers see it"),
    Rule(_NAMED, lambda one, usage: one.target != SHARED and usage.is_used(one), "goes with its uses",
         "what it names is used in the same file, and listed there"),
    Rule(_CODE, _to_shared, "share as a library", "it belongs to no context"),
    Rule(_CODE, _from_shared, "move", "shared code that knows a context belongs to that context"),
    Rule(_IMPORTED | _on("call"), _only_ours, "move", "nobody else uses the module, and it needs no table of where it is"),
    Rule(_on("inheritance"), lambda one, usage: usage.lineage.is_entity(one), "goes with its uses", "the key to the parent's row tells it"),
    Rule(_on("inheritance"), _always, "share as a library", "a base class cannot be called from afar"),
    Rule(_on("call"), lambda one, usage: usage.lineage.is_inherited(one), "share as a library", "one side inherits from the other's class: the code comes along"),
    Rule(_CODE, _without_data, "share as a library", "it computes, and reads and writes no table"),
    Rule(_on("call"), _in_loop, "ask once for all", "in a loop, every turn would wait for the network"),
    Rule(_CODE, _always, "call the owner's interface", "it is the owner's to do"),
    Rule(QUERIES, _of_a_library, "share as a library", "the table is a library's, and each service has one of its own"),
    Rule(_CHANGES, lambda one, usage: usage.is_distributed(one), "publish an event", "it follows from what the transaction writes at home"),
    Rule(_CHANGES, _only_writer, "move", "its owner never writes the table"),
    Rule(_CHANGES, _writes_most, "split the table", "it is written here at more places than by its owner"),
    Rule(_CHANGES | _on("lock"), _in_loop, "ask once for all", "in a loop, every turn would wait for the network"),
    Rule(_CHANGES | _on("lock"), _always, "call the owner's interface", "a table has one writer"),
    Rule(_on("read"), _to_shared, "keep a read model", "no context owns it: who needs some of it keeps that"),
    Rule(_on("read"), _read_by_many, "keep a read model", f"{MANY_READERS} functions and more read it"),
    Rule(_on("read"), _in_loop, "ask once for all", "in a loop, every turn would wait for the network"),
    Rule(_on("read"), _always, "call the owner's interface", "few functions read it, and the owner knows what is true"),
)  # fmt: skip
"""The first that fits decides. For every kind the last one fits always."""


def choose(one: Crossing, usage: Usage) -> tuple[str, str]:
    """Return the remedy of a crossing, and why."""
    rule = next(rule for rule in RULES if one.kind in rule.kinds and rule.when(one, usage))
    return rule.remedy, rule.because
