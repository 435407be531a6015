"""The wheel alone gives a working command: rule pages, catalogue and stubs are inside."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_wheel_works_by_itself(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "pip", "wheel", str(ROOT), "--no-deps", "--quiet", "-w", str(tmp_path)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    unpacked = tmp_path / "unpacked"
    zipfile.ZipFile(wheel).extractall(unpacked)
    env = {**os.environ, "PYTHONPATH": str(unpacked)}
    program = "import boundary_lint, sys; sys.exit(0 if boundary_lint.__file__.startswith(sys.argv[1]) else 1)"
    subprocess.run([sys.executable, "-c", program, str(unpacked)], check=True, env=env, cwd=tmp_path)
    command = [sys.executable, "-m", "boundary_lint.cli.main"]
    listed = subprocess.run(
        [*command, "rules", "list"], capture_output=True, text=True, check=True, env=env, cwd=tmp_path
    )
    assert "foreign-table-access" in listed.stdout
    shop = ROOT / "fixtures" / "shop_bad"
    ran = subprocess.run(
        [*command, "check", str(shop), "--no-cache"], capture_output=True, text=True, check=False, env=env, cwd=tmp_path
    )
    assert ran.returncode == 1
    assert "foreign-table-access" in ran.stdout
