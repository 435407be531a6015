"""What is told of one thing, as text and JSON."""

from __future__ import annotations

import json

import msgspec

from boundary_lint.facts.harmless import clean
from boundary_lint.findings.explained import Explained, Told
from boundary_lint.report.shown import LineOf

SCHEMA = 1
"""Version of the JSON object; it changes when a field is renamed or removed."""

MOST = 20
"""Places told of each group; the rest is counted."""


def render_text(told: Explained, line_of: LineOf, *, everything: bool = False) -> str:
    """Return what is told, each place with its line of code."""
    lines = [f"{told.kind} {told.name}" if told.kind != "unresolved" else told.name]
    width = max((len(label) for label, _ in told.about), default=0)
    lines += [f"  {label:{width}}  {value}" if label else f"  {value}" for label, value in told.about]
    for group in told.groups:
        lines += ["", f"{group.heading} ({len(group.places):,})"]
        lines += [f"  do: {group.hint}"] if group.hint else []
        shown = group.places if everything else group.places[:MOST]
        where = max(len(_site(one)) for one in shown)
        for one in shown:
            lines.append(f"  {_site(one):{where}}  {one.text}".rstrip())
            if code := line_of(one.file, one.line):
                lines.append(f"  {'':{where}}    | {code}")
        if len(group.places) > len(shown):
            lines.append(f"  ... and {len(group.places) - len(shown):,} more (--top 0 shows everything)")
    return "\n".join(map(clean, lines)) + "\n"


def render_json(told: Explained, line_of: LineOf, version: str) -> str:
    """Return what is told as JSON, the same in every run."""
    record = {
        "tool": {"name": "boundary-lint", "version": version},
        "schema": SCHEMA,
        "kind": told.kind,
        "name": told.name,
        "about": [list(pair) for pair in told.about],
        "groups": [
            {
                "heading": group.heading,
                "hint": group.hint,
                "places": [
                    {**msgspec.structs.asdict(one), "code": line_of(one.file, one.line)} for one in group.places
                ],
            }
            for group in told.groups
        ],
    }
    return json.dumps(record, indent=1, sort_keys=True, ensure_ascii=True) + "\n"


def _site(told: Told) -> str:
    return f"{told.file}:{told.line}" if told.line else told.file or "(the whole program)"
