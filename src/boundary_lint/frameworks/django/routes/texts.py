"""Texts that are put together: ``a + b``, f-strings, ``format`` and ``join``. ``{}`` stands for what is not known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from boundary_lint.frameworks.django.routes.things import Listing, Things

MAX_TEXTS = 60
"""Texts that one expression may be; more are dropped."""

MAX_LENGTH = 2_000
"""Characters of a text that is put together; what is longer is no pattern."""

_FIELD = re.compile(r"\{(\w*)\}")


def options(things: Things) -> list[str]:
    """Return the texts among alternatives, ``{}`` where there is none."""
    return [thing for thing in things if isinstance(thing, str)] or ["{}"]


def joined(parts: Sequence[Things]) -> tuple[str, ...]:
    """Return every text that the parts may make, one after the other."""
    found = [""]
    for part in parts:
        found = [(text + option)[:MAX_LENGTH] for text in found for option in options(part)][:MAX_TEXTS]
    return tuple(dict.fromkeys(found)) if any(found) else ("",)


def method(text: str, name: str, args: Sequence[Things], keywords: dict[str, Things]) -> tuple[str, ...]:
    """Return what ``text.name(...)`` is, for the methods that make patterns."""
    match name:
        case "format":
            return (_FIELD.sub(lambda found: _field(found.group(1), args, keywords), text)[:MAX_LENGTH],)
        case "join" if args:
            items = [item for thing in args[0] if isinstance(thing, Listing) for item in thing.elements]
            return (text.join(item if isinstance(item, str) else "{}" for item in items)[:MAX_LENGTH],)
        case "strip" | "lstrip" | "rstrip":
            chars = options(args[0])[0] if args else None
            return (getattr(text, name)(chars),)
        case "lower" | "upper":
            return (getattr(text, name)(),)
        case "replace" if len(args) > 1:
            return (text.replace(options(args[0])[0], options(args[1])[0])[:MAX_LENGTH],)
    return ()


def _field(name: str, args: Sequence[Things], keywords: dict[str, Things]) -> str:
    if name in keywords:
        return options(keywords[name])[0]
    if name.isdigit() or not name:
        position = int(name or 0)
        return options(args[position])[0] if position < len(args) else "{}"
    return "{}"
