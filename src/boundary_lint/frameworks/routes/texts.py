"""Texts that are put together: ``a + b``, f-strings, ``%``, and methods of texts. ``{}`` stands for every part that is not known."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

UNKNOWN = "{}"

MAX_TEXTS = 64
"""Texts that one expression may be; a loop over prefixes has some."""

MAX_LENGTH = 1_500
"""Characters of a text that is put together; a longer one is no path of anything."""

_FIELD = re.compile(r"\{\{|\}\}|\{(\w*)[^{}]*\}")
_PERCENT = re.compile(r"%(?:\((\w+)\))?[-#0 +]?\d*(?:\.\d+)?[sdr]")


class Given(NamedTuple):
    """What a method of a text is given. one: an argument, by position or keyword, None where it is not given; items: those of the
    first argument."""

    one: Callable[[int | str], str | None]
    items: Callable[[], Iterable[str]]


def joined(parts: Iterable[Sequence[str]]) -> list[str]:
    """Return every text that the parts may make, one after the other."""
    made = ("".join(chosen) for chosen in itertools.islice(itertools.product(*parts), MAX_TEXTS))
    return list(dict.fromkeys(text for text in made if len(text) <= MAX_LENGTH))


def method(text: str, name: str, given: Given) -> str | None:
    """Return what ``text.name(...)`` is, for the methods that make paths; None for all others."""
    made: str
    match name:
        case "format":
            made = _filled(text, given.one)
        case "join":
            made = text.join(given.items())
        case "strip" | "lstrip" | "rstrip" | "removeprefix" | "removesuffix":
            made = _stripped(text, name, given.one(0))
        case "lower" | "upper":
            made = getattr(text, name)()
        case "replace":
            made = text.replace(given.one(0) or UNKNOWN, given.one(1) or UNKNOWN)
        case _:
            return None
    return made if len(made) <= MAX_LENGTH else UNKNOWN


def percent(text: str, given: Iterable[str]) -> str:
    """Return ``text % given``; fields that are named are not known."""
    parts: Iterator[str] = iter(given)
    made = _PERCENT.sub(lambda match: UNKNOWN if match[1] else next(parts, UNKNOWN), text)
    return made if len(made) <= MAX_LENGTH else UNKNOWN


def _stripped(text: str, name: str, given: str | None) -> str:
    if given is not None and UNKNOWN not in given:
        stripped: str = getattr(text, name)(given)
        return stripped
    return text if name.startswith("remove") else getattr(text, name)()


def _filled(text: str, one: Callable[[int | str], str | None]) -> str:
    positions = itertools.count()

    def fill(match: re.Match[str]) -> str:
        if match[0] in ("{{", "}}"):
            return match[0][0]
        key = match[1]
        found = one(next(positions) if not key else int(key) if key.isdigit() else key)
        return UNKNOWN if found is None else found

    return _FIELD.sub(fill, text)
