"""Commands are listed without importing them, and what the list says of each is what it says itself."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click.testing import CliRunner

from boundary_lint.cli.commands import cli
from boundary_lint.cli.group import Later

LISTED = [command for command in cli.commands.values() if isinstance(command, Later)]


def test_every_command_is_listed_and_imported_when_it_runs() -> None:
    assert [command.name for command in LISTED] == sorted(cli.commands)


@pytest.mark.parametrize("listed", LISTED, ids=lambda command: command.name)
def test_the_list_says_what_the_command_says(listed: Later) -> None:
    command = listed.load()
    assert command.name == listed.name
    assert command.get_short_help_str(1000) == listed.get_short_help_str(1000)


def test_help_imports_no_stage() -> None:
    heavy = "'msgspec', 'boundary_lint.pipeline.run', 'boundary_lint.config.load'"
    code = (
        "import sys, contextlib\n"
        "from boundary_lint.cli.commands import cli\n"
        "with contextlib.suppress(SystemExit): cli(['--help'])\n"
        f"sys.exit(any(name in sys.modules for name in ({heavy})))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0


def test_a_name_that_is_nearly_right_is_answered() -> None:
    assert "Did you mean 'check'?" in CliRunner().invoke(cli, ["chekc"]).output
    assert "Did you mean 'prune'?" in CliRunner().invoke(cli, ["baseline", "prun"]).output
