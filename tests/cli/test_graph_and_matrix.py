"""``graph`` and ``matrix``: forms, files, notices, and what cannot be drawn."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.inside import inside as run
from tests.cli.shop import BAD


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"--cache-dir={tmp_path_factory.mktemp('cache')}"


def test_the_form_follows_from_the_suffix(cache: str, tmp_path: Path) -> None:
    for name, begin in (
        ("a.svg", b"<svg"),
        ("a.PNG", b"\x89PNG"),
        ("a.mmd", b"flowchart"),
        ("a.dot", b"digraph"),
        ("a.json", b"{"),
    ):
        done = run("graph", BAD, cache, "-o", str(tmp_path / name))
        assert done.returncode == 0, done.stderr
        assert (tmp_path / name).read_bytes().startswith(begin)
    for name, begin in (
        ("m.svg", b"<svg"),
        ("m.html", b"<!DOCTYPE html>"),
        ("m.csv", b"uses,"),
        ("m.txt", b"shop_bad: contexts"),
    ):
        assert run("matrix", BAD, cache, "-o", str(tmp_path / name)).returncode == 0
        assert (tmp_path / name).read_bytes().startswith(begin)
    for command in ("graph", "matrix"):
        wrong = run(command, BAD, cache, "-o", str(tmp_path / "a.bmp"))
        assert wrong.returncode == 2
        assert "has no suffix of a form" in wrong.stderr


def test_what_is_left_out_is_told(cache: str) -> None:
    done = run("graph", BAD, cache, "--max-nodes", "2")
    assert "2 of 5 contexts are shown, those with the most ties (--max-nodes)" in done.stderr
    done = run("matrix", BAD, cache, "--max-nodes", "2")
    assert "2 of 5 contexts are shown, those with the most ties (--max-nodes)" in done.stdout
    done = run("matrix", BAD, cache, "--max-nodes", "2", "-f", "csv")
    assert "2 of 5 contexts are shown" in done.stderr


def test_forms_for_programs_carry_everything(cache: str, tmp_path: Path) -> None:
    for number in range(60):
        folder = tmp_path / f"pkg{number:02}"
        folder.mkdir()
        (folder / "__init__.py").write_text("".join(f"import pkg{other:02}\n" for other in range(number)))
    shown = run("graph", str(tmp_path), "--no-cache", "--show", "packages", "-f", "json")
    whole = json.loads(shown.stdout)
    assert (len(whole["nodes"]), len(whole["edges"])) == (60, 1770)
    people = run("graph", str(tmp_path), "--no-cache", "--show", "packages")
    assert people.stdout.count(" -> n") < 100
    assert "40 of 60 packages are shown" in people.stderr
    assert "edges are drawn, with" in people.stderr
    assert run("graph", str(tmp_path), "--no-cache", "--show", "packages", "--all-edges").stdout.count(" -> n") == 780


def test_little_and_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "only.py").write_text("import os\n")
    for command in ("graph", "matrix"):
        nothing = run(command, str(tmp_path / "empty"), "--no-cache")
        assert (nothing.returncode, nothing.stdout) == (2, "")
        assert run(command, str(tmp_path / "one"), "--no-cache").returncode == 0
    picture = tmp_path / "one.svg"
    assert run("graph", str(tmp_path / "one"), "--no-cache", "--show", "modules", "-o", str(picture)).returncode == 0
    assert "only" in picture.read_text()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    done = run("graph", BAD, "--no-cache", "-o", str(tmp_path / "a.svg"))
    assert done.returncode == 2
    assert "permission denied" in done.stderr


def test_nothing_is_told_as_such(cache: str) -> None:
    done = run("graph", BAD, cache, "--show", "services", "-f", "svg")
    assert "nothing to show: no services were found - look at --show contexts" in done.stderr
    assert "nothing to show: no services were found" in done.stdout


def test_a_name_that_is_not_there(cache: str) -> None:
    for command in (["graph"], ["matrix"], ["matrix", "--show", "access"]):
        done = run(*command, BAD, cache, "--focus", "biling")
        assert done.returncode == 2
        assert "did you mean 'billing'?" in done.stderr


def test_no_program_to_draw_and_every_other_form(cache: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sysconfig.get_path", lambda name: "/nowhere")
    done = run("graph", BAD, cache, "-o", str(tmp_path / "a.svg"), env={"PATH": ""})
    assert done.returncode == 2
    assert "apt install graphviz" in done.stderr
    assert not (tmp_path / "a.svg").exists()
    assert run("graph", BAD, cache, "-o", str(tmp_path / "a.mmd"), env={"PATH": ""}).returncode == 0
