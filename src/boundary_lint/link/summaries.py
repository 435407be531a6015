"""What functions return, once per receiver and arguments, and what a stub's functions do for their callers."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from boundary_lint.facts import syntax
from boundary_lint.link.arguments import by_name, leaves
from boundary_lint.link.frame import Effect, Frame, Sink
from boundary_lint.link.memo import Memo
from boundary_lint.link.paths import returned_parameters
from boundary_lint.link.program import Function
from boundary_lint.link.values import MAX_VALUES, NOTHING, ListOf, Value, Values, fewer, union

if TYPE_CHECKING:
    from boundary_lint.link.evaluate import Evaluator

CONTEXT_DEPTH = 4
"""Summaries depend on arguments to this depth of calls (deeper ones lose no row that run-time truth has)."""

MAX_VARIANTS = 100
"""Summaries of one function that depend on arguments; further calls share one that does not. Functions that call each
other with ever new arguments - serializers - would have thousands (measured: 18 of 20 seconds of one program)."""

MAX_DEPTH = 12
"""Calls are followed to this depth."""

_Arguments: TypeAlias = tuple[tuple[str, Values], ...]

_Key: TypeAlias = tuple[Function, Value | None, _Arguments]


class Summaries:
    """Evaluates what functions return."""

    def __init__(self, link: Evaluator) -> None:
        self._link = link
        self.known: Memo[_Key] = Memo(link)
        self._effects: dict[_Key, list[Effect]] = {}
        self._running: set[_Key] = set()
        self._variants: dict[Function, int] = {}

    def of(
        self, function: Function, receiver: Value | None, arguments: dict[str, Values] | None, frame: Frame
    ) -> Values:
        """Return what a function returns for a receiver and arguments; a stub's effects become the caller's."""
        is_stub = function.module.is_stub
        if not is_stub and not function.gives:
            return NOTHING
        key = self._key(function, receiver, arguments, frame)
        if key in self._running:
            return NOTHING
        values = self.known.recall(key)
        if values is None:
            if frame.depth > MAX_DEPTH:
                return NOTHING
            values = self.known.remember(key, lambda: self._summarise(key, frame.depth + (not is_stub)))
        if is_stub and frame.sink is not None:
            for effect in self._effects.get(key, ()):
                frame.sink.add(effect)
        return values

    def _key(
        self, function: Function, receiver: Value | None, arguments: dict[str, Values] | None, frame: Frame
    ) -> _Key:
        passed = _that_matter(function, arguments, frame) if arguments else ()
        key = (function, receiver, passed)
        if passed and not function.module.is_stub and key not in self.known:
            made = self._variants.get(function, 0)
            if made >= MAX_VARIANTS:
                return function, receiver, ()
            self._variants[function] = made + 1
        return key

    def _summarise(self, key: _Key, depth: int) -> Values:
        function, receiver, passed = key
        self._running.add(key)
        try:
            sink = Sink() if function.module.is_stub else None
            arguments = dict(passed) or None
            frame = Frame(self._link, function, receiver, arguments=arguments, sink=sink, depth=depth)
            found = self._evaluate_body(frame)
        finally:
            self._running.discard(key)
        if sink is not None:
            self._effects[key] = sink.effects()
        return found

    def _evaluate_body(self, inner: Frame) -> Values:
        function = inner.function
        record = function.record
        if function.module.is_stub and any(leaves(guard, inner) for guard in record.guards):
            return NOTHING
        found = union(inner.evaluate(node) for node in record.returns)
        if inner.sink is not None:
            for use in record.uses:
                inner.evaluate(use.node)
        if record.yields:
            elements = union(inner.evaluate(node) for node in record.yields)
            if "contextmanager" in function.kinds or "asynccontextmanager" in function.kinds:
                found |= elements
            elif elements:
                found |= {ListOf(elements)}
        if not found and record.annotation != syntax.NONE:
            found = self._link.annotations.instances(record.annotation, inner)
        if len(found) > MAX_VALUES:
            found = fewer(found)
        return found if len(found) <= 2 * MAX_VALUES else NOTHING


def _that_matter(function: Function, arguments: dict[str, Values], frame: Frame) -> _Arguments:
    """Return the arguments on which a summary depends: of the program's functions those that are returned, to some depth."""
    if function.module.is_stub:
        return tuple(sorted([(name, values) for name, values in arguments.items() if values], key=by_name))
    if frame.depth >= CONTEXT_DEPTH:
        return ()
    if function.returned_parameters is None:
        function.returned_parameters = returned_parameters(function)
    return tuple([(name, arguments[name]) for name in function.returned_parameters if arguments.get(name)])
