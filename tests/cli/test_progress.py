"""The progress bar: on a terminal, for long work, on standard error; else nothing."""

from __future__ import annotations

import io
import sys

import pytest

from boundary_lint.cli import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, patience: float) -> str:
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(progress, "PATIENCE", patience)
    monkeypatch.setenv("TERM", "xterm")
    with progress.Bar() as bar:
        for done in range(3):
            bar.update("read", done, 3)
    return stream.getvalue()


def test_it_is_shown_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "read" in shown(monkeypatch, Terminal(), 0)


def test_what_is_over_soon_needs_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, Terminal(), 60) == ""


def test_nothing_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, io.StringIO(), 0) == ""
