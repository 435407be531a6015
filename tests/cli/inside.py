"""The command line inside of this process, answered as the installed command answers: what a test of it costs is the work alone, not the start."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from boundary_lint.cli.main import OUR_FAULT
from boundary_lint.cli.main import run as answered


def inside(
    *arguments: str, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command line; colour and width are those of a pipe, unless the test gives more variables."""
    clean = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    out, err = io.StringIO(), io.StringIO()
    with (
        patch.dict(os.environ, {**clean, **(env or {})}, clear=True),
        chdir(cwd or Path.cwd()),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        code = answered(list(arguments))
    assert code != OUR_FAULT, err.getvalue()
    return subprocess.CompletedProcess(list(arguments), code, out.getvalue(), err.getvalue())
