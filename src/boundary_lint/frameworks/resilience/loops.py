"""Hand-written retries: a loop that comes back behind a handler, until something succeeds.

Loops that consume, poll or keep a process alive come back behind success too, and are none; one that connects anew whenever a
connection is lost is one, though it never succeeds for good.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from boundary_lint.facts import syntax
from boundary_lint.facts.program import Retry
from boundary_lint.frameworks.around import goes_over
from boundary_lint.frameworks.catalog import Catalog
from boundary_lint.frameworks.resilience.definitions import Written
from boundary_lint.frameworks.resilience.limits import Terms, wait_of
from boundary_lint.link.paths import inside
from boundary_lint.link.program import Function, Module

HOW = "loop"


MAX_ATTEMPTS = 200
"""Guarded bodies in loops of one module that are looked at."""


class Attempt(NamedTuple):
    """A ``try`` of a function, and the loop around it."""

    function: Function
    loop: syntax.Loop
    guard: syntax.Try


class Loops:
    """Finds the loops that try again.

    The catalogue's [retry.loop] has last names: ``waits``; ``connects`` to anything; ``brokers`` and ``databases``, what connects to them and
    the exceptions that they raise.
    """

    def __init__(self, catalog: Catalog) -> None:
        rows = catalog.rows("retry.loop")
        self._waits = frozenset(rows.get("waits", ()))
        self._connects = frozenset(rows.get("connects", ()))
        self._brokers = frozenset(rows.get("brokers", ()))
        self._databases = frozenset(rows.get("databases", ()))

    def find(self, module: Module) -> Iterator[Retry]:
        """Yield those of a module."""
        if module.syntax.tries:
            for attempt in islice(dict.fromkeys(_attempts(module)), MAX_ATTEMPTS):
                yield from self._in_loop(module, attempt)
            for function in module.functions:
                yield from self._by_itself(module, function)

    def _in_loop(self, module: Module, attempt: Attempt) -> Iterator[Retry]:
        function, loop, guard = attempt
        over = goes_over(module.syntax, loop)
        if over == "data" or (over == "constants" and not _are_numbers(module, loop)):
            return
        inside = [use for use in function.record.uses if loop.line <= use.line <= loop.end_line]
        tried = [use for use in inside if guard.line <= use.line <= guard.end_line]
        called = {Written(module, call).last_name for use in tried for call in _calls(module, use.node)}
        terms = Terms(_bounded(module, attempt, over), *self._wait(module, inside, loop.grows))
        anew = called & self._brokers or (
            terms.wait != "none" and (called & self._connects or self._connecting(module, tried))
        )
        if guard.again or (anew and over == "repeat" and _comes_back(guard)):
            handled = {Written(module, node).last_name for handler in guard.handlers for node in handler.types}
            lines = (guard.line, guard.end_line)
            yield terms.retry(function, HOW, loop.line, lines, self._note(called | handled))

    def _by_itself(self, module: Module, function: Function) -> Iterator[Retry]:
        """Yield where a function calls itself in a handler that waits; what it passes on changed counts.

        Without a wait it is most often tried once more, after a token was fetched or an input mended.
        """
        contexts, record = module.syntax.contexts, function.record
        handling = [use for use in record.uses if contexts[use.context].clause == "handler"]
        wait, jitter = self._wait(module, handling, grows=False)
        for use in handling if wait != "none" else ():
            call = module.nodes[use.node]
            if isinstance(call, syntax.Call) and _is_own(function, module.nodes[call.func]):
                given = (*call.args, *(node for _, node in call.keywords))
                counts = any(isinstance(module.nodes[node], syntax.Binary) for node in given)
                terms = Terms("yes" if counts else "no", wait, jitter)
                yield terms.retry(function, HOW, use.line, (record.line, record.end_line), "calls itself")

    def _connecting(self, module: Module, tried: list[syntax.Use]) -> bool:
        """Whether a function of the module that is called connects to a broker: the loop around it is written apart."""
        names = {
            name for use in tried for call in _calls(module, use.node) if (name := Written(module, call).last_name)
        }
        functions = [f for f in module.functions if f.record.qualname.rpartition(".")[2] in names]
        return any(
            Written(module, call).last_name in self._brokers
            for function in functions
            for use in function.record.uses
            for call in _calls(module, use.node)
        )

    def _note(self, names: set[str]) -> str:
        if names & self._brokers:
            return "connects to a broker"
        return "connects to a database" if names & self._databases else ""

    def _wait(self, module: Module, uses: list[syntax.Use], grows: bool) -> tuple[str, bool]:
        """Return how long is waited, and whether that is spread: of several waits the one that grows."""
        kinds, spread = set(), False
        for use in uses:
            for node in _calls(module, use.node):
                call = module.nodes[node]
                if not isinstance(call, syntax.Call) or Written(module, node).last_name not in self._waits:
                    continue
                kind, jitter = wait_of(Written(module, call.args[0])) if call.args else ("unknown", False)
                kinds.add("growing" if grows else kind)
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


def _bounded(module: Module, attempt: Attempt, over: str) -> str:
    """Return whether the attempts end: by what the loop goes through, a count or deadline in it, or how its handlers end."""
    _, loop, guard = attempt
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


def _is_own(function: Function, callee: syntax.Node) -> bool:
    """Whether what is called is the function itself, or the method itself on the same instance."""
    name = function.record.qualname.rpartition(".")[2]
    if isinstance(callee, syntax.Attr) and callee.name == name and function.self_name:
        base = function.module.nodes[callee.base]
        return base == syntax.Param(function.index, function.self_name)
    if isinstance(callee, syntax.FunctionRef):
        return callee.function == function.index
    return callee == syntax.Name(name) and function.cls is None


def _calls(module: Module, node: syntax.NodeId) -> list[syntax.NodeId]:
    """Return the calls in an expression, the outermost first."""
    return [one for one in reversed(inside(module.nodes, node)) if isinstance(module.nodes[one], syntax.Call)]
