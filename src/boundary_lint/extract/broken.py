"""Broken syntax: where it lies, what it probably is, and how to leave it out so that the rest can be read."""

from __future__ import annotations

import re
from collections.abc import Sequence

MAX_LINES = 200
"""Lines that one broken place may cost."""

_NEVER = ("too many nested parentheses", "too many levels of indentation")
"""What every version of Python rejects, and what would exhaust the stack of other parsers."""

_TEMPLATE = re.compile(r"\{%.*%\}|\{\{.*\}\}|\{#.*#\}")
_CYTHON = re.compile(r"^\s*(?:cdef|cpdef|ctypedef|cimport)\b|^\s*from\s+[\w.]+\s+cimport\b")
_PYTHON_2 = (
    re.compile(r"^\s*print\s+[^\s=(]|^\s*print\s+\(.*\)\s*%|^\s*print\s*>>"),
    re.compile(r"^\s*exec\s+[^\s=(]"),
    re.compile(r"^\s*raise\s+[\w.]+\s*,"),
    re.compile(r"^\s*except\s+[\w.()\s,]+,\s*\w+\s*:"),
    re.compile(r"\b(?:ur|UR|Ur|uR)['\"]|<>|\b0\d+\b|\b\d+[lL]\b|`"),
)
_CONFLICT = re.compile(r"^(<{7}|>{7}|={7}|\|{7})(\s|$)")

_HEADER = re.compile(
    r"^(\s*)(?:(?:async\s+)?(?:def|for|with)|class|if|while|try|match|else|elif|except|finally|case)\b.*:\s*(?:\#.*)?$"
)
_GOES_ON = re.compile(r"(?:else|elif|except|finally)\b|[)\]}]|$|\#")
_ABOVE = re.compile(r"on line (\d+)")


class ForeignSyntaxError(SyntaxError):
    """The file is written in another language than Python 3; the message says which."""


def is_hopeless(error: SyntaxError) -> bool:
    """Whether no version of Python accepts it."""
    return any(text in (error.msg or "") for text in _NEVER)


def is_foreign(error: SyntaxError) -> bool:
    """Whether the whole file is written in another language."""
    return isinstance(error, ForeignSyntaxError)


def is_older(error: SyntaxError) -> bool:
    """Whether the file is written in Python 2."""
    return is_foreign(error) and (error.msg or "").startswith(PYTHON_2)


PYTHON_2 = "is Python 2"


def named(error: SyntaxError, lines: Sequence[str]) -> SyntaxError:
    """Return the error with a message that says what is probably meant: another language, a merge conflict."""
    above = _ABOVE.search(error.msg or "") if _is_body_missing(error) else None
    number = int(above[1]) if above else error.lineno or 0
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    what = ""
    if _TEMPLATE.search(line):
        what = "is a template (Jinja or the like), not Python"
    elif _CYTHON.search(line):
        what = "is Cython, not Python"
    elif any(pattern.search(line) for pattern in _PYTHON_2):
        what = PYTHON_2
    if what:
        return ForeignSyntaxError(f"{what}: {error.msg}", (None, number, error.offset, None))
    message = error.msg or "invalid syntax"
    if _CONFLICT.match(line):
        message = "holds the marks of a merge conflict"
    return SyntaxError(message, (None, number, error.offset, None))


def _is_body_missing(error: SyntaxError) -> bool:
    return (error.msg or "").startswith("expected an indented block")


def statement_at(lines: Sequence[str], at: int) -> tuple[int, int]:
    """Return the lines [first, last) of the top-level statement that a line belongs to, told by what stands at the left edge."""
    first = at
    while first > 0 and not _begins(lines, first):
        first -= 1
    last = at + 1
    while last < len(lines) and not _begins(lines, last):
        last += 1
    return first, last


def _begins(lines: Sequence[str], at: int) -> bool:
    line = lines[at]
    if not line or line[0] in " \t\f#" or _GOES_ON.match(line):
        return False
    above = lines[at - 1].rstrip() if at else ""
    return not above.endswith("\\") and not above.startswith("@")


def blank(lines: list[str], at: int, error: SyntaxError) -> tuple[int, int] | None:
    """Leave out the broken statement at a line, keeping the number of lines.

    Return the lines left out (first and last, counted from 1), or None where nothing can be left out.
    """
    message = error.msg or ""
    if _is_body_missing(error) and (above := _ABOVE.search(message)):
        at = int(above[1]) - 1
    while at > 0 and not lines[at].strip():
        at -= 1
    if not 0 <= at < len(lines) or not lines[at].strip():
        return None
    last = _end(lines, at, error)
    header = _HEADER.match(lines[at]) if last == at + 1 else None
    indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
    if header and not _is_body_missing(error) and not lines[at].lstrip().startswith(_CLAUSES):
        replacement = f"{indent}if 1:"
    else:
        replacement = f"{indent}pass" if not message.startswith(("unexpected indent", "unindent")) else ""
    if replacement == lines[at]:
        replacement = ""
    lines[at:last] = [replacement] + [""] * (last - at - 1)
    return at + 1, last


_CLAUSES = ("else", "elif", "except", "finally", "case")


def _end(lines: Sequence[str], at: int, error: SyntaxError) -> int:
    """Return the line behind the broken statement: what an unclosed bracket or string holds goes with it."""
    message = error.msg or ""
    if "never closed" not in message and "unterminated triple" not in message:
        return at + 1
    indent = len(lines[at]) - len(lines[at].lstrip())
    last = at + 1
    while last < len(lines) and last - at < MAX_LINES:
        line = lines[last]
        if line.strip() and len(line) - len(line.lstrip()) <= indent and not line.lstrip().startswith((")", "]", "}")):
            break
        last += 1
    return last
