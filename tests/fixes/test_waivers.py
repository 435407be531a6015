"""Waivers that waive nothing are taken out, and nothing else of their comment."""

from __future__ import annotations

from pathlib import Path

import pytest

from boundary_lint.fixes.waivers import without
from tests.fixes.programs import mend_files


@pytest.mark.parametrize(
    ("comment", "left"),
    [
        ("# boundary-lint: ignore[a]", ""),
        ("# boundary-lint: ignore[a] for a reason", ""),
        ("# boundary-lint: ignore[ a ] see #42", ""),
        ("# boundary-lint: ignore[b]", None),
        ("# boundary-lint: ignore", None),
        ("# nothing of the kind", None),
        ("# boundary-lint: ignore[a, b] why", "# boundary-lint: ignore[b] why"),
        ("# boundary-lint: ignore[b, a] why", "# boundary-lint: ignore[b] why"),
        ("# boundary-lint: ignore[b,a,c]", "# boundary-lint: ignore[b,c]"),
        ("# noqa  # boundary-lint: ignore[a]", "# noqa"),
        ("# boundary-lint: ignore[a] why  # noqa: E501", "# noqa: E501"),
        ("# x  # boundary-lint: ignore[a] why # y", "# x  # y"),
    ],
)
def test_a_comment_without_it(comment: str, left: str | None) -> None:
    assert without(comment, "a") == left


BEFORE = """\
A = 1  # boundary-lint: ignore[shared-table]
B = "# boundary-lint: ignore[shared-table]"


def f():
\t# boundary-lint: ignore[shared-table] until later
\treturn A  # pragma: no cover  # boundary-lint: ignore[shared-table, shared-databse]


# boundary-lint: ignore[shared-table, dual-write]
C = (
    1,  # boundary-lint: ignore[dual-write]
)
# boundary-lint: ignore[shared-table]"""

AFTER = """\
A = 1
B = "# boundary-lint: ignore[shared-table]"


def f():
\treturn A  # pragma: no cover  # boundary-lint: ignore[shared-databse]


C = (
    1,
)
"""


def test_comments_of_all_kinds(tmp_path: Path) -> None:
    files = {"shop/a.py": BEFORE, "shop/b.py": BEFORE.replace("\n", "\r\n"), "shop/__init__.py": ""}
    after = mend_files(tmp_path, files)
    assert after.text("shop/a.py") == AFTER
    assert after.text("shop/b.py") == AFTER.replace("\n", "\r\n")
    assert after.left == ["unused-waiver"] * 2, "a misspelt one is for its author to correct"
    assert after.mended.rules == {"unused-waiver": 14}
