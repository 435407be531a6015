"""The baseline: findings accepted as debt, one sorted line per entry, without line numbers and counts.

The first line is a header with the version of the format. A line says rule, pair of contexts, what else the key holds, and the symbol:

    foreign-table-access  orders -> billing  table_name=billing_invoice  in shop.orders.views.checkout  reason="until 2.0"  until=2027-03-01

Parts are separated by spaces; a name that could be mistaken is written as a JSON string.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable
from typing import NamedTuple

from boundary_lint.errors import BaselineError
from boundary_lint.findings.entry import Entry

FILE = "boundary-lint.baseline"

VERSION = 1
"""Version of the format: a newer one is refused."""

HEADER = f"# boundary-lint baseline {VERSION}: findings accepted as debt (docs: boundary-lint baseline --help)"

WHOLE = "-"
"""Stands for the symbol of a finding that is about a service as a whole."""

ARROW, IN = "->", "in"

_HEADER = re.compile(r"# boundary-lint baseline (\d+)")
_PLAIN = re.compile(r"""[^\s"=\\#\x00-\x1f\x7f-\xa0]+""")
_WORD = re.compile(r"""\s*((?:"(?:[^"\\]|\\.)*"|[^\s"=])+)(?:(=)("(?:[^"\\]|\\.)*"|[^\s"]*))?(?=\s|$)""")
_CONFLICT = re.compile(r"<{7}(?: |$)|\|{7}(?: |$)|={7}$|>{7}(?: |$)")


class Accepted(NamedTuple):
    """An entry as the baseline has it. until: the last day on which it holds; number: its line in the file, from 1; again: further lines of it that say otherwise."""

    entry: Entry
    reason: str = ""
    until: datetime.date | None = None
    number: int = 0
    again: tuple[int, ...] = ()


def render(entries: Iterable[Accepted]) -> str:
    """Return the text of a baseline: sorted, each line once."""
    return "".join(f"{line}\n" for line in [HEADER, *sorted({render_entry(one) for one in entries})])


def render_entry(accepted: Accepted) -> str:
    """Return the line of one entry."""
    entry = accepted.entry
    parts = [_name(entry.rule)]
    parts += [f" {ARROW} ".join(map(_name, entry.between))] if entry.between else []
    parts += [f"{_name(column)}={_name(value)}" for column, value in entry.key]
    parts += [f"{IN} {_name(entry.symbol) if entry.symbol else WHOLE}"]
    parts += [f"reason={_quoted(accepted.reason)}"] if accepted.reason else []
    parts += [f"until={accepted.until.isoformat()}"] if accepted.until else []
    return "  ".join(parts)


def _name(text: str) -> str:
    """Return a name as it is, or as a JSON string where it could be mistaken for something else."""
    plain = _PLAIN.fullmatch(text) and text.isprintable() and text not in (ARROW, IN, WHOLE)
    return text if plain else _quoted(text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=not text.isprintable())


def parse(text: str, place: str, every: bool = False) -> list[Accepted]:
    """Return the entries of a baseline. place: the file, for messages; every: also lines that say the same, else they are one.

    Raises:
        BaselineError: it is none, of a newer version, has a line that is no entry, or a conflict of a merge in it.
    """
    lines = text.split("\n")
    _check_conflicts(lines, place)
    header = _HEADER.match(lines[0])
    if header is None:
        hint = "write one with boundary-lint baseline write, or name another with the key 'baseline'"
        raise BaselineError(f"{place}:1", "is no baseline: it has no header", hint)
    if int(header[1]) > VERSION:
        hint = "use that version, or a newer one"
        raise BaselineError(f"{place}:1", "was written by a newer version of boundary-lint", hint)
    found = [
        _entry(line.strip(), f"{place}:{number}")._replace(number=number)
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    if every:
        return found
    entries: dict[Entry, Accepted] = {}
    for one in found:
        entries[one.entry] = _merged(entries.get(one.entry), one)
    return list(entries.values())


def _merged(one: Accepted | None, other: Accepted) -> Accepted:
    """Return what two lines of the same entry mean together, as a union of two branches leaves them: a reason, and the later date, if there is one."""
    if one is None:
        return other
    again = (*one.again, other.number) if one[1:3] != other[1:3] else one.again
    until = max((date for date in (one.until, other.until) if date), default=None)
    return one._replace(reason=one.reason or other.reason, until=until, again=again)


def _check_conflicts(lines: list[str], place: str) -> None:
    for number, line in enumerate(lines, 1):
        if _CONFLICT.match(line):
            hint = (
                "keep the lines of both sides and drop the marks; boundary-lint baseline prune drops what is paid off"
            )
            raise BaselineError(f"{place}:{number}", "a conflict of a merge is not resolved", hint)


def _entry(text: str, place: str) -> Accepted:
    words = _words(text, place)
    rule = words.pop(0).name
    between: tuple[str, ...] = ()
    if len(words) > 2 and words[1].raw == ARROW:
        between = (words[0].name, words[2].name)
        words = words[3:]
    end = next((i for i, word in enumerate(words) if word.raw == IN), -1)
    if end < 0 or end + 1 == len(words):
        raise BaselineError(place, "says no symbol", f"an entry ends with '{IN} shop.orders.views.checkout'")
    key = tuple((word.name, _value(word, place)) for word in words[:end])
    symbol = "" if words[end + 1].raw == WHOLE else words[end + 1].name
    reason, until = _notes(words[end + 2 :], place)
    return Accepted(Entry(rule, between, key, symbol), reason, until)


class _Word(NamedTuple):
    """A part of a line: as it stands there, as a name, and what is said of it behind "=" (None: nothing)."""

    raw: str
    name: str
    value: str | None


def _words(text: str, place: str) -> list[_Word]:
    words, at = [], 0
    while at < len(text):
        match = _WORD.match(text, at)
        if match is None:
            raise BaselineError(place, f"is no entry from '{text[at:].strip()[:40]}' on", "quote it, or write it anew")
        value = _unquoted(match[3], place) if match[2] else None
        words.append(_Word(match[1] if not match[2] else "", _unquoted(match[1], place), value))
        at = match.end()
    return words


def _unquoted(text: str, place: str) -> str:
    if '"' not in text:
        return text
    try:
        return str(json.loads(text))
    except ValueError:
        raise BaselineError(place, f"{text[:40]} is no string", 'write it as "text"') from None


def _value(word: _Word, place: str) -> str:
    if word.value is None:
        raise BaselineError(place, f"'{word.name}' has no value", f"write {word.name}=value")
    return word.value


def _notes(words: list[_Word], place: str) -> tuple[str, datetime.date | None]:
    reason, until = "", None
    for word in words:
        if word.name == "reason" and word.value is not None:
            reason = word.value
        elif word.name == "until" and word.value is not None:
            until = _date(word.value, place)
        else:
            raise BaselineError(
                place, f"'{word.name}' is not known behind the symbol", 'known are reason="..." and until=2027-03-01'
            )
    return reason, until


def _date(text: str, place: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise BaselineError(place, f"'{text}' is no date", "write until=2027-03-01") from None
