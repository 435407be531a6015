"""Which places of a finding a waiver takes out."""

from __future__ import annotations

import pytest

from boundary_lint.facts.waivers import Waiver
from boundary_lint.findings.finding import Evidence, Finding, Subject
from boundary_lint.findings.waive import waive


@pytest.mark.parametrize(("subject", "left", "places"), [("place", [1, 9], 1), ("whole", [], 3), ("service", [], 3)])
def test_one_waiver_and_three_places(subject: Subject, left: list[int], places: int) -> None:
    evidence = (Evidence("a.py", 1), Evidence("a.py", 5), Evidence("b.py", 9))
    finding = Finding(rule="r", severity="error", message="m", key=(), evidence=evidence, subject=subject)
    waiver = Waiver(5, 5, 5, ("r",), "why")
    waived = waive([finding], {"a.py": [waiver]}, [], lambda edge, finding, evidence: False)
    assert [one.line for found in waived.findings for one in found.evidence] == left
    assert waived.places == places
    assert waived.used == {(("a.py", waiver), "r")}
