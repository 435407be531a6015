"""A run on which nothing changed is answered from the last one, and from nothing else."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from boundary_lint.pipeline import replay

ARGUMENTS = ["check", "."]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a cache in which one run is kept that depended on one file."""
    monkeypatch.chdir(tmp_path)
    source = tmp_path / "a.py"
    source.write_text("x = 1\n")
    os.utime(source, (1, 1))
    folder = tmp_path / replay.FOLDER
    folder.mkdir()
    remember(folder, source, ARGUMENTS)
    return folder


def remember(folder: Path, source: Path, arguments: list[str]) -> None:
    replay.remember(
        arguments,
        str(folder),
        paths=[str(source)],
        outputs=[(None, "report\n")],
        said="said\n",
        code=1,
        begun=time.time_ns(),
    )


def test_the_same_again(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert replay.lookup(ARGUMENTS) == 1
    assert capsys.readouterr() == ("report\n", "said\n")


def test_a_change_is_seen(kept: Path) -> None:
    (kept.parent / "a.py").write_text("x = 2\n")
    assert replay.lookup(ARGUMENTS) is None


def test_other_arguments_are_another_run(kept: Path) -> None:
    assert replay.lookup([*ARGUMENTS, "--fail-on", "never"]) is None
    assert replay.lookup([*ARGUMENTS, "--no-cache"]) is None


def test_a_run_that_came_with_the_code_is_not_believed(kept: Path) -> None:
    """Else a repository could say that it is clean, or have any file written."""
    (run,) = kept.glob("run-*.json")
    shutil.copy2(run, kept / "copy")
    run.unlink()
    (kept / "copy").rename(run)
    assert replay.lookup(ARGUMENTS) is None


def test_a_broken_run_is_not_believed(kept: Path) -> None:
    (run,) = kept.glob("run-*.json")
    for content in ("", "[]", "{}", '{"file": 1}'):
        run.write_text(content)
        assert replay.lookup(ARGUMENTS) is None


def test_old_runs_are_forgotten(kept: Path) -> None:
    for number in range(replay.MAX_RUNS + 5):
        remember(kept, kept.parent / "a.py", [*ARGUMENTS, str(number)])
    assert len(list(kept.glob("run-*.json"))) == replay.MAX_RUNS
