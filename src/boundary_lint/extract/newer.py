"""Syntax newer than the interpreter, patched in the text where the interpreter points; columns and line numbers stay.

What looks alike is patched in one go: a file for a newer Python uses its syntax many times. Only lines that begin as such syntax does are
touched, so a string can only be changed where it quotes code.
"""

from __future__ import annotations

import re

_EXCEPT = re.compile(r"^(\s*except\b\*?\s*)([\w.]+\s*,[^:#()]*?)(\s*:)")
_PARAMETERS = re.compile(r"^\s*(?:async\s+)?(?:def|class)\s+\w+\s*\[")
_TYPE = re.compile(r"^(\s*)type(\s+)(\w+)(?=\s*[\[=\\])")
_LAZY = re.compile(r"^(\s*)lazy(\s+)(import|from)\b")

MAX_BRACKET_LINES = 40
"""Lines over which a list of type parameters may stretch."""


def patch(lines: list[str], at: int) -> bool:
    """Rewrite a line that uses newer syntax, and all below it that use the same. Return whether anything changed.

    PEP 695 and 696: type parameters are blanked, ``type X = Y`` becomes ``X = Y``. 758: ``except A, B`` gets parentheses. 810: ``lazy`` goes.
    """
    for mark, rewrite in _REWRITES:
        if mark.match(lines[at]):
            before = lines[at]
            for number in range(at, len(lines)):
                if found := mark.match(lines[number]):
                    rewrite(lines, number, found)
            return lines[at] != before
    return False


def _except(lines: list[str], at: int, found: re.Match[str]) -> None:
    lines[at] = f"{found[1]}({found[2]}){lines[at][found.start(3) :]}"


def _lazy(lines: list[str], at: int, found: re.Match[str]) -> None:
    lines[at] = found[1] + found[3] + " " * 4 + found[2] + lines[at][found.end() :]


def _parameters(lines: list[str], at: int, found: re.Match[str]) -> None:
    _blank(lines, at, found.end() - 1)


def _type(lines: list[str], at: int, found: re.Match[str]) -> None:
    rest = lines[at][found.end() :]
    lines[at] = found[1] + found[3] + " " * 4 + found[2] + rest
    if rest.lstrip().startswith("["):
        _blank(lines, at, len(found[0]) + len(rest) - len(rest.lstrip()))


_REWRITES = ((_EXCEPT, _except), (_LAZY, _lazy), (_PARAMETERS, _parameters), (_TYPE, _type))

_STRING = re.compile(r"""'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|\#.*""")


def _blank(lines: list[str], at: int, column: int) -> None:
    """Blank the bracket that opens at a column; a newline inside it becomes a continuation."""
    depth = 0
    blanked: list[str] = []
    for number in range(at, min(at + MAX_BRACKET_LINES, len(lines))):
        line = lines[number]
        begin = column if number == at else 0
        seen = line[:begin] + _STRING.sub(lambda m: " " * len(m[0]), line[begin:])
        for position in range(begin, len(seen)):
            depth += (seen[position] in "[({") - (seen[position] in "])}")
            if not depth:
                blanked.append(line[:begin] + " " * (position + 1 - begin) + line[position + 1 :])
                lines[at : number + 1] = blanked
                return
        blanked.append(line[:begin] + "\\")
