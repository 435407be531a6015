"""The installed command, run on the bundled shops."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

COMMAND = str(Path(sys.executable).with_name("boundary-lint"))

FIXTURES = Path(__file__).parents[2] / "fixtures"

BAD, GOOD = str(FIXTURES / "shop_bad"), str(FIXTURES / "shop_good")


def run(
    *arguments: str, cwd: Path | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the installed command; colour is left to the test."""
    clean = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    ran = subprocess.run(
        [COMMAND, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={**clean, **(env or {})},
        timeout=120,
    )
    assert "Traceback" not in ran.stderr
    return ran
