"""Procfiles: a line for each process of one code root."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from boundary_lint.discover.deploy.commands import ports_in, shown_command
from boundary_lint.discover.deploy.environment import environment
from boundary_lint.discover.deploy.sources import Sources
from boundary_lint.facts.deployment import Process

MAX_LINES = 200
"""Lines of one file."""

_LINE = re.compile(r"([A-Za-z0-9_-]+):\s*(\S.*)")


def procfile_processes(sources: Sources, file: str) -> Iterator[Process]:
    """Return the processes of a Procfile; ``release`` is a step that ends."""
    folder = posixpath.dirname(file)
    for number, line in enumerate((sources.text(file) or "").split("\n")[:MAX_LINES], 1):
        match = _LINE.fullmatch(line.strip())
        if match and match[1] != "release":
            command = shown_command(match[2])
            variables = environment(sources, folder)
            yield Process(
                "procfile",
                match[1],
                file,
                number,
                folder,
                command=command,
                environment=variables,
                ports=tuple(sorted(set(ports_in(command)))),
            )
