"""Configurations of nginx: which paths it hands on to whom, as far as it is said literally."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from boundary_lint.discover.deploy.rewrites import UNCHANGED, Rewrite, beginning, rewritten
from boundary_lint.discover.deploy.sources import Sources
from boundary_lint.facts.deployment import Forward

MAX_DEPTH = 20
"""Blocks in blocks; real configurations have four."""

MAX_FORWARDS = 2_000
"""Locations of one file."""

_TOKEN = re.compile(r"#[^\n]*|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|[{};]|(?:\$\{\w+\}|[^\s{};])+|\n", re.DOTALL)
_ADDRESS = re.compile(r"(?:(?:https?|grpcs?|uwsgi)://)?(?P<host>[\w.-]+)(?::(?P<port>\d{1,5}))?(?P<path>[/$].*)?")
_PASSES = ("proxy_pass", "grpc_pass", "uwsgi_pass")
_VARIABLE = re.compile(r"\$\{?(\w+)\}?")


class _Directive(NamedTuple):
    """One directive. inside: those of its block."""

    name: str
    arguments: tuple[str, ...]
    line: int
    inside: list[_Directive]


def forwards_of(sources: Sources, file: str) -> Iterator[Forward]:
    """Yield what a configuration hands on; of the gateway only the names are known that it gives itself."""
    whole = list(_everything(_parse(sources, file)))
    upstreams = {d.arguments[0]: _first_server(d) for d in whole if d.name == "upstream" and d.arguments}
    found = (
        one
        for server in whole
        if server.name == "server"
        for location, settings in _locations(server, {})
        if (one := _forward(location, settings, upstreams, file, _names(server))) is not None
    )
    yield from islice(found, MAX_FORWARDS)


def _names(server: _Directive) -> tuple[str, ...]:
    names = {name for d in server.inside if d.name == "server_name" for name in d.arguments}
    return tuple(sorted(name for name in names if name.strip("_") and re.fullmatch(r"[\w.-]+", name)))


def _locations(around: _Directive, settings: dict[str, str]) -> Iterator[tuple[_Directive, dict[str, str]]]:
    """Yield every location in a block, with the variables that are set for it."""
    known = settings | {
        d.arguments[0].strip("${}"): d.arguments[1] for d in around.inside if d.name == "set" and len(d.arguments) == 2
    }
    if around.name == "location" and around.arguments:
        yield around, known
    for directive in around.inside:
        if directive.name == "location":
            yield from _locations(directive, known)


def _forward(
    location: _Directive, settings: dict[str, str], upstreams: dict[str, str], file: str, names: tuple[str, ...]
) -> Forward | None:
    """Return what a location hands on, None where it does not, or to nobody who is named."""
    passes = [d for d in location.inside if d.name in _PASSES and d.arguments]
    *mark, pattern = location.arguments[-2:]
    kind = mark[0] if mark else ""
    path = beginning(pattern) if kind.startswith("~") else pattern
    if not passes or path is None or not path.startswith("/"):
        return None
    target = _VARIABLE.sub(lambda m: settings.get(m[1], m[0]), passes[-1].arguments[0])
    address = _ADDRESS.fullmatch(target)
    if address is None:
        return None
    behind = _ADDRESS.fullmatch(upstreams.get(address["host"], "")) or address
    change = _change(location.inside, kind, pattern, address["path"] or "")
    if change is None:
        return None
    return Forward(
        hosts=names,
        ports=(),
        path=path,
        to_host=behind["host"],
        file=file,
        line=passes[-1].line,
        to_port=int(behind["port"] or 0),
        exact=kind == "=",
        cut=change.cut,
        to_path=change.to_path,
    )


def _change(inside: Iterable[_Directive], kind: str, pattern: str, uri: str) -> Rewrite | None:
    """Return what becomes of a path: by ``rewrite``, or by what stands behind the address; None where that is not known."""
    for one in inside:
        if one.name == "rewrite" and len(one.arguments) > 1:
            return rewritten(one.arguments[0], one.arguments[1])
    if not uri or uri.startswith(("$request_uri", "$uri")):
        return UNCHANGED
    if kind.startswith("~"):
        return rewritten(pattern, uri)
    return None if "$" in uri else Rewrite(pattern, uri)


def _first_server(upstream: _Directive) -> str:
    return next((d.arguments[0] for d in upstream.inside if d.name == "server" and d.arguments), "")


def _everything(directives: Sequence[_Directive]) -> Iterator[_Directive]:
    for directive in directives:
        yield directive
        yield from _everything(directive.inside)


def _parse(sources: Sources, file: str) -> list[_Directive]:
    """Return the directives of a file; what is nested too deeply is not looked at."""
    top: list[_Directive] = []
    words: list[str] = []
    open_blocks, line, first = [top], 1, 1
    for match in _TOKEN.finditer(sources.text(file) or ""):
        token = match[0]
        if token in ("{", ";") and words:
            directive = _Directive(words[0], tuple(words[1:]), first, [])
            open_blocks[-1].append(directive)
            if token == "{":
                open_blocks.append(directive.inside)
            words = []
        elif token == "}":
            words = []
            if len(open_blocks) > 1:
                open_blocks.pop()
        elif token not in ("{", ";", "\n") and not token.startswith("#"):
            first = first if words else line
            words.append(token[1:-1] if token[0] in "\"'" and token[-1] == token[0] else token)
        if len(open_blocks) > MAX_DEPTH:
            sources.gap(file, f"is nested more than {MAX_DEPTH} blocks deep", line)
            break
        line += token.count("\n")
    return top
