"""Text of a configuration: strings, lists and comments as TOML writes them, whatever names the analysed code has."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def quoted(text: str) -> str:
    """Return a basic string: JSON's, but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def listed(key: str, values: Sequence[str]) -> list[str]:
    """Return the lines of a list of strings: one line for one value, else one for each, sorted."""
    if len(values) == 1:
        return [f"{key} = [{quoted(values[0])}]"]
    return [f"{key} = [", *(f"    {quoted(value)}," for value in sorted(values)), "]"]


def comment(text: str) -> str:
    """Return a line of comment: what could end it, or turn around how it reads, is replaced."""
    return f"# {_UNSAFE.sub('?', text)}".rstrip()
