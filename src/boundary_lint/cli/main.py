"""The command line: one command per module; errors become messages and exit codes here and nowhere else."""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
from collections.abc import Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FINDINGS, CANNOT_RUN, OUR_FAULT, INTERRUPTED = 1, 2, 3, 130
"""Exit codes: findings at or above --fail-on; configuration, usage or input that cannot be used; a fault of our own; ended by Ctrl-C."""

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""What the system says where output finds no room."""


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command line and exit."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _make_writable()
    gc.disable()
    _exit(run(arguments))


def run(arguments: list[str]) -> int:
    """Run a command line and return its exit code."""
    try:
        from boundary_lint.pipeline import replay

        known = replay.lookup(arguments)
        return _run(arguments) if known is None else known
    except KeyboardInterrupt:
        return _interrupted()


class _Heard(io.FileIO):
    """A standard stream that drops what nobody reads any more, as behind ``head``: the run goes on, and its exit code is its verdict."""

    def write(self, content: Any, /) -> int:
        try:
            return super().write(content)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
            return len(content)


def _make_writable() -> None:
    """Have streams that take everything: one may have been closed by whoever started us, lead nowhere any more, or know ASCII alone."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
            continue
        raw = io.BufferedWriter(_Heard(stream.fileno(), "wb", closefd=False))
        lines = stream.line_buffering
        setattr(sys, name, io.TextIOWrapper(raw, stream.encoding, "backslashreplace", line_buffering=lines))


def _exit(code: int) -> None:
    """End the process at once: to take a program's facts apart, one by one, is a tenth of a long run."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            continue
    os._exit(code)


def _run(arguments: list[str]) -> int:
    import click

    from boundary_lint.cli.commands import cli
    from boundary_lint.errors import BoundaryLintError

    try:
        code = cli.main(args=arguments, prog_name="boundary-lint", standalone_mode=False, obj=arguments)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        error.show()
        return CANNOT_RUN
    except click.Abort:
        return _interrupted()
    except BoundaryLintError as error:
        _say(f"boundary-lint: {error}")
        return CANNOT_RUN
    except OSError as error:
        if error.filename is None and error.errno in _FULL:
            _say(f"boundary-lint: standard output cannot be written: {error.strerror}")
            return CANNOT_RUN
        return _our_fault(error)
    except Exception as error:
        return _our_fault(error)


def _interrupted() -> int:
    print("boundary-lint: interrupted", file=sys.stderr)
    return INTERRUPTED


def _our_fault(error: Exception) -> int:
    if os.environ.get("BOUNDARY_LINT_DEBUG"):
        raise error
    _say(f"boundary-lint: internal error: {type(error).__name__}: {error}")
    _say("This is our fault, not yours. Set BOUNDARY_LINT_DEBUG=1 to see where, and please report it.")
    return OUR_FAULT


def _say(message: str) -> None:
    from boundary_lint.facts.harmless import clean

    print(clean(message), file=sys.stderr)


if __name__ == "__main__":
    main()
