"""The facts of a small pinned piece of real code, beside those it had before: a change of meaning is seen, and accepted or not.

``python -m tests.e2e.test_real_code`` writes the facts anew.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pytest

PINNED = "django-taggit==6.1.0"
PACKAGE = "taggit"
KNOWN = Path(__file__).parent / "real_code.txt"


def unpacked(folder: Path) -> Path | None:
    """Return the package, unpacked and never installed; None where it cannot be had."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), PINNED]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        return None
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "code", [name for name in archive.namelist() if name.startswith(f"{PACKAGE}/")])
    return folder / "code"


def facts(folder: Path) -> list[str]:
    """Return the facts as lines, sorted."""
    command = [sys.executable, "-m", "boundary_lint.cli.main", "facts", str(folder)]
    found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    lines = [f"model {m['model']} {m['table']}" for m in found["models"]]
    lines += [f"relation {r['from_model']}.{r['field']} {r['kind']} {r['to_model']}" for r in found["relations"]]
    lines += [f"key {k['from_table']}.{k['column']} {k['to_table']}" for k in found["fk_edges"]]
    lines += [
        f"access {a['file']}:{a['line']} {a['function']} {a['op']} {a['table']} {a['via']} {a['confidence']}"
        for a in found["access"]
    ]
    return sorted(lines)


def test_real_code_means_what_it_meant(tmp_path: Path) -> None:
    folder = unpacked(tmp_path)
    if folder is None:
        assert not os.environ.get("CI"), f"{PINNED} could not be downloaded"
        pytest.skip(f"{PINNED} could not be downloaded")
    assert facts(folder) == KNOWN.read_text("utf-8").splitlines()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        code = unpacked(Path(temporary))
        if code is not None:
            KNOWN.write_text("\n".join(facts(code)) + "\n", "utf-8")
