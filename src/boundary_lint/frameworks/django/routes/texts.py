"""Texts that are put together: ``a + b``, f-strings, ``format`` and ``join``. ``{}`` stands for what is not known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from boundary_lint.frameworks.django.routes.arguments import Arguments
from boundary_lint.frameworks.django.routes.things import Listing, Things

UNKNOWN = "{}"
"""What stands for a part that is not known."""

MAX_TEXTS = 60
"""Texts that one expression may be; more are dropped."""

MAX_LENGTH = 2_000
"""Characters of a text that is put together; what is longer is no pattern."""

_FIELD = re.compile(r"\{(\w*)\}")


def options(things: Things) -> list[str]:
    """Return the texts among alternatives, ``{}`` where there is none."""
    return [thing for thing in things if isinstance(thing, str)] or [UNKNOWN]


def joined(parts: Sequence[Things]) -> tuple[str, ...]:
    """Return every text that the parts may make, one after the other."""
    found = [""]
    for part in parts:
        found = [(text + option)[:MAX_LENGTH] for text in found for option in options(part)][:MAX_TEXTS]
    return tuple(dict.fromkeys(found)) if any(found) else ("",)


def method(text: str, name: str, arguments: Arguments) -> tuple[str, ...]:
    """Return what ``text.name(...)`` is, for the methods that make patterns."""
    match name:
        case "format":
            return (_FIELD.sub(lambda found: _field(found.group(1), arguments), text)[:MAX_LENGTH],)
        case "join":
            items = [item for thing in arguments.at(0) or () if isinstance(thing, Listing) for item in thing.elements]
            return (text.join(item if isinstance(item, str) else UNKNOWN for item in items)[:MAX_LENGTH],)
        case "strip" | "lstrip" | "rstrip":
            chars = arguments.at(0)
            return (getattr(text, name)(options(chars)[0] if chars is not None else None),)
        case "lower" | "upper":
            return (getattr(text, name)(),)
        case "replace":
            return (text.replace(options(arguments.get(0, ""))[0], options(arguments.get(1, ""))[0])[:MAX_LENGTH],)
    return ()


def _field(name: str, arguments: Arguments) -> str:
    given = arguments.at(int(name)) if name.isdigit() else arguments.named(name) if name else arguments.at(0)
    return options(given or ())[0]
