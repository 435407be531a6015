"""Give a call of a library the timeout of the configuration, by the argument that the catalogue names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boundary_lint.facts.program import RemoteCall
from boundary_lint.findings.finding import Evidence, Finding
from boundary_lint.fixes.arguments import added, argument, called
from boundary_lint.fixes.fix import Fix
from boundary_lint.fixes.known import Known
from boundary_lint.fixes.source import Declined, Edit, Source

if TYPE_CHECKING:
    import libcst

    from boundary_lint.frameworks.signatures import Parameter


def offers(known: Known, finding: Finding, place: Evidence) -> bool:
    """Whether the catalogue says how the library takes a timeout at a call that has none."""
    return any(_limits(known, call) for call in _unlimited(known, place))


def edits(known: Known, source: Source, finding: Finding, place: Evidence) -> list[Edit]:
    """Return what adds the argument to every call without a timeout that begins on the line."""
    unlimited = _unlimited(known, place)
    limits = {name: limit for call in unlimited for name, limit in _limits(known, call).items()}
    own = {one.callee.rpartition(".")[2] for one in known.invocations_at(place.file, place.line)}
    if own & set(limits):
        raise Declined("a function of the program is called by the same name there")
    found = _without(source, place.line, limits)
    columns = {one.column for one in unlimited}
    exact = [call for call in found if _column(source, call) in columns]
    calls = exact if len({_column(source, call) for call in exact}) == len(columns) else found
    if not calls:
        raise Declined("no call that takes a timeout begins on this line, or it says that there is none")
    if len(calls) != len(columns) and calls != exact:
        raise Declined("several calls begin on this line, and which of them waits is not known")
    if len({_column(source, call) for call in calls}) < len(calls):
        raise Declined("one call is made on what another gives, and which of them waits is not known")
    given = f"{known.config.fix.timeout}"
    return [edit for call in calls for edit in added(source, call, f"{limits[called(call)].keyword}={given}")]


def _unlimited(known: Known, place: Evidence) -> list[RemoteCall]:
    return [call for call in known.calls_at(place.file, place.line) if call.timeout == "none"]


def _limits(known: Known, call: RemoteCall) -> dict[str, Parameter]:
    """Return the names by which a call of a library can be written = the parameter that limits it."""
    from boundary_lint.frameworks.signatures import Parameter

    page = known.remote.get(call.library)
    if page is None:
        return {}
    if page.procedures:  # a stream may last for hours, and well it may
        declared = page.limit and known.streams.get(call.method) is False
        return {call.method: Parameter(-1, page.limit)} if declared else {}
    rows = [*page.methods.items(), *((path.rpartition(".")[2], row) for path, row in page.functions.items())]
    return {name: row.parameters["timeout"] for name, row in rows if "timeout" in row.parameters}


def _without(source: Source, line: int, limits: dict[str, Parameter]) -> list[libcst.Call]:
    """Return the calls on a line that could be given a limit and are given none."""
    import libcst

    found = []
    for call in source.on_line(libcst.Call, line):
        limit = limits.get(called(call))
        if limit is not None and argument(call, limit.keyword, limit.position) is None:
            found.append(call)
    return found


def _column(source: Source, call: libcst.Call) -> int:
    """Return the column of a call as the facts count it: in bytes of UTF-8."""
    start = source.place(call)[0]
    return len(source.text[source.line_start(start) : start].encode("utf-8"))


FIX = Fix("timeout", "gives calls a timeout", "timeout", offers, edits)
