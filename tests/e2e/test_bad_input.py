"""Bad input of every kind: a clear message that names the file, nothing lost, the rest still checked, never a traceback."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

GOOD = "from django.db import models\n\n\nclass Order(models.Model):\n    number = models.IntegerField()\n"


def run(*arguments: str, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "boundary_lint.cli.main", *arguments]
    ran = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=cwd, env={**os.environ, **env}, timeout=120
    )
    assert "Traceback" not in ran.stderr
    assert ran.returncode in (0, 1, 2), ran.stderr
    return ran


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "orders").mkdir()
    (tmp_path / "orders" / "models.py").write_text(GOOD)
    return tmp_path


def tables(project: Path) -> str:
    return run("query", "select table_name from data_table", str(project), "-f", "csv", "--no-cache").stdout


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"def broken(:\n", "syntax"),
        (b"x = 1\0\n", "null"),
        ("x = 'é'\n".encode("latin-1"), ""),
        ("\ufeffx = 1\n".encode("utf-16"), ""),
        (b"x = " + b"(" * 10_000 + b")" * 10_000, ""),
        (b"x = " + b"-" * 50_000 + b"1\n", ""),
        (b"x = a" + b".b" * 100_000 + b"\n", ""),
    ],
    ids=["syntax", "nul", "latin-1", "utf-16", "parentheses", "unary", "attributes"],
)
def test_a_file_that_cannot_be_read_is_named_and_the_rest_checked(project: Path, content: bytes, word: str) -> None:
    (project / "bad.py").write_bytes(content)
    ran = run("check", str(project), "--no-cache", "--fail-on", "never")
    assert "bad.py" in ran.stdout
    assert word in ran.stdout.lower()
    assert "orders_order" in tables(project)


def test_a_large_file_does_not_stop_the_run(project: Path) -> None:
    (project / "large.py").write_text("x = [\n" + "    'abcdefgh',\n" * 400_000 + "]\n")
    assert "orders_order" in tables(project)


def test_links_in_a_circle_end(project: Path) -> None:
    (project / "orders" / "again").symlink_to(project)
    (project / "orders" / "self.py").symlink_to(project / "orders" / "self.py")
    assert "orders_order" in tables(project)


def test_a_configuration_that_is_not_toml(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.boundary-lint\n")
    ran = run("check", str(project))
    assert ran.returncode == 2
    assert "pyproject.toml" in ran.stderr
    assert "TOML" in ran.stderr


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sourcse = ['x']\n", ["boundary-lint.toml:1", "did you mean 'sources'"]),
        ("[[contexts]]\nname = 'a'\n", ["has no modules"]),
        ("[[contexts]]\nname = 'a'\nmodules = ['ordres']\n", ["matches no module", "did you mean 'orders"]),
        (
            "[[contexts]]\nname = 'a'\nmodules = ['orders']\n[[contexts]]\nname = 'b'\nmodules = ['orders']\n",
            ["two contexts"],
        ),
        ("[rules]\nforeign-table-acces = 'off'\n", ["did you mean 'foreign-table-access'"]),
        ("sources = ['nowhere']\n", ["nowhere"]),
    ],
)
def test_mistakes_in_the_configuration_tell_place_and_remedy(project: Path, text: str, words: list[str]) -> None:
    (project / "boundary-lint.toml").write_text(text)
    ran = run("check", str(project), "--no-cache")
    assert ran.returncode == 2
    for word in words:
        assert word in ran.stderr


def test_an_empty_folder_and_a_missing_one(tmp_path: Path) -> None:
    assert "no Python file" in run("check", str(tmp_path)).stderr
    assert run("check", str(tmp_path / "nowhere")).returncode == 2


def test_a_broken_cache_is_made_anew(project: Path) -> None:
    cache = project / "cache"
    cache.mkdir()
    (cache / "facts.sqlite").write_bytes(b"this is no database" * 100)
    ran = run("check", str(project), "--cache-dir", str(cache), "--fail-on", "never")
    assert "facts.sqlite" in ran.stderr
    assert ran.returncode == 0


def test_a_foreign_database_as_cache(project: Path) -> None:
    cache = project / "cache"
    cache.mkdir()
    other = sqlite3.connect(cache / "facts.sqlite")
    other.execute("create table blob_ (something text)")
    other.commit()
    other.close()
    ran = run("check", str(project), "--cache-dir", str(cache), "--fail-on", "never")
    assert ran.returncode == 0
    assert "facts.sqlite" in ran.stderr


def test_a_cache_that_cannot_be_written(project: Path) -> None:
    (project / "file").write_text("")
    ran = run("check", str(project), "--cache-dir", str(project / "file" / "cache"), "--fail-on", "never")
    assert ran.returncode == 0
    assert "cannot be written" in ran.stderr


def test_two_runs_at_once(project: Path) -> None:
    for number in range(40):
        (project / f"m{number}.py").write_text(f"x = {number}\n" * 200)
    command = [sys.executable, "-m", "boundary_lint.cli.main", "check", str(project), "--fail-on", "never"]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    outputs = [one.communicate(timeout=120) for one in runs]
    assert [one.returncode for one in runs] == [0, 0]
    assert outputs[0][0] == outputs[1][0]


def test_a_page_with_bad_sql_and_one_without_end(project: Path) -> None:
    rules = project / "rules"
    rules.mkdir()
    page = (
        "# A rule\n\n```toml\nseverity = 'info'\nscope = 'both'\nkey = ['file']\nmessage = 'm'\nsources = ['s']\n```\n\n## Why\n\n"
        "w\n\n## Fix\n\nf\n\n## Query\n\n```sql\n{sql}\n```\n\n## Examples\n"
    )
    (rules / "bad-sql.md").write_text(page.format(sql="select modul, file, line from module"))
    (rules / "private-table.md").write_text(page.format(sql="select file, 1 as line from module_"))
    (project / "boundary-lint.toml").write_text("rules = ['rules']\n")
    (project / "orders" / "broken.py").write_text("def broken(:\n")
    ran = run("check", str(project), "--no-cache", "--fail-on", "never")
    assert ran.returncode == 2
    assert "did you mean 'module'" in ran.stderr
    assert "not a public view" in ran.stderr
    assert "broken.py" in ran.stdout


def test_a_file_that_vanishes_while_it_is_read(project: Path) -> None:
    from boundary_lint.config.model import Config
    from boundary_lint.discover.walk import discover
    from boundary_lint.pipeline.reading import read_tree

    (project / "gone.py").write_text("x = 1\n")
    tree = discover(project, Config())
    (project / "gone.py").unlink()
    read = read_tree(tree, None, 1)
    assert [gap.file for gap in read.gaps] == ["gone.py"]
    assert "orders/models.py" in read.facts


def test_nothing_changed_prints_the_same_without_analysing(project: Path) -> None:
    old = time.time() - 60
    for path in [*project.rglob("*"), project]:
        os.utime(path, (old, old))
    first = run("check", "--fail-on", "never", cwd=project)
    for path in project.rglob("*"):
        if path.name != "models.py":
            continue
        os.utime(path, (old, old))
    second = run("check", "--fail-on", "never", cwd=project)
    (project / "orders" / "models.py").write_text(GOOD + "\n\nclass Line(models.Model):\n    pass\n")
    third = run("check", "--fail-on", "never", cwd=project)
    assert first.stdout == second.stdout
    assert first.stdout != third.stdout
