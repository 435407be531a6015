"""``boundary-lint serve``: the HTML report on this machine, drawn again when files change."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import click

from boundary_lint.cli import options
from boundary_lint.cli.options import Given
from boundary_lint.cli.output import warn
from boundary_lint.pipeline.serve.drawing import NotDrawn, changes_of, draw, draw_again
from boundary_lint.pipeline.serve.live import Live
from boundary_lint.pipeline.serve.server import Server
from boundary_lint.pipeline.serve.watched import Watched

_REPORT = (sys.executable, "-P", "-m", "boundary_lint.cli.main", "report", "--output", "-")
"""The folder that it runs in may be foreign code: nothing is imported from there (-P)."""


@click.command()
@options.paths
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0: any free one.")
@click.option("--open", "opens", is_flag=True, help="Open the page in the browser.")
@click.option("--no-seams", is_flag=True, help="Propose no contexts: that takes longest.")
@options.program
def serve(given: Given, port: int, opens: bool, no_seams: bool) -> int:
    """Show the HTML report of the code below PATH on this machine alone, and draw it again when files change."""
    live, stop, command = Live(), threading.Event(), report_command(given, no_seams)
    with Server(port, live) as server:
        try:
            changes = changes_of(Watched(paths_of(given), given.config, given.options.cache), stop, warn)
            live.show(draw(command, aloud=True))
            threading.Thread(target=draw_again, args=(changes, lambda: draw(command), live, warn), daemon=True).start()
            click.echo(f"{server.url} shows {given.path.resolve().name} and follows its files. Ctrl-C ends it.")
            sys.stdout.flush()
            if opens:
                import webbrowser

                webbrowser.open(server.url)
            server.serve_forever()
        except NotDrawn as error:
            return error.code
        finally:
            stop.set()
    return 0


def paths_of(given: Given) -> list[Path]:
    """Return what is analysed."""
    return [given.path / one for one in given.config.only] or [given.path]


def report_command(given: Given, no_seams: bool) -> list[str]:
    """Return the command that writes the page to standard output."""
    own = given.options
    named = {"--config": given.explicit, "--settings": own.settings, "--jobs": own.jobs, "--cache-dir": own.cache}
    told = [text for name, value in named.items() if value for text in (name, str(value))]
    flags = {"--include-tests": own.include_tests, "--no-cache": own.cache is None, "--no-seams": no_seams}
    return [*_REPORT, *told, *(name for name, on in flags.items() if on), "--", *map(str, paths_of(given))]
