"""Hand-written retries: a loop that comes back behind a handler, until something succeeds.

Loops that consume, poll or keep a process alive come back behind success too, and are none; one that connects anew whenever a
connection is lost is one, though it never succeeds for good.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from boundary_lint.facts import syntax
from boundary_lint.facts.program import Retry
from boundary_lint.frameworks.around import goes_over
from boundary_lint.frameworks.catalog import Catalog
from boundary_lint.frameworks.resilience.definitions import Written
from boundary_lint.frameworks.resilience.limits import wait_of
from boundary_lint.frameworks.site import public_name
from boundary_lint.link.paths import children
from boundary_lint.link.program import Function, Module

HOW = "loop"


class Attempt(NamedTuple):
    """A ``try`` of a function, and the loop around it."""

    function: Function
    loop: syntax.Loop
    guard: syntax.Try


class Loops:
    """Finds the loops that try again; the catalogue has the names of what waits and of what connects ([retry.loop])."""

    def __init__(self, catalog: Catalog) -> None:
        rows = catalog.rows("retry.loop")
        self._waits = frozenset(rows.get("waits", ()))
        self._brokers = frozenset(rows.get("brokers", ()))
        self._databases = frozenset(rows.get("databases", ()))

    def find(self, module: Module) -> Iterator[Retry]:
        """Yield those of a module."""
        if not module.syntax.loops or not module.syntax.tries:
            return
        for attempt in dict.fromkeys(_attempts(module)):
            loop, guard = attempt.loop, attempt.guard
            over = goes_over(module.syntax, loop)
            if over == "data" or (over == "constants" and not _are_numbers(module, loop)):
                continue
            inside = [use for use in attempt.function.record.uses if loop.line <= use.line <= loop.end_line]
            called = {
                name for use in inside if guard.line <= use.line <= guard.end_line for name in _called(module, use.node)
            }
            if guard.again or (over == "repeat" and _comes_back(guard) and called & self._brokers):
                yield self._retry(attempt, over, inside, called)

    def _retry(self, attempt: Attempt, over: str, inside: list[syntax.Use], called: set[str]) -> Retry:
        function, loop, guard = attempt
        wait, jitter = self._wait(function.module, loop, inside)
        note = (
            "connects to a broker"
            if called & self._brokers
            else "connects to a database" * bool(called & self._databases)
        )
        return Retry(
            root=function.module.root,
            module=function.module.name,
            function=public_name(function),
            how=HOW,
            bounded=_bounded(function.module, loop, guard, over),
            wait=wait,
            jitter=jitter,
            file=function.module.file,
            line=loop.line,
            first_line=guard.line,
            last_line=guard.end_line,
            note=note,
        )

    def _wait(self, module: Module, loop: syntax.Loop, inside: list[syntax.Use]) -> tuple[str, bool]:
        """Return how long the loop waits: of several waits the one that grows."""
        kinds, spread = set(), False
        for use in inside:
            for node in _calls(module, use.node):
                call = module.nodes[node]
                if not isinstance(call, syntax.Call) or Written(module, node).last_name not in self._waits:
                    continue
                kind, jitter = wait_of(Written(module, call.args[0])) if call.args else ("unknown", False)
                kinds.add("growing" if loop.grows else kind)
                spread |= jitter
        return next((kind for kind in ("growing", "fixed", "unknown") if kind in kinds), "none"), spread


def _attempts(module: Module) -> Iterator[Attempt]:
    """Yield every ``try`` with the innermost loop around it, and their function."""
    facts = module.syntax
    for function in module.functions:
        for number in dict.fromkeys(use.context for use in function.record.uses):
            context = facts.contexts[number]
            for one in context.tries:
                guard = facts.tries[one]
                around = [facts.loops[n] for n in context.loops if facts.loops[n].line < guard.line]
                around = [loop for loop in around if loop.kind != "comprehension" and guard.end_line <= loop.end_line]
                if around:
                    yield Attempt(function, around[-1], guard)


def _comes_back(guard: syntax.Try) -> bool:
    return any(handler.goes_on or handler.continues for handler in guard.handlers)


def _bounded(module: Module, loop: syntax.Loop, guard: syntax.Try, over: str) -> str:
    """Return whether the attempts end: by what the loop goes through, a count or deadline in it, or how its handlers end."""
    if over in ("numbers", "constants") or loop.limited:
        return "yes"
    if loop.kind == "while" and guard.again != "flag":
        tested = module.nodes[loop.over]
        return "yes" if isinstance(tested, syntax.Const) and tested.value.isdigit() else "unknown"
    back = [handler for handler in guard.handlers if handler.goes_on or handler.continues]
    ends = all(handler.raises or handler.returns or handler.breaks for handler in back)
    return "unknown" if ends else "no"


def _are_numbers(module: Module, loop: syntax.Loop) -> bool:
    """Whether a loop goes through waits: ``for delay in (1, 2, 4)``."""
    record = module.nodes[loop.over]
    items = record.items if isinstance(record, syntax.Collection) else ()
    return bool(items) and all(isinstance(module.nodes[node], syntax.Const) for node in items)


def _called(module: Module, node: syntax.NodeId) -> Iterator[str]:
    for call in _calls(module, node):
        yield Written(module, call).last_name


def _calls(module: Module, node: syntax.NodeId) -> Iterator[syntax.NodeId]:
    """Yield the calls in an expression."""
    todo, seen = [node], set()
    while todo:
        one = todo.pop()
        if one not in seen:
            seen.add(one)
            if isinstance(module.nodes[one], syntax.Call):
                yield one
            todo += children(module.nodes[one])
