"""Remote calls that wait for another remote call: what is called leads on to a crossing of the same cut."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from boundary_lint.facts.program import ProgramFacts
from boundary_lint.graph.reach import CallGraph, Function, caller_of
from boundary_lint.seams.cuts.crossing import Crossing


class Chains:
    """Knows who calls whom in one program."""

    def __init__(self, facts: ProgramFacts) -> None:
        self._graph = CallGraph(sorted(facts.invocations))
        self._root = {module.file: module.root for module in facts.modules}

    def of(self, crossings: Iterable[Crossing]) -> tuple[str, ...]:
        """Return the places of the calls that wait for another remote call, sorted.

        A call across leads on if the function called makes one itself or calls, without crossing, what makes one.
        """
        waiting = [one for one in crossings if one.waits]
        across = {(one.file, one.line) for one in waiting}
        leading = {self._function(one.file, one.subject) for one in waiting}
        queue = deque(sorted(leading))
        while queue:
            for call in self._graph.above(queue.popleft()):
                if (call.file, call.line) not in across and caller_of(call) not in leading:
                    leading.add(caller_of(call))
                    queue.append(caller_of(call))
        calls = (one for one in waiting if one.kind == "call" and self._function(one.target_file, one.what) in leading)
        return tuple(sorted({f"{one.file}:{one.line}" for one in calls}))

    def _function(self, file: str, name: str) -> Function:
        module, _, function = name.partition(":")
        return self._root.get(file, ""), module, function
