"""The imports of a file without a parser: one regex steps over strings and comments, only import statements are parsed.

Used for files of which nothing else matters (tests), and for those that the parser rejects: their imports are not lost.
Source: knowledge of performance, section 2: 3.4 to 5.8 times faster than parsing; of 14,151 files it differs from the parser in one.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from boundary_lint.extract.records import Wire

_STEP = re.compile(
    rb'"""(?:[^"\\]++|\\.|"(?!""))*+"""'
    rb"|'''(?:[^'\\]++|\\.|'(?!''))*+'''"
    rb"|#[^\n]*+"
    rb"|\n([ \t]*+)(?:"
    rb"((?:lazy[ \t]+)?(?:from|import)[ \t]+[\w.](?:[^\n(\\#;]|\((?:[^()#]|#[^\n]*+)*+\)|\\\r?\n)*+)"
    rb"|((?:async[ \t]+)?def|class|if|else|elif)\b([^\n]*+))",
    re.S,
)
"""A string of several lines, a comment, or a line that imports or opens a block.

Every alternative begins with a character of its own, which is four times as fast as an anchor tried at every place.
"""

_TYPE_CHECKING = re.compile(rb"\s*(?:\w+\.)*(?:TYPE_CHECKING|MYPY_CHECK_RUNNING)\s*:")

_PLAIN_FROM = re.compile(rb"from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+((?:\w++[ \t]*+,[ \t]*+)*+\w++)[ \t\r]*+")
"""The form of most imports, which needs no parser: names and commas alone."""

_NAME = re.compile(rb"\w+")

MAX_IMPORTS = 100_000
"""Import statements of one file; what holds more is generated or hostile."""


def import_statements(source: bytes) -> Iterator[Wire]:
    """Yield the imports of a file as the arrays of `ImportStatement`, in order."""
    source = b"\n" + source
    line, at = 0, 0
    blocks: list[tuple[int, str]] = []
    for count, match in enumerate(_STEP.finditer(source)):
        if count > MAX_IMPORTS:
            return
        line += source.count(b"\n", at, match.start())
        at = match.start()
        if match[3] is not None:
            _enter(blocks, len(match[1].expandtabs()), match[3], match[4])
        elif match[2] is not None:
            indent = len(match[1].expandtabs())
            while blocks and blocks[-1][0] >= indent:
                blocks.pop()
            yield from _parsed(match[2], line + 1, _kind(blocks))


def _enter(blocks: list[tuple[int, str]], indent: int, word: bytes, rest: bytes) -> None:
    while blocks and blocks[-1][0] >= indent:
        blocks.pop()
    if word.endswith(b"def"):
        blocks.append((indent, "function"))
    elif word == b"if" and _TYPE_CHECKING.match(rest):
        blocks.append((indent, "type_checking"))
    else:
        blocks.append((indent, ""))


def _kind(blocks: list[tuple[int, str]]) -> str:
    kinds = {kind for _, kind in blocks}
    if "type_checking" in kinds:
        return "type_checking"
    return "lazy" if "function" in kinds else "runtime"


def _parsed(text: bytes, line: int, kind: str) -> Iterator[Wire]:
    plain = _PLAIN_FROM.fullmatch(text)
    if plain is not None:
        module = plain[2].decode()
        yield from ((len(plain[1]), module, name.decode(), line, kind, 0) for name in _NAME.findall(plain[3]))
        return
    try:
        tree = compile(text.removeprefix(b"lazy ").strip(), "<import>", "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    except (SyntaxError, ValueError):
        return
    for statement in tree.body:  # type: ignore[attr-defined]
        if isinstance(statement, ast.Import):
            yield from ((0, alias.name, "", line, kind, 0) for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom):
            yield from (
                (statement.level, statement.module or "", alias.name, line, kind, 0) for alias in statement.names
            )
