"""Makefiles: lines that start Python processes, and lines that build images."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import NamedTuple

from boundary_lint.discover.deploy.builds import Builds
from boundary_lint.discover.deploy.commands import ports_in, shown_command, starts_python
from boundary_lint.discover.deploy.environment import environment
from boundary_lint.discover.deploy.images import name_of
from boundary_lint.discover.deploy.origins import Origins
from boundary_lint.discover.deploy.sources import Sources, joined
from boundary_lint.facts.deployment import Process

MAX_LINES = 2_000
"""Lines of one file."""

_CD = re.compile(r"(?:^|[\s;&(@-])cd\s+([\w./-]+)\s*(?:&&|;)")
_BUILD = re.compile(r"\bdocker\s+(?:buildx\s+|image\s+)?build\s+(.*)")
_MODULE = re.compile(r"(?:-m\s+|worker\s+|-A\s+|\s)([\w./-]+?)(?=\.py\b|:\w|\s|$)")
_GENERIC = frozenset(
    [
        "app",
        "main",
        "run",
        "server",
        "manage",
        "wsgi",
        "asgi",
        "__main__",
        "service",
        "src",
        "api",
        "start",
        "worker",
        "wsgi_app",
    ]
)
_VARIABLE = re.compile(r"\$[({](\w+)[)}]")
_SETTING = re.compile(r"(\w+)\s*[:?]?=\s*(.*)")


class _Line(NamedTuple):
    number: int
    target: str
    text: str


def makefile_processes(sources: Sources, file: str) -> Iterator[Process]:
    """Return a process for every line that starts a Python process which stays."""
    for line in _recipes(sources.text(file) or ""):
        for part in re.split(r"(?<!&)&(?!&)|\s;\s", line.text):
            if starts_python(part) and not re.search(r"\b(grep|kill|echo|docker|kubectl)\b", part):
                folder = _folder(sources, file, part)
                command = shown_command(
                    re.sub(r"^.*?(?:&&|;)\s*(?=\S*(?:python|uvicorn|gunicorn|celery|flask))", "", part.strip("@- \t"))
                )
                yield Process(
                    "makefile",
                    _name(command, folder, line.target),
                    file,
                    line.number,
                    folder,
                    command=command,
                    environment=environment(sources, folder),
                    ports=tuple(sorted(set(ports_in(command)))),
                )


def learn_images(sources: Sources, builds: Builds, origins: Origins, file: str) -> None:
    """Take note of the images that ``docker build`` makes."""
    for line in _recipes(sources.text(file) or ""):
        match = _BUILD.search(line.text)
        if match is None:
            continue
        words = re.split(r"\s+", re.split(r"&&|;|\|", match[1])[0].strip())
        options = {word: words[n + 1] for n, word in enumerate(words[:-1]) if word in ("-t", "--tag", "-f", "--file")}
        image, context = name_of(options.get("-t", "") or options.get("--tag", "")), words[-1]
        folder = posixpath.dirname(file) if not _CD.search(line.text) else _folder(sources, file, line.text)
        where = joined(folder, context)
        if image and "$" not in image and where is not None and sources.is_folder(where):
            relative = posixpath.relpath(where or ".", posixpath.dirname(file) or ".")
            origins.learn(
                image,
                builds.build(
                    file, line.number, relative, options.get("-f", "") or options.get("--file", ""), subject=image
                ),
            )


def _folder(sources: Sources, file: str, text: str) -> str:
    """Return the folder that a command is run in."""
    folder = posixpath.dirname(file)
    for change in _CD.findall(text):
        inner = joined(folder, change)
        folder = inner if inner is not None and sources.is_folder(inner) else folder
    return folder


def _name(command: str, folder: str, target: str) -> str:
    """Return the name of what a command starts: of the script or module, else of the folder, else of the target."""
    for found in _MODULE.findall(" " + command):
        last = [part for part in re.split(r"[./]", found) if part and part not in _GENERIC]
        if last and ("/" in found or f"{found}.py" in command):
            return last[-1]
    return posixpath.basename(folder) or target


def _recipes(text: str) -> Iterator[_Line]:
    """Return the commands of a makefile, with continued lines joined and its own variables filled in."""
    variables: dict[str, str] = {}
    target = ""
    lines = text.split("\n")[:MAX_LINES]
    at = 0
    while at < len(lines):
        number, line = at + 1, lines[at]
        while line.endswith("\\") and at + 1 < len(lines):
            at += 1
            line = line[:-1] + lines[at]
        at += 1
        if line.startswith("\t"):
            if not line.strip().startswith("#"):
                yield _Line(
                    number, target, _VARIABLE.sub(lambda match: variables.get(match[1], match[0]), line.strip())
                )
        elif setting := _SETTING.fullmatch(line.strip()):
            variables.setdefault(setting[1], setting[2][:200])
        elif ":" in line and not line.startswith("#"):
            target = line.partition(":")[0].strip().split(" ")[0]
