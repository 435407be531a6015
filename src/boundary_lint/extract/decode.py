"""Bytes to text: what Python does, and what a person would do where Python gives up."""

from __future__ import annotations

import codecs
import io
import re
import tokenize
from typing import NamedTuple

_MARKS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
"""Byte order marks of encodings that Python does not read source in; the longer ones first."""


_DECLARED = re.compile(rb"\A(?:[^\r\n]*\r?\n)?[^\r\n#]*#[^\r\n]*coding[:=]")
"""An encoding is declared in a comment of the first two lines (PEP 263)."""


class Decoded(NamedTuple):
    """The text of a file, and why Python itself would not read it ("" where it would), with the line (0: the whole file)."""

    text: str
    reason: str = ""
    line: int = 0


def decode(source: bytes) -> Decoded:
    """Return the text of a file. Every file has one: at worst each byte is a character."""
    for mark, encoding in _MARKS:
        if source.startswith(mark):
            reason = f"is {encoding.upper()}, which Python does not read: save it as UTF-8"
            return Decoded(source.decode(encoding, "replace"), reason)
    try:
        encoding = "utf-8-sig"
        if _DECLARED.search(source):
            encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
        return Decoded(source.decode(encoding))
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        reason = f"is not {error.encoding.upper().removesuffix('-SIG')}: save it as UTF-8, or name its encoding in the first line"
        return Decoded(source.decode("latin-1"), reason, line)
    except (SyntaxError, LookupError, ValueError) as error:
        return Decoded(_guessed(source), f"names an encoding that cannot be used ({_first(error)})", 1)


def _guessed(source: bytes) -> str:
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError:
        return source.decode("latin-1")


def _first(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
