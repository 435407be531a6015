"""What holds for every format: the same twice, valid UTF-8, nothing of this machine."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from boundary_lint.findings.result import Result
from boundary_lint.report.formats import FORMATS
from tests.report.results import PROGRAMS, RESULTS, SHOWN, of_program

ALL = pytest.mark.parametrize("form", sorted(FORMATS))


@ALL
@pytest.mark.parametrize("program", PROGRAMS)
def test_nothing_of_this_machine_is_told(form: str, program: str) -> None:
    text = FORMATS[form].render(of_program(program), SHOWN)
    assert text == FORMATS[form].render(of_program(program), SHOWN)
    assert str(Path.cwd()) not in text
    assert "file://" not in text
    assert text.endswith("\n") or (form == "github" and not of_program(program).findings)


@ALL
@settings(max_examples=60, deadline=None)
@given(result=RESULTS)
def test_it_is_utf_8_without_control_characters_whatever_the_names(form: str, result: Result) -> None:
    text = FORMATS[form].render(result, SHOWN)
    text.encode("utf-8")
    assert not [char for char in text if ord(char) < 32 and char != "\n"]
