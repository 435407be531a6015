"""One reading of a function: what its paths are for one receiver, where its effects go, and the calls in it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from boundary_lint.facts import syntax
from boundary_lint.link.nodes import HANDLERS, MAX_WIDE
from boundary_lint.link.paths import built_of
from boundary_lint.link.program import Class, Function, Module
from boundary_lint.link.values import MAX_VALUES, NOTHING, TextValue, Value, Values, fewer

if TYPE_CHECKING:
    from boundary_lint.link.evaluate import Evaluator

Effect: TypeAlias = Hashable
"""What a framework notes: a frozen record that link never looks at."""


class Sink:
    """The effects of one reading, each with the position of the use during which it happened."""

    __slots__ = ("events", "use")

    def __init__(self) -> None:
        self.events: list[tuple[int, Effect]] = []
        self.use = 0

    def add(self, effect: Effect) -> None:
        """Note an effect at the current use."""
        self.events.append((self.use, effect))

    def retract(self, effect: Effect, uses: set[int]) -> None:
        """Take back an effect of some uses: it turns out not to happen."""
        self.events = [event for event in self.events if event[1] != effect or event[0] not in uses]

    def leave(self, effects: list[Effect]) -> None:
        """Of the effects at the current use leave only these."""
        while self.events and self.events[-1][0] == self.use:
            self.events.pop()
        for effect in effects:
            self.add(effect)

    def of_use(self) -> list[Effect]:
        """Return the effects at the current use, which are the last ones."""
        start = len(self.events)
        while start and self.events[start - 1][0] == self.use:
            start -= 1
        return [effect for _, effect in self.events[start:]]

    def effects(self) -> list[Effect]:
        """Return all effects once, in the order they were noted first."""
        return list(dict.fromkeys(effect for _, effect in self.events))


class Frame:
    """One reading of a function's body (or of a module's or class's, where ``cls`` is set) for one receiver."""

    link: Evaluator
    module: Module

    __slots__ = (
        "arguments",
        "cls",
        "depth",
        "function",
        "link",
        "memo",
        "module",
        "nodes",
        "quiet",
        "receiver",
        "sink",
    )

    def __init__(
        self,
        link: Evaluator,
        function: Function,
        receiver: Value | None = None,
        *,
        arguments: dict[str, Values] | None = None,
        sink: Sink | None = None,
        depth: int = 0,
        cls: Class | None = None,
    ) -> None:
        self.link, self.function, self.receiver, self.arguments = link, function, receiver, arguments
        self.sink, self.depth, self.cls = sink, depth, cls
        self.module = function.module
        self.nodes = function.module.nodes
        self.memo: dict[syntax.NodeId, Values] = {}
        self.quiet: Frame | None = None

    def evaluate(self, node: syntax.NodeId) -> Values:
        """Return what a node of this frame's module is."""
        memo = self.memo
        known = memo.get(node)
        if known is None:
            memo[node] = NOTHING
            record = self.nodes[node]
            known = HANDLERS[record.__class__](record, self)
            if len(known) > MAX_VALUES:
                known = fewer(known)
                if len(known) > MAX_WIDE:
                    known = NOTHING
            memo[node] = known
        return known

    def nearest(self, lines: Sequence[int]) -> int:
        """Return which of the lines at which a text is written is meant: one within the function, else the first; 0 for none."""
        record = self.function.record
        return next((line for line in lines if record.line <= line <= record.end_line), lines[0] if lines else 0)

    def without_effects(self) -> Frame:
        """Return a frame that sees the same but notes nothing."""
        if self.sink is None:
            return self
        if self.quiet is None:
            self.quiet = Frame(
                self.link, self.function, self.receiver, arguments=self.arguments, depth=self.depth, cls=self.cls
            )
        return self.quiet


class CallSite:
    """One call: its syntax, and its arguments evaluated when asked for."""

    __slots__ = ("frame", "node")

    def __init__(self, node: syntax.Call, frame: Frame) -> None:
        self.node, self.frame = node, frame

    def argument(self, position: int, keyword: str = "") -> Values:
        """Return what an argument is, by position (-1: by keyword alone) or keyword."""
        node = self.argument_node(position, keyword)
        return self.frame.evaluate(node) if node is not None else NOTHING

    def argument_node(self, position: int, keyword: str = "") -> syntax.NodeId | None:
        """Return the syntax of an argument."""
        if keyword:
            for name, node in self.node.keywords:
                if name == keyword:
                    return node
        if 0 <= position < len(self.node.args):
            return self.node.args[position]
        return None

    def arguments(self) -> Iterable[Values]:
        """Yield what every argument is, keywords included."""
        for node in self.node.args:
            yield self.frame.evaluate(node)
        for _, node in self.node.keywords:
            yield self.frame.evaluate(node)

    def retract(self, effect: Effect) -> None:
        """Take back an effect of building what is called upon: here, or where it was assigned."""
        sink = self.frame.sink
        if sink is None:
            return
        built = built_of(self.node, self.frame.nodes)
        uses = self.frame.function.record.uses
        sink.retract(effect, {sink.use, *(place for place, use in enumerate(uses[: sink.use]) if use.node in built)})

    def text(self, position: int, keyword: str = "") -> str | None:
        """Return the only text an argument can be."""
        texts = [v.text for v in self.argument(position, keyword) if isinstance(v, TextValue)]
        return texts[0] if len(texts) == 1 else None


class Invoked(NamedTuple):
    """The one effect that link notes itself: a function of the program is called, or a property of it read."""

    function: Function
    as_property: bool = False
