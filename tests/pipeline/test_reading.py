"""The cache of syntax facts: stat first, content second, and nothing is read twice for nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from boundary_lint.config.model import Config
from boundary_lint.discover.walk import discover
from boundary_lint.extract import extract
from boundary_lint.pipeline import reading
from boundary_lint.pipeline.cache import Cache

LONG_AGO = 1_600_000_000


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("a", "b"):
        path = tmp_path / "project" / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{name} = 1\n")
        os.utime(path, (LONG_AGO, LONG_AGO))
    return tmp_path / "project"


def read(project: Path) -> tuple[dict[str, bytes], list[str]]:
    """Return the facts of a project, and what the cache complained of."""
    complaints: list[str] = []
    store = Cache(project.parent / "cache", complaints.append)
    found = reading.read_tree(discover(project, Config()), store, jobs=1)
    facts = found.facts()
    store.close()
    return facts, complaints


def forbid_extraction(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(content: bytes, depth: str) -> bytes:
        raise AssertionError(content)

    monkeypatch.setattr(reading, "extract", fail)


def test_files_with_the_same_stat_are_not_opened(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = read(project)
    forbid_extraction(monkeypatch)
    monkeypatch.setattr(reading, "content_key", None)
    assert read(project) == first


def test_files_of_a_fresh_checkout_are_known_by_their_content(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = read(project)
    for path in project.iterdir():
        os.utime(path, (LONG_AGO + 1, LONG_AGO + 1))
    (project / "b.py").rename(project / "c.py")
    forbid_extraction(monkeypatch)
    facts, complaints = read(project)
    assert list(facts.values()) == list(first[0].values())
    assert list(facts) == ["a.py", "c.py"]
    assert not complaints


def test_a_changed_file_is_read_again_and_alone(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = read(project)
    extracted: list[bytes] = []
    real = extract

    def note(content: bytes, depth: str) -> bytes:
        extracted.append(content)
        return real(content, "full")

    monkeypatch.setattr(reading, "extract", note)
    (project / "b.py").write_text("b = 2\n")
    facts, _ = read(project)
    assert extracted == [b"b = 2\n"]
    assert facts["a.py"] == first["a.py"]
    assert facts["b.py"] != first["b.py"]


def test_a_tree_of_one_run_shares_facts_and_leaves_what_is_known_of_the_real_one(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = read(project)
    passing = project.parent / "passing"
    passing.mkdir()
    (passing / "a.py").write_text("a = 1\n")
    (passing / "old.py").write_text("old = 1\n")
    store = Cache(project.parent / "cache", print)
    found = reading.read_tree(discover(passing, Config()), store, jobs=1, passing=True)
    facts = found.facts()
    store.close()
    assert facts["a.py"] == first[0]["a.py"]
    forbid_extraction(monkeypatch)
    store = Cache(project.parent / "cache", print)
    assert reading.read_tree(discover(passing, Config()), store, jobs=1, passing=True).facts() == facts
    store.close()
    monkeypatch.setattr(reading, "content_key", None)
    assert read(project) == first
