"""What goes wrong on an ordinary day: place, reason and next step on standard error, exit code 2, and no file half written."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from boundary_lint.facts.content import write_whole
from tests.cli.inside import inside
from tests.cli.shop import COMMAND
from tests.pipeline.repositories import commit, git

MODEL = "from django.db import models\n\n\nclass Order(models.Model):\n    number = models.IntegerField()\n"
USE = "from orders.models import Order\n\n\ndef settle(pk):\n    Order.objects.filter(pk=pk).update(number=1)\n"

FILES: dict[str, str | None] = {
    "orders/models.py": MODEL,
    "billing/models.py": MODEL.replace("Order", "Bill"),
    "billing/pay.py": USE,
}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository of three commits, to be read alone."""
    folder = tmp_path_factory.mktemp("day") / "shop"
    commit(folder, FILES)
    commit(folder, {"billing/pay.py": USE + "\n"})
    commit(folder, {"billing/pay.py": USE + "\n\n"})
    return folder


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Return a small program with one finding, in no repository."""
    for name, text in FILES.items():
        (tmp_path / "shop" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "shop" / name).write_text(text or "")
    return tmp_path / "shop"


def refused(folder: Path, *arguments: str) -> str:
    """Return what is said where a command cannot do what it should: nothing but that, and nothing is written."""
    before = files(folder)
    ran = inside(*arguments, cwd=folder)
    assert ran.returncode == 2, ran.stderr
    assert ran.stdout == ""
    assert files(folder) == before
    said = ran.stderr.splitlines()[-1]
    assert said.startswith("boundary-lint: ")
    return said.removeprefix("boundary-lint: ")


def files(folder: Path) -> dict[Path, bytes]:
    aside = {".git", ".boundary_lint_cache"}
    return {one: one.read_bytes() for one in folder.rglob("*") if one.is_file() and not aside & set(one.parts)}


REVISIONS = [
    ("check", "--since", "{}", "."),
    ("diff", "{}"),
    ("diff", "HEAD", "{}"),
    ("seams", "--history", "{}..HEAD"),
]


@pytest.mark.parametrize("command", REVISIONS, ids=" ".join)
class TestRevisions:
    """Of every command that reads one."""

    def test_no_repository(self, shop: Path, command: tuple[str, ...]) -> None:
        said = refused(shop, *(word.format("HEAD") for word in command))
        assert said == f"{shop}: is not in a git repository - give a path in one: revisions are read from git"

    def test_a_revision_that_is_none(self, repository: Path, command: tuple[str, ...]) -> None:
        said = refused(repository, *(word.format("mian") for word in command))
        assert said == f"mian: is no revision of {repository} - did you mean 'main'?"

    def test_a_shallow_clone(self, repository: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
        git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", "shallow")
        said = refused(tmp_path / "shallow", *(word.format("HEAD~1") for word in command))
        assert said.startswith("HEAD~1: is not in this clone, which is shallow - fetch it with all of the history: git")


@pytest.mark.parametrize("damaged", ["HEAD~2^{tree}", "HEAD~2:billing", "HEAD~2:billing/pay.py"])
@pytest.mark.parametrize("how", ["gone", "broken"])
def test_objects_that_are_damaged(repository: Path, tmp_path: Path, damaged: str, how: str) -> None:
    git(tmp_path, "clone", "-q", "--no-hardlinks", f"file://{repository}", "clone")
    clone = tmp_path / "clone"
    for pack in list((clone / ".git/objects/pack").glob("*.pack")):
        moved = pack.rename(tmp_path / pack.name)
        git(clone, "unpack-objects", "-q", asked=moved.read_bytes())
    name = git(clone, "rev-parse", damaged)
    file = clone / ".git/objects" / name[:2] / name[2:]
    file.chmod(0o600)
    file.write_bytes(b"garbage") if how == "broken" else file.unlink()
    said = refused(clone, "diff", "HEAD~2")
    assert said.startswith(f"{clone}: ")
    assert "git fsck" in said


BASELINE = "boundary-lint.baseline"


class TestBaseline:
    """What stands in its place."""

    @pytest.mark.parametrize("command", ["check", "baseline check", "baseline prune", "baseline write", "diff HEAD"])
    def test_a_newer_version_and_a_conflict(self, shop: Path, command: str) -> None:
        assert inside("baseline", "write", cwd=shop).returncode == 0
        commit(shop, {"x": ""})
        path = shop / BASELINE
        header, entry, *_ = good = path.read_text().splitlines(keepends=True)
        path.write_text("".join([header.replace("baseline 1", "baseline 2"), *good[1:]]))
        said = refused(shop, *command.split())
        assert said.endswith(
            f"{BASELINE}:1: was written by a newer version of boundary-lint - use that version, or a newer one"
        )
        path.write_text("".join([header, "<<<<<<< HEAD\n", entry, "=======\n", ">>>>>>> other\n"]))
        said = refused(shop, *command.split())
        assert f"{BASELINE}:2: a conflict of a merge is not resolved - keep the lines of both sides" in said

    def test_none_to_check(self, shop: Path) -> None:
        assert refused(shop, "baseline", "check").endswith(
            "does not exist - write it with boundary-lint baseline write"
        )

    def test_a_full_disk(self, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        assert inside("baseline", "write", cwd=shop).returncode == 0
        old = (shop / BASELINE).read_text()
        (shop / "billing/pay.py").write_text(USE + USE.replace("settle", "again"))
        with no_room(monkeypatch):
            said = refused(shop, "baseline", "write", "--no-cache")
        assert said.endswith(
            f"{BASELINE}: cannot be written: No space left on device - make room, or the folder writable"
        )
        assert (shop / BASELINE).read_text() == old


class no_room:
    """A disk that is full: files can be made and replaced, and nothing can be written into them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._patch = monkeypatch

    def __enter__(self) -> None:
        import builtins
        import io

        real = io.open

        def opened(file: object, mode: str = "r", *more: object, **rest: object) -> object:
            stream = real(file, mode, *more, **rest)  # type: ignore[call-overload]
            if isinstance(file, int) or not set(mode) & set("wxa"):
                return stream
            return Full(stream)

        self._patch.setattr(io, "open", opened)
        self._patch.setattr(builtins, "open", opened)

    def __exit__(self, *error: object) -> None:
        self._patch.undo()


