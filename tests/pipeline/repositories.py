"""Small git repositories for tests."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from boundary_lint.pipeline.git import environment

_WHO = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "A"), ("EMAIL", "a@example.org"), ("DATE", "2024-01-01T00:00:00Z"))
}


def git(folder: Path, *arguments: str, asked: bytes | None = None) -> str:
    """Run git as a user would, and return what it says."""
    variables = {**environment(), **_WHO, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_ALLOW_PROTOCOL": "file"}
    command = ["git", "-C", str(folder), *arguments]
    done = subprocess.run(command, input=asked, capture_output=True, check=True, env=variables)
    return done.stdout.decode("utf-8", "surrogateescape").strip()


def commit(folder: Path, files: dict[str, str | None], message: str = "change") -> str:
    """Write files (None: remove), commit all and return the hash."""
    if not (folder / ".git").exists():
        folder.mkdir(parents=True, exist_ok=True)
        git(folder, "init", "-q", "-b", "main")
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink()
        else:
            path.write_text(text, "utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message)
    return git(folder, "rev-parse", "HEAD")


def tree_of(folder: Path, entries: list[tuple[str, str, bytes]]) -> str:
    """Commit a tree that no checkout could have: (mode, object, name) as they stand; return the hash of the commit."""
    content = b"".join(mode.encode() + b" " + name + b"\0" + bytes.fromhex(one) for mode, one, name in entries)
    tree = git(folder, "hash-object", "-t", "tree", "--literally", "-w", "--stdin", asked=content)
    return git(folder, "commit-tree", tree, "-m", "forged")


def blob(folder: Path, content: bytes) -> str:
    """Store an object and return its hash."""
    return git(folder, "hash-object", "-w", "--stdin", asked=content)
