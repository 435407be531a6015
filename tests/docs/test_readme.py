"""What the README names exists, and what it shows is what is printed."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from boundary_lint.cli.commands import cli
from boundary_lint.cli.group import Later
from tests.docs.walk import _BLOCK, DOCS, compare, run

ROOT = DOCS.parent

COMMANDS = {name: command.load() for name, command in cli.commands.items() if isinstance(command, Later)}

PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
        assert (page.parent / link).exists(), link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_and_options_exist(page: Path) -> None:
    for text in re.findall(r"boundary-lint ([a-z][^`\n#]*)", page.read_text("utf-8")):
        first, *others = text.replace("\\|", " ").split()
        assert first in COMMANDS, text
        commands = [COMMANDS[first]]
        if isinstance(commands[0], click.Group):
            commands = [
                commands[0].commands[name]
                for name in re.findall(r"^\w+(?: \w+)*", " ".join(others))[0].split()[:3]
                if name in commands[0].commands
            ]
            assert commands, text
        options = {name for command in commands for option in command.params for name in option.opts}
        assert set(re.findall(r"(?<=\s)--?[a-z][\w-]*", text)) <= options, text


def test_options_named_alone_exist() -> None:
    known = {name for command in COMMANDS.values() for option in command.params for name in option.opts}
    for option in re.findall(r"`(--?[a-z][\w-]*)", (ROOT / "README.md").read_text("utf-8")):
        assert option in known, option


def test_targets_of_make_exist() -> None:
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.M)
    for target in re.findall(r"make (\w+)", (ROOT / "README.md").read_text("utf-8")):
        assert target in targets


def test_the_first_screen_is_what_is_printed() -> None:
    shown = [
        b["body"] for b in _BLOCK.finditer((ROOT / "README.md").read_text("utf-8")) if "fixtures/shop_bad" in b["body"]
    ]
    command, *expected = shown[0].removeprefix("$ ").rstrip("\n").split("\n")
    compare(command, expected, run(f"{command} --no-cache", ROOT))
