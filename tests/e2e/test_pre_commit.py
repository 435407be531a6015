"""The hooks of `.pre-commit-hooks.yaml`, installed and run by the real pre-commit from a git repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]

PRE_COMMIT = Path(sys.executable).with_name("pre-commit")

CONFIG = """
repos:
  - repo: {house}
    rev: {revision}
    hooks:
      - id: {hook}
"""

CONTEXTS = """
[[contexts]]
name = "orders"
modules = ["orders"]
depends-on = []

[[contexts]]
name = "billing"
modules = ["billing"]
"""

pytestmark = pytest.mark.skipif(not PRE_COMMIT.exists(), reason="pre-commit is not installed")


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    ran = subprocess.run(["git", "-C", str(folder), *who, *arguments], capture_output=True, text=True, check=True)
    return ran.stdout.strip()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A git repository of this project as it is: pre-commit clones it, and installs it as a user's would be."""
    folder = tmp_path_factory.mktemp("house")
    for name in ("src", "rules", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        source = HOUSE / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".*cache"))
        else:
            shutil.copy(source, folder / name)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "all")
    return folder


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps what it installs."""
    return tmp_path_factory.mktemp("store")


def shop(folder: Path, house: Path, hook: str) -> None:
    """Lay out a shop with a finding that is committed."""
    folder.mkdir()
    texts = {
        ".pre-commit-config.yaml": CONFIG.format(house=house, revision=git(house, "rev-parse", "HEAD"), hook=hook),
        "boundary-lint.toml": CONTEXTS,
        "orders/__init__.py": "import billing.old\n",
        "billing/__init__.py": "",
        "billing/old.py": "",
    }
    for path, text in texts.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "begin")


def run(folder: Path, store: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PRE_COMMIT_HOME": str(store), "NO_COLOR": "1"}
    command = [str(PRE_COMMIT), "run", "--verbose"]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=600, env=environment
    )


def test_a_commit_is_stopped_by_a_finding(house: Path, store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    shop(folder, house, "boundary-lint")
    (folder / "billing" / "old.py").write_text("x = 1\n")
    git(folder, "add", "-A")
    ran = run(folder, store)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "orders imports billing, which its depends-on does not name" in ran.stdout
    (folder / "orders" / "__init__.py").write_text("")
    git(folder, "add", "-A")
    ran = run(folder, store)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "Passed" in ran.stdout


def test_the_second_hook_tells_only_of_what_is_new(house: Path, store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    shop(folder, house, "boundary-lint-since")
    (folder / "billing" / "old.py").write_text("x = 1\n")
    git(folder, "add", "-A")
    ran = run(folder, store)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    (folder / "billing" / "old.py").write_text("import orders\n")
    text = CONTEXTS + "depends-on = []\n"
    (folder / "boundary-lint.toml").write_text(text)
    git(folder, "add", "-A")
    ran = run(folder, store)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "billing imports orders, which its depends-on does not name" in ran.stdout
    assert "orders imports billing, which its depends-on does not name" not in ran.stdout


def test_both_hooks_see_the_whole_program_once() -> None:
    import yaml

    hooks = {hook["id"]: hook for hook in yaml.safe_load((HOUSE / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    assert hooks["boundary-lint"]["entry"] == "boundary-lint check"
    assert hooks["boundary-lint-since"]["entry"] == "boundary-lint check --since HEAD"
    for hook in hooks.values():
        assert (hook["language"], hook["pass_filenames"], hook["require_serial"]) == ("python", False, True)
