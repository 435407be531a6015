"""What work the program does on its tables: every entry point with the tables that it reads and writes, in order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from boundary_lint.facts.program import Access, Invocation, ProgramFacts
from boundary_lint.graph.entries import HANDLERS
from boundary_lint.graph.reach import CallGraph, Function, callee_of
from boundary_lint.graph.surroundings import function_of

MAX_FUNCTIONS = 2000
"""Functions read for one functionality, so that the work stays bounded; what reaches more of a program says nothing of any part of it."""

ENOUGH = 0.5
"""Share of the tables in use that entry points lead to at least; where it is less, a program is entered in ways that are not understood."""

COMMAND, MAIN = "Command", "main"
"""A class whose name ends so is run by its methods that nobody calls; a function of this name is run by whoever starts the file."""

_WORD = re.compile(r"[A-Za-z]\w*")

Kind = Literal["route", "consumer", "class", "command", "top"]
"""Routes and consumers of messages or tasks are told by the facts. A class that nobody calls, but for whose hooks a library does something,
is one too (an admin page). top: any function that nobody calls, where the others lead to too few tables.
"""

Mode = Literal["R", "W"]


@dataclass(frozen=True)
class Functionality:
    """What begins at an entry point. name: the function's dotted name, unique; trace: (table, R or W), each pair once, in the order of the code;
    files: the modules it leads through, sorted; entries: patterns of its routes or names of its channels; bounded: not all was followed.
    """

    name: str
    kind: Kind
    file: str
    trace: tuple[tuple[str, Mode], ...] = ()
    files: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    bounded: bool = False


class _Begin(NamedTuple):
    """Where a functionality begins. functions: run one after the other; home: the function or class it belongs to; without: what is one of its own."""

    name: str
    kind: Kind
    functions: tuple[Function, ...]
    home: Function
    without: frozenset[Function] = frozenset()
    entries: tuple[str, ...] = ()


def find_functionalities(facts: ProgramFacts) -> list[Functionality]:
    """Return the functionalities that use any table, sorted by name.

    A view is one functionality however many routes lead to it; of a class each method that answers a request by itself is one, and its
    hooks with what the library does for it are one more. Accesses of low confidence are left out, a lock is a read, a deletion is a write.
    """
    program = _Program(facts)
    begins: dict[str, _Begin] = {}
    for begin in program.begins():
        begins.setdefault(begin.name, begin)
    found = [program.follow(begin) for begin in begins.values()]
    found = [one for one in found if one.trace]
    if len(_tables(found)) < ENOUGH * len(program.tables):
        known = {one.name for one in found}
        tops = (program.follow(top) for top in program.tops() if top.name not in known)
        found += [one for one in tops if one.trace]
    return sorted(found, key=lambda one: one.name)


def _tables(found: Iterable[Functionality]) -> set[str]:
    return {table for one in found for table, _ in one.trace}


@dataclass
class _Walk:
    """What one functionality has reached. file: of its home; read: the functions that were read."""

    file: str
    trace: dict[tuple[str, Mode], None] = field(default_factory=dict)
    read: set[Function] = field(default_factory=set)
    bounded: bool = False


class _Program:
    def __init__(self, facts: ProgramFacts) -> None:
        self._facts = facts
        self._graph = CallGraph(facts.invocations)
        self._roots = Counter(module.module for module in facts.modules)
        self._file = {(module.root, module.module): module.file for module in facts.modules}
        self.tables = {a.table for a in facts.accesses if a.confidence != "low"}
        steps: dict[Function, list[Access | Invocation]] = {}
        for i in facts.invocations:
            steps.setdefault((i.root, i.module, i.function), []).append(i)
        for a in facts.accesses:
            if a.confidence != "low":
                steps.setdefault((a.root, a.module, a.function), []).append(a)
        self._steps = {function: sorted(some, key=_order) for function, some in sorted(steps.items())}
        self._methods: dict[Function, list[Function]] = {}
        for function in self._steps:
            root, module, name = function
            if "." in name:
                self._methods.setdefault((root, module, name.rpartition(".")[0]), []).append(function)

    def begins(self) -> Iterator[_Begin]:
        """Yield where functionalities begin, by what the facts say and by convention."""
        views: dict[Function, set[str]] = {}
        for route in self._facts.routes:
            if route.view_name:
                views.setdefault((route.view_root, route.view_module, route.view_name), set()).add(route.pattern)
        for view, patterns in sorted(views.items()):
            yield from self._of_view(view, "route", tuple(sorted(patterns)))
        for use in self._facts.channel_uses:
            if use.side == "consume":
                module, _, name = use.handler.partition(":")
                function = (use.root, module, name) if name else function_of(use)
                yield _Begin(self._dotted(function), "consumer", (function,), function, entries=(use.channel,))
        for function in self._steps:
            if function not in views and not self._graph.above(function) and (kind := _conventional(function)):
                if kind == "class":
                    yield from self._of_view(function, kind, ())
                else:
                    yield _Begin(self._dotted(function), kind, (function,), function)

    def tops(self) -> Iterator[_Begin]:
        """Yield every function that nobody calls and that may lead to a table."""
        using = ((a.root, a.module, a.function) for a in self._facts.accesses if a.confidence != "low")
        for function in sorted(self._graph.leading_to(using)):
            if not self._graph.above(function) and "<" not in function[2]:
                yield _Begin(self._dotted(function), "top", (function,), function)

    def _dotted(self, function: Function) -> str:
        """Return the dotted name of a function, after its source root where several have the module."""
        root, module, name = function
        return f"{root}:{module}.{name}" if self._roots[module] > 1 else f"{module}.{name}"

    def _of_view(self, view: Function, kind: Kind, patterns: tuple[str, ...]) -> Iterator[_Begin]:
        """Yield what a view does: of a class each method that answers a request, its own or inherited, and all the rest with its hooks."""
        uncalled = [one for one in self._methods.get(view, ()) if not self._graph.above(one)]
        named = {word for pattern in patterns for word in _WORD.findall(pattern.replace("-", "_"))}
        actions = {one for one in uncalled if _answers(one, named)}
        actions |= {callee for i in self._graph.below(view) if _answers(callee := callee_of(i), frozenset())}
        for action in sorted(actions):
            yield _Begin(f"{self._dotted(view)}.{_method(action)}", kind, (action,), view, entries=patterns)
        hooks = sorted((one for one in uncalled if one not in actions), key=lambda one: _order(self._steps[one][0]))
        yield _Begin(self._dotted(view), kind, (view, *hooks), view, frozenset(actions), patterns)

    def follow(self, begin: _Begin) -> Functionality:
        """Return a functionality with all that it reaches."""
        walk = _Walk(self._file.get(begin.home[:2], ""))
        for function in begin.functions:
            if function not in walk.read:
                self._follow(function, begin.without, walk)
        files = sorted({self._file[one[:2]] for one in walk.read if one[:2] in self._file})
        return Functionality(
            begin.name, begin.kind, walk.file, tuple(walk.trace), tuple(files), begin.entries, walk.bounded
        )

    def _follow(self, function: Function, without: frozenset[Function], walk: _Walk) -> None:
        """Add what a function reaches, depth first, as the code is written; every function is read where it is met first."""
        stack = [self._read(function, walk)]
        while stack:
            step = next(stack[-1], None)
            if step is None:
                stack.pop()
            elif isinstance(step, Access):
                walk.trace[step.table, "R" if step.op in ("read", "lock") else "W"] = None
            elif (callee := callee_of(step)) not in without and callee not in walk.read:
                if len(walk.read) < MAX_FUNCTIONS:
                    stack.append(self._read(callee, walk))
                else:
                    walk.bounded = True

    def _read(self, function: Function, walk: _Walk) -> Iterator[Access | Invocation]:
        walk.read.add(function)
        return iter(_for_heir(self._steps.get(function, ()), walk.file))


def _for_heir(steps: Sequence[Access | Invocation], file: str) -> Sequence[Access | Invocation]:
    """Return the steps of a function as a class in a file runs it: where it is an heir, not what others' do."""
    if not any(isinstance(step, Access) and file in step.runs_for for step in steps):
        return steps
    return [step for step in steps if isinstance(step, Invocation) or not step.runs_for or file in step.runs_for]


def _answers(function: Function, named: Set[str]) -> bool:
    """Tell whether a method answers requests by itself: by its name, or because a route names it."""
    method = _method(function)
    answers = method in HANDLERS and not method.startswith("perform_")
    return "." in function[2] and not method.startswith("_") and (answers or method in named)


def _method(function: Function) -> str:
    return function[2].rpartition(".")[2]


def _conventional(function: Function) -> Kind | None:
    """Tell what a function that nobody calls is by its name."""
    name = function[2]
    if "<" in name:
        return None
    outer, _, last = name.rpartition(".")
    if last == MAIN and not outer:
        return "command"
    if outer.endswith(COMMAND) and not last.startswith("_"):
        return "command"
    return "class" if last[:1].isupper() and not last.isupper() else None


def _order(step: Access | Invocation) -> tuple[int, int, str, str, str]:
    """Order as the code runs: of a line the calls before what is done with their results."""
    if isinstance(step, Invocation):
        return step.line, -1, step.callee_root, step.callee_module, step.callee
    return step.line, step.column, step.table, step.op, step.via
