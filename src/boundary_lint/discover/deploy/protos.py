"""``.proto`` files: the procedures of their services; and the code made from them, where they are not there themselves."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from itertools import islice, takewhile

from boundary_lint.discover.deploy.sources import Sources
from boundary_lint.facts.deployment import RemoteProcedure

MAX_PROCEDURES = 5_000
"""Procedures of one file."""

MAX_GENERATED = 1_000
"""Generated files that are looked at."""

_CALLED = re.compile(r"(stream_\w+\(\s*|_stream\(\s*)?[\"']/(?:([\w.]+)\.)?(\w+)/(\w+)[\"']")
"""The full name of a procedure in generated code: ``'/shop.Orders/Get'``, and whether it streams (``unary_stream(``)."""

_TOKEN = re.compile(r"//[^\n]*|/\*.*?\*/|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|[\w.]+|[{}();]|\n", re.DOTALL)


def procedures_of(sources: Sources, file: str) -> Iterator[RemoteProcedure]:
    """Return the procedures that a file declares, with the line of each."""
    tokens = list(_tokens(sources.text(file) or ""))
    package, service, depth, count = "", "", 0, 0
    previous = ""
    for number, (line, token) in enumerate(tokens):
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
            yield RemoteProcedure(package, service, token, file, line, streams=_streams(islice(tokens, number, None)))
        previous = token


def _streams(tokens: Iterable[tuple[int, str]]) -> bool:
    """Whether a procedure takes or gives a stream: ``Watch (Order) returns (stream Event);``."""
    head = takewhile(lambda token: token[1] not in (";", "{"), tokens)
    return any(token == "stream" for _, token in head)


def _tokens(text: str) -> Iterator[tuple[int, str]]:
    """Return the words and signs with their lines, without comments and texts."""
    line = 1
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token[0] not in "/\"'\n":
            yield line, token
        line += token.count("\n")


def procedures_generated(sources: Sources, files: Iterable[str], protos: Iterable[str]) -> Iterator[RemoteProcedure]:
    """Yield the procedures that generated code (``orders_pb2_grpc.py``) names whose definition is in none of some ``.proto`` files."""
    known = {posixpath.basename(path).removesuffix(".proto").replace("-", "_") for path in protos}
    wanted = [f for f in files if f.endswith("_pb2_grpc.py")]
    for file in [f for f in wanted if posixpath.basename(f).removesuffix("_pb2_grpc.py") not in known][:MAX_GENERATED]:
        found: dict[tuple[str, str, str], tuple[int, bool]] = {}
        line, end = 1, 0
        text = sources.text(file) or ""
        for match in _CALLED.finditer(text):
            line, end = line + text.count("\n", end, match.start()), match.start()
            found.setdefault((match[2] or "", match[3], match[4]), (line, match[1] is not None))
        for (package, service, method), (at, streams) in list(found.items())[:MAX_PROCEDURES]:
            yield RemoteProcedure(package, service, method, file, at, streams=streams)
