"""A program on which nothing changed is taken from the last run, and from nothing else."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from boundary_lint.config.load import load_config
from boundary_lint.pipeline.run import Analysis, Options, analyse

CACHE = "cache"
"""Inside of what is analysed, under a name that says nothing."""


@pytest.fixture
def app(tmp_path: Path) -> Path:
    base = tmp_path / "app"
    (base / ".git").mkdir(parents=True)
    (base / "a.py").write_text("import b\n")
    (base / "b.py").write_text("x = 1\n")
    _age(base)
    return base


def _age(base: Path) -> None:
    """What changed just now is not kept."""
    for path in (base, *base.rglob("*")):
        if CACHE not in path.parts:
            os.utime(path, (1, 1))


def _run(base: Path, **options: str | bool) -> Analysis:
    return analyse(base, load_config(base), Options(cache=base / CACHE, jobs=1, **options))  # type: ignore[arg-type]


def test_the_same_facts_are_not_linked_again(app: Path) -> None:
    first = _run(app)
    _age(app)
    again, third = _run(app), _run(app)
    assert "link" in first.timings
    assert "link" not in third.timings
    assert first.facts == again.facts == third.facts
    assert again.tree == third.tree


@pytest.mark.parametrize("change", ["content", "new file", "gone file", "configuration"])
def test_a_change_is_seen(app: Path, change: str) -> None:
    _run(app)
    _age(app)
    _run(app)
    if change == "content":
        (app / "b.py").write_text("import a\n")
    elif change == "new file":
        (app / "c.py").write_text("import a\n")
    elif change == "gone file":
        (app / "b.py").unlink()
    else:
        (app / "boundary-lint.toml").write_text("[[contexts]]\nname = 'one'\nmodules = ['a']\n")
    assert "link" in _run(app).timings


def test_other_options_are_another_program(app: Path) -> None:
    _run(app)
    _age(app)
    _run(app)
    assert "link" in _run(app, include_tests=True).timings


def test_what_came_with_the_code_or_is_broken_is_not_believed(app: Path) -> None:
    _run(app)
    _age(app)
    _run(app)
    (kept,) = (app / CACHE).glob("program-*.msgpack")
    shutil.copy2(kept, app.parent / "copy")
    (app.parent / "copy").replace(kept)
    assert "link" in _run(app).timings
    for content in (b"", b"\x90", b"\xff" * 100):
        kept.write_bytes(content)
        assert "link" in _run(app).timings


def test_a_program_is_known_by_what_its_files_say(app: Path, tmp_path: Path) -> None:
    """A fresh checkout has other stats, and lies elsewhere; a file that was saved again says the same."""
    first = _run(app)
    for file in ("a.py", "b.py"):
        os.utime(app / file)
    again = _run(app)
    assert ("link" in first.timings, "link" in again.timings) == (True, False)
    assert again.facts == first.facts
    other = tmp_path / "elsewhere" / "app"
    shutil.copytree(app, other, ignore=shutil.ignore_patterns(CACHE))
    moved = analyse(other, load_config(other), Options(cache=app / CACHE, jobs=1))
    assert "link" not in moved.timings
    assert moved.facts == first.facts
    other.rename(other.with_name("named"))
    assert "link" in analyse(other.with_name("named"), load_config(other), Options(cache=app / CACHE, jobs=1)).timings


@pytest.mark.parametrize("name", ["s.sql", "page.toml", "stubs/x.py"])
def test_what_is_linked_beside_the_files_counts(app: Path, name: str) -> None:
    (app / "boundary-lint.toml").write_text("catalog = ['page.toml']\nstubs = ['stubs']\nexclude = ['stubs']\n")
    (app / "stubs").mkdir()
    for file, text in (("s.sql", "select 1;\n"), ("page.toml", ""), ("stubs/x.py", "a = 1\n")):
        (app / file).write_text(text)
    _run(app)
    assert "link" not in _run(app).timings
    text = "create table t (a int);\n" if name.endswith("sql") else "# other\n"
    (app / name).write_text(text)
    assert "link" in _run(app).timings


def test_what_is_written_below_all_code_changes_the_lines_alone(app: Path) -> None:
    _run(app)
    (app / "b.py").write_text("x = 1\n" + "# below\n" * 300)
    again = _run(app)
    assert "link" not in again.timings
    assert again.facts == analyse(app, load_config(app), Options(jobs=1)).facts
