"""What is asked for wrongly gets a clear answer, not a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from boundary_lint.cli.seams import asked
from boundary_lint.config.load import load_config
from boundary_lint.errors import BoundaryLintError
from boundary_lint.pipeline.run import Options
from boundary_lint.pipeline.seams import seams
from boundary_lint.seams.assume import parse
from boundary_lint.seams.change import what_if

from .programs import lay_out, two_domains


def test_a_resolution_that_is_no_number_is_refused() -> None:
    with pytest.raises(BoundaryLintError, match="no number"):
        asked(float("nan"), 8, (), (), (), ())


def test_the_error_is_of_the_division_that_has_the_context(tmp_path: Path) -> None:
    lay_out(tmp_path, two_domains())
    found, analysis = seams(tmp_path, load_config(tmp_path), Options(jobs=1), asked(None, 1, (), (), (), ()))
    with pytest.raises(BoundaryLintError, match="'nosuch' is no module and no table"):
        what_if(["x"], [parse("move nosuch -> parcel")], analysis.facts, found)
    with pytest.raises(BoundaryLintError, match="there is no context 'parcels'"):
        what_if(["x"], [parse("move app.m1_invoice -> parcels")], analysis.facts, found)
