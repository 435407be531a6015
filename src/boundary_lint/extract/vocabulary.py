"""Source bytes to the names and words of a file (`boundary_lint.facts.vocabulary`). Nothing but the one file is read."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Sequence

import msgspec

from boundary_lint.extract.giant import QUICK_SIZE, line_of_giant_string
from boundary_lint.extract.parse import parse
from boundary_lint.facts.vocabulary import Vocabulary, words

VERSION = "2"
"""Part of every cache key: what another version extracted is extracted again."""

MAX_SIZE = 2_000_000
"""Bytes of a file that is read; a larger one is data, and its words say nothing of a domain."""

MAX_TEXT = 4_000
"""Characters of one string constant that are looked at: what is longer is a template or data."""

MAX_PARTS = 4
"""Parts of a dotted name that is kept: ``orders.models.Order.objects``."""

_DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")
_PATH = re.compile(r"[\w-]+(?:\.[\w-]+)+")

_ENCODER = msgspec.msgpack.Encoder()


def vocabulary(source: bytes) -> bytes:
    """Return the vocabulary of a file, encoded for `boundary_lint.facts.vocabulary.decode`; an empty one where it cannot be read. Never raises."""
    too_large = len(source) > MAX_SIZE or (len(source) > QUICK_SIZE and line_of_giant_string(source))
    try:
        found = Vocabulary() if too_large else _read(parse(source).tree)
    except (SyntaxError, RecursionError, MemoryError, ValueError):
        found = Vocabulary()
    return _ENCODER.encode(found)


def _read(tree: ast.Module) -> Vocabulary:
    reader = _Reader()
    reader.top_level(tree.body)
    reader.everything(tree)
    return Vocabulary(
        imports=reader.imports,
        stars=tuple(dict.fromkeys(reader.stars)),
        classes=reader.classes,
        functions=tuple(dict.fromkeys(reader.functions)),
        mentions=dict(sorted(reader.mentions.items())),
        texts=tuple(dict.fromkeys(reader.texts)),
        identifiers=dict(sorted(reader.identifiers.items())),
        definitions=dict(sorted(reader.definitions.items())),
        strings=dict(sorted(reader.strings.items())),
    )


class _Reader:
    """Walks a tree without recursion."""

    def __init__(self) -> None:
        self.imports: dict[str, tuple[int, str, str]] = {}
        self.stars: list[tuple[int, str]] = []
        self.classes: dict[str, tuple[str, ...]] = {}
        self.functions: list[str] = []
        self.mentions: Counter[str] = Counter()
        self.texts: list[tuple[str, str]] = []
        self.identifiers: Counter[str] = Counter()
        self.definitions: Counter[str] = Counter()
        self.strings: Counter[str] = Counter()

    def top_level(self, body: Sequence[ast.stmt]) -> None:
        """Take note of the classes and functions that others can import; they may lie below an ``if`` or ``try``."""
        todo = list(reversed(body))
        while todo:
            node = todo.pop()
            if isinstance(node, ast.ClassDef):
                self.classes[node.name] = tuple(name for base in node.bases if (name := _dotted(base)))
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                self.functions.append(node.name)
            elif isinstance(node, ast.If | ast.Try):
                handlers = node.handlers if isinstance(node, ast.Try) else []
                inner = [*node.body, *(one for handler in handlers for one in handler.body), *node.orelse]
                todo += reversed(inner)

    def everything(self, tree: ast.Module) -> None:
        """Take note of every name and word."""
        todo: list[ast.AST] = [tree]
        while todo:
            node = todo.pop()
            if isinstance(node, ast.Attribute):
                todo += self._attribute(node)
                continue
            self._node(node)
            todo.extend(ast.iter_child_nodes(node))

    def _node(self, node: ast.AST) -> None:
        if isinstance(node, ast.Name):
            self.mentions[node.id] += 1
            self.identifiers.update(words(node.id))
        elif isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                self._text(node.value)
        elif isinstance(node, ast.arg | ast.keyword):
            self.identifiers.update(words(node.arg or ""))
        elif isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            self.definitions.update(words(node.name))
            self.identifiers.update(words(node.name))
        elif isinstance(node, ast.Call):
            self._call(node)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name if alias.asname else alias.name.partition(".")[0]
                self.imports.setdefault(alias.asname or top, (0, top, ""))
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if alias.name == "*":
                    self.stars.append((node.level, node.module or ""))
                else:
                    self.imports.setdefault(alias.asname or alias.name, (node.level, node.module or "", alias.name))

    def _attribute(self, node: ast.Attribute) -> list[ast.AST]:
        """Take note of a chain of attributes as one name; return what it starts from where that is no name."""
        parts: list[str] = []
        base: ast.expr = node
        while isinstance(base, ast.Attribute):
            parts.append(base.attr)
            self.identifiers.update(words(base.attr))
            base = base.value
        if not isinstance(base, ast.Name):
            return [base]
        self.identifiers.update(words(base.id))
        self.mentions[".".join([base.id, *reversed(parts)][:MAX_PARTS])] += 1
        return []

    def _call(self, node: ast.Call) -> None:
        """Take note of names that are given beside a dotted text: ``get_classes("order.forms", ["A", "B"])``."""
        if not node.args or not (first := _constant(node.args[0])) or not first.replace(".", "_").isidentifier():
            return
        for argument in node.args[1:3]:
            elements = argument.elts if isinstance(argument, ast.List | ast.Tuple) else [argument]
            self.texts += [(first, name) for one in elements[:50] if (name := _constant(one)).isidentifier()]

    def _text(self, value: str) -> None:
        if len(value) <= MAX_TEXT and _DOTTED.fullmatch(value):
            self.texts.append((value, ""))
        if not _PATH.fullmatch(value[:MAX_TEXT]):
            self.strings.update(words(value[:MAX_TEXT]))


def _constant(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _dotted(node: ast.expr) -> str:
    """Return a chain of attributes as a dotted name, "" where it is none; what a generic is of is its name."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute | ast.Subscript):
        if isinstance(node, ast.Attribute):
            parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""
