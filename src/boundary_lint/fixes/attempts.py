"""Bound what is tried again without end: the number of attempts of the configuration, given as the catalogue says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boundary_lint.facts.program import Retry
from boundary_lint.findings.finding import Evidence, Finding
from boundary_lint.fixes.arguments import added, argument, called, replaced
from boundary_lint.fixes.fix import Fix
from boundary_lint.fixes.known import Known
from boundary_lint.fixes.names import in_scope
from boundary_lint.fixes.source import Declined, Edit, Source

if TYPE_CHECKING:
    import libcst

    from boundary_lint.frameworks.resilience.page import RetryPage


def offers(known: Known, finding: Finding, place: Evidence) -> bool:
    """Whether the catalogue says how what tries again is bounded."""
    return any(known.retries[one.how].bound for one in _endless(known, place))


def edits(known: Known, source: Source, finding: Finding, place: Evidence) -> list[Edit]:
    """Return what bounds the decorator or call that begins on the line."""
    pages = {one.how: known.retries[one.how] for one in _endless(known, place)}
    found = [(page, node) for page in pages.values() for node in _asking(source, page, place.line)]
    if not found:
        raise Declined("what says how often is written elsewhere")
    if len(found) > 1:
        raise Declined("several things are tried again on this line")
    return _bounded(source, *found[0], known.config.fix.attempts or 1)


def _endless(known: Known, place: Evidence) -> list[Retry]:
    retries = known.retries_at(place.file, place.line)
    return [one for one in retries if one.bounded == "no" and one.how in known.retries and known.retries[one.how].bound]


def _asking(source: Source, page: RetryPage, line: int) -> list[libcst.BaseExpression]:
    """Return what a page speaks of: calls on a line, and decorators without arguments of the function that begins there.

    Where the function asks to be tried again on the line, it is that call alone.
    """
    import libcst

    calls: list[libcst.BaseExpression] = list(source.on_line(libcst.Call, line))
    functions = [one for one in source.all(libcst.FunctionDef) if source.line_of(source.place(one.name)[0]) == line]
    decorators = [one.decorator for function in functions for one in function.decorators]
    nodes = [*calls, *(node for node in decorators if not isinstance(node, libcst.Call))]
    asking = [node for node in nodes if called(node) in page.asks]
    return asking or [node for node in nodes if called(node) in page.called]


def _bounded(source: Source, page: RetryPage, node: libcst.BaseExpression, attempts: int) -> list[Edit]:
    import libcst

    keyword, *maker = page.bound
    if not isinstance(node, libcst.Call):
        value, more = _value(source, node, maker, attempts)
        end = source.place(node)[1]
        return [Edit(end, end, f"({keyword}={value})"), *more]
    given = argument(node, keyword)
    if given is not None:
        text = source.text[slice(*source.place(given))]
        if text not in ("None", *page.endless) or maker:
            raise Declined(f"it is given {keyword}={text}")
        return [replaced(source, given, str(attempts))]
    others = {place.partition(".")[0] for place in page.limits} - {keyword}
    for place in others:
        if argument(node, place, int(place) if place.isdigit() else -1) is not None:
            raise Declined("it is given a limit of another kind, which does not hold")
    value, more = _value(source, node.func, maker, attempts)
    return [*added(source, node, f"{keyword}={value}"), *more]


def _value(source: Source, callee: libcst.BaseExpression, maker: list[str], attempts: int) -> tuple[str, list[Edit]]:
    """Return what is given for a number of attempts, and the edits by which it can be named."""
    if not maker:
        return str(attempts), []
    name, more = in_scope(source, callee, maker[0])
    return f"{name}({attempts})", more


FIX = Fix("attempts", "bounds what is tried again without end", "attempts", offers, edits)
