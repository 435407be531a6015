"""Regular expressions of the analysed program, applied to names within bounded time."""

from __future__ import annotations

import re
from collections.abc import Sequence

MAX_PATTERN = 120
"""Characters of a pattern that is applied."""

MAX_SUBJECT = 64
"""Characters of a text that a pattern is applied to."""

MAX_REPEATS = 3
"""Open repetitions in a pattern: with n of them a match takes at most about MAX_SUBJECT ** n steps."""

_OPEN_REPEAT = re.compile(r"(?<!\\)(?:[*+]|\{\d*,\d*\})")
_REPEATED_GROUP = re.compile(r"(?<!\\)\)(?:[*+]|\{)")


def call(name: str, arguments: Sequence[object]) -> object:
    """Return what ``re.<name>(*arguments)`` gives; None for other functions, and for patterns that may take long."""
    texts = [a for a in arguments if isinstance(a, str)]
    if len(texts) != len(arguments) or not texts or not _is_safe(texts[0]):
        return None
    try:
        if name == "compile" and len(texts) == 1:
            return re.compile(texts[0])
        if len(texts[-1]) > MAX_SUBJECT:
            return None
        if name == "sub" and len(texts) == 3:
            return re.sub(texts[0], texts[1], texts[2])
        if name in ("split", "findall") and len(texts) == 2:
            found = re.split(texts[0], texts[1]) if name == "split" else re.findall(texts[0], texts[1])
            return tuple(found)
    except (re.error, IndexError, RecursionError):
        return None
    return None


def _is_safe(pattern: str) -> bool:
    """Whether a pattern repeats no group and has few repetitions: then matching takes polynomial time."""
    return (
        len(pattern) <= MAX_PATTERN
        and _REPEATED_GROUP.search(pattern) is None
        and len(_OPEN_REPEAT.findall(pattern)) <= MAX_REPEATS
    )


def snake_case(name: str) -> str:
    """Return a class name in snake case as Flask-SQLAlchemy makes it: HTTPServer2 is http_server2.

    Source: flask_sqlalchemy.model.camel_to_snake_case, version 3.1.
    """
    return re.sub(r"((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z]))", r"_\1", name).lower().lstrip("_")
