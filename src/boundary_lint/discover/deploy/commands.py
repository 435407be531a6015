"""Command lines: which start a Python process, on which ports it listens, and what a shell script starts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from boundary_lint.discover.deploy.secrets import MAX_VALUE, redact
from boundary_lint.discover.deploy.sources import Sources, joined

MAX_LINES = 2_000
"""Lines of a script that are looked at."""

_RUN = r"(?:run|serve|consum|listen|work|start|watch|daemon|process|queue|qcluster|poll|subscri|relay|dispatch|beat|schedul)"
_STARTS = re.compile(
    rf"""(?<![\w./-])(?:[\w./-]*/)?(?:
    (?:uvicorn|gunicorn|hypercorn|daphne|waitress-serve|granian|uwsgi|chaussette)\s+\S
    |celery\b[^|&;]*\b(?:worker|beat)\b
    |(?:flask|quart|fastapi|litestar|nameko|faststream|chalice)\b[^|&;]*\b(?:run|dev)\b
    |sanic\s+[\w.]+|faust\b[^|&;]*\bworker\b|(?:dramatiq|arq|taskiq|huey_consumer(?:\.py)?)\s+\S|(?:rq|rqworker|taskiq)\s+worker\b
    |(?:python[\d.]*\s+(?:-\w+\s+)*)?(?:[\w./-]*/)?manage\.py\s+(?:\w*{_RUN}\w*)
    |python[\d.]*\s+(?:-[uBOEIs]+\s+|-[WX]\s+\S+\s+)*(?:-m\s+[\w.]+|[\w./{{}}-]+\.py)\b
    )""",
    re.VERBOSE,
)
"""Programs that keep a Python process running."""

_NO_SERVICE = re.compile(
    r"-m\s+(?:pip|venv|virtualenv|pytest|unittest|build|black|ruff|mypy|flake8|pylint|isort|coverage|twine|ensurepip|compileall|json\.tool|nltk"
    r"|grpc_tools\.protoc|grpc_tools|spacy|alembic|pre_commit|poetry|uv|tox|nox|sphinx|cProfile|timeit|pdb|site|zipapp|piptools|towncrier)\b"
    r"|(?:^|[\s/])(?:setup|conf|conftest|test_\w+|\w+_test|tests|noxfile|fabfile|get-pip|wait_for_\w+|wait-for-\w+|migrate|seed\w*|init_db|create_\w+|manage)\.py\b"
    r"(?!\s+\w*(?:run|serve|consum|listen|work|start|watch|daemon|process|queue|qcluster|poll|subscri|relay|dispatch|beat|schedul))"
)
"""What looks like one and is a tool, or a step that ends."""

_PORTS = (
    re.compile(r"\brunserver\w*\s+(?:--\S+\s+)*(?:\[?[\w.:]*\]?:)?(\d{2,5})\b"),
    re.compile(r"(?<!\S)(?:--port|--http-port|-p)[\s=]+(\d{2,5})\b"),
    re.compile(r"(?<!\S)(?:-b|--bind|--listen|--http|--http-socket|--socket|--address)[\s=]+\S*?:(\d{2,5})\b"),
)

_SCRIPT = re.compile(
    r"(?<![\w{}$-])([\w./-]+\.(?:sh|bash)|(?:[\w.-]*/)+(?:start|run|entrypoint|boot|serve)[\w-]*)(?![\w./])"
)


def starts_python(line: str) -> bool:
    """Whether a command line starts a Python process that stays."""
    return bool(_STARTS.search(line)) and not _NO_SERVICE.search(line)


def ports_in(command: str) -> list[int]:
    """Return the ports that a command line says to listen on."""
    found = [int(port) for pattern in _PORTS for port in pattern.findall(command)]
    return [port for port in found if 0 < port < 65536]


def shown_command(text: str) -> str:
    """Return a command line as it may be shown: one line, without passwords."""
    text = " ".join(text.split())
    return redact(text if len(text) <= MAX_VALUE else text[:MAX_VALUE].rpartition(" ")[0])


def with_scripts(sources: Sources, command: str, folders: list[str]) -> str:
    """Return a command line, followed by what the scripts that it runs start. folders: where these may lie."""
    lines = [line for path in _scripts(sources, command, folders) for line in started(sources.text(path) or "")]
    return "; ".join([command, *lines]) if lines else command


def started(script: str) -> list[str]:
    """Return the lines of a shell script that start a Python process."""
    text = re.sub(r"\\\n", " ", script)
    lines = (line.strip() for line in text.split("\n")[:MAX_LINES])
    return [line[:MAX_VALUE] for line in lines if not line.startswith("#") and starts_python(line[:MAX_VALUE])]


def _scripts(sources: Sources, command: str, folders: list[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in _SCRIPT.findall(command[:MAX_VALUE]):
        inside = [
            name.lstrip("/"),
            *(["/".join(name.split("/")[2:])] if name.startswith("/") else []),
            posixpath.basename(name),
        ]
        for path in (joined(folder, part) for folder in folders for part in inside if part):
            if path and path not in seen and sources.is_file(path):
                seen.add(path)
                yield path
                break
