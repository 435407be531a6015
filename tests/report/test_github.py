"""Annotations of GitHub, taken apart as its runner does."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given, settings

from boundary_lint.facts.harmless import clean
from boundary_lint.findings.finding import Evidence
from boundary_lint.findings.result import Result
from boundary_lint.report import github
from tests.report.results import RESULTS, SHOWN, finding, result

_COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")


def taken_apart(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Return command, properties and message of every line, as the runner reads them."""
    found = []
    for line in text.splitlines():
        command = _COMMAND.fullmatch(line)
        assert command, line
        pairs = (pair.split("=", 1) for pair in command[2].split(","))
        properties = {
            name: value.replace("%3A", ":").replace("%2C", ",").replace("%0A", "\n").replace("%25", "%") for name, value in pairs
        }  # fmt: skip
        found.append((command[1], properties, command[3].replace("%0A", "\n").replace("%25", "%")))
    return found


@settings(max_examples=60, deadline=None)
@given(RESULTS)
def test_whatever_the_names_every_line_is_one_command_and_parses_back(of: Result) -> None:
    lines = taken_apart(github.render(of, SHOWN))
    assert len(lines) == len(of.findings) + len(of.errors)
    for (_, properties, message), told in zip(lines, of.findings, strict=False):
        assert message.startswith(clean(told.message))
        named = [e for e in told.evidence if e.file]
        assert properties.get("file") == (clean(SHOWN.path(named[0].file)) if named else None)


def test_it_names_the_first_place_and_counts_the_others() -> None:
    told = finding(0, 2, Evidence("a.py", 0), Evidence("a.py", 4), fix="do it")
    assert taken_apart(github.render(result(told), SHOWN)) == [
        ("notice", {"file": "back end/a.py", "line": "1", "title": "some-rule"}, "m\nfix: do it\n1 more place"),
    ]


@pytest.mark.parametrize("count", [9, 10, 11, 40])
def test_no_more_than_github_shows_and_the_rest_is_counted(count: int) -> None:
    findings = [finding(n, severity) for severity in range(3) for n in range(count)]
    lines = taken_apart(github.render(result(*findings), SHOWN))
    assert max(Counter(command for command, _, _ in lines).values()) <= github.MAX_OF_A_KIND
    shown = len(lines) - (count > 9)
    if count > 9:
        assert lines[-1][2].startswith(f"{3 * count - shown} more finding")
    else:
        assert shown == 3 * count


def test_nothing_found_is_nothing_said() -> None:
    assert github.render(result(), SHOWN) == ""
