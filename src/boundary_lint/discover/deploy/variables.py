"""References to variables in the texts of manifests: ``$A``, ``${A}``, ``${A:-default}``. What is not known becomes ``{}``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from boundary_lint.discover.deploy.secrets import HIDDEN, MAX_VALUE, is_secret

UNKNOWN = "{}"
"""Stands for a part of a value that is not known."""

MAX_DEPTH = 10
"""References within defaults of references; real ones nest twice."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_WHOLE = re.compile(r"\$(?:\{([A-Za-z_][A-Za-z0-9_]*)(?::?[-?][^{}]*)?\}|([A-Za-z_][A-Za-z0-9_]*))")

Lookup = Callable[[str], str | None]


def lookup_in(*known: Mapping[str, str]) -> Lookup:
    """Return how variables are looked up in some mappings, the first one first; of secrets nobody sees more than that they are."""

    def look(name: str) -> str | None:
        for mapping in known:
            if name in mapping:
                return HIDDEN if is_secret(name) else mapping[name]
        return None

    return look


def filled(text: str, lookup: Lookup, depth: int = 0) -> str:
    """Return a text with its references replaced by what is known."""
    if "$" not in text or len(text) > MAX_VALUE:
        return text
    parts: list[str] = []
    at = 0
    while at < len(text):
        dollar = text.find("$", at)
        if dollar < 0 or dollar + 1 >= len(text):
            parts.append(text[at:])
            break
        parts.append(text[at:dollar])
        value, at = _reference(text, dollar + 1, lookup, depth)
        parts.append(value)
    return "".join(parts)


def only_reference(text: str) -> str:
    """Return the name of the variable that a text is a reference to and nothing else, "" otherwise."""
    match = _WHOLE.fullmatch(text.strip())
    return (match[1] or match[2]) if match else ""


def _reference(text: str, at: int, lookup: Lookup, depth: int) -> tuple[str, int]:
    """Return what stands for the reference whose dollar lies before ``at``, and where the text goes on."""
    if text[at] == "$":
        return "$", at + 1
    if text[at] == "{":
        end = _closing(text, at)
        if end < 0:
            return "$", at
        return _braced(text[at + 1 : end], lookup, depth), end + 1
    match = _NAME.match(text, at)
    if match is None:
        return "$", at
    value = lookup(match[0])
    return UNKNOWN if value is None else value, match.end()


def _braced(inside: str, lookup: Lookup, depth: int) -> str:
    match = _NAME.match(inside)
    if match is None:
        return UNKNOWN
    name, rest = match[0], inside[match.end() :]
    value = lookup(name)
    operator = rest[:2] if rest[:1] == ":" else rest[:1]
    argument = rest[len(operator) :]
    if operator in (":-", "-", ":=", "="):
        if value or (value is not None and operator in ("-", "=")):
            return value
        if is_secret(name) and argument:
            return HIDDEN
        return filled(argument, lookup, depth + 1) if depth < MAX_DEPTH else UNKNOWN
    if operator in (":+", "+"):
        return UNKNOWN
    return UNKNOWN if value is None else value


def _closing(text: str, at: int) -> int:
    """Return where the brace that opens at ``at`` is closed, -1 where nowhere."""
    depth = 0
    for position in range(at, len(text)):
        if text[position] == "{":
            depth += 1
        elif text[position] == "}":
            depth -= 1
            if depth == 0:
                return position
    return -1
