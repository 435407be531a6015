"""What one file speaks of: the names it mentions, and the words of its identifiers and texts. Evidence for `boundary_lint.seams`."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

SHORTEST = 3
"""Letters of the shortest word that is kept."""

LONGEST = 40
"""Letters of the longest one: what is longer is data, or written to do harm."""

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[^\W\d_A-Za-z]+")


class Vocabulary(msgspec.Struct, array_like=True, frozen=True):
    """The names and words of one file.

    imports: local name -> (level, module, name) as of ``from ..module import name``; name "" for ``import module``.
    stars: (level, module) of ``from module import *``. classes: top-level classes with their bases, as dotted names. functions: top-level functions.
    mentions: dotted names as written (``models.Order``) -> how often. texts: string constants that look like dotted names, with the names given
    beside them: ("order.models", "Order") of ``get_class("order.models", "Order")``. The words: lower case -> how often,
    of all identifiers, of what is defined here, and of string constants and docstrings.
    """

    imports: dict[str, tuple[int, str, str]] = {}
    stars: tuple[tuple[int, str], ...] = ()
    classes: dict[str, tuple[str, ...]] = {}
    functions: tuple[str, ...] = ()
    mentions: dict[str, int] = {}
    texts: tuple[tuple[str, str], ...] = ()
    identifiers: dict[str, int] = {}
    definitions: dict[str, int] = {}
    strings: dict[str, int] = {}


def decode(blob: bytes) -> Vocabulary:
    """Return the vocabulary that `boundary_lint.extract.vocabulary.vocabulary` encoded."""
    return msgspec.msgpack.decode(blob, type=Vocabulary)


def words(text: str) -> Iterator[str]:
    """Yield the words of an identifier or text: ``OrderLine_total`` is "order", "line", "total"."""
    for word in _WORD.findall(text):
        if SHORTEST <= len(word) <= LONGEST:
            yield word.lower()
