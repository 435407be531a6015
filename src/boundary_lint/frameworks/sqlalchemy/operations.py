"""Constants: what an expression can be without running it, and what operators and methods of texts make of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

MAX_LENGTH = 500
"""Characters of a text, items of a collection."""


class _Unknown:
    """The type of the one constant that is not known."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = _Unknown()

Constant: TypeAlias = object
"""None, bool, int, str; tuple, frozenset, dict of these; a Class, Function, Module, `TableRef`, `ColumnRef`, `Member`;
or `UNKNOWN`."""


@dataclass(frozen=True, slots=True)
class TableRef:
    """A table, by the name the database knows."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class ColumnRef:
    """A column of a table (its key, where the table is not known: "")."""

    table: str
    column: str


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an enumeration."""

    enum: str
    name: str


def known(value: object | None) -> Constant:
    """Return what a function gave, `UNKNOWN` for None."""
    return UNKNOWN if value is None else value


def bounded(value: Constant) -> Constant:
    """Return a constant that is not too long to go on with."""
    too_long = isinstance(value, str | tuple | frozenset) and len(value) > MAX_LENGTH
    return UNKNOWN if too_long else value


def is_hashable(value: Constant) -> bool:
    """Whether a constant can be an item of a set."""
    return value is not UNKNOWN and not isinstance(value, dict)


def as_text(value: Constant) -> Constant:
    """Return what ``str(value)`` is."""
    return str(value) if isinstance(value, str | int | TableRef) else UNKNOWN


def joined(separator: str, parts: Sequence[Constant]) -> Constant:
    """Return texts put together."""
    texts = [as_text(part) for part in parts]
    return separator.join(str(t) for t in texts) if all(isinstance(t, str) for t in texts) else UNKNOWN


def binary(op: str, left: Constant, right: Constant) -> Constant:
    """Return ``left op right``; op is the name of the ast class."""
    if isinstance(left, str) and isinstance(right, str) and op == "Add":
        return left + right
    if isinstance(left, str) and op == "Mod":
        return _percent(left, right)
    if isinstance(left, tuple) and isinstance(right, tuple) and op == "Add":
        return left + right
    if isinstance(left, frozenset) and isinstance(right, frozenset):
        return {"BitOr": left | right, "Sub": left - right, "BitAnd": left & right}.get(op, UNKNOWN)
    return UNKNOWN


def _percent(text: str, values: Constant) -> Constant:
    parts = values if isinstance(values, tuple) else (values,)
    if text.count("%") != text.count("%s") or text.count("%s") != len(parts):
        return UNKNOWN
    known = [as_text(part) for part in parts]
    return text % tuple(known) if UNKNOWN not in known else UNKNOWN


def item_of(base: Constant, key: str | int) -> Constant:
    """Return ``base[key]``."""
    if isinstance(base, dict):
        return base.get(key, UNKNOWN)
    if isinstance(base, str | tuple) and isinstance(key, int) and -len(base) <= key < len(base):
        return base[key]
    return UNKNOWN


_TEXT_METHODS: Mapping[str, Callable[..., object]] = {
    name: getattr(str, name)
    for name in (
        *("lower", "upper", "strip", "lstrip", "rstrip", "replace", "split", "rsplit", "partition", "rpartition"),
        *("removeprefix", "removesuffix", "capitalize", "title", "casefold"),
    )
}


def text_method(text: str, name: str, arguments: Sequence[Constant], keywords: Mapping[str, Constant]) -> Constant:
    """Return what a method of a text gives."""
    if name == "join" and len(arguments) == 1 and isinstance(arguments[0], tuple):
        return joined(text, arguments[0])
    if name == "format":
        return _format(text, arguments, keywords)
    method = _TEXT_METHODS.get(name)
    if method is None or keywords or not all(isinstance(a, str | int) for a in arguments):
        return UNKNOWN
    try:
        found = method(text, *arguments)
    except (TypeError, ValueError):
        return UNKNOWN
    return tuple(found) if isinstance(found, list) else found


def _format(text: str, arguments: Sequence[Constant], keywords: Mapping[str, Constant]) -> Constant:
    for value in arguments:
        text = text.replace("{}", str(as_text(value)), 1)
    for name, value in keywords.items():
        text = text.replace("{" + name + "}", str(as_text(value)))
    return text if "{" not in text and "UNKNOWN" not in text else UNKNOWN
