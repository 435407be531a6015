"""The commands: a line for each; what it does and its options are in the module of its name, which is imported when it runs."""

from __future__ import annotations

import click

from boundary_lint import __version__
from boundary_lint.cli.group import Group, Later


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="boundary-lint")
def cli() -> None:
    """Find where a Python monolith, or a set of Python services, breaks its own boundaries."""


for _command in (
    Later("baseline", help="Accept today's findings as debt, see what became of it, drop what is paid off."),
    Later("catalog", help="Test catalogue pages."),
    Later("check", help="Check the code below PATH against all rules and print the findings."),
    Later("diff", help="Show what a change does to the architecture: from the revision BASE to HEAD, or to the working tree."),
    Later("explain", help='Explain WORD: a rule, the fingerprint of a finding, an edge ("orders -> billing"), or a name of the code.'),
    Later("facts", help="Write everything that was found as JSON."),
    Later("graph", help="Draw the program below PATH: contexts, services, packages, modules, tables, or who touches which table."),
    Later("init", help="Begin with a program: write what is found in it as configuration, and what is wrong today as debt."),
    Later("matrix", help="Show the program below PATH as a dependency structure matrix: who uses whom, or who touches which table."),
    Later("query", help="Run a SQL select on the public views of the graph (see docs/views.md)."),
    Later("report", help="Write one HTML file to explore the program below PATH."),
    Later("rules", help="List, test and write rule pages."),
    Later("seams", help="Show which bounded contexts the code below PATH has, by its own links and words."),
    Later("serve", help="Show the HTML report of the code below PATH on this machine alone, and draw it again when files change."),
    Later("views", help="List the public views of the graph, or explain VIEW column by column."),
):  # fmt: skip
    cli.add_command(_command)
