"""Paths of gateways: what a pattern begins with, and what a rewritten path is. Patterns are taken apart, never run: they are not ours."""

from __future__ import annotations

import re
from typing import NamedTuple

_LITERAL = re.compile(r"(?:\\[./-]|[\w/.~%-])*")
_ANYTHING = frozenset("().*?+|$/")
"""Of what a pattern may consist behind its beginning: whatever follows it goes with it."""

_GROUP = re.compile(r"\$(?:\d|\{\d\}|uri|request_uri)")
_ARGUMENTS = re.compile(r"\$is_args|\$args|\$query_string")


class Rewrite(NamedTuple):
    """cut and to_path: as in `boundary_lint.facts.deployment.Forward`."""

    cut: str | None = ""
    to_path: str = ""


UNCHANGED = Rewrite()


def beginning(pattern: str) -> str | None:
    """Return what every path begins with that a pattern matches: ``^/api/(.*)`` -> "/api/"; None where what follows matters, too."""
    literal = _literal(pattern)
    return literal or "/" if literal is not None else None


def rewritten(pattern: str, replacement: str) -> Rewrite | None:
    """Return what a replacement does with paths that match a pattern: ``/api/(.*)``, ``/$1`` cuts off "/api/" for "/"; None: not known."""
    cut = _literal(pattern)
    before, group, after = _split(replacement)
    if cut is None or after or "$" in before:
        return None
    return Rewrite(cut, before) if group else Rewrite(None, before)


def _literal(pattern: str) -> str | None:
    text = pattern.removeprefix("^")
    match = _LITERAL.match(text)
    literal, rest = (match[0], text[match.end() :]) if match is not None else ("", text)
    if not set(rest) <= _ANYTHING:
        return None
    return (literal[:-1] if rest.startswith("?") else literal).replace("\\", "")


def _split(replacement: str) -> tuple[str, str, str]:
    text = _ARGUMENTS.sub("", replacement).partition("?")[0]
    match = _GROUP.search(text)
    return (text, "", "") if match is None else (text[: match.start()], match[0], text[match.end() :])
