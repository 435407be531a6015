"""Recursion as deep as what the parser accepts."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

MAX_RECURSION = 15_000
"""Calls within calls: four for each of the 3,000 levels that the parser accepts, and some to spare."""


@contextmanager
def deep_recursion() -> Iterator[None]:
    """Let Python functions call each other deeper than usual: that needs no stack but memory. Not for the parser, which is C."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, MAX_RECURSION))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
