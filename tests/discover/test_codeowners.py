"""CODEOWNERS as GitHub and GitLab read it; what is broken in it is told and left out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boundary_lint.discover.codeowners import PLACES, parse_owners, read_owners

GITHUB = """\
# who owns what
*                    @everyone
*.js                 @js-owner  # and nobody else
/build/logs/         @doctocat
docs/*               docs@example.com
apps/                @octocat
/scripts/            @doctocat @octocat
**/logs              @logs
/apps/github         @doctocat
/apps/free
with\\ space/         @space
\\#notes              @notes
"""


@pytest.mark.parametrize(
    ("file", "owners"),
    [
        ("a.py", "@everyone"),
        ("deep/a/b.js", "@js-owner"),
        ("build/logs/x/y.py", "@logs"),
        ("docs/one.py", "docs@example.com"),
        ("docs/build/two.py", "@everyone"),
        ("x/apps/one.py", "@octocat"),
        ("scripts/one.py", "@doctocat @octocat"),
        ("x/scripts/one.py", "@everyone"),
        ("a/b/logs/c.py", "@logs"),
        ("apps/github/a.py", "@doctocat"),
        ("apps/free/a.py", ""),
        ("with space/a.py", "@space"),
        ("x/#notes", "@notes"),
    ],
)
def test_the_last_line_that_fits_decides(file: str, owners: str) -> None:
    found = parse_owners(GITHUB)
    assert not found.said
    assert " ".join(found.of(file)) == owners


GITLAB = """\
* @all

[Database][2] @dba @group/sub/dba
model/
/config/db.py @ops

^[Docs]
docs/ @writers
README.py

[DATABASE]
sql/ @sql
"""


@pytest.mark.parametrize(
    ("file", "owners"),
    [
        ("a.py", "@all"),
        ("x/model/a.py", "@all @dba @group/sub/dba"),
        ("config/db.py", "@all @ops"),
        ("docs/a.py", "@all @writers"),
        ("README.py", "@all"),
        ("model/sql/a.py", "@all @sql"),
    ],
)
def test_every_section_decides_for_itself(file: str, owners: str) -> None:
    found = parse_owners(GITLAB)
    assert not found.said
    assert " ".join(found.of(file)) == owners


def test_what_is_broken_is_told_with_its_line() -> None:
    found = parse_owners("* @all\n!a.py @no\nsrc/ bob\nlib/ @lib eve\n[a @x\nb[ @b\n" + "*a" * 9 + " @w\n", "X")
    assert [" ".join(told.split()[:2]) for told in found.said] == [
        "X:2: '!a.py'",
        "X:3: 'bob'",
        "X:4: 'eve'",
        "X:5: '[a'",
        "X:6: 'b['",
        "X:7: '*a*a*a*a*a*a*a*a*a'",
    ]
    assert found.of("src/a.py") == ("@all",)
    assert found.of("lib/a.py") == ("@lib",)
    assert found.names == {"@all", "@lib"}


def test_the_first_place_counts_and_paths_start_at_the_top(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    for number, place in reversed(list(enumerate(PLACES))):
        (tmp_path / place).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / place).write_text(f"/back/a/ @{number}\n")
        assert read_owners(str(tmp_path)).of("back/a/x.py") == (f"@{number}",)
    (tmp_path / "back" / "a").mkdir(parents=True)
    assert read_owners(str(tmp_path / "back")).of("a/x.py") == ("@0",)
    assert read_owners(str(tmp_path / "back")).of("../compose.yml") == ()


@pytest.mark.parametrize("content", [b"\xff\xfe", None])
def test_what_cannot_be_read_is_told(content: bytes | None, tmp_path: Path) -> None:
    if content is None:
        (tmp_path / "CODEOWNERS").mkdir()
    else:
        (tmp_path / "CODEOWNERS").write_bytes(content)
    found = read_owners(str(tmp_path))
    assert found.of("a.py") == ()
    assert "nothing is known of owners" in found.said[0]


@settings(max_examples=300, deadline=1000)
@given(st.text(st.sampled_from("*/a.[]!\\ #@^\n\u2028\x00-"), max_size=60))
def test_nothing_in_it_ends_the_run(text: str) -> None:
    parse_owners(text).of("a/a/a.a")
