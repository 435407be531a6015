"""F-strings so large that parsers need minutes for them: their time grows with the square of the size."""

from __future__ import annotations

import re

QUICK_SIZE = 200_000
"""Bytes: in a smaller file no string is large enough to matter."""

MAX_FORMAT = 100_000
"""Bytes of one f-string; at this size the parser of Python 3.11 needs half a second."""

_F_STRING = re.compile(
    rb"""(?<!\w)[rR]?[fFtT][rR]?(?:"{3}(?:[^"\\]++|\\.|"(?!""))*+|'{3}(?:[^'\\]++|\\.|'(?!''))*+|"(?:[^"\\\n]++|\\.)*+|'(?:[^'\\\n]++|\\.)*+)""",
    re.DOTALL,
)


def line_of_giant_string(source: bytes) -> int:
    """Return the line at which a giant f-string begins, 0 where there is none."""
    for match in _F_STRING.finditer(source):
        if match.end() - match.start() > MAX_FORMAT:
            return source.count(b"\n", 0, match.start()) + 1
    return 0
