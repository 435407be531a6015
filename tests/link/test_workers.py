"""Values travel between processes and are what they were."""

from __future__ import annotations

from typing import cast

from boundary_lint.link.names import Names
from boundary_lint.link.program import Program
from boundary_lint.link.protocol import NameMeaning
from boundary_lint.link.values import ListOf, TextValue, Values
from boundary_lint.link.workers import Shared, _dumps, _loads


def test_what_is_outside_the_program_is_one_object_in_every_process() -> None:
    names = Names(Program([], {}, {}), cast(NameMeaning, None))
    outside = names.external("requests.Session()", "src")
    travelling: Values = frozenset((ListOf(outside), ListOf(frozenset((TextValue("a"),)))))
    shared = Shared([], names)
    arrived: Values = _loads(_dumps(travelling, shared), shared)
    assert arrived == travelling
