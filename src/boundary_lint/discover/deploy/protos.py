"""``.proto`` files: the procedures of their services."""

from __future__ import annotations

import re
from collections.abc import Iterator

from boundary_lint.discover.deploy.sources import Sources
from boundary_lint.facts.deployment import RemoteProcedure

MAX_PROCEDURES = 5_000
"""Procedures of one file."""

_TOKEN = re.compile(r"//[^\n]*|/\*.*?\*/|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|[\w.]+|[{}();]|\n", re.DOTALL)


def procedures_of(sources: Sources, file: str) -> Iterator[RemoteProcedure]:
    """Return the procedures that a file declares, with the line of each."""
    tokens = _tokens(sources.text(file) or "")
    package, service, depth, count = "", "", 0, 0
    previous = ""
    for line, token in tokens:
        if token == "{":
            depth += 1
        elif token == "}":
            depth -= 1
            service = service if depth > 0 else ""
        elif previous == "package" and depth == 0:
            package = token
        elif previous == "service" and depth == 0:
            service = token
        elif previous == "rpc" and service and depth == 1 and count < MAX_PROCEDURES:
            count += 1
            yield RemoteProcedure(package, service, token, file, line)
        previous = token


def _tokens(text: str) -> Iterator[tuple[int, str]]:
    """Return the words and signs with their lines, without comments and texts."""
    line = 1
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token[0] not in "/\"'\n":
            yield line, token
        line += token.count("\n")
