"""Lines of code that reports show."""

from __future__ import annotations

from pathlib import Path

from boundary_lint.discover.lines import Lines


def test_lines_are_counted_as_the_parser_counts(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"one\r\n\x0c  two  \rthree\nf\xc3\xa4nf\xff")
    lines = Lines(str(tmp_path))
    assert [lines("a.py", n) for n in range(6)] == ["", "one", "two", "three", "fänf\ufffd", ""]


def test_what_cannot_be_read_is_an_empty_line(tmp_path: Path) -> None:
    assert Lines(str(tmp_path))("none.py", 1) == ""
