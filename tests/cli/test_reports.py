"""Reports as the command writes them: several at once, files whole or not at all, paths from the top of the repository."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from boundary_lint.facts.content import write_whole
from tests.cli.inside import inside as run

PROGRAM = {
    "orders/models.py": "from django.db import models\n\n\nclass Order(models.Model):\n    n = models.IntegerField()\n",
    "billing/models.py": "from django.db import models\n\n\nclass Bill(models.Model):\n    n = models.IntegerField()\n",
    "billing/services.py": "from orders.models import Order\n\n\ndef f():\n    Order.objects.create(n=1)\n",
}

FILES = {
    "sarif": "o.sarif",
    "gitlab": "o.json",
    "junit": "o.xml",
    "markdown": "o.md",
    "json": "r.json",
    "text": "o.txt",
}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository whose program lies in the folder back."""
    (tmp_path / ".git").mkdir()
    for name, text in PROGRAM.items():
        file = tmp_path / "back" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        os.utime(file, (1, 1))
    return tmp_path


def test_all_formats_at_once_are_the_same_twice_and_in_a_run_that_is_answered_again(repository: Path) -> None:
    options = [part for form, file in FILES.items() for part in ("-f", f"{form}:../{file}")]
    seen = []
    for _ in range(3):
        ran = run("check", *options, "-f", "github", cwd=repository / "back")
        assert ran.returncode == 1
        seen.append([ran.stdout, *((repository / file).read_text("utf-8") for file in FILES.values())])
        for file in FILES.values():
            (repository / file).unlink()
    assert seen[0] == seen[1] == seen[2]
    assert "::error file=back/billing/services.py,line=5,title=foreign-table-access::" in seen[0][0]
    assert str(repository) not in "".join(seen[0])


def test_where_a_file_cannot_be_written_nothing_is(repository: Path) -> None:
    ran = run("check", str(repository / "back"), "--no-cache", "-f", "github", "-f", "sarif:/nowhere/o.sarif")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "/nowhere/o.sarif: cannot be written: there is no such folder" in ran.stderr


def test_a_report_takes_the_place_of_the_last_one(repository: Path) -> None:
    report = repository / "report.json"
    report.write_text("{" * 1_000_000)
    report.chmod(0o640)
    run("check", str(repository / "back"), "--no-cache", "-f", "json", "-o", str(report))
    assert json.loads(report.read_text("utf-8"))["findings"]
    assert report.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in repository.glob("report*")] == ["report.json"]


def test_a_device_and_a_link_stay_what_they_are(tmp_path: Path) -> None:
    write_whole("/dev/null", "x")
    assert not Path("/dev/null").is_file()
    link, target = tmp_path / "link", tmp_path / "target"
    target.write_text("old")
    link.symlink_to(target)
    write_whole(str(link), "new \ud800")
    assert link.is_symlink()
    assert target.read_text("utf-8") == "new \\ud800"


def test_what_a_killed_run_left_is_in_nobodys_way(tmp_path: Path) -> None:
    left = tmp_path / f"report.{os.getpid()}.part"
    left.write_text("half")
    write_whole(str(tmp_path / "report"), "new")
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_a_folder_is_no_place_for_a_report(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="directory"):
        write_whole(str(tmp_path), "new")


def test_what_was_there_stays_where_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "report"
    file.write_text("old")

    def full(source: str, target: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(str(file), "new")
    assert [path.name for path in tmp_path.iterdir()] == ["report"]
    assert file.read_text() == "old"


def test_colour_is_for_text_on_standard_output_alone(repository: Path) -> None:
    for form in ("github", "gitlab", "junit", "markdown", "sarif", "json"):
        ran = run("check", str(repository / "back"), "--no-cache", "-f", form, env={"FORCE_COLOR": "1"})
        assert "\x1b" not in ran.stdout
    assert "\x1b" in run("check", str(repository / "back"), "--no-cache", env={"FORCE_COLOR": "1"}).stdout
    assert (
        "\x1b"
        not in run("check", str(repository / "back"), "--no-cache", env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).stdout
    )
