"""Walk through a page of the documentation: write the files it shows, run the commands, compare what they print."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.cli.inside import inside

DOCS = Path(__file__).parents[2] / "docs"

_BLOCK = re.compile(
    r"(?:^`(?P<path>[^`\n]+)`:\n\n)?^(?P<fence>`{3,})(?P<lang>\w*)\n(?P<body>.*?)^(?P=fence)$", re.M | re.S
)

SKIP = "..."
"""A line of expected output that stands for any number of lines."""


def walk(text: str, folder: Path) -> int:
    """Do what a page says in a folder; return the number of commands run.

    Raises:
        AssertionError: a command prints something else than the page shows.
    """
    commands = 0
    for block in _BLOCK.finditer(text):
        if block["path"]:
            file = folder / block["path"]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block["body"], "utf-8")
        elif block["lang"] == "console":
            for command, expected in _commands(block["body"]):
                compare(command, expected, run(command, folder))
                commands += 1
    return commands


def run(command: str, folder: Path) -> list[str]:
    """Run one command of boundary-lint in a folder and return the lines that it prints on standard output."""
    assert command.startswith("boundary-lint "), command
    if not re.search(r"[|<>&;$*~`]", command):
        done = inside(*shlex.split(command)[1:], cwd=folder, env={"NO_COLOR": "1"})
        assert done.returncode in (0, 1), done.stderr
        return done.stdout.splitlines()
    shell = command.replace("boundary-lint", f'"{sys.executable}" -m boundary_lint.cli.main', 1)
    ran = subprocess.run(
        shell, shell=True, cwd=folder, capture_output=True, text=True, check=False, env={**os.environ, "NO_COLOR": "1"}
    )
    assert ran.returncode in (0, 1), ran.stderr
    return ran.stdout.splitlines()


def compare(command: str, expected: list[str], printed: list[str]) -> None:
    """Compare what a command prints with what the page shows of it.

    Raises:
        AssertionError: they differ.
    """
    pattern = "".join(r"(?:.*\n)*?" if line == SKIP else re.escape(line) + r"\n" for line in expected)
    text = "".join(line + "\n" for line in printed)
    assert not expected or re.fullmatch(pattern, text), f"$ {command}\n{text}"


def _commands(body: str) -> Iterator[tuple[str, list[str]]]:
    for part in re.split(r"^\$ ", body, flags=re.M)[1:]:
        command, *expected = part.rstrip("\n").split("\n")
        yield command.partition("  #")[0].strip(), expected
