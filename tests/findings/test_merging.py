"""The line by which git merges a baseline."""

from __future__ import annotations

from pathlib import Path

import pytest

from boundary_lint.findings.merging import merge_by_union

LINE = "boundary-lint.baseline merge=union"


def made(top: Path, before: bytes | None = None, folder: str = "") -> tuple[bytes | None, bool]:
    """Return what the attribute file of a repository holds afterwards, and whether it was written."""
    (top / ".git").mkdir()
    (top / folder).mkdir(exist_ok=True)
    file = top / ".gitattributes"
    if before is not None:
        file.write_bytes(before)
    written = merge_by_union(top / folder / "boundary-lint.baseline")
    assert merge_by_union(top / folder / "boundary-lint.baseline") is None
    return file.read_bytes() if file.exists() else None, written is not None


@pytest.mark.parametrize("before", [None, b"", b"*.py text\n", b"*.py text\n# boundary-lint.baseline merge=union\n", b"\xc3\xa9 text\n", b"boundary-lint.baseline text\n"])  # fmt: skip
def test_one_line_behind_what_there_is(tmp_path: Path, before: bytes | None) -> None:
    assert made(tmp_path, before) == ((before or b"") + f"{LINE}\n".encode(), True)


def test_ends_of_lines_are_those_of_the_file(tmp_path: Path) -> None:
    assert made(tmp_path, b"*.py text\r\n*.md text") == (f"*.py text\r\n*.md text\r\n{LINE}\r\n".encode(), True)


@pytest.mark.parametrize("says", ["merge=union", "-merge", "!merge", "merge", "text merge=ours"])
@pytest.mark.parametrize(
    "pattern", ["boundary-lint.baseline", "/boundary-lint.baseline", "*.baseline", "**/*.baseline"]
)
def test_what_says_how_already_is_left(tmp_path: Path, pattern: str, says: str) -> None:
    before = f"{pattern} {says}\n".encode()
    assert made(tmp_path, before) == (before, False)


def test_the_top_says_it_for_a_folder_below(tmp_path: Path) -> None:
    before = b"*.baseline merge=union\n"
    assert made(tmp_path, before, "backend") == (before, False)
    assert not (tmp_path / "backend/.gitattributes").exists()


def test_where_nothing_is_done(tmp_path: Path) -> None:
    assert made(tmp_path, b"\xff\xfe")[1] is False
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / ".git").rmdir()
    assert merge_by_union(outside / "boundary-lint.baseline") is None
    assert list(outside.iterdir()) == []


def test_a_link_is_left(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "other").write_text("")
    (tmp_path / ".gitattributes").symlink_to("other")
    assert merge_by_union(tmp_path / "boundary-lint.baseline") is None
    assert (tmp_path / "other").read_text() == ""
