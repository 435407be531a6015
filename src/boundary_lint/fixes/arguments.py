"""Arguments of calls in the text: which are given, and how one is added so that the call looks as before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boundary_lint.fixes.source import Declined, Edit, Source

if TYPE_CHECKING:
    import libcst


def called(call: libcst.CSTNode) -> str:
    """Return the last name of what is called, "" where it has none."""
    import libcst

    callee = call.func if isinstance(call, libcst.Call) else call
    if isinstance(callee, libcst.Attribute):
        return callee.attr.value
    return callee.value if isinstance(callee, libcst.Name) else ""


def argument(call: libcst.Call, keyword: str, position: int = -1) -> libcst.BaseExpression | None:
    """Return what is given for a parameter, None where nothing is.

    Raises:
        Declined: more is passed on than is seen.
    """
    if any(arg.star for arg in call.args):
        raise Declined("the call passes on arguments that are not seen")
    for number, arg in enumerate(call.args):
        name = arg.keyword.value if arg.keyword is not None else ""
        if name == keyword or (not name and number == position):
            return arg.value
    return None


def replaced(source: Source, value: libcst.BaseExpression, text: str) -> Edit:
    """Return the edit that puts another value in the place of one."""
    return Edit(*source.place(value), text)


def added(source: Source, call: libcst.Call, argument: str) -> list[Edit]:
    """Return the edits that add an argument behind all others: on a line of its own where the last one has one.

    Raises:
        Declined: the call is written so that none can be added by text alone.
    """
    import libcst

    close = _closing(source, call)
    if not call.args:
        start = source.place(call.whitespace_before_args)[0]
        return [Edit(start, start, argument)]
    last = call.args[-1]
    if isinstance(last.value, libcst.GeneratorExp) and not last.value.lpar:
        raise Declined("a generator without parentheses is the only argument")
    start, end = source.place(last)
    comma = isinstance(last.comma, libcst.Comma)
    after = source.place(last.comma)[1] if isinstance(last.comma, libcst.Comma) else end
    if not source.begins_line(start) or source.line_of(end) == source.line_of(close):
        return [Edit(after, after, f" {argument}," if comma else f", {argument}")]
    line = f"{source.newline}{source.indentation(start)}{argument}{',' if comma else ''}"
    behind = _behind(source, after, close)
    if comma:
        return [Edit(behind, behind, line)]
    return [Edit(end, end, ","), Edit(behind, behind, line)] if behind != end else [Edit(end, end, f",{line}")]


def _closing(source: Source, call: libcst.Call) -> int:
    """Return where the parenthesis stands that closes the arguments."""
    close = source.place(call)[1] - 1
    if source.text[close] != ")":
        raise Declined("the call does not end with its parenthesis")
    return close


def _behind(source: Source, offset: int, close: int) -> int:
    """Return the end of the line of a character, behind what is said there; the character itself where the call is closed on it."""
    end = source.line_end(offset)
    return end if end < close else offset