class Full:
    """A file on a full disk."""

    def __init__(self, stream: object) -> None:
        self._stream = stream

    def __enter__(self) -> Full:
        return self

    def __exit__(self, *error: object) -> None:
        self._stream.close()  # type: ignore[attr-defined]

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)

    def write(self, content: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class TestReports:
    """A report that cannot be written."""

    @pytest.mark.parametrize(
        ("file", "said"),
        [
            ("nowhere/x.sarif", "there is no such folder - make it: mkdir -p {shop}/nowhere"),
            ("orders", "it is a folder - name a file: orders/report.txt"),
        ],
    )
    def test_is_told_before_the_work_and_no_other_is_written(self, shop: Path, file: str, said: str) -> None:
        told = refused(shop, "check", "-f", "json:other.json", "-f", f"sarif:{file}", "-f", "text")
        assert told == f"{file}: cannot be written: {said.format(shop=shop)}"
        assert refused(shop, "facts", "-o", file) == told
        assert not (shop / ".boundary_lint_cache").exists()

    def test_without_the_right_to(self, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "access", lambda path, mode: False)
        told = refused(shop, "check", "-f", "sarif:x.sarif")
        assert told.startswith("x.sarif: cannot be written: permission denied - make the folder ")

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
    def test_where_there_is_no_room(self, shop: Path) -> None:
        ran = inside("check", "-f", "sarif:/dev/full", "-f", "text", cwd=shop)
        assert (ran.returncode, ran.stdout) == (2, "")
        assert "/dev/full: cannot be written: No space left on device - make room" in ran.stderr


class TestCache:
    """A cache is worthless to lose: the run goes on, and says so."""

    def test_a_full_disk(self, shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        expected = inside("check", "--no-cache", cwd=shop)
        assert expected.returncode == 1
        with no_room(monkeypatch):
            ran = inside("check", "--cache-dir", str(tmp_path / "cache"), cwd=shop)
        assert (ran.returncode, ran.stdout) == (1, expected.stdout)
        assert "cache: the cache cannot be written (No space left on device); going on without it" in ran.stderr
        assert os.listdir(tmp_path / "cache") == []

    @pytest.mark.parametrize("content", [b"", b"garbage", None], ids=["empty", "garbage", "half"])
    def test_files_that_are_damaged(self, shop: Path, content: bytes | None) -> None:
        cache = shop / ".boundary_lint_cache"
        expected = inside("check", cwd=shop)
        for file in list(cache.iterdir()):
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2] if content is None else content)
        ran = inside("check", cwd=shop)
        assert (ran.returncode, ran.stdout) == (1, expected.stdout)


def test_nothing_is_left_of_a_file_whose_writing_is_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(str(tmp_path / "report"), "text")
    assert os.listdir(tmp_path) == []


COMMANDS = [
    ("check",), ("check", "--jobs", "2"), ("facts",), ("seams",), ("query", "select 1"), ("explain", "orders"), ("baseline", "write"),
    ("diff", "HEAD"), ("check", "--since", "HEAD"),
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_an_interrupt_ends_a_command(
    repository: Path, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("boundary_lint.pipeline.run.discover", interrupt)
    ran = inside(*command, "--no-cache", cwd=repository)
    assert (ran.returncode, ran.stdout) == (130, "")
    assert ran.stderr.endswith("boundary-lint: interrupted\n")


def test_the_signal_itself(shop: Path) -> None:
    code = (
        "import os, signal, sys\n"
        "from boundary_lint.cli.main import main\n"
        "from boundary_lint.pipeline import run\n"
        "run.discover = lambda *more: os.kill(os.getpid(), signal.SIGINT)\n"
        "main(['baseline', 'write'])"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=shop, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (130, "")
    assert ran.stderr.strip() == "boundary-lint: interrupted"
    assert not (shop / BASELINE).exists()


@pytest.mark.parametrize(
    ("command", "code"), [("check --top 0", 1), ("check -f json", 1), ("facts", 0), ("rules list", 0)]
)
def test_nobody_reads_on_and_the_exit_code_is_the_verdict(shop: Path, command: str, code: int) -> None:
    read, write = os.pipe()
    os.close(read)
    ran = subprocess.run(
        [COMMAND, *command.split()], cwd=shop, stdout=write, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(write)
    assert ran.returncode == code
    assert all(line.startswith("boundary-lint: assumed") for line in ran.stderr.splitlines())
