"""Functions and classes under construction. They go onto the wire as they are: as arrays of their fields, in this order."""

from __future__ import annotations

import msgspec

from boundary_lint.facts.syntax import NONE

Wire = tuple[object, ...]
"""A node, a use, an import, ... as an array of its fields (see `boundary_lint.facts.syntax`)."""


class FunctionRecord(msgspec.Struct, array_like=True):
    """A function; the fields are those of `boundary_lint.facts.syntax.Function`."""

    qualname: str
    line: int
    end_line: int
    cls: int
    parent: int
    is_async: bool
    parameters: list[Wire] = []
    decorators: list[int] = []
    annotation: int = NONE
    returns: list[int] = []
    yields: list[int] = []
    guards: list[Wire] = []
    uses: list[Wire] = []
    stores: list[Wire] = []


class LoopRecord(msgspec.Struct, array_like=True):
    """A loop; the fields are those of `boundary_lint.facts.syntax.Loop`."""

    kind: str
    over: int
    line: int
    end_line: int
    limited: bool = False
    grows: bool = False


class TryRecord(msgspec.Struct, array_like=True):
    """A ``try``; the fields are those of `boundary_lint.facts.syntax.Try`."""

    line: int
    end_line: int
    handlers: tuple[Wire, ...]
    again: str = ""


class ClassRecord(msgspec.Struct, array_like=True):
    """A class; the fields are those of `boundary_lint.facts.syntax.Class`."""

    qualname: str
    line: int
    end_line: int
    parent_class: int
    parent_function: int
    bases: list[int] = []
    keywords: list[Wire] = []
    decorators: list[int] = []
    names: dict[str, list[int]] = {}
    annotations: dict[str, int] = {}
    lines: dict[str, int] = {}
    type_checking: bool = False
