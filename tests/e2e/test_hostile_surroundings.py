"""What lies around the code and is not what it should be: configuration, cache, standard output, rule pages of strangers."""

from __future__ import annotations

import errno
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from boundary_lint.config.load import load_config
from boundary_lint.config.model import Config
from boundary_lint.discover.walk import discover
from boundary_lint.errors import ConfigError
from boundary_lint.facts.content import read_file
from boundary_lint.graph import gate
from boundary_lint.pipeline.cache import Cache
from boundary_lint.pipeline.reading import read_tree
from tests.e2e.test_bad_input import apart, project, rule_page, run

__all__ = ["project"]


def bind(path: Path) -> None:
    os.chdir(path.parent)  # the name of a socket may have 107 bytes
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(path.name)


MAKERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "pipe": (os.mkfifo, "cannot be read: is a pipe, not a file"),
    "socket": (bind, "cannot be read: is a socket, not a file"),
    "folder": (Path.mkdir, "cannot be read: is a folder, not a file"),
    "device": (lambda path: path.symlink_to("/dev/zero"), "cannot be read: is a device, not a file"),
    "link to nothing": (lambda path: path.symlink_to("nowhere"), "cannot be read: No such file or directory"),
    "link to itself": (lambda path: path.symlink_to(path), "cannot be read: Too many levels of symbolic links"),
    "no text": (
        lambda path: path.write_text("\udcff", "utf-8", "surrogateescape"),
        "is not TOML: 'utf-8' codec can't decode",
    ),
    "endless": (lambda path: path.write_bytes(b"#" * 6_000_000), "cannot be read: is larger than 5,000,000 bytes"),
}


