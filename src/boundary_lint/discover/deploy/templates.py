"""Go templates as Helm uses them, filled in with what is known. What is not becomes a mark, and is told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeAlias

from boundary_lint.discover.deploy.expressions import UNKNOWN, Data, Evaluator, Scope, is_true, shown

MAX_PIECES = 100_000
"""Pieces of text of one file, those that ranges repeat included."""

MAX_INCLUDES = 20
"""Templates that include each other in a row."""

MAX_BLOCKS = 50
"""Blocks within each other."""

Piece: TypeAlias = tuple[str, int]
"""A text without a line break but at its end, and the line it comes from."""


class TemplateError(ValueError):
    """A template is not well formed, or grows too large."""


@dataclass
class _Block:
    """A part of a template: text, an action, or a block with its branches. word: "", "do", "if", "range", "with", "define"."""

    word: str
    text: str
    line: int
    body: list[_Block] = field(default_factory=list)
    otherwise: list[_Block] = field(default_factory=list)


class Templates:
    """The templates of one chart. values: what ``.Values`` is and the like. unknown: (line, expression) of what could not be told."""

    def __init__(self, root: dict[str, Data]) -> None:
        self._root = root
        self._named: dict[str, list[_Block]] = {}
        self._pieces = 0
        self._depth = 0
        self.unknown: list[tuple[int, str]] = []

    def define(self, text: str) -> None:
        """Take the named templates of a file of helpers."""
        self._without_names(_parse(text))

    def render(self, text: str) -> tuple[str, list[int]]:
        """Return the text of a template filled in, and for each of its lines the one it comes from.

        Raises:
            TemplateError: it is not well formed, or too large.
        """
        self.unknown, self._pieces = [], 0
        pieces: list[Piece] = []
        self._run(self._without_names(_parse(text)), Scope(self._root, self._root), pieces)
        return _joined(pieces)

    def _without_names(self, blocks: list[_Block]) -> list[_Block]:
        for block in blocks:
            if block.word == "define":
                self._named[block.text.strip("\"'` ")] = block.body
        return [block for block in blocks if block.word != "define"]

    def _run(self, blocks: list[_Block], scope: Scope, out: list[Piece]) -> None:
        for block in blocks:
            if block.word == "":
                out.extend((part, block.line + n) for n, part in enumerate(block.text.splitlines(keepends=True)))
            elif block.word == "do":
                self._print(block, scope, out)
            elif block.word == "range":
                self._range(block, scope, out)
            else:
                self._branch(block, scope, out)
            self._pieces += 1
            if self._pieces > MAX_PIECES or len(out) > MAX_PIECES:
                raise TemplateError("grows too large when it is filled in")

    def _print(self, block: _Block, scope: Scope, out: list[Piece]) -> None:
        name, expression = _assigned(block.text)
        value = self._value(expression, scope)
        if name:
            scope.set(name, value)
            return
        text = shown(value)
        if UNKNOWN in text:
            self.unknown.append((block.line, expression))
        out.extend((part, block.line) for part in text.splitlines(keepends=True))

    def _branch(self, block: _Block, scope: Scope, out: list[Piece]) -> None:
        name, expression = _assigned(block.text)
        value = self._value(expression, scope)
        inner = Scope(value if block.word == "with" and value is not UNKNOWN else scope.dot, scope.root, scope)
        if name:
            inner.set(name, value)
        self._run(block.body if is_true(value) else block.otherwise, inner, out)

    def _range(self, block: _Block, scope: Scope, out: list[Piece]) -> None:
        names, expression = _assigned(block.text)
        value = self._value(expression, scope)
        pairs: list[tuple[Data, Data]] = []
        if isinstance(value, dict):
            pairs = sorted(value.items())
        elif isinstance(value, list):
            pairs = [(str(n), element) for n, element in enumerate(value)]
        elif value is UNKNOWN:
            self.unknown.append((block.line, expression))
        for key, element in pairs:
            inner = Scope(element, scope.root, scope)
            first, _, second = names.partition(",")
            if second:
                inner.set(first.strip(), key)
            if first:
                inner.set((second or first).strip(), element)
            self._run(block.body, inner, out)
        if not pairs:
            self._run(block.otherwise, scope, out)

    def _value(self, expression: str, scope: Scope) -> Data:
        return Evaluator(scope, self._include).value(expression)

    def _include(self, name: str, dot: Data) -> Data:
        blocks = self._named.get(name)
        if blocks is None or self._depth >= MAX_INCLUDES:
            return UNKNOWN
        self._depth += 1
        pieces: list[Piece] = []
        try:
            self._run(blocks, Scope(dot, self._root), pieces)
        finally:
            self._depth -= 1
        return "".join(text for text, _ in pieces)


def _parse(text: str) -> list[_Block]:
    """Return the blocks of a template."""
    top = _Block("", "", 0)
    opened: list[tuple[_Block, list[_Block]]] = [(top, top.body)]
    for block in _pieces(text):
        target = opened[-1][1]
        if block.word == "end":
            if len(opened) == 1:
                raise TemplateError(f"line {block.line}: an end without a beginning")
            opened.pop()
            while opened[-1][0].word == "else if":
                opened.pop()
        elif block.word == "else":
            if len(opened) == 1:
                raise TemplateError(f"line {block.line}: an else without an if")
            owner = opened[-1][0]
            opened[-1] = (owner, owner.otherwise)
            if block.text.startswith(("if ", "with ")):
                word, _, condition = block.text.partition(" ")
                chained = _Block(word, condition, block.line)
                owner.otherwise.append(chained)
                opened[-1] = (_Block("else if", "", 0), owner.otherwise)
                opened.append((chained, chained.body))
        else:
            target.append(block)
            if block.word in ("if", "range", "with", "define"):
                if len(opened) > MAX_BLOCKS:
                    raise TemplateError(f"line {block.line}: blocks lie more than {MAX_BLOCKS} deep in each other")
                opened.append((block, block.body))
    if len(opened) > 1:
        raise TemplateError(f"line {opened[-1][0].line}: a block is not closed")
    return top.body


def _pieces(text: str) -> list[_Block]:
    """Return texts and actions one after the other, with the white space away that actions trim."""
    found: list[_Block] = []
    at, line, trim = 0, 1, False
    while (start := text.find("{{", at)) >= 0:
        end = text.find("}}", start)
        if end < 0:
            raise TemplateError(f"line {line + text.count(chr(10), at, start)}: an action is not closed")
        action = text[start + 2 : end]
        _add_text(found, text[at:start], line, trim, action.startswith("-"))
        line += text.count("\n", at, start)
        _add_action(found, action.removeprefix("-").removesuffix("-").strip(), line)
        line += action.count("\n")
        at, trim = end + 2, action.endswith("-")
    _add_text(found, text[at:], line, trim, False)
    return found


def _add_action(found: list[_Block], action: str, line: int) -> None:
    if action.startswith("/*"):
        return
    word, _, rest = action.partition(" ")
    if word in ("define", "block"):
        found.append(_Block("define", rest.strip().split(" ")[0], line))
    elif word in ("if", "range", "with", "else", "end"):
        found.append(_Block(word, rest.strip(), line))
    else:
        found.append(_Block("do", action, line))


def _add_text(found: list[_Block], text: str, line: int, trim_left: bool, trim_right: bool) -> None:
    if trim_left:
        kept = text.lstrip()
        line += text.count("\n", 0, len(text) - len(kept))
        text = kept
    if trim_right:
        text = text.rstrip()
    if text:
        found.append(_Block("", text, line))


_ASSIGNED = re.compile(r"(\$\w+(?:\s*,\s*\$\w+)?)\s*:?=\s*(.*)", re.DOTALL)


def _assigned(text: str) -> tuple[str, str]:
    """Return the variables that an action sets ("" for none) and its expression."""
    match = _ASSIGNED.fullmatch(text.strip())
    return (match[1], match[2]) if match else ("", text)


def _joined(pieces: list[Piece]) -> tuple[str, list[int]]:
    lines: list[int] = []
    source = 0
    for text, line in pieces:
        if not source and text.strip():
            source = line
        if text.endswith("\n"):
            lines.append(source or line)
            source = 0
    lines.append(source or (lines[-1] if lines else 1))
    return "".join(text for text, _ in pieces), lines
