"""Who calls whom in the program: what stands above a function, and what it leads to."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeAlias

from boundary_lint.facts.program import Invocation

Function: TypeAlias = tuple[str, str, str]
"""(root, module, qualified name)"""


class Above(NamedTuple):
    """The nearest place above a function that has something: an invocation, and how many calls lie between it and the function's code."""

    depth: int
    invocation: Invocation


class Way(NamedTuple):
    """The shortest way from a function to a target. next: the invocation that it begins with, None in the target itself."""

    depth: int
    in_loop: bool
    next: Invocation | None


def caller_of(invocation: Invocation) -> Function:
    """Return the function that calls."""
    return invocation.root, invocation.module, invocation.function


def callee_of(invocation: Invocation) -> Function:
    """Return the function that is called."""
    return invocation.callee_root, invocation.callee_module, invocation.callee


class CallGraph:
    """The invocations of a program, by both ends."""

    def __init__(self, invocations: Iterable[Invocation]) -> None:
        self._above: dict[Function, list[Invocation]] = {}
        self._below: dict[Function, list[Invocation]] = {}
        for i in invocations:
            self._above.setdefault(callee_of(i), []).append(i)
            self._below.setdefault(caller_of(i), []).append(i)

    def above(self, function: Function) -> list[Invocation]:
        """Return the invocations of a function."""
        return self._above.get(function, [])

    def below(self, function: Function) -> list[Invocation]:
        """Return the invocations that a function makes."""
        return self._below.get(function, [])

    def ways_to(self, target: Function) -> dict[Function, Way]:
        """Return every function that leads to another, each with the shortest way; the target itself included."""
        ways = {target: Way(0, False, None)}
        queue = deque([target])
        while queue:
            here = queue.popleft()
            for i in self.above(here):
                if caller_of(i) not in ways:
                    ways[caller_of(i)] = Way(ways[here].depth + 1, ways[here].in_loop or i.in_loop, i)
                    queue.append(caller_of(i))
        return ways

    def marked_above(
        self, target: Function, marked: Callable[[Invocation], object], depth: int
    ) -> Iterator[tuple[int, Invocation]]:
        """Yield every marked invocation that leads to a function, with the calls between: on each way the nearest alone."""
        seen = {target: 0}
        queue = deque([target])
        while queue:
            here = queue.popleft()
            for i in self.above(here):
                if marked(i):
                    yield seen[here] + 1, i
                elif (caller := caller_of(i)) not in seen and seen[here] < depth:
                    seen[caller] = seen[here] + 1
                    queue.append(caller)

    def nearest_above(
        self, targets: Iterable[Function], marked: Callable[[Invocation], object]
    ) -> dict[Function, Above]:
        """Return for functions the nearest invocation above them that is marked; those without any are left out."""
        leading = self.leading_to(targets)
        found: dict[Function, Above] = {}
        for function in leading:
            for i in self.above(function):
                if function not in found and marked(i):
                    found[function] = Above(1, i)
        queue = deque(found)
        while queue:
            here = queue.popleft()
            for i in self.below(here):
                if (callee := callee_of(i)) in leading and callee not in found:
                    found[callee] = Above(found[here].depth + 1, found[here].invocation)
                    queue.append(callee)
        return found

    def reached_from(self, function: Function, depth: int) -> Iterator[tuple[Function, int]]:
        """Yield the functions that one leads to, itself first, with the number of calls between: at most ``depth``."""
        seen = {function: 0}
        queue = deque([function])
        while queue:
            here = queue.popleft()
            yield here, seen[here]
            for i in self.below(here) if seen[here] < depth else ():
                if (callee := callee_of(i)) not in seen:
                    seen[callee] = seen[here] + 1
                    queue.append(callee)

    def leading_to(self, targets: Iterable[Function]) -> dict[Function, None]:
        """Return the functions that lead to any of some, these included."""
        leading = dict.fromkeys(targets)
        queue = deque(leading)
        while queue:
            for i in self.above(queue.popleft()):
                if (caller := caller_of(i)) not in leading:
                    leading[caller] = None
                    queue.append(caller)
        return leading


def way_in_words(graph_ways: dict[Function, Way], start: Function) -> str:
    """Return the functions on a way, as people read it: "load() -> fetch()"."""
    names = []
    way = graph_ways[start]
    while way.next is not None:
        names.append(f"{way.next.callee}()")
        way = graph_ways[callee_of(way.next)]
    return " -> ".join(names)
