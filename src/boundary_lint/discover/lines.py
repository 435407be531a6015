"""Lines of the analysed code, to be shown beside what is said about them."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from boundary_lint.discover.deploy.secrets import HIDDEN, redact
from boundary_lint.facts.content import read_file

MAX_BYTES = 2_000_000
"""Files larger than this are not read for one line."""

_SECRET = re.compile(
    r"(?i)passw|passphrase|\bpwd\b|secret|token|api_?key|access_?key|private_?key|credential|signature|auth\w*\s*\("
)
"""What a line of code may call a secret that stands in it."""

_TEXT = re.compile(r"""(\[?)("[^"]*"|'[^']*')(\s*:)?""")
_WITHIN = re.compile(r"""'[^']*'|"[^"]*\"""")


class Lines:
    """Reads lines of files below a folder; what cannot be read is an empty line. Secrets in them are replaced: see `harmless`."""

    def __init__(self, base: str) -> None:
        self._base = Path(base)
        self._of = lru_cache(maxsize=64)(self._read)

    def __call__(self, file: str, line: int) -> str:
        """Return a line, counted from 1, without the space around it."""
        lines = self._of(file)
        return harmless(lines[line - 1].strip()) if 0 < line <= len(lines) else ""

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


def harmless(line: str) -> str:
    """Return a line of code that may be shown: passwords of addresses and the like replaced, and where it speaks of a secret all its texts, but for
    keys and for those that speak of it themselves, in which quoted parts are."""
    shown = redact(line)
    return _TEXT.sub(_replaced, shown) if _SECRET.search(shown) else shown


def _replaced(match: re.Match[str]) -> str:
    before, literal, colon = match.groups()
    if before or colon:  # a key
        return match[0]
    quote, text = literal[0], literal[1:-1]
    return f"{quote}{_WITHIN.sub(repr(HIDDEN), text) if _SECRET.search(text) else HIDDEN}{quote}"
