"""Groups of commands: a command is imported when it runs, and a name that is nearly right is answered with the one that was meant."""

from __future__ import annotations

import difflib
from importlib import import_module

import click


class Later(click.Command):
    """Stands for the command of the same name in the module of the same name, which is not imported to list it. help: its first sentence."""

    def load(self) -> click.Command:
        """Return the command itself."""
        command: click.Command = getattr(import_module(f"boundary_lint.cli.{self.name}"), str(self.name))
        return command


class Group(click.Group):
    """A group that suggests the command that was meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            name, command, rest = super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = difflib.get_close_matches(args[0], self.list_commands(ctx), 1) if args else []
            if not near:
                raise
            raise click.UsageError(f"{error.message} Did you mean '{near[0]}'?", ctx) from error
        return name, command.load() if isinstance(command, Later) else command, rest