@pytest.mark.parametrize("name", ["boundary-lint.toml", "pyproject.toml"])
@pytest.mark.parametrize("kind", MAKERS)
def test_a_configuration_that_is_no_readable_file(
    project: Path, name: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    make, said = MAKERS[kind]
    make(project / name)
    with pytest.raises(ConfigError) as error:
        load_config(project)
    assert str(error.value).startswith(f"{project / name}: {said}")


def test_a_configuration_that_may_not_be_read(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "boundary-lint.toml").write_text("sources = ['.']\n")

    def refuse(path: object, flags: int) -> int:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(ConfigError, match=r"boundary-lint\.toml: cannot be read: Permission denied - make it"):
        load_config(project)


def test_a_socket_and_a_device_that_are_called_as_modules(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    bind(project / "speaks.py")
    (project / "zero.py").symlink_to("/dev/zero")
    said = run("check", str(project), "--no-cache", "--fail-on", "never").stdout
    assert "speaks.py could not be read as a whole: it is a socket, not a file" in said
    assert "zero.py could not be read as a whole: it is a device, not a file" in said


def test_a_file_that_grows_while_it_is_read_is_read_as_it_is_found(project: Path) -> None:
    (project / "grows.py").write_text("import orders\n")
    tree = discover(project, Config())
    with (project / "grows.py").open("a") as file:
        file.write("import orders.models\n" * 10)
    read = read_tree(tree, None, 1)
    assert not read.gaps
    assert b"models" in read.facts()["grows.py"]


def test_large_files_are_known_again_by_their_content(project: Path, tmp_path: Path) -> None:
    (project / "large.py").write_text("import orders\n" + "x = 1  # " + "y" * 3_000_000 + "\n")
    for run_number in range(2):
        store = Cache(tmp_path / "cache", lambda message: None)
        known = store.facts(key for _, key in store.keys().values())
        os.utime(project / "large.py", (run_number, run_number))
        read_tree(discover(project, Config()), store, 1)
        store.close()
    assert known
    again = Cache(tmp_path / "cache", lambda message: None)
    assert len(again.facts(key for _, key in again.keys().values())) == len(known)


class TestCache:
    """A cache never stops a run."""

    def said(self, project: Path, cache: Path) -> str:
        ran = run("check", str(project), "--cache-dir", str(cache), "--fail-on", "never")
        assert ran.returncode == 0
        assert "1 module" in ran.stdout
        return ran.stderr

    def test_a_pipe_in_place_of_its_file(self, project: Path, tmp_path: Path) -> None:
        (tmp_path / "cache").mkdir()
        os.mkfifo(tmp_path / "cache" / "facts.sqlite")
        assert "facts.sqlite" in self.said(project, tmp_path / "cache")

    def test_a_folder_in_place_of_its_file(self, project: Path, tmp_path: Path) -> None:
        (tmp_path / "cache" / "facts.sqlite").mkdir(parents=True)
        assert "the cache cannot be used (unable to open database file)" in self.said(project, tmp_path / "cache")

    def test_a_folder_that_may_not_be_written(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        said: list[str] = []
        monkeypatch.setattr(os, "access", lambda path, mode: False)
        store = Cache(tmp_path / "cache", said.append)
        assert store.keys() == {}
        assert said == [f"{tmp_path / 'cache'}: the cache cannot be written (Permission denied); going on without it"]

    def test_a_full_disk(self, tmp_path: Path) -> None:
        said: list[str] = []
        store = Cache(tmp_path / "cache", said.append)
        assert store._connection is not None
        pages = store._connection.execute("pragma page_count").fetchone()[0]
        store._connection.execute(f"pragma max_page_count = {pages + 2}")
        store.save({"a.py": ((1, 1, 1), b"k")}, [b"k"], {b"k": os.urandom(200_000)}, 10**18)
        assert said == ["the cache cannot be used (database or disk is full); going on without it"]
        store.close()
        assert Cache(tmp_path / "cache", said.append).keys() == {}
        assert len(said) == 1

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
    def test_a_full_device(self, project: Path, tmp_path: Path) -> None:
        (tmp_path / "cache").mkdir()
        (tmp_path / "cache" / "facts.sqlite").symlink_to("/dev/full")
        assert "disk is full" in self.said(project, tmp_path / "cache")

    def test_a_run_that_is_kept_in_a_pipe(self, project: Path) -> None:
        from boundary_lint.pipeline import replay

        cache = project / replay.FOLDER
        cache.mkdir()
        arguments = ["check", str(project)]
        os.mkfifo(cache / replay._name(arguments))
        assert replay.lookup(arguments) is None


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("command", ["check", "facts"])
def test_standard_output_without_room(project: Path, command: str) -> None:
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "boundary_lint.cli.main", command, str(project), "--no-cache"],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60,
        )  # fmt: skip
    assert ran.returncode == 2
    assert "standard output cannot be written: No space left on device" in ran.stderr


def test_standard_output_that_is_closed_or_knows_ascii_alone(project: Path) -> None:
    command = f"{sys.executable} -m boundary_lint.cli.main check {project} --no-cache --fail-on never"
    closed = subprocess.run(f"{command} >&- 2>&-", shell=True, check=False, timeout=60)
    assert closed.returncode == 0
    ascii_alone = apart("check", str(project), "--no-cache", "--fail-on", "never", PYTHONIOENCODING="ascii")
    assert "1 module" in ascii_alone.stdout
    assert "\\xb7" in ascii_alone.stdout


A_LOT = "replace(replace(replace(replace(hex(12345), '3', 'aaaaaaaaaaaaaa'), 'a', 'aaaaaaaaaaaaaa'), 'a', 'aaaaaaaaaaaaaa'), 'a', 'aaa')"

QUERIES = {
    "with recursive t(n) as (select 1 union all select n + 1 from t) select count(*) from t": "a recursive query may have no end",
    "select printf('%.900000000c', 'x') from module": "the function printf() is not allowed",
    "select format('%.900000000c', 'x') from module": "the function format() is not allowed",
    f"select replace({A_LOT}, 'a', {A_LOT}) from module": "too big",
    f"select {A_LOT} || a.file from module a, module b, module c": "gives more than 200,000,000 characters",
    f"select instr({A_LOT} || a.file, {A_LOT} || b.file || 'b') from module a, module b": "took longer than",
    "select hex(randomblob(1000000000))": "is not allowed",
}


@pytest.mark.parametrize("sql", QUERIES)
def test_queries_that_would_not_end_or_fill_the_memory(sql: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("create view module as " + " union all ".join(f"select 'm{n}' as file" for n in range(300)))
    begin = time.monotonic()
    with pytest.raises(gate.QueryFailed) as error:
        gate.run(connection, sql, deadline=0.3)
    assert QUERIES[sql] in str(error.value)
    assert time.monotonic() - begin < 10


def test_a_page_with_an_endless_query_is_told_and_the_others_run(project: Path) -> None:
    (project / "rules").mkdir()
    sql = "with recursive t(file, line) as (select 'a', 1 union all select 'a', line + 1 from t)\nselect file, line from t"
    (project / "rules" / "endless.md").write_text(rule_page(sql))
    (project / "boundary-lint.toml").write_text("rules = ['rules']\n")
    (project / "orders" / "broken.py").write_text("def broken(:\n")
    ran = run("check", str(project), "--no-cache", "--fail-on", "never")
    assert ran.returncode == 2
    assert "endless.md:" in ran.stderr
    assert "a recursive query may have no end and cannot be run" in ran.stderr
    assert "broken.py" in ran.stdout


def test_what_is_read_is_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="is a pipe, not a file"):
        read_file(tmp_path / "pipe", 10)
