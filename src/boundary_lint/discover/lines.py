"""Lines of the analysed code, to be shown beside what is said about them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from boundary_lint.facts.content import read_file

MAX_BYTES = 2_000_000
"""Files larger than this are not read for one line."""


class Lines:
    """Reads lines of files below a folder; what cannot be read is an empty line."""

    def __init__(self, base: str) -> None:
        self._base = Path(base)
        self._of = lru_cache(maxsize=64)(self._read)

    def __call__(self, file: str, line: int) -> str:
        """Return a line, counted from 1, without the space around it."""
        lines = self._of(file)
        return lines[line - 1].strip() if 0 < line <= len(lines) else ""

    def _read(self, file: str) -> list[str]:
        path = self._base / file
        try:
            if path.stat().st_size > MAX_BYTES:
                return []
            # split as the parser counts: form feeds and the like end no line
            return (
                read_file(path, MAX_BYTES)
                .decode("utf-8", "replace")
                .replace("\r\n", "\n")
                .replace("\r", "\n")
                .split("\n")
            )
        except OSError:
            return []
