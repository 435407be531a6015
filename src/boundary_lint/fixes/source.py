"""One file, read so that it can be changed: its text, its tree with places, and edits of the text."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    import libcst
    from libcst.metadata import CodePosition

MAX_BYTES = 2_000_000
"""Bytes of a file that is changed; one that is larger was hardly written by hand."""

MAX_DEPTH = 150
"""Levels of a tree that libcst is given: it recurses, and nothing could catch the overflow of its stack."""

_NEWLINE = re.compile(r"\r\n|\r|\n")

_BOM = b"\xef\xbb\xbf"

_Node = TypeVar("_Node", bound="libcst.CSTNode")


class Declined(Exception):
    """A place that a fix does not change, with the reason in words."""


class UnreadableSource(Exception):
    """A file that cannot be changed, with the reason in words."""


class Edit(NamedTuple):
    """The characters from start to end of a text become others."""

    start: int
    end: int
    text: str


class Source:
    """A file as text and tree.

    Raises:
        UnreadableSource: it is too large or too deep, in an unknown encoding, or no Python that libcst can read.
    """

    def __init__(self, content: bytes) -> None:
        if len(content) > MAX_BYTES:
            raise UnreadableSource(f"it is larger than {MAX_BYTES:,} bytes")
        self._bom = _BOM if content.startswith(_BOM) else b""
        body = content[len(self._bom) :]
        try:
            self._encoding = tokenize.detect_encoding(io.BytesIO(body).readline)[0]
            self.text = body.decode(self._encoding)
        except (SyntaxError, UnicodeDecodeError, LookupError) as error:
            raise UnreadableSource("its encoding is not known, or another than it says") from error
        self._starts = [0, *(match.end() for match in _NEWLINE.finditer(self.text))]

    @property
    def newline(self) -> str:
        """How the first line ends."""
        match = _NEWLINE.search(self.text)
        return match[0] if match else "\n"

    def newline_at(self, offset: int) -> str:
        """Return the end of the line that stands at a character, "" where none does."""
        match = _NEWLINE.match(self.text, offset)
        return match[0] if match else ""

    def line_of(self, offset: int) -> int:
        """Return the line, from 1, on which a character stands."""
        return bisect_right(self._starts, offset)

    def line_start(self, offset: int) -> int:
        """Return where the line of a character begins."""
        return self._starts[self.line_of(offset) - 1]

    def line_end(self, offset: int) -> int:
        """Return where the line of a character ends, before its newline."""
        match = _NEWLINE.search(self.text, offset)
        return match.start() if match else len(self.text)

    def indentation(self, offset: int) -> str:
        """Return the space before the first character of the line of a character."""
        start = self.line_start(offset)
        match = re.compile(r"[ \t\f]*").match(self.text, start)
        return match[0] if match else ""

    def begins_line(self, offset: int) -> bool:
        """Whether nothing but space stands before a character on its line."""
        return not self.text[self.line_start(offset) : offset].strip()

    # -- the tree

    @cached_property
    def tree(self) -> libcst.Module:
        """The tree of the file."""
        import libcst

        text = self.text.replace("\f", " ")  # libcst drops what counts as no space at the beginning of a line
        if _depth(text) > MAX_DEPTH:
            raise UnreadableSource("it is nested too deep")
        try:
            tree = libcst.parse_module(text)
        except (libcst.ParserSyntaxError, libcst.CSTValidationError, ValueError, RecursionError) as error:
            raise UnreadableSource("libcst cannot read it") from error
        if tree.code != text:
            raise UnreadableSource("libcst does not give it back as it is")
        return tree

    @cached_property
    def _places(self) -> dict[libcst.CSTNode, tuple[int, int]]:
        from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

        from boundary_lint.extract.deep import deep_recursion

        with deep_recursion():
            found = MetadataWrapper(self.tree, unsafe_skip_copy=True).resolve(PositionProvider)
        places = {}
        for node, place in found.items():
            assert isinstance(place, CodeRange)
            places[node] = (self._offset(place.start), self._offset(place.end))
        return places

    def _offset(self, position: CodePosition) -> int:
        """Return the character at a position; libcst ends the last line with a newline where the text has none."""
        if position.line > len(self._starts):
            return len(self.text)
        return min(self._starts[position.line - 1] + position.column, len(self.text))

    @cached_property
    def _by_type(self) -> dict[type, list[libcst.CSTNode]]:
        found: dict[type, list[libcst.CSTNode]] = {}
        for node in self._places:
            found.setdefault(type(node), []).append(node)
        return found

    def place(self, node: libcst.CSTNode) -> tuple[int, int]:
        """Return where a node begins and ends, without the parentheses around it."""
        return self._places[node]

    def all(self, kind: type[_Node]) -> Iterator[_Node]:
        """Yield the nodes of a type in the order of the text."""
        for node in sorted(self._by_type.get(kind, ()), key=lambda node: self._places[node]):
            assert isinstance(node, kind)
            yield node

    def on_line(self, kind: type[_Node], line: int) -> list[_Node]:
        """Return the nodes of a type that begin on a line."""
        return [node for node in self.all(kind) if self.line_of(self._places[node][0]) == line]

    # -- edits

    def edited(self, edits: Iterable[Edit]) -> bytes:
        """Return the content of the file with edits, which do not overlap."""
        text, at = [], 0
        for edit in sorted(set(edits)):
            text += [self.text[at : edit.start], edit.text]
            at = edit.end
        return self._bom + "".join([*text, self.text[at:]]).encode(self._encoding)


def overlap(edits: Sequence[Edit], others: Iterable[Edit]) -> bool:
    """Whether two sets of edits touch the same text; an edit that is in both does not count."""
    known = set(edits)
    return any(
        (one.start < other.end and other.start < one.end) or one.start == other.start
        for one in edits
        for other in others
        if other not in known
    )


def is_python(text: str) -> bool:
    """Whether this interpreter can read a text."""
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _depth(text: str) -> int:
    """Return the levels of a text's tree; of one that this interpreter cannot read, more than is accepted where it might be too many."""
    from boundary_lint.extract.lower import is_too_deep

    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return MAX_DEPTH + 1 if is_too_deep(text) else 0
    deepest, todo = 0, [(node, 1) for node in tree.body]
    while todo:
        node, depth = todo.pop()
        deepest = max(deepest, depth)
        todo += [(child, depth + 1) for child in ast.iter_child_nodes(node)]  # type: ignore[misc]
    return deepest
