"""What a Dockerfile says of the image that it builds."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from boundary_lint.discover.deploy.dotenv import Setting
from boundary_lint.discover.deploy.images import language_of
from boundary_lint.discover.deploy.sources import Sources
from boundary_lint.discover.deploy.variables import filled, lookup_in

MAX_INSTRUCTIONS = 2_000
"""Instructions of one file that are looked at."""

MAX_QUOTED = 10_000
"""Characters of an instruction whose quotes are understood: shlex takes a time that grows with their square."""

_INSTRUCTION = re.compile(r"\s*([A-Za-z]+)\s+(.*)", re.DOTALL)
_HEREDOC = re.compile(r"<<-?\s*[\"']?(\w+)[\"']?")


class Recipe(NamedTuple):
    """The image of one Dockerfile, or of one stage of it.

    base: the image outside of the file that it starts from. command, entrypoint: as one text, "" where not said. copies: (source, target) of what is copied from the context.
    health: line of HEALTHCHECK, 0 for none. language: what the base images are for. line: that of FROM.
    """

    file: str
    line: int = 0
    base: str = ""
    language: str = ""
    entrypoint: str = ""
    command: str = ""
    workdir: str = ""
    health: int = 0
    ports: tuple[int, ...] = ()
    copies: tuple[tuple[str, str], ...] = ()
    settings: tuple[tuple[str, Setting], ...] = ()

    @property
    def starts(self) -> str:
        """The command that a container of it runs, as one text."""
        return " ".join(part for part in (self.entrypoint, self.command) if part)


def recipe_of(sources: Sources, file: str, target: str = "", arguments: Mapping[str, str] = {}) -> Recipe | None:
    """Return what a Dockerfile builds, None where it cannot be read or builds nothing.

    target: the stage that is wanted, "" for the last. arguments: what is given for ARG.
    """
    text = sources.text(file)
    if text is None:
        return None
    stages = _Stages(file, arguments)
    for instruction in _instructions(text):
        stages.take(instruction)
    if not stages.found:
        sources.gap(file, "has no FROM: it builds no image")
        return None
    return stages.of(target)


class _Stages:
    """Follows the instructions, stage by stage."""

    def __init__(self, file: str, arguments: Mapping[str, str]) -> None:
        self._file, self._given = file, arguments
        self._variables: dict[str, str] = {}
        self._names: dict[str, int] = {}
        self.found: list[Recipe] = []

    def of(self, target: str) -> Recipe:
        """Return a stage by its name, else the last. What other stages are built for tells the language too."""
        recipe = self.found[self._names.get(target.lower(), -1)]
        language = recipe.language or next((stage.language for stage in self.found if stage.language), "")
        copies = recipe.copies or tuple(copy for stage in self.found for copy in stage.copies)
        return recipe._replace(language=language, copies=copies)

    def take(self, instruction: _Instruction) -> None:
        word, rest, line = instruction.word, instruction.rest, instruction.line
        if word == "ARG":
            name, _, default = rest.partition("=")
            self._variables[name.strip()] = self._given.get(name.strip(), self._fill(default.strip().strip("\"'")))
        elif word == "FROM":
            self._start(rest, line)
        elif self.found:
            self.found[-1] = self._changed(self.found[-1], instruction)

    def _start(self, rest: str, line: int) -> None:
        words = [word for word in rest.split() if not word.startswith("--")]
        image = self._fill(words[0]) if words else ""
        if len(words) > 2 and words[1].lower() == "as":
            self._names[words[2].lower()] = len(self.found)
        before = self._names.get(image.lower())
        if before is not None and before < len(self.found):
            self.found.append(self.found[before]._replace(line=line))
        else:
            self.found.append(Recipe(self._file, line, image, language_of(image)))

    def _changed(self, recipe: Recipe, instruction: _Instruction) -> Recipe:
        word, rest, line = instruction.word, instruction.rest, instruction.line
        if word == "CMD":
            return recipe._replace(command=self._command(rest))
        if word == "ENTRYPOINT":
            return recipe._replace(entrypoint=self._command(rest), command="")
        if word == "WORKDIR":
            return recipe._replace(workdir=self._fill(rest.strip()))
        if word == "HEALTHCHECK":
            return recipe._replace(health=0 if rest.strip().upper().startswith("NONE") else line)
        if word == "EXPOSE":
            ports = [int(port) for part in self._fill(rest).split() if (port := part.partition("/")[0]).isdigit()]
            return recipe._replace(ports=(*recipe.ports, *(port for port in ports if 0 < port < 65536)))
        if word in ("COPY", "ADD") and "--from=" not in rest:
            return recipe._replace(copies=(*recipe.copies, *self._copies(rest)))
        if word == "ENV":
            return recipe._replace(settings=(*recipe.settings, *self._environment(instruction)))
        return recipe

    def _command(self, rest: str) -> str:
        return self._fill(" ".join(words_of(rest)))

    def _copies(self, rest: str) -> Iterator[tuple[str, str]]:
        *copied, target = [word for word in words_of(self._fill(rest)) if not word.startswith("--")] or [""]
        return ((source, target) for source in copied)

    def _environment(self, instruction: _Instruction) -> Iterator[tuple[str, Setting]]:
        rest = instruction.rest
        pairs = [word.partition("=") for word in _split(rest)]
        if pairs and not pairs[0][1]:
            name, _, value = rest.strip().partition(" ")
            pairs = [(name, "=", value.strip())]
        for name, sign, value in pairs:
            if sign:
                value = self._fill(value)
                self._variables[name] = value
                yield name, Setting(value, self._file, instruction.line_of(name))

    def _fill(self, text: str) -> str:
        return filled(text, lookup_in(self._variables)) if "$" in text else text


def words_of(text: str) -> list[str]:
    """Return the words of an instruction in exec form, or the text as the only one."""
    text = text.strip()
    if text.startswith("["):
        try:
            words = json.loads(text)
        except (ValueError, RecursionError):
            return [word.strip().strip("\"'") for word in text.strip("[]").split(",")]
        return [str(word) for word in words if isinstance(word, str | int)]
    return _split(text)


def _split(text: str) -> list[str]:
    if len(text) > MAX_QUOTED:
        return text.split()
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()


class _Instruction(NamedTuple):
    """An instruction with its continued lines joined, and these lines with their numbers."""

    line: int
    word: str
    rest: str
    lines: tuple[tuple[int, str], ...]

    def line_of(self, name: str) -> int:
        """Return on which of its lines a name is given a value."""
        return next((number for number, text in self.lines if f"{name}=" in text), self.line)


def _instructions(text: str) -> Iterator[_Instruction]:
    """Yield the instructions; comments and here-documents are left out."""
    lines = text.split("\n")
    at = count = 0
    while at < len(lines) and count < MAX_INSTRUCTIONS:
        parts: list[tuple[int, str]] = []
        while at < len(lines):
            line = lines[at]
            at += 1
            if line.lstrip().startswith("#"):
                if parts:
                    continue
                break
            parts.append((at, line.rstrip().removesuffix("\\")))
            if not line.rstrip().endswith("\\"):
                break
        match = _INSTRUCTION.match(" ".join(part for _, part in parts))
        if match:
            count += 1
            yield _Instruction(parts[0][0], match[1].upper(), match[2], tuple(parts))
            if match[1].upper() in ("RUN", "COPY", "ADD") and (mark := _HEREDOC.search(match[2])):
                while at < len(lines) and lines[at].strip() != mark[1]:
                    at += 1
                at += 1
