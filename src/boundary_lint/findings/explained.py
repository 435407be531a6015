"""What is told of one thing that somebody asks about: in one form for all, so that it is printed one way."""

from __future__ import annotations

import msgspec


class Told(msgspec.Struct, frozen=True, order=True):
    """One place, and what is to be said of it. file: "" where there is none; of no text reports show the line of code."""

    file: str
    line: int
    text: str = ""


class Group(msgspec.Struct, frozen=True):
    """Places that belong together. hint: what to do about them."""

    heading: str
    places: tuple[Told, ...]
    hint: str = ""


class Explained(msgspec.Struct, frozen=True):
    """What is known of a thing. kind: "rule", "finding", "edge", "table", ...; about: label and value of what is said once."""

    kind: str
    name: str
    about: tuple[tuple[str, str], ...] = ()
    groups: tuple[Group, ...] = ()
