"""Waivers of a Python file: which statement a comment is for, and what is no comment."""

from __future__ import annotations

from textwrap import dedent

import pytest

from boundary_lint.extract import extract
from boundary_lint.extract.waivers import waivers_in
from boundary_lint.facts.syntax import decode
from boundary_lint.facts.waivers import Waiver, waivers_by_line

CASES = {
    "behind a statement": ("x = 1  # boundary-lint: ignore[r] why\n", [(1, 1, 1)]),
    "on any line of a statement": ("x = f(\n    1,  # boundary-lint: ignore[r] why\n    2,\n)\ny = 2\n", [(2, 1, 4)]),
    "on a line of its own within a statement": ("x = f(\n    # boundary-lint: ignore[r] why\n    2,\n)\n", [(2, 1, 4)]),
    "above a statement": ("# boundary-lint: ignore[r] why\n# and more\nx = f(\n    1,\n)\n", [(1, 3, 5)]),
    "above decorators": ("# boundary-lint: ignore[r] why\n@a\n@b(\n    1)\ndef f():\n    pass\n", [(1, 2, 5)]),
    "the head alone of what is compound": ("def f():  # boundary-lint: ignore[r] why\n    return 1\n", [(1, 1, 1)]),
    "the first statement of a block": ("if x:\n    # boundary-lint: ignore[r] why\n    y = 1\n", [(2, 3, 3)]),
    "behind a block": ("if x:\n    y = 1\n    # boundary-lint: ignore[r] why\nz = 1\n", [(3, 4, 4)]),
    "above an empty line": ("# boundary-lint: ignore[r] why\n\nx = 1\n", [(1, 1, 1)]),
    "at the end": ("x = 1\n# boundary-lint: ignore[r] why\n", [(2, 2, 2)]),
    "without a line end": ("x = 1  # boundary-lint: ignore[r] why", [(1, 1, 1)]),
    "in a string": ('x = "# boundary-lint: ignore[r] why"\n', []),
    "behind a text of several lines": ('x = """\na\n"""  # boundary-lint: ignore[r] why\n', [(3, 1, 3)]),
    "two above each other": (
        "# boundary-lint: ignore[r] why\n# boundary-lint: ignore[r] why\nx = 1\n",
        [(1, 3, 3), (2, 3, 3)],
    ),
    "with other line ends": ("a = 1\r\n# boundary-lint: ignore[r] why\r\nx = 1\r\n", [(2, 3, 3)]),
    "in code that cannot be read": (
        "x = (\n# boundary-lint: ignore[r] why\ny = 1  # boundary-lint: ignore[r] why\n",
        [(2, 2, 2), (3, 3, 3)],
    ),
    "something else": ("# boundary-lint: is nice\nx = 1  # ignore[r]\n", []),
}


@pytest.mark.parametrize("case", CASES)
def test_lines(case: str) -> None:
    source, expected = CASES[case]
    found = waivers_in(source.encode())
    lines = [(w.line, w.first, w.last) for w in found]
    if case != "in code that cannot be read":
        assert lines == expected
    assert {w.line for w in found} >= {line for line, _, _ in expected}
    assert all((w.rules, w.reason) == (("r",), "why") for w in found)


@pytest.mark.parametrize(
    ("comment", "rules", "reason"),
    [
        ("# boundary-lint: ignore[a] why", ("a",), "why"),
        ("#boundary-lint:ignore[a,b , a]", ("a", "b"), ""),
        ("# noqa # boundary-lint: ignore[a]: because - of it  # type: ignore", ("a",), "because - of it"),
        ("# boundary-lint: ignore", (), ""),
        ("# boundary-lint: ignore[] all", (), "all"),
    ],
)
def test_rules_and_reason(comment: str, rules: tuple[str, ...], reason: str) -> None:
    (waiver,) = waivers_in(f"x = 1  {comment}\n".encode())
    assert (waiver.rules, waiver.reason) == (rules, reason)


@pytest.mark.parametrize("depth", ["full", "imports"])
@pytest.mark.parametrize(
    "source", ["import a  # boundary-lint: ignore[r]\n", "import a  # boundary-lint: ignore[r]\nx = (\n"]
)
def test_they_are_facts_of_the_file(depth: str, source: str) -> None:
    facts = decode(extract(source.encode(), depth))  # type: ignore[arg-type]
    assert facts.waivers == [Waiver(1, 1, 1, ("r",), "")]


def test_bytes_that_are_no_text_do_no_harm() -> None:
    facts = decode(extract(b"x = 1  # boundary-lint: ignore[\xff\xed\xa0\x80] \xff\n\x00"))
    assert len(facts.waivers) <= 1


def test_in_other_files_a_line_is_a_statement() -> None:
    text = dedent(
        """\
        -- boundary-lint: ignore[r] one
        select 1;  -- boundary-lint: ignore[r] two
        port: 80  # boundary-lint: ignore[r] three
        """
    )
    assert [(w.line, w.first, w.last, w.reason) for w in waivers_by_line(text)] == [
        (1, 1, 2, "one"),
        (2, 2, 2, "two"),
        (3, 3, 3, "three"),
    ]
