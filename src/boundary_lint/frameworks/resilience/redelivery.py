"""Messages that go back to their queue when handling them fails, and come again: for ever, where nothing counts them."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_lint.facts import syntax
from boundary_lint.facts.program import Retry
from boundary_lint.frameworks.catalog import Catalog
from boundary_lint.frameworks.places import Places
from boundary_lint.frameworks.resilience.definitions import Written
from boundary_lint.frameworks.resilience.limits import Terms, arguments
from boundary_lint.link.names import Names
from boundary_lint.link.program import Function, Module

HOW = "requeue"

_DOUBT = ("", "unknown", "no")

_NAMED = (syntax.Attr, syntax.Name, syntax.Imported)


class Redeliveries:
    """Finds what hands a message back. The catalogue's [retry.redelivery] has: ``imports``, the libraries; ``known``, methods that
    need no import of one; ``settled``, methods with which the handling of a message ends: only what stands before them is done again;
    ``limit``, ``dead`` and ``counted``, texts and names by which a module bounds deliveries, hands messages on that
    were rejected, or looks at how often one was delivered. [retry.redelivery.calls] has the calls: ``if P`` where argument P says so,
    ``both P Q`` where two of them do, ``unless P`` where it does not deny it, ``always``."""

    def __init__(self, names: Names, catalog: Catalog) -> None:
        self.names = names
        rows = catalog.rows("retry.redelivery")
        self._imports, self._known = frozenset(rows.get("imports", ())), frozenset(rows.get("known", ()))
        self._limit, self._dead = frozenset(rows.get("limit", ())), frozenset(rows.get("dead", ()))
        self._counted, self._settled = frozenset(rows.get("counted", ())), frozenset(rows.get("settled", ()))
        self._calls = {name: words[0].split() for name, words in catalog.rows("retry.redelivery.calls").items()}

    def find(self, module: Module) -> Iterator[Retry]:
        """Yield those of a module."""
        imports = any(i.module.partition(".")[0] in self._imports for i in module.syntax.imports if not i.level)
        found = []
        for name in self._calls if imports else self._known:
            for node, _ in module.calls(name):
                bounded = self._bounded(self._calls[name], Written(module, node))
                if bounded:
                    found.append((node, bounded))
        if found:
            yield from self._retries(Places(module), found)

    def _bounded(self, words: list[str], call: Written) -> str:
        """Return "no" for a call that hands a message back, "unknown" where that depends, "" where it does not."""
        how, *places = words
        if how == "both":
            return min((self._bounded(["if", place], call) for place in places), key=_DOUBT.index)
        given = next(arguments(self.names, call, places), None)
        if given is None:
            return "" if how == "if" else "no"
        if not isinstance(given.record, syntax.Const) or not given.record.value:
            return "unknown"
        return "no" if given.record.value == "True" else ""

    def _retries(self, places: Places, found: list[tuple[syntax.NodeId, str]]) -> Iterator[Retry]:
        module = places.module
        said = {one.value for one in module.nodes if isinstance(one, syntax.Text)}
        said |= {one.name for one in module.nodes if isinstance(one, _NAMED)}
        said |= {name for one in module.nodes if isinstance(one, syntax.Call) for name, _ in one.keywords}
        said |= {key for one in module.nodes if isinstance(one, syntax.Dictionary) for key, _ in one.items if key}
        note = "no dead letters are declared here"
        if said & self._limit:
            note = "deliveries are limited"
        elif said & self._dead:
            note = "dead letters are declared"
        elif said & self._counted:
            note = "deliveries are counted"
        limit = "yes" if said & self._limit else "unknown" if said & (self._dead | self._counted) else ""
        for node, bounded in found:
            for place in places.of(node):
                function = place.function
                lines = self._lines(function, Written(module, node).last_name, place.line)
                yield Terms(limit or bounded, "none", False).retry(function, HOW, place.line, lines, note)

    def _lines(self, function: Function, name: str, line: int) -> tuple[int, int]:
        """Return the lines that are gone through again."""
        if not function.index:
            return line, line
        return function.record.line, line if name in self._settled else function.record.end_line
