"""What a fix is."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from boundary_lint.findings.finding import Evidence, Finding
from boundary_lint.fixes.known import Known
from boundary_lint.fixes.source import Edit, Source


class Fix(NamedTuple):
    """One way to mend findings of rules whose page names it (``fixed-by``).

    key: the key of the table ``[fix]`` that says with what ("" where nothing must be said). offers: whether the facts say that it can do something at a place.
    edits: what is to be changed there; it raises `boundary_lint.fixes.source.Declined` where that is not safe.
    """

    name: str
    does: str
    key: str
    offers: Callable[[Known, Finding, Evidence], bool]
    edits: Callable[[Known, Source, Finding, Evidence], list[Edit]]
