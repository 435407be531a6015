"""Read ``[[waivers]]``: what is waived between two sides, with a reason."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Mapping, Sequence

from boundary_lint.config.model import WaiverConfig
from boundary_lint.errors import ConfigError

KEYS = ("rule", "from", "to", "reason", "until")

_HEAD = re.compile(r"""\s*\[\[\s*(?:tool\.["']?boundary-lint["']?\.)?["']?waivers["']?\s*\]\]""")


def read_waivers(value: object, file: str, lines: Sequence[str]) -> tuple[WaiverConfig, ...]:
    """Return the entries. file and lines: of the configuration, for places.

    Raises:
        ConfigError: an entry lacks a part, or has one that is not known.
    """
    heads = [number for number, line in enumerate(lines, 1) if _HEAD.match(line)]
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise ConfigError(file, "'waivers' is no list of tables", "write [[waivers]] for each")
    numbers = heads if len(heads) == len(value) else [0] * len(value)
    return tuple(_waiver(entry, file, number) for entry, number in zip(value, numbers, strict=True))


def _waiver(entry: Mapping[str, object], file: str, number: int) -> WaiverConfig:
    place = f"{file}:{number}" if number else file
    for key in entry:
        if key not in KEYS:
            near = difflib.get_close_matches(key, KEYS, 1)
            hint = f"did you mean '{near[0]}'?" if near else f"known are {', '.join(KEYS)}"
            raise ConfigError(place, f"a waiver has an unknown key '{key}'", hint)
    until = entry.get("until")
    return WaiverConfig(
        rule=_text(entry, "rule", place, "foreign-table-access"),
        source=_text(entry, "from", place, "orders"),
        target=_text(entry, "to", place, "billing") if "to" in entry else "",
        reason=_text(entry, "reason", place, "until billing has an interface"),
        until=None if until is None else _date(until, place),
        line=number,
    )


def _text(entry: Mapping[str, object], key: str, place: str, example: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ConfigError(place, f"a waiver has no '{key}'", f'write {key} = "{example}"')
    return value.strip()


def _date(value: object, place: str) -> str:
    """Return a day as text: TOML has dates, and people write strings."""
    try:
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            return value.isoformat()
        return datetime.date.fromisoformat(value if isinstance(value, str) else "").isoformat()
    except ValueError:
        raise ConfigError(place, f"'{value}' of a waiver is no date", "write until = 2027-03-01") from None
