"""Retries of libraries: decorators, loops of attempts, calls that are passed a function, tasks, and clients that try again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from boundary_lint.facts import syntax
from boundary_lint.facts.program import Retry
from boundary_lint.frameworks.places import Places
from boundary_lint.frameworks.resilience.definitions import Written, definition, definitions, paths_of
from boundary_lint.frameworks.resilience.limits import Terms, arguments, terms_of, wait_of
from boundary_lint.frameworks.resilience.page import RetryPage
from boundary_lint.link.names import Names
from boundary_lint.link.program import Function, Module

WRAPPING = frozenset(("wraps", "copy"))
"""Attributes of an object that tries again which are decorators themselves."""


class Match(NamedTuple):
    """An expression that a page speaks of: a call, or what is a decorator without one."""

    page: RetryPage
    written: Written


class Retries:
    """Finds what tries again by the pages of the catalogue."""

    def __init__(self, names: Names, pages: list[RetryPage], modules: list[Module]) -> None:
        self.names, self.modules = names, modules
        self._pages, self._called = pages, _by_name(pages)
        self._places: dict[Module, Places] = {}
        self._matches: dict[Module, dict[syntax.NodeId, Match]] = {}
        self._used: set[tuple[int, syntax.NodeId]] = set()

    def find(self) -> Iterator[Retry]:
        """Yield all of them."""
        for module in self.modules:
            found = {match.written.node: match for match in self._in_module(module)}
            if found:
                self._matches[module] = found
        if not self._matches:
            return
        handed_on = self._handed_on()
        for module in self.modules:
            if module in self._matches or _mentions(module, handed_on):
                yield from self._decorated(module)
        for module, matches in self._matches.items():
            yield from self._others(self._places_of(module), matches)

    def _places_of(self, module: Module) -> Places:
        known = self._places.get(module)
        if known is None:
            known = self._places[module] = Places(module)
        return known

    # -- what a page speaks of

    def _in_module(self, module: Module) -> Iterator[Match]:
        """Yield the decorators that a page speaks of, and the calls where the module imports the library."""
        decorators = {node for function in module.functions for node in function.record.decorators}
        for node in sorted(decorators):
            yield from self._match(module, node, self._called)
        imported = {statement.module.partition(".")[0] for statement in module.syntax.imports if not statement.level}
        called = _by_name(page for page in self._pages if page.packages & imported)
        for name in _aliases(module, called) if called else ():
            for node, _ in module.calls(name):
                if node not in decorators:
                    yield from self._match(module, node, called)

    def _match(self, module: Module, node: syntax.NodeId, called: dict[str, list[RetryPage]]) -> Iterator[Match]:
        written = Written(module, node)
        name = written.last_name
        pages = called.get(name)
        if pages is None:
            return
        record = written.record
        paths = paths_of(self.names, written.part(record.func) if isinstance(record, syntax.Call) else written)
        for page in pages:
            believed = name in page.names and (not paths or any(arguments(self.names, written, page.needs)))
            if believed or not paths.isdisjoint(page.paths):
                yield Match(page, written)
                return

    # -- decorators

    def _handed_on(self) -> set[str]:
        """Return the names under which what a page speaks of is used elsewhere: variables and functions of modules."""
        found = set()
        for module, matches in self._matches.items():
            for name, candidates in module.syntax.names.items():
                if any(node in matches for node in candidates):
                    found.add(name)
            for function in module.functions:
                if any(node in matches for node in function.record.returns):
                    found.add(function.record.qualname.rpartition(".")[2])
        return found

    def _decorated(self, module: Module) -> Iterator[Retry]:
        for function in module.functions:
            for node in function.record.decorators:
                match = self._behind(Written(module, node))
                if match is None:
                    continue
                self._used.add((id(match.written.module), match.written.node))
                line = self._places_of(module).of_decorator(node, function)
                yield from self._of_function(function, match, line)

    def _behind(self, decorator: Written) -> Match | None:
        """Return what a decorator is: what a page speaks of, a name of it, or the result of a function that returns it."""
        record = decorator.record
        if isinstance(record, syntax.Attr) and record.name in WRAPPING:
            decorator = decorator.part(record.base)
        found = decorator
        for found in definitions(self.names, decorator):
            match = self._matches.get(found.module, {}).get(found.node)
            if match is not None:
                return match
        if isinstance(found.record, syntax.Call):
            maker = definition(self.names, found.part(found.record.func))
            if isinstance(maker.record, syntax.FunctionRef):
                made = maker.module.functions[maker.record.function].record.returns
                known = self._matches.get(maker.module, {})
                return next((known[node] for node in made if node in known), None)
        return None

    def _of_function(self, function: Function, match: Match, line: int) -> Iterator[Retry]:
        terms = terms_of(self.names, match.page, match.written)
        if terms is not None:
            yield terms.retry(function, match.page.how, line, (function.record.line, function.record.end_line))
        if not match.page.asks:
            return
        for node, record in function.module.calls(match.page.asks[0]):
            for place in self._places_of(function.module).of(node) if _is_asked(function, record) else ():
                asked = self._terms_asked(match, Written(function.module, node))
                lines = (function.record.line, function.record.end_line)
                yield asked.retry(function, match.page.how, place.line, lines)

    def _terms_asked(self, match: Match, call: Written) -> Terms:
        """Return the terms of a task that asks to be tried again: the bounds are those of the task, the wait is that of the call."""
        task = terms_of(self.names, msgspec.structs.replace(match.page, needs=()), match.written)
        bounded = task.bounded if task is not None else "unknown"
        if any(_is_number(one.record) for one in arguments(self.names, call, match.page.asked)):
            bounded = "yes"
        for one in arguments(self.names, call, ("countdown", "eta")):
            return Terms(bounded, *wait_of(one))
        return Terms(bounded, "fixed", False)

    # -- everything else

    def _others(self, places: Places, matches: dict[syntax.NodeId, Match]) -> Iterator[Retry]:
        for node, match in matches.items():
            if match.page.asks or (id(places.module), node) in self._used:
                continue
            terms = terms_of(self.names, match.page, match.written)
            if terms is None or any(
                isinstance(one.record, syntax.Call) for one in arguments(self.names, match.written, match.page.needs)
            ):
                continue
            passed = self._passed(match, places.module)
            for place in places.of(node):
                lines, function = places.inside(node) or (place.line, place.line), place.function
                if passed is not None:
                    lines, function = (passed.record.line, passed.record.end_line), passed
                yield terms.retry(function, match.page.how, place.line, lines)

    def _passed(self, match: Match, module: Module) -> Function | None:
        """Return the function of the same module that a call is given to try again."""
        for one in arguments(self.names, match.written, match.page.passed):
            if isinstance(one.record, syntax.FunctionRef) and one.module is module:
                return module.functions[one.record.function]
        return None


def _by_name(pages: Iterable[RetryPage]) -> dict[str, list[RetryPage]]:
    found: dict[str, list[RetryPage]] = {}
    for page in pages:
        for name in page.called:
            found.setdefault(name, []).append(page)
    return found


def _is_asked(function: Function, call: syntax.Call) -> bool:
    """Whether a method is called on the first parameter of a function."""
    callee = function.module.nodes[call.func]
    base = function.module.nodes[callee.base] if isinstance(callee, syntax.Attr) else None
    first = function.record.parameters[0].name if function.record.parameters else ""
    return isinstance(base, syntax.Param) and base.function == function.index and base.name == first


def _is_number(record: syntax.Node) -> bool:
    """Whether something is given, and not None, which leaves the decision to others."""
    return not (isinstance(record, syntax.Const) and record.value == "None")


def _mentions(module: Module, names: set[str]) -> bool:
    """Whether a decorator of a module has one of these names."""
    return any(not names.isdisjoint(function.kinds) for function in module.functions)


def _aliases(module: Module, called: Iterable[str]) -> list[str]:
    """Return names, and those under which a module imports what has them."""
    names = set(called)
    for name, nodes in module.syntax.names.items():
        imported = module.nodes[nodes[0]]
        if isinstance(imported, syntax.Imported) and imported.name in names:
            names.add(name)
    return sorted(names)
