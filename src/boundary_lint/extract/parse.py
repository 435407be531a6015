"""Source bytes to a syntax tree, also where the syntax is newer than the interpreter that runs us.

CPython's own parser is the fast path. What it rejects is patched where it points and tried again; what that leaves is
lowered with libcst (`lower`), which parses every version.
"""

from __future__ import annotations

import ast
import re

_EXCEPT = re.compile(r"^(\s*except\*?\s)([^:#()]+?)(\s*:)")
_PARAMETERS = re.compile(r"\b(?:def|class)\s+\w+\s*\[")
_TYPE = re.compile(r"^(\s*)type(\s+)(\w+)")
_LAZY = re.compile(r"^(\s*)lazy(\s+)(import|from)\b")

MAX_PATCHES = 200
"""Places of one file that are rewritten before it is given to libcst."""

MAX_BRACKET_LINES = 40
"""Lines over which a list of type parameters may stretch."""


def parse(source: bytes | str) -> ast.Module:
    """Return the tree of a file.

    Raises:
        SyntaxError: no version of Python that libcst knows accepts it; the error is the interpreter's own.
        ValueError: the source holds NUL bytes or cannot be decoded.
        RecursionError, MemoryError: it is nested too deep.
    """
    try:
        return _compile(source)
    except SyntaxError as first:
        text = source if isinstance(source, str) else _decode(source)
        if text is None:
            raise
        return _patched(text) or _lowered(text, first)


def _compile(source: bytes | str) -> ast.Module:
    tree = compile(source, "<source>", "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    assert isinstance(tree, ast.Module)
    return tree


def _decode(source: bytes) -> str | None:
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _patched(text: str) -> ast.Module | None:
    """Rewrite the line at which the interpreter stops, as long as that helps; columns and line numbers stay."""
    lines = text.split("\n")
    for _ in range(MAX_PATCHES):
        try:
            return _compile("\n".join(lines))
        except SyntaxError as error:
            at = (error.lineno or 0) - 1
        except ValueError:
            return None
        if not 0 <= at < len(lines) or not _patch_line(lines, at):
            return None
    return None


def _patch_line(lines: list[str], at: int) -> bool:
    line = lines[at]
    if found := _EXCEPT.match(line):
        if "," in found[2]:
            lines[at] = f"{found[1]}({found[2]}){line[found.start(3) :]}"
    elif found := _LAZY.match(line):
        lines[at] = found[1] + found[3] + " " * 4 + found[2] + line[found.end() :]
    elif found := _PARAMETERS.search(line):
        _blank(lines, at, found.end() - 1)
    elif found := _TYPE.match(line):
        rest = line[found.end() :]
        lines[at] = found[1] + found[3] + " " * 4 + found[2] + rest
        if rest.lstrip().startswith("["):
            _blank(lines, at, len(found[0]) + len(rest) - len(rest.lstrip()))
    return lines[at] != line


def _blank(lines: list[str], at: int, column: int) -> None:
    """Blank the bracket that opens at a column; a newline inside it becomes a continuation."""
    depth = 0
    for number in range(at, min(at + MAX_BRACKET_LINES, len(lines))):
        line = lines[number]
        position = begin = column if number == at else 0
        while position < len(line):
            depth += (line[position] in "[(") - (line[position] in "])")
            position += 1
            if not depth:
                lines[number] = line[:begin] + " " * (position - begin) + line[position:]
                return
        lines[number] = line[:begin] + "\\"


def _lowered(text: str, first: SyntaxError) -> ast.Module:
    from boundary_lint.extract.lower import lower

    return lower(text, first)
