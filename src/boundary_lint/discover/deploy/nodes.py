"""YAML as values that know their file and line. Aliases are shared, never copied, so that a small file cannot grow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

if TYPE_CHECKING:
    from boundary_lint.discover.deploy.sources import Sources

MAX_DEPTH = 60
"""Levels of nesting; manifests of real projects reach 20."""

MAX_FIELDS, MAX_ELEMENTS = 5_000, 1_000
"""Values of one mapping and of one list that are looked at. Aliases may repeat them without end, so each repetition must be small."""

MAX_ITEMS = 200_000
"""Values of one file, those included that merge keys bring in."""

Value: TypeAlias = "str | list[Item] | dict[str, Item] | None"


class Item(msgspec.Struct, frozen=True, gc=False):
    """A value of a manifest: a text as it was written, a list, a mapping or nothing; and where it stands.

    The line of a value of a mapping is that of its key. tag: "!reset" and the like, "" for none.
    """

    value: Value = None
    file: str = ""
    line: int = 0
    tag: str = ""

    def fields(self) -> dict[str, Item]:
        """Return the values of a mapping (`MAX_FIELDS` at most), nothing for all else."""
        if not isinstance(self.value, dict):
            return {}
        return self.value if len(self.value) <= MAX_FIELDS else dict(islice(self.value.items(), MAX_FIELDS))

    def elements(self) -> list[Item]:
        """Return the elements of a list (`MAX_ELEMENTS` at most), nothing for all else."""
        return self.value[:MAX_ELEMENTS] if isinstance(self.value, list) else []

    def at(self, *path: str) -> Item:
        """Return what stands below some keys, an empty item where nothing does."""
        item = self
        for key in path:
            item = item.fields().get(key, NOTHING)
        return item

    @property
    def text(self) -> str:
        """The text, "" for all else."""
        return self.value if isinstance(self.value, str) else ""

    def texts(self) -> list[str]:
        """Return the text, or the texts of the list."""
        if isinstance(self.value, str):
            return [self.value]
        return [element.text for element in self.elements() if element.text]

    def __bool__(self) -> bool:
        return self.value is not None


NOTHING = Item()


class _TooMuch(ValueError):
    """A file is nested too deeply, or grows too large."""


def documents(sources: Sources, file: str, text: str | None = None, lines: Sequence[int] = ()) -> list[Item]:
    """Return the documents of a YAML file; what comes before an error is kept, and a gap says where it stands.

    text: what is read in place of the file's own; lines: which line of the file each of its lines is.
    """
    text = sources.text(file) if text is None else text
    if text is None:
        return []
    found: list[Item] = []
    import yaml  # heavy, and not needed where there are no manifests

    try:
        for document in _documents(text, file, lines):
            found.append(document)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        sources.gap(file, f"is not YAML: {error.problem or error.context}", _number(mark.line, lines) if mark else 0)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        words = str(error) if isinstance(error, _TooMuch) else f"is not YAML: {str(error).splitlines()[0]}"
        sources.gap(file, words)
    return found


def _documents(text: str, file: str, lines: Sequence[int]) -> Iterator[Item]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    builder = _Builder(file, lines)
    try:
        while loader.check_event():
            document = builder.take(loader.get_event())
            if document is not None:
                yield document
    finally:
        loader.dispose()


class _Builder:
    """Makes items of the parser's events: one stack of what is open, no recursion."""

    def __init__(self, file: str, lines: Sequence[int]) -> None:
        self._file, self._lines = file, lines
        self._open: list[_Open] = []
        self._anchors: dict[str, Item] = {}
        self._items = 0

    def take(self, event: Any) -> Item | None:
        """Take one event; return the document that it completes, if any."""
        kind = type(event).__name__
        if kind == "ScalarEvent":
            return self._put(self._scalar(event), event.anchor)
        if kind == "AliasEvent":
            meant = self._anchors.get(event.anchor, NOTHING)
            return self._put(Item(meant.value, meant.file, self._line(event), meant.tag), None)
        if kind in ("MappingStartEvent", "SequenceStartEvent"):
            if len(self._open) >= MAX_DEPTH:
                raise _TooMuch(f"line {self._line(event)}: is nested more than {MAX_DEPTH} levels deep")
            self._open.append(_Open(kind.startswith("M"), self._line(event), event.anchor, event.tag or ""))
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            done = self._open.pop()
            self._count(done.merged)
            value: Value = done.fields if done.is_mapping else done.elements
            return self._put(Item(value, self._file, done.line, done.tag), done.anchor)
        elif kind == "DocumentStartEvent":
            self._anchors.clear()
        return None

    def _put(self, item: Item, anchor: str | None) -> Item | None:
        self._count(1)
        if anchor:
            self._anchors[anchor] = item
        if not self._open:
            return item
        self._open[-1].add(item)
        return None

    def _scalar(self, event: Any) -> Item:
        plain = not event.style
        is_null = plain and event.value in ("", "~", "null", "Null", "NULL")
        value = None if is_null else event.value.replace("\ue000", "{}")
        return Item(value, self._file, self._line(event), event.tag or "")

    def _line(self, event: Any) -> int:
        return _number(event.start_mark.line, self._lines)

    def _count(self, items: int) -> None:
        self._items += items
        if self._items > MAX_ITEMS:
            raise _TooMuch(f"holds more than {MAX_ITEMS:,} values")


class _Open:
    """A list or mapping that is not complete yet. merged: how many values its merge keys brought in."""

    def __init__(self, is_mapping: bool, line: int, anchor: str | None, tag: str) -> None:
        self.is_mapping, self.line, self.anchor, self.tag = is_mapping, line, anchor, tag
        self.elements: list[Item] = []
        self.merged = 0
        self._own: dict[str, Item] = {}
        self._taken: dict[str, Item] = {}
        self._key: Item | None = None

    def add(self, item: Item) -> None:
        if not self.is_mapping:
            self.elements.append(item)
        elif self._key is None:
            self._key = item
        else:
            key, self._key = self._key, None
            if key.text == "<<":
                self._merge(item)
            else:
                self._own[key.text] = Item(item.value, item.file, key.line, item.tag)

    def _merge(self, item: Item) -> None:
        for source in item.elements() or [item]:
            self.merged += len(source.fields())
            if self.merged > MAX_ITEMS:
                raise _TooMuch(f"holds more than {MAX_ITEMS:,} values")
            for key, value in source.fields().items():
                self._taken.setdefault(key, value)

    @property
    def fields(self) -> dict[str, Item]:
        return {**self._taken, **self._own} if self._taken else self._own


def _number(line: int, lines: Sequence[int]) -> int:
    return lines[line] if line < len(lines) else line + 1
